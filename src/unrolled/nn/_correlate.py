"""Sliding a kernel over images by matrix products: the engine of all convolutions.

Windows are laid out as columns (im2col), so that a convolution is one product of matrices for each
group. Shapes: images (N, C, H, W), kernels (O, C / groups, kh, kw), columns
(groups, C / groups · kh · kw, N · oh · ow). Images arrive padded.
"""

from __future__ import annotations

import numpy as np

from unrolled.nn import _depthwise
from unrolled.nn._arrays import Array, blocks
from unrolled.nn._windows import Pair, Step, places, window_count, windows

_BLOCK = 1 << 20  # entries of a block of columns: what still fits a cache, more or less


def _columns(x: Array, kernel: Pair, step: Step, groups: int) -> Array:
    view = windows(x, kernel, step).transpose(1, 4, 5, 0, 2, 3)
    inner = x.shape[1] // groups * kernel[0] * kernel[1]
    return view.reshape(groups, inner, view.shape[3] * view.shape[4] * view.shape[5])


def _rows(y: Array, groups: int) -> Array:
    """(n, O, oh, ow) as (groups, O / groups, n · oh · ow)."""
    n, channels, height, width = y.shape
    return y.swapaxes(0, 1).reshape(groups, channels // groups, n * height * width)


def _entries(channels: int, kernel: Pair, out: Pair) -> int:
    return channels * kernel[0] * kernel[1] * out[0] * out[1]


def correlate(x: Array, weight: Array, step: Step, groups: int) -> Array:
    """Slide `weight` over x: (N, O, oh, ow)."""
    kernel, (n, channels) = weight.shape[2:], x.shape[:2]
    height, width = window_count(x.shape[2:], kernel, step)
    out = np.empty((n, len(weight), height, width), np.result_type(x, weight))
    matrix = weight.reshape(groups, len(weight) // groups, weight[0].size)
    for b in blocks(n, _entries(channels, kernel, (height, width)), _BLOCK):
        product = matrix @ _columns(x[b], kernel, step, groups)
        out[b] = product.reshape(len(weight), -1, height, width).swapaxes(0, 1)
    return out


def correlate_grad_weight(grad: Array, x: Array, kernel: Pair, step: Step, groups: int) -> Array:
    """Gradient of `correlate` with respect to the kernel, (O, C / groups, kh, kw)."""
    (n, channels), outputs = x.shape[:2], grad.shape[1]
    if groups == channels == outputs:
        return _depthwise.grad_weight(grad, x, kernel, step)
    inner = channels // groups * kernel[0] * kernel[1]
    total = np.zeros((groups, outputs // groups, inner), np.result_type(grad, x))
    for b in blocks(n, _entries(channels, kernel, grad.shape[2:]), _BLOCK):
        total += _rows(grad[b], groups) @ _columns(x[b], kernel, step, groups).swapaxes(1, 2)
    return total.reshape(outputs, channels // groups, *kernel)


def correlate_grad_input(grad: Array, weight: Array, size: Pair, step: Step, groups: int) -> Array:
    """Gradient of `correlate` with respect to x, (N, C, *size): a transposed convolution."""
    if groups == grad.shape[1] == weight.shape[1] * groups:
        return _depthwise.grad_input(grad, weight, size, step)
    n, kernel, channels = len(grad), weight.shape[2:], weight.shape[1] * groups
    out = np.zeros((n, channels, *size), np.result_type(grad, weight))
    inner = weight.shape[1] * kernel[0] * kernel[1]
    matrix = weight.reshape(groups, len(weight) // groups, inner).swapaxes(1, 2)
    for b in blocks(n, _entries(channels, kernel, grad.shape[2:]), _BLOCK):
        columns = matrix @ _rows(grad[b], groups)
        shape = (channels, *kernel, len(grad[b]), *grad.shape[2:])
        scatter(columns.reshape(shape), out[b].swapaxes(0, 1), step)
    return out


def scatter(columns: Array, out: Array, step: Step) -> None:
    """Add columns (A, kh, kw, B, oh, ow) into out (A, B, H, W) where they came from (col2im)."""
    kernel = columns.shape[1:3]
    positions = places(kernel, columns.shape[4:], step)
    for (i, j), place in zip(np.ndindex(*kernel), positions, strict=True):
        out[place] += columns[:, i, j]
