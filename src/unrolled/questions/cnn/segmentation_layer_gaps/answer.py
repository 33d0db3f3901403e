"""FAU 6.1: kernel, padding and stride that keep or restore a size."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from unrolled import calc
from unrolled.calc import Conv

EXAM = {"stride_A": 2, "stride_B": 2, "padding_D": 3, "kernel_E": 1, "scale": 4}
EXPECTED = (7, 0, 1)


def solve(
    stride_A: int, stride_B: int, padding_D: int, kernel_E: int, scale: int
) -> tuple[int, ...]:
    """Try all values, and take those with which the sizes fit."""
    kernel = _only(k for k in range(1, 64) if calc.conv_output_size(64, k, 1, padding_D) == 64)
    padding = _only(p for p in range(64) if calc.conv_output_size(64, kernel_E, 1, p) == 64)
    size = 4 * scale
    fixed = [Conv(96, 3, stride_A, 1), Conv(256, 3, stride_B, 1)]
    stride = _only(
        s
        for s in range(1, scale + 1)
        if calc.network_table((3, size, size), [*fixed, Conv(4096, 3, s, 1)])[-1].shape[1] * scale
        == size
    )
    return kernel, padding, stride


def preset(
    stride_A: int, stride_B: int, padding_D: int, kernel_E: int, scale: int
) -> dict[str, Any]:
    """Kernel 3, padding 1 and stride 2 stand in the gaps until the reader knows better."""
    side = 16 * scale
    return {
        "height": side,
        "width": side,
        "kernel": [3, 3, 5, 3, kernel_E, 3],
        "stride": [stride_A, stride_B, 1, 1, 1, 2],
        "padding": [1, 1, 2, padding_D, 1, 1],
        "scale": scale,
    }


def verify(
    stride_A: int, stride_B: int, padding_D: int, kernel_E: int, scale: int
) -> tuple[int, ...]:
    """Build torch's layers with each candidate and look at the shapes."""
    import torch
    from torch import nn

    def keeps(kernel: int, padding: int) -> bool:
        image = torch.zeros(1, 384, 24, 24, device="meta")
        layer = nn.Conv2d(384, 384, kernel, 1, padding, device="meta")
        return bool(layer(image).shape == image.shape)

    def restores(stride: int) -> bool:
        a = nn.Conv2d(3, 96, 3, stride_A, 1, device="meta")
        b = nn.Conv2d(96, 256, 3, stride_B, 1, device="meta")
        f = nn.Conv2d(256, 4096, 3, stride, 1, device="meta")
        net = nn.Sequential(a, b, f, nn.Upsample(scale_factor=scale))
        image = torch.zeros(1, 3, 4 * scale, 4 * scale, device="meta")
        return bool(net(image).shape[2:] == image.shape[2:])

    return (
        _only(kernel for kernel in range(1, 16) if keeps(kernel, padding_D)),
        _only(padding for padding in range(8) if keeps(kernel_E, padding)),
        _only(stride for stride in range(1, scale + 1) if restores(stride)),
    )


def steps(stride_A: int, stride_B: int, padding_D: int, kernel_E: int, scale: int) -> list[str]:
    """One line per gap."""
    kernel, padding, stride = solve(stride_A, stride_B, padding_D, kernel_E, scale)
    return [
        rf"convD: $2p - (k - 1) = 0$ with $p = {padding_D}$, so $k = 2 \cdot {padding_D} + 1 = "
        f"{kernel}$.",
        f"convE: $p = (k - 1) / 2 = ({kernel_E} - 1) / 2 = {padding}$.",
        rf"convF: ${stride_A} \cdot {stride_B} \cdot s = {scale}$, so $s = {stride}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other strides, of which the scale is a multiple; odd kernels."""
    stride_A, stride_B, stride_F = rng.choice([1, 2, 3], size=3)
    return {
        "stride_A": stride_A,
        "stride_B": stride_B,
        "padding_D": rng.integers(1, 6),
        "kernel_E": 2 * rng.integers(0, 5) + 1,
        "scale": stride_A * stride_B * stride_F,
    }


def mistakes(
    stride_A: int, stride_B: int, padding_D: int, kernel_E: int, scale: int
) -> dict[str, tuple[int | None, ...]]:
    """One side only, off by one, strides added or forgotten."""
    return {
        "You padded on one side only: PyTorch pads both sides.": (
            padding_D + 1,
            kernel_E - 1,
            None,
        ),
        "You forgot the 1: a kernel of side k takes away k - 1 rows.": (2 * padding_D, None, None),
        "You padded by the whole kernel: half of it is enough.": (None, kernel_E, None),
        "You let convF undo the scaling alone: convA and convB have strides, too.": (
            None,
            None,
            scale,
        ),
        "You left out convB: its stride divides the size as well.": (
            None,
            None,
            scale // stride_A,
        ),
    }


def experiment() -> dict[str, int]:
    """A side that 4 does not divide does not come back."""
    import torch
    from torch import nn

    layers = [nn.Conv2d(1, 1, 3, 2, 1), nn.Conv2d(1, 1, 3, 2, 1), nn.Upsample(scale_factor=4)]
    result = nn.Sequential(*layers)(torch.zeros(1, 1, 62, 64)).shape
    assert result == (1, 1, 64, 64)
    return {"odd_size": 62, "odd_result": result[2]}


def _only(candidates: Iterable[int]) -> int:
    (found,) = candidates
    return found
