"""Images as columns of windows, and back: what turns a convolution into a matrix product."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, as_float, as_gradient
from unrolled.nn._correlate import scatter
from unrolled.nn._layout import four_axes
from unrolled.nn._options import IntOrInts, ints
from unrolled.nn._windows import Pair, Step, crop, span, window_count, windows, zero_pad

__all__ = ["fold", "fold_backward", "unfold", "unfold_backward"]

_Frame = tuple[tuple[Pair, Pair], Pair, Step, Pair]  # padding, kernel, step, number of windows


def _frame(
    size: Pair, kernel_size: IntOrInts, dilation: IntOrInts, padding: IntOrInts, stride: IntOrInts
) -> _Frame:
    kernel, (ph, pw) = ints("kernel_size", kernel_size, 2, 1), ints("padding", padding, 2, 0)
    step = Step(ints("stride", stride, 2, 1), ints("dilation", dilation, 2, 1))
    reach, padded = span(kernel, step.dilation), (size[0] + 2 * ph, size[1] + 2 * pw)
    counts = window_count(padded, kernel, step)
    if min(counts) < 1:
        raise ValueError(f"the kernel spans {reach}, more than the padded image of {padded}")
    return ((ph, ph), (pw, pw)), kernel, step, counts


def _to_columns(x: Array, frame: _Frame) -> Array:
    pads, kernel, step, counts = frame
    # Some windows, of one entry say, could be reshaped to a view: a copy is what is promised.
    columns = windows(zero_pad(x, pads), kernel, step).transpose(0, 1, 4, 5, 2, 3).copy()
    return columns.reshape(len(x), x.shape[1] * math.prod(kernel), math.prod(counts))


def _to_image(columns: Array, channels: int, size: Pair, frame: _Frame) -> Array:
    pads, kernel, step, counts = frame
    padded = tuple(n + sum(p) for n, p in zip(size, pads, strict=True))
    out = np.zeros((len(columns), channels, *padded), columns.dtype)
    wide = columns.reshape(len(columns), channels, *kernel, *counts)
    scatter(wide.transpose(1, 2, 3, 0, 4, 5), out.swapaxes(0, 1), step)
    return np.ascontiguousarray(crop(out, pads))


def unfold(
    input: ArrayLike,
    kernel_size: IntOrInts,
    dilation: IntOrInts = 1,
    padding: IntOrInts = 0,
    stride: IntOrInts = 1,
) -> Array:
    """Lay out every window of an image as a column (im2col).

    Parameters
    ----------
    input : array_like, shape (N, C, H, W) or (C, H, W)
    kernel_size, dilation, padding, stride : int or (int, int)

    Returns
    -------
    ndarray, shape (N, C · kh · kw, L) or (C · kh · kw, L)
        One column for each of the L windows, row by row.

    Raises
    ------
    ValueError
        If the kernel is larger than the padded image.

    Source
    ------
    Convention of `torch.nn.functional.unfold`.

    Examples
    --------
    >>> unfold([[[1.0, 2.0, 3.0]]], (1, 2))
    array([[1., 2.],
           [2., 3.]])
    """
    x = as_float(input)
    four, layout = four_axes(x, 2)
    columns = _to_columns(four, _frame(four.shape[2:], kernel_size, dilation, padding, stride))
    return columns if layout.batch else columns[0]


def unfold_backward(
    grad_output: ArrayLike,
    input: ArrayLike,
    kernel_size: IntOrInts,
    dilation: IntOrInts = 1,
    padding: IntOrInts = 0,
    stride: IntOrInts = 1,
) -> Array:
    """Gradient of `unfold` with respect to `input`: `fold`.

    Parameters
    ----------
    grad_output : array_like, shape (N, C · kh · kw, L) or (C · kh · kw, L)
    input, kernel_size, dilation, padding, stride
        As in the forward pass.

    Returns
    -------
    ndarray, shape of `input`

    Raises
    ------
    ValueError
        If shapes do not fit.

    Source
    ------
    Convention of `torch.nn.functional.unfold`.

    Examples
    --------
    >>> unfold_backward([[1.0, 1.0], [1.0, 1.0]], [[[1.0, 2.0, 3.0]]], (1, 2))
    array([[[1., 2., 1.]]])
    """
    x = as_float(input)
    four, _ = four_axes(x, 2)
    frame = _frame(four.shape[2:], kernel_size, dilation, padding, stride)
    rows, length = four.shape[1] * math.prod(frame[1]), math.prod(frame[3])
    grad = as_gradient(grad_output, (*x.shape[:-3], rows, length), x.dtype)
    grad = grad.reshape(len(four), rows, length)
    return _to_image(grad, four.shape[1], four.shape[2:], frame).reshape(x.shape)


def _checked_columns(input: ArrayLike, frame: _Frame) -> tuple[Array, int]:
    x, entries, length = as_float(input), math.prod(frame[1]), math.prod(frame[3])
    if x.ndim not in (2, 3) or x.shape[-2] % entries or x.shape[-1] != length:
        raise ValueError(
            f"input has shape {x.shape}; it must be (N, C · {entries}, {length}) or "
            f"(C · {entries}, {length})"
        )
    return x, x.shape[-2] // entries


def fold(
    input: ArrayLike,
    output_size: IntOrInts,
    kernel_size: IntOrInts,
    dilation: IntOrInts = 1,
    padding: IntOrInts = 0,
    stride: IntOrInts = 1,
) -> Array:
    """Add columns of windows into an image (col2im); where windows overlap, values add up.

    Parameters
    ----------
    input : array_like, shape (N, C · kh · kw, L) or (C · kh · kw, L)
    output_size : int or (int, int)
        Height and width of the image.
    kernel_size, dilation, padding, stride : int or (int, int)

    Returns
    -------
    ndarray, shape (N, C, H, W) or (C, H, W)

    Raises
    ------
    ValueError
        If shapes do not fit.

    Source
    ------
    Convention of `torch.nn.functional.fold`.

    Examples
    --------
    >>> fold([[1.0, 2.0], [2.0, 3.0]], (1, 3), (1, 2))
    array([[[1., 4., 3.]]])
    """
    size = ints("output_size", output_size, 2, 1)
    frame = _frame(size, kernel_size, dilation, padding, stride)
    x, channels = _checked_columns(input, frame)
    image = _to_image(x if x.ndim == 3 else x[None], channels, size, frame)
    return image if x.ndim == 3 else image[0]


def fold_backward(
    grad_output: ArrayLike,
    input: ArrayLike,
    output_size: IntOrInts,
    kernel_size: IntOrInts,
    dilation: IntOrInts = 1,
    padding: IntOrInts = 0,
    stride: IntOrInts = 1,
) -> Array:
    """Gradient of `fold` with respect to `input`: `unfold`.

    Parameters
    ----------
    grad_output : array_like, shape (N, C, H, W) or (C, H, W)
    input, output_size, kernel_size, dilation, padding, stride
        As in the forward pass.

    Returns
    -------
    ndarray, shape of `input`

    Raises
    ------
    ValueError
        If shapes do not fit.

    Source
    ------
    Convention of `torch.nn.functional.fold`.

    Examples
    --------
    >>> fold_backward([[[1.0, 2.0, 3.0]]], [[0.0, 0.0], [0.0, 0.0]], (1, 3), (1, 2))
    array([[1., 2.],
           [2., 3.]])
    """
    size = ints("output_size", output_size, 2, 1)
    frame = _frame(size, kernel_size, dilation, padding, stride)
    x, channels = _checked_columns(input, frame)
    grad = as_gradient(grad_output, (*x.shape[:-2], channels, *size), x.dtype)
    return _to_columns(grad.reshape(-1, channels, *size), frame).reshape(x.shape)
