"""TUM 256x256 sheet, 7d: the receptive field behind strides."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import calc

EXAM = {
    "kernel_1": 11,
    "stride_1": 4,
    "kernel_2": 3,
    "stride_2": 2,
    "kernel_3": 5,
    "stride_3": 1,
}
EXPECTED = (19, 51)


def solve(**layers: int) -> tuple[int, int]:
    """Follow the field through the three windows."""
    _, second, third = calc.receptive_fields(_windows(layers))
    return second.size, third.size


def preset(**layers: int) -> dict[str, Any]:
    """The three layers in lists."""
    return {name: [layers[f"{name}_{i}"] for i in (1, 2, 3)] for name in ("kernel", "stride")}


def verify(**layers: int) -> tuple[int, int]:
    """Light one input pixel at a time and see which ones the first unit answers to."""
    import torch
    from torch.nn.functional import conv1d

    size = 16 * sum(layers[f"kernel_{k}"] for k in (1, 2, 3))  # enough for strides up to 4

    def see(count: int) -> int:
        x = torch.eye(size, dtype=torch.float64)[:, None]  # row i has its only 1 at pixel i
        for k in range(1, count + 1):
            ones = torch.ones(1, 1, layers[f"kernel_{k}"], dtype=torch.float64)
            x = conv1d(x, ones, stride=layers[f"stride_{k}"])
        return int(torch.nonzero(x[:, 0, 0]).max()) + 1

    return see(2), see(3)


def steps(**layers: int) -> list[str]:
    """The recursion, filled in."""
    f = [layers[f"kernel_{k}"] for k in (1, 2, 3)]
    s = [layers[f"stride_{k}"] for k in (1, 2, 3)]
    r_2, r_3 = solve(**layers)
    return [
        f"Layer 1: $r_1 = {f[0]}$; neighbouring units are ${s[0]}$ pixels apart.",
        rf"Layer 2: $r_2 = {f[0]} + ({f[1]} - 1) \cdot {s[0]} = {r_2}$; neighbouring units are "
        rf"${s[0]} \cdot {s[1]} = {s[0] * s[1]}$ pixels apart.",
        rf"Layer 3: $r_3 = {r_2} + ({f[2]} - 1) \cdot {s[0] * s[1]} = {r_3}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Odd kernels, each at least as wide as its stride so that no pixel is passed over."""
    layers: dict[str, Any] = {}
    for k, widest in ((1, 11), (2, 5), (3, 7)):
        kernel = 2 * int(rng.integers(1, widest // 2 + 1)) + 1
        layers |= {f"kernel_{k}": kernel, f"stride_{k}": int(rng.integers(1, min(kernel, 4) + 1))}
    return layers


def mistakes(**layers: int) -> dict[str, tuple[int, int]]:
    """Strides forgotten, taken too early or added; sides added."""
    f1, s1, f2, s2, f3, s3 = (
        layers[f"{name}_{k}"] for k in (1, 2, 3) for name in ("kernel", "stride")
    )
    return {
        "You forgot the strides: units of a layer can lie several pixels apart.": (
            f1 + f2 - 1,
            f1 + f2 + f3 - 2,
        ),
        "You counted a layer's own stride: only the strides below it widen its field.": (
            f1 + (f2 - 1) * s1 * s2,
            f1 + (f2 - 1) * s1 * s2 + (f3 - 1) * s1 * s2 * s3,
        ),
        "You took the stride of the layer below only: the strides multiply.": (
            f1 + (f2 - 1) * s1,
            f1 + (f2 - 1) * s1 + (f3 - 1) * s2,
        ),
        "You forgot the - 1: a kernel of side f adds f - 1 steps.": (
            f1 + f2 * s1,
            f1 + f2 * s1 + f3 * s1 * s2,
        ),
    }


def _windows(layers: dict[str, int]) -> list[calc.Window]:
    return [calc.Window(layers[f"kernel_{k}"], layers[f"stride_{k}"]) for k in (1, 2, 3)]
