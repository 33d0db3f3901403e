"""Sliding a kernel over images by matrix products: the engine of all convolutions.

Windows are laid out as columns (im2col), so that a convolution is one product of matrices for each
group. Shapes: images (N, C, H, W), kernels (O, C / groups, kh, kw), columns
(groups, C / groups · kh · kw, N · oh · ow). Images arrive padded.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from unrolled.nn._arrays import Array

Pair = tuple[int, ...]

_BLOCK = 1 << 20  # entries of a block of columns: what still fits a cache, more or less


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


def _columns(x: Array, kernel: Pair, step: Step, groups: int) -> Array:
    view = windows(x, kernel, step).transpose(1, 4, 5, 0, 2, 3)
    inner = x.shape[1] // groups * kernel[0] * kernel[1]
    return view.reshape(groups, inner, view.shape[3] * view.shape[4] * view.shape[5])


def _rows(y: Array, groups: int) -> Array:
    """(n, O, oh, ow) as (groups, O / groups, n · oh · ow)."""
    n, channels, height, width = y.shape
    return y.swapaxes(0, 1).reshape(groups, channels // groups, n * height * width)


def _blocks(count: int, entries_each: int) -> Iterator[slice]:
    size = max(1, _BLOCK // max(entries_each, 1))
    return (slice(i, i + size) for i in range(0, count, size))


def _entries(channels: int, kernel: Pair, out: Pair) -> int:
    return channels * kernel[0] * kernel[1] * out[0] * out[1]


def correlate(x: Array, weight: Array, step: Step, groups: int) -> Array:
    """Slide `weight` over x: (N, O, oh, ow)."""
    kernel, (n, channels) = weight.shape[2:], x.shape[:2]
    height, width = windows(x[:0], kernel, step).shape[2:4]
    out = np.empty((n, len(weight), height, width), np.result_type(x, weight))
    matrix = weight.reshape(groups, len(weight) // groups, weight[0].size)
    for b in _blocks(n, _entries(channels, kernel, (height, width))):
        product = matrix @ _columns(x[b], kernel, step, groups)
        out[b] = product.reshape(len(weight), -1, height, width).swapaxes(0, 1)
    return out


def correlate_grad_weight(grad: Array, x: Array, kernel: Pair, step: Step, groups: int) -> Array:
    """Gradient of `correlate` with respect to the kernel, (O, C / groups, kh, kw)."""
    (n, channels), outputs = x.shape[:2], grad.shape[1]
    inner = channels // groups * kernel[0] * kernel[1]
    total = np.zeros((groups, outputs // groups, inner), np.result_type(grad, x))
    for b in _blocks(n, _entries(channels, kernel, grad.shape[2:])):
        total += _rows(grad[b], groups) @ _columns(x[b], kernel, step, groups).swapaxes(1, 2)
    return total.reshape(outputs, channels // groups, *kernel)


def correlate_grad_input(grad: Array, weight: Array, size: Pair, step: Step, groups: int) -> Array:
    """Gradient of `correlate` with respect to x, (N, C, *size): a transposed convolution."""
    n, kernel, channels = len(grad), weight.shape[2:], weight.shape[1] * groups
    out = np.zeros((n, channels, *size), np.result_type(grad, weight))
    inner = weight.shape[1] * kernel[0] * kernel[1]
    matrix = weight.reshape(groups, len(weight) // groups, inner).swapaxes(1, 2)
    for b in _blocks(n, _entries(channels, kernel, grad.shape[2:])):
        columns = matrix @ _rows(grad[b], groups)
        shape = (channels, *kernel, len(grad[b]), *grad.shape[2:])
        scatter(columns.reshape(shape), out[b].swapaxes(0, 1), step)
    return out


def scatter(columns: Array, out: Array, step: Step) -> None:
    """Add columns (A, kh, kw, B, oh, ow) into out (A, B, H, W) where they came from (col2im)."""
    for i, j in np.ndindex(columns.shape[1:3]):
        rows, cols = window_slices((i, j), columns.shape[4:], step)
        out[:, :, rows, cols] += columns[:, i, j]


def window_slices(position: Pair, out: Pair, step: Step) -> tuple[slice, ...]:
    """Return where, in the image, one position of the kernel passes over."""
    starts = [k * d for k, d in zip(position, step.dilation, strict=True)]
    return tuple(
        slice(start, start + s * (n - 1) + 1, s)
        for start, n, s in zip(starts, out, step.stride, strict=True)
    )


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
