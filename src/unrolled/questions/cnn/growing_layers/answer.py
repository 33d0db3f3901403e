"""TUM 256x256 sheet, 7e: the mirror image of a convolution."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import calc

# The network's own first layer; the paper asks in words only.
EXAM = {"size": 256, "small": 64, "kernel": 11, "stride": 4, "padding": 5}
EXPECTED = (253, 3)


def solve(size: int, small: int, kernel: int, stride: int, padding: int) -> tuple[int, int]:
    """The size that comes back, and what is missing."""
    side = calc.conv_transpose_output_size(small, kernel, stride, padding)
    return side, size - side


def preset(size: int, small: int, kernel: int, stride: int, padding: int) -> dict[str, Any]:
    """One convolution and its mirror image, not mended."""
    layer = {"kernel": kernel, "stride": stride, "padding": padding}
    return {"height": size, "width": size, **layer}


def verify(size: int, small: int, kernel: int, stride: int, padding: int) -> tuple[int, int]:
    """Try torch's output paddings until the image's size comes out."""
    import torch

    x = torch.zeros(1, 1, small)
    sides = [
        torch.nn.ConvTranspose1d(1, 1, kernel, stride, padding, output_padding=extra)(x).shape[-1]
        for extra in range(stride)
    ]
    return sides[0], sides.index(size)


def steps(size: int, small: int, kernel: int, stride: int, padding: int) -> list[str]:
    """Stamps, cut, comparison."""
    side, extra = solve(size, small, kernel, stride, padding)
    full = (small - 1) * stride + kernel
    return [
        rf"${small}$ stamps, ${stride}$ apart, each ${kernel}$ wide: "
        rf"$({small} - 1) \cdot {stride} + {kernel} = {full}$.",
        rf"The padding is cut off on both sides: ${full} - 2 \cdot {padding} = {side}$.",
        f"What is missing is ${size} - {side} = {extra}$, and an output padding of ${extra}$ "
        f"is allowed because it is less than the stride of ${stride}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other layers; the image is one of those that lead to the small map."""
    kernel, stride = 3, 2
    while kernel - 1 in (stride, stride - 1, stride / 2):  # different slips would look the same
        kernel, stride = int(2 * rng.integers(1, 6) + 1), int(rng.integers(2, 5))
    size, padding = int(rng.integers(32, 257)), kernel // 2
    small = calc.conv_output_size(size, kernel, stride, padding)
    return {"size": size, "small": small, "kernel": kernel, "stride": stride, "padding": padding}


def mistakes(
    size: int, small: int, kernel: int, stride: int, padding: int
) -> dict[str, tuple[int | None, int | None]]:
    """Plain multiplication, padding added, stamps miscounted."""
    side, _ = solve(size, small, kernel, stride, padding)
    return {
        "You multiplied by the stride: that ignores the kernel and the padding.": (
            small * stride,
            None,
        ),
        "You left the padding in: the transposed convolution cuts it off.": (
            side + 2 * padding,
            None,
        ),
        "You added the padding: going backwards it is cut off.": (side + 4 * padding, None),
        "You counted one gap too many: between n stamps there are n - 1.": (side + stride, None),
        "You used the formula of the convolution: that shrinks the map again.": (
            calc.conv_output_size(small, kernel, stride, padding),
            None,
        ),
    }
