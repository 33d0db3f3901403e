"""TUM CNN sheet, 4b: the output of one convolution with stride and padding."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import calc

EXAM = {"size": [26, 26, 26], "filters": 5, "kernel": 7, "stride": 3, "padding": 1}
EXPECTED = (8, 8, 5)


def solve(
    size: list[int], filters: int, kernel: int, stride: int, padding: int
) -> tuple[int, int, int]:
    """Apply the formula to both axes."""
    height, width = calc.conv_output_size(size[:2], kernel, stride, padding)
    return height, width, filters


def preset(size: list[int], **layer: int) -> dict[str, Any]:
    """The input's three numbers by name; a width of 0 is as much as the height."""
    height, width, channels = size
    return {
        "size": height,
        "width": 0 if width == height else width,
        "channels": channels,
        **layer,
    }


def verify(
    size: list[int], filters: int, kernel: int, stride: int, padding: int
) -> tuple[int, ...]:
    """Put the window to one place after the other and count."""
    places = []
    for n in size[:2]:
        row = [0] * padding + [1] * n + [0] * padding
        places.append(sum(len(row[i:]) >= kernel for i in range(0, len(row), stride)))
    return (*places, filters)


def steps(size: list[int], filters: int, kernel: int, stride: int, padding: int) -> list[str]:
    """Both axes, then the channels."""
    lines = []
    for axis, n in zip(("Height", "Width"), size[:2], strict=True):
        room = n + 2 * padding - kernel
        places = rf"\lfloor {room} / {stride} \rfloor + 1 = {room // stride + 1}"
        lines.append(
            rf"{axis}: ${n} + 2 \cdot {padding} - {kernel} = {room}$ pixels are left behind the "
            f"first window, so there are ${places}$ places."
        )
    return [*lines, f"Channels: one for each of the ${filters}$ filters."]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Inputs that are not square, kernels that may leave a rest."""
    kernel = rng.choice([3, 4, 5, 7])
    return {
        "size": [*rng.integers(12, 65, size=2).tolist(), rng.choice([1, 3, 8, 16, 32])],
        "filters": rng.choice([2, 4, 5, 6, 10, 12, 20]),
        "kernel": kernel,
        "stride": rng.choice([1, 2, 3, 4]),
        "padding": rng.integers(0, kernel // 2 + 1),
    }


def mistakes(
    size: list[int], filters: int, kernel: int, stride: int, padding: int
) -> dict[str, tuple[int | None, ...]]:
    """Parts of the formula left out, channels kept."""
    rooms = [n + 2 * padding - kernel for n in size[:2]]
    short = [room // stride for room in rooms]
    once = [(room - padding) // stride + 1 for room in rooms]
    slips = {
        "You left out the + 1: the first window counts too.": short,
        "You added the padding once: it comes on both sides.": once,
    }
    if short == once:  # these numbers cannot tell the two slips apart
        slips = {"You left out the + 1, or one side of the padding.": short}
    return {
        **{text: (*sides, None) for text, sides in slips.items()},
        "You left out the stride: the window moves on by that many pixels.": (
            *(room + 1 for room in rooms),
            None,
        ),
        "You kept the channels of the input: the output has one for each filter.": (
            *(None, None),
            size[2],
        ),
        "You multiplied the channels: each filter adds up all of them into one map.": (
            *(None, None),
            size[2] * filters,
        ),
    }
