"""Where windows lie in an image. Shapes: images (N, C, H, W), kernels (kh, kw)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from unrolled.nn._arrays import Array

Pair = tuple[int, ...]


class Step(NamedTuple):
    """How a kernel moves: one number for the height, one for the width."""

    stride: Pair
    dilation: Pair


def span(kernel: Pair, dilation: Pair) -> Pair:
    """Return how far a dilated kernel reaches."""
    return tuple(d * (k - 1) + 1 for k, d in zip(kernel, dilation, strict=True))


def windows(x: Array, kernel: Pair, step: Step) -> Array:
    """Return all windows of x as a view, (N, C, oh, ow, kh, kw)."""
    (sh, sw), (dh, dw) = step
    view = sliding_window_view(x, span(kernel, step.dilation), axis=(2, 3))
    return view[:, :, ::sh, ::sw, ::dh, ::dw]


def window_count(size: Pair, kernel: Pair, step: Step) -> Pair:
    """Return how many windows fit into an image of this size, (oh, ow)."""
    reach = span(kernel, step.dilation)
    return tuple((n - k) // s + 1 for n, k, s in zip(size, reach, step.stride, strict=True))


def places(kernel: Pair, out: Pair, step: Step) -> Iterator[tuple[slice, ...]]:
    """Yield which part of the image every entry of the kernel meets, row by row."""
    rows, columns = (
        [slice(k * d, k * d + s * (n - 1) + 1, s) for k in range(size)]
        for size, n, s, d in zip(kernel, out, *step, strict=True)
    )
    return ((slice(None), slice(None), r, c) for r in rows for c in columns)


def zero_pad(x: Array, pads: tuple[Pair, Pair]) -> Array:
    """Return x with zeros around it; the array itself where there is nothing to add."""
    if pads == ((0, 0), (0, 0)):
        return x
    (top, bottom), (left, right) = pads
    n, c, height, width = x.shape
    out = np.zeros((n, c, top + height + bottom, left + width + right), x.dtype)
    out[:, :, top : top + height, left : left + width] = x
    return out


def crop(x: Array, pads: tuple[Pair, Pair]) -> Array:
    """Undo `zero_pad`."""
    (top, bottom), (left, right) = pads
    return x[:, :, top : x.shape[2] - bottom, left : x.shape[3] - right]
