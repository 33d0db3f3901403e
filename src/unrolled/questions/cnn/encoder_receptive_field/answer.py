"""TUM segmentation sheet, 3.2: receptive fields where strides and padding are at work."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import calc
from unrolled.calc import Window

EXAM = {"size": 64, "kernel": 4, "stride": 2, "padding": 1}
EXPECTED = (6, 64)


def solve(size: int, kernel: int, stride: int, padding: int) -> tuple[int, int]:
    """The field after maxpool1 without a border; that of fc1 cut off at the image's."""
    windows = _windows(kernel, stride, padding)
    f1 = Window(_sizes(size, windows)[-1])
    first, last = calc.field_cut_off([*windows, f1], size, 0) or (0, -1)
    return calc.receptive_fields(windows)[1].size, last - first + 1


def preset(size: int, kernel: int, stride: int, padding: int) -> dict[str, Any]:
    """Both convolutions and both poolings in lists, and fc1."""
    return {
        "size": size,
        "kernel": [kernel, 2, kernel, 2, 1],
        "stride": [stride, 2, stride, 2, 1],
        "padding": [padding, 0, padding, 0, 0],
    }


def verify(size: int, kernel: int, stride: int, padding: int) -> tuple[int, int]:
    """Count input pixels with a gradient; averages stand in for maxima, which hide all but one."""
    import torch
    from torch.nn.functional import avg_pool1d, conv1d

    def halve(x: torch.Tensor) -> torch.Tensor:
        weight = torch.ones(1, 1, kernel, dtype=torch.float64)
        return avg_pool1d(conv1d(x, weight, stride=stride, padding=padding), 2)

    x = torch.ones(1, 1, size, dtype=torch.float64, requires_grad=True)
    pooled = halve(x)
    inner = pooled[0, 0, pooled.shape[-1] // 2]
    grads = (torch.autograd.grad(y, x, retain_graph=True)[0] for y in (inner, halve(pooled).sum()))
    side_pool, side_fc1 = (int(torch.count_nonzero(grad)) for grad in grads)
    return side_pool, side_fc1


def steps(size: int, kernel: int, stride: int, padding: int) -> list[str]:
    """Size, jump and start, layer by layer; the union; the cut."""
    windows = _windows(kernel, stride, padding)
    fields = calc.receptive_fields(windows)
    sizes = _sizes(size, windows)
    lines, side, jump = [], 1, 1
    for name, window, field in zip(
        ("conv1", "maxpool1", "conv2", "maxpool2"), windows, fields, strict=True
    ):
        lines.append(
            rf"After {name}: side ${side} + ({window.kernel} - 1) \cdot {jump} = {field.size}$, "
            rf"jump ${jump} \cdot {window.stride} = {field.jump}$."
        )
        side, jump = field.size, field.jump
    n, start = sizes[-1], fields[-1].start
    end = start + side - 1 + (n - 1) * jump
    lines.append(
        rf"fc1 reads {n} units in a row: ${side} + ({n} - 1) \cdot {jump} = {end - start + 1}$, "
        f"from pixel ${start}$ to pixel ${end}$ with the image's first pixel counted as 0."
    )
    lines.append(
        f"The image has the pixels $0$ to ${size - 1}$; that leaves "
        f"${solve(size, kernel, stride, padding)[1]}$ of them."
    )
    return lines


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other images and convolutions; kernels at least as wide as the stride, padding below half."""
    while True:
        kernel, stride = int(rng.integers(2, 8)), int(rng.integers(1, 4))
        padding, size = int(rng.integers(0, kernel // 2 + 1)), int(8 * rng.integers(6, 17))
        windows = _windows(kernel, stride, padding)
        sizes, field = _sizes(size, windows[:3]), calc.receptive_fields(windows)[1]
        first, last = field.span(sizes[2] // 2)
        if stride <= kernel and sizes[-1] >= 4 and first >= 0 and last < size:
            return {"size": size, "kernel": kernel, "stride": stride, "padding": padding}


def mistakes(
    size: int, kernel: int, stride: int, padding: int
) -> dict[str, tuple[int | None, int | None]]:
    """Strides forgotten, fields counted in the wrong layer, fc1 taken for a convolution."""
    windows = _windows(kernel, stride, padding)
    sizes, fields = _sizes(size, windows), calc.receptive_fields(windows)
    uncut = fields[-1].size + (sizes[-1] - 1) * fields[-1].jump
    return {
        "You forgot the stride: neighbouring windows of conv1 lie a stride apart.": (
            kernel + 1,
            None,
        ),
        "You counted pixels of conv1: go one layer further down, to the image.": (2, None),
        "You multiplied the two sides: neighbouring windows overlap.": (2 * kernel, None),
        "You gave one unit after maxpool2: fc1 reads all of them.": (None, fields[-1].size),
        "You counted padding: only pixels of the image belong to the field.": (None, uncut),
        "You gave the size of the map before fc1, not what it sees.": (None, sizes[-1]),
    }


def _windows(kernel: int, stride: int, padding: int) -> list[Window]:
    return [Window(kernel, stride, padding), Window(2, 2)] * 2


def _sizes(size: int, windows: list[Window]) -> list[int]:
    sizes = [size]
    for window in windows:
        sizes.append(calc.conv_output_size(sizes[-1], *window))
    return sizes
