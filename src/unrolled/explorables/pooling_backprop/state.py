"""Which sizes fit together; `state.ts` has the same rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from unrolled.explorables import _check

POOLINGS = ("max", "average")
RINGS = ("zero", "minus_infinity")
TIES = ("first", "last", "split")
LOSSES = ("cross_entropy", "with_logits", "given")
STAGES = 7
CHANNELS, SIDE, KERNEL, MOST, RATE = 4, 5, 3, 100, 10
FILL = {"target": 0, "grad": 1}


def places(s: Mapping[str, Any]) -> tuple[int, int]:
    """Rows and columns of S."""
    rows, columns = (
        (side + 2 * s["padding"] - s["kernel"]) // s["stride"] + 1 for side in np.shape(s["x"])[1:]
    )
    return rows, columns


def cut(values: Any, rows: int, columns: int, fill: float = 0) -> list[list[float]]:
    """Return a matrix of this size: cut off, or continued with `fill`."""
    found = [[fill] * columns for _ in range(rows)]
    for row, old in zip(found, values, strict=False):
        row[: len(old)] = old[:columns]
    return found


def checked(given: Mapping[str, Any], s: dict[str, Any]) -> dict[str, Any]:
    """Return the full state; what was not given takes the size that it has to have."""
    x = _check.array("x", s["x"], (3,), -MOST, MOST)
    channels, *sides = _check.shape(x)
    if channels > CHANNELS or max(sides) > SIDE:
        _check.refuse("x", x, f"of 1 to {CHANNELS} channels with 1 to {SIDE} rows and columns")
    weight = s["weight"]
    if "weight" not in given:
        weight = [*weight, *[1] * channels][:channels]
    weight = _check.array("weight", weight, (1,), -MOST, MOST)
    if _check.shape(weight) != (channels,):
        wanted = f"one number for each channel of x, {channels} in all"
        _check.refuse("weight", weight, wanted)
    full: dict[str, Any] = {
        "x": x,
        "weight": weight,
        "bias": None if s["bias"] is None else _check.number("bias", s["bias"], -MOST, MOST),
        "pooling": _check.one_of("pooling", s["pooling"], POOLINGS),
        "kernel": _check.whole("kernel", s["kernel"], 1, KERNEL),
        "stride": _check.whole("stride", s["stride"], 1, KERNEL),
        "padding": _check.whole("padding", s["padding"], 0, 1),
    }
    if full["padding"] > full["kernel"] / 2:
        _check.refuse("padding", full["padding"], "at most half of the kernel, 0 here")
    room = min(sides) + 2 * full["padding"]
    if full["kernel"] > room:
        _check.refuse("kernel", full["kernel"], f"no larger than the padded map, {room} here")
    full |= {
        "padding_value": _check.one_of("padding_value", s["padding_value"], RINGS),
        "ties": _check.one_of("ties", s["ties"], TIES),
        "loss": _check.one_of("loss", s["loss"], LOSSES),
    }
    rows, columns = places(full)
    for name, low, high in (("target", 0, 1), ("grad", -MOST, MOST)):
        value = s[name] if name in given else cut(s[name], rows, columns, FILL[name])
        full[name] = _check.array(name, value, (2,), low, high)
        if _check.shape(full[name]) != (rows, columns):
            wanted = f"as large as the pooled map, {rows} by {columns}"
            _check.refuse(name, full[name], wanted)
    return full | {
        "learning_rate": _check.number("learning_rate", s["learning_rate"], 0, RATE),
        "stage": _check.whole("stage", s["stage"], 1, STAGES),
    }


def resized(state: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Let weights, targets and gradients that are not changed follow the sizes that are."""
    s = {**state, **changes}
    try:
        channels, (rows, columns) = len(np.shape(s["x"])) == 3 and len(s["x"]), places(s)
    except (TypeError, ValueError):
        return s  # `checked` says what is wrong
    if channels and "weight" not in changes:
        s["weight"] = [*s["weight"], *[1] * channels][:channels]
    if min(rows, columns) > 0:
        s |= {n: cut(s[n], rows, columns, FILL[n]) for n in FILL if n not in changes}
    return s
