"""TUM digits sheet, 7a: receptive fields after a pooling and at a fully connected layer."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import calc
from unrolled.calc import Window

EXAM = {"size": 32, "kernel_1": 5, "kernel_2": 5, "pool": 2}
EXPECTED = (6, 32)


def solve(size: int, kernel_1: int, kernel_2: int, pool: int) -> tuple[int, int]:
    """Follow the field; f1 is one more window, as wide as the last map."""
    windows = _windows(kernel_1, kernel_2, pool)
    f1 = Window(_sizes(size, windows)[-1])
    fields = calc.receptive_fields([*windows, f1])
    return fields[1].size, fields[-1].size


def preset(size: int, kernel_1: int, kernel_2: int, pool: int) -> dict[str, Any]:
    """Convolutions, poolings and f1 in lists."""
    kernel, stride = [kernel_1, pool, kernel_2, pool, 1], [1, pool, 1, pool, 1]
    return {"size": size, "kernel": kernel, "stride": stride}


def verify(size: int, kernel_1: int, kernel_2: int, pool: int) -> tuple[int, int]:
    """Count input pixels with a gradient; averages stand in for maxima, which hide all but one."""
    import torch
    from torch.nn.functional import avg_pool1d, conv1d

    x = torch.ones(1, 1, size, requires_grad=True)
    pooled = avg_pool1d(conv1d(x, torch.ones(1, 1, kernel_1)), pool)
    last = avg_pool1d(conv1d(pooled, torch.ones(1, 1, kernel_2)), pool)
    reach = (torch.autograd.grad(y, x, retain_graph=True)[0] for y in (pooled[0, 0, 1], last.sum()))
    return tuple(int(torch.count_nonzero(grad)) for grad in reach)  # type: ignore[return-value]


def steps(size: int, kernel_1: int, kernel_2: int, pool: int) -> list[str]:
    """Size and jump, layer by layer, then the union."""
    windows = _windows(kernel_1, kernel_2, pool)
    names = ("conv1", "maxpool1", "conv2", "maxpool2")
    lines, field, jump = [], 1, 1
    for name, window, after in zip(names, windows, calc.receptive_fields(windows), strict=True):
        lines.append(
            rf"After {name}: side ${field} + ({window.kernel} - 1) \cdot {jump} = {after.size}$, "
            rf"jump ${jump} \cdot {window.stride} = {after.jump}$."
        )
        field, jump = after.size, after.jump
    sizes = _sizes(size, windows)
    lines.append(f"Sides of the maps: {', '.join(f'${side}$' for side in sizes)}.")
    lines.append(
        f"f1 sees all ${sizes[-1]} \\times {sizes[-1]}$ units after maxpool2: side "
        rf"${field} + ({sizes[-1]} - 1) \cdot {jump} = {field + (sizes[-1] - 1) * jump}$."
    )
    return lines


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other sizes and windows; at least two units left in the last map."""
    while True:
        size, pool = int(rng.integers(24, 97)), int(rng.choice([2, 3]))
        kernel_1, kernel_2 = int(rng.choice([3, 5, 7])), int(rng.choice([3, 5]))
        if (size - kernel_1 + 1) // pool - kernel_2 + 1 >= 2 * pool:
            return {"size": size, "kernel_1": kernel_1, "kernel_2": kernel_2, "pool": pool}


def mistakes(
    size: int, kernel_1: int, kernel_2: int, pool: int
) -> dict[str, tuple[int | None, int | None]]:
    """Fields counted in the wrong layer, windows added or multiplied."""
    windows = _windows(kernel_1, kernel_2, pool)
    sizes, last = _sizes(size, windows), calc.receptive_fields(windows)[-1].size
    return {
        "You counted pixels of conv1: go one layer further down, to the input.": (pool, None),
        "You added the two sides: neighbouring kernels overlap.": (kernel_1 + pool, None),
        "You multiplied the two sides: neighbouring kernels overlap.": (kernel_1 * pool, None),
        "You gave the size of the map itself, not what a unit of it sees.": (sizes[2], sizes[-1]),
        "You gave one unit after maxpool2: a neuron of f1 is connected to all of them.": (
            None,
            last,
        ),
    }


def _windows(kernel_1: int, kernel_2: int, pool: int) -> list[Window]:
    return [Window(kernel_1), Window(pool, pool), Window(kernel_2), Window(pool, pool)]


def _sizes(size: int, windows: list[Window]) -> list[int]:
    sizes = [size]
    for window in windows:
        sizes.append(calc.conv_output_size(sizes[-1], *window))
    return sizes
