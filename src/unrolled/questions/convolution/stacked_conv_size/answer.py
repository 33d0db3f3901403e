"""TUM 2019, 4b: the feature maps after three convolutions."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import calc

EXAM = {
    "size": 224,
    "channels": 3,
    "kernel": [3, 3, 3],
    "stride": [1, 1, 1],
    "padding": [0, 0, 0],
    "filters": [5, 5, 5],
}
EXPECTED = (218, 5)


def solve(size: int, channels: int, **layers: list[int]) -> tuple[int, int]:
    """Follow the image through the table of the network."""
    columns = (layers[name] for name in ("filters", "kernel", "stride", "padding"))
    convolutions = [calc.Conv(*row) for row in zip(*columns, strict=True)]
    table = calc.network_table((channels, size, size), convolutions)
    return table[-1].shape[1], table[-1].shape[0]


def verify(size: int, channels: int, **layers: list[int]) -> tuple[int, int]:
    """Let torch's layers pass an image on; on "meta" they compute shapes and nothing else."""
    import torch

    maps = torch.empty(1, channels, size, size, device="meta")
    for i in range(3):
        f, k, s, p = (layers[name][i] for name in ("filters", "kernel", "stride", "padding"))
        maps = torch.nn.Conv2d(maps.shape[1], f, k, s, p, device="meta")(maps)
    return maps.shape[2], maps.shape[1]


def steps(size: int, channels: int, **layers: list[int]) -> list[str]:
    """One line per layer."""
    lines = []
    for i in range(3):
        k, s, p = (layers[name][i] for name in ("kernel", "stride", "padding"))
        new = calc.conv_output_size(size, k, s, p)
        room = rf"{size} + 2 \cdot {p} - {k}"
        formula = rf"\lfloor ({room}) / {s} \rfloor + 1" if s > 1 else f"{room} + 1"
        lines.append(f"Convolution {i + 1}: ${formula} = {new}$.")
        size = new
    filters = layers["filters"][-1]
    return [*lines, f"The last convolution has ${filters}$ filters, so there are ${filters}$ maps."]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other layers; the padding never reaches over half a kernel."""
    kernel = rng.choice([3, 5, 7], size=3)
    return {
        "size": rng.integers(50, 129),
        "channels": rng.choice([2, 3, 4]),
        "kernel": kernel,
        "stride": rng.choice([1, 1, 2], size=3),
        "padding": rng.integers(0, kernel // 2 + 1),
        "filters": rng.choice([4, 5, 6, 8, 10, 12, 16], size=3, replace=False),
    }


def mistakes(
    size: int, channels: int, **layers: list[int]
) -> dict[str, tuple[int | None, int | None]]:
    """Something left out of the formula, channels handled like pixels."""
    kernel, stride, padding = (layers[name] for name in ("kernel", "stride", "padding"))
    zeros, ones = [0, 0, 0], [1, 1, 1]
    short, bare = _side(size, kernel, stride, padding, plus=0), _side(size, kernel, stride, zeros)
    slips = {
        "You left out the + 1: a window of k pixels takes off k - 1, not k.": short,
        "You left out the padding: it comes on both sides of every row.": bare,
    }
    if short == bare:  # these numbers cannot tell the two slips apart
        slips = {"You left out the padding, or the + 1 of every layer.": bare}
    return {
        **{text: (side, None) for text, side in slips.items()},
        "You left out the strides.": (_side(size, kernel, ones, padding), None),
        "You stopped after the first convolution.": (
            calc.conv_output_size(size, kernel[0], stride[0], padding[0]),
            layers["filters"][0],
        ),
        "You kept the channels of the image: a layer makes as many as it has filters.": (
            None,
            channels,
        ),
        "You multiplied the numbers of filters: each filter reads all maps and makes one.": (
            None,
            int(np.prod(layers["filters"])),
        ),
    }


def _side(n: int, kernel: list[int], stride: list[int], padding: list[int], plus: int = 1) -> int:
    for k, s, p in zip(kernel, stride, padding, strict=True):
        n = (n + 2 * p - k) // s + plus
    return n
