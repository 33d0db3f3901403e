"""Maps, inputs and parameters of the layers, through `unrolled.calc`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from unrolled import calc
from unrolled.explorables.segmentation_sizer.network import Axis, Network


def maps_down(s: Mapping[str, Any]) -> list[int]:
    """Maps in the encoder, from the image on."""
    maps = [s["channels"]]
    for kind, filters in zip(s["kind"], s["filters"], strict=True):
        maps.append(filters if kind == "conv" else maps[-1])
    return maps


def dense(network: Network, axes: list[Axis]) -> dict[str, int]:
    """The fully connected layer: what it was built for, and what it gets."""
    s = network.state
    names = ("built_side", "dense_expected", "dense_inputs", "dense_outputs")
    if s["middle"] not in ("dense", "adaptive") or not network.built:
        return dict.fromkeys(names, 0)
    maps, side = maps_down(s)[-1], network.built
    arrives = [a.down[-1] if len(a.down) > len(s["kind"]) else 0 for a in axes]
    places = side * side if s["middle"] == "adaptive" and all(arrives) else np.prod(arrives)
    out = 1 if s["decoder"] == "none" else side * side
    counts = (side, maps * side * side, maps * int(places), s["code"] * out)
    return dict(zip(names, counts, strict=True))


def parameters(network: Network, dense: Mapping[str, int]) -> dict[str, Any]:
    """Maps and parameters of all layers; a skip connection adds maps to what the next reads."""
    s = network.state
    down_maps = maps_down(s)
    down = [
        calc.conv_parameters(before, filters, kernel) if kind == "conv" else 0
        for before, kind, filters, kernel in zip(
            down_maps, s["kind"], s["filters"], s["kernel"], strict=False
        )
    ]
    maps, middle = down_maps[-1], 0
    if s["middle"] == "conv":
        middle = calc.conv_parameters(maps, s["code"], 1)
    elif dense["dense_expected"]:
        middle = calc.linear_parameters(dense["dense_expected"], dense["dense_outputs"])
    if s["middle"] != "none":
        maps = s["code"]
    reads = maps
    inputs, outputs, up = [], [], []
    for i in network.mirrored:
        final, window = i == network.mirrored[-1], network.window(i)
        inputs.append(reads)
        outputs.append(s["classes"] if final else s["up_filters"])
        kernel = window[0] if window else 3
        up.append(
            0 if s["decoder"] == "scale" else calc.conv_parameters(reads, outputs[-1], kernel)
        )
        reads = outputs[-1] + (down_maps[i] if s["skip"] == "concat" else 0)
    last = 0
    if s["decoder"] == "scale" or not up:
        last = calc.conv_parameters(maps, s["classes"], 1)
    fine = calc.conv_parameters(s["classes"], s["fine"], s["fine_kernel"]) if s["fine"] else 0
    return {
        "down_maps": down_maps,
        "middle_maps": maps,
        "up_inputs": inputs,
        "up_maps": outputs,
        "out_maps": s["fine"] or s["classes"],
        "down_parameters": down,
        "middle_parameters": middle,
        "up_parameters": up,
        "last_parameters": last,
        "fine_parameters": fine,
        "total_parameters": sum(down) + middle + sum(up) + last + fine,
    }
