"""Average pooling over fixed windows."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array
from unrolled.nn._options import IntOrInts
from unrolled.nn._pooling import Pool, read, slide, unslide

__all__ = ["avg_pool1d", "avg_pool1d_backward", "avg_pool2d", "avg_pool2d_backward"]


def _counts(p: Pool, count_include_pad: bool, divisor_override: int | None) -> Array:
    """Return what every window is divided by, (oh, ow), or () where all are whole."""
    if divisor_override is not None:
        if divisor_override == 0:
            raise ValueError("divisor_override is 0; it may be any other integer")
        return np.full(p.out, divisor_override, p.x.dtype)
    if p.padding == (0, 0) and p.reach() == p.x.shape[2:]:
        return np.asarray(p.kernel[0] * p.kernel[1], p.x.dtype)
    per_axis = []
    for n, k, s, pad, o in zip(
        p.x.shape[2:], p.kernel, p.step.stride, p.padding, p.out, strict=True
    ):
        start = np.arange(o) * s - pad
        # What hangs over the padding, in ceil_mode, never counts.
        end = np.minimum(start + k, n + pad)
        per_axis.append(end - start if count_include_pad else np.minimum(end, n) - start.clip(0))
    return np.asarray(np.multiply.outer(*per_axis), p.x.dtype)


def _forward(p: Pool, count_include_pad: bool, divisor_override: int | None = None) -> Array:
    counts = _counts(p, count_include_pad, divisor_override)
    return np.asarray(p.layout.restore(slide(p, p.padded(0.0, 0.0), np.add) / counts))


def _backward(
    grad_output: ArrayLike, p: Pool, count_include_pad: bool, divisor_override: int | None = None
) -> Array:
    counts = _counts(p, count_include_pad, divisor_override)
    grad = unslide(p, np.asarray(p.gradient(grad_output) / counts))
    return np.ascontiguousarray(p.layout.restore(p.crop(grad)))


def avg_pool1d(
    input: ArrayLike,
    kernel_size: IntOrInts,
    stride: IntOrInts | None = None,
    padding: IntOrInts = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Array:
    """Mean of every window of a sequence.

    Parameters
    ----------
    input : array_like, shape (N, C, L) or (C, L)
    kernel_size, stride, padding, ceil_mode, count_include_pad
        As for `avg_pool2d`.

    Returns
    -------
    ndarray, shape (N, C, L') or (C, L')

    Raises
    ------
    ValueError
        If a size is not possible.

    Source
    ------
    Convention of `torch.nn.functional.avg_pool1d`.

    Examples
    --------
    >>> avg_pool1d([[[1.0, 3.0, 2.0, 0.0]]], 2)
    array([[[2., 1.]]])
    """
    p = read(1, input, kernel_size, stride, padding, 1, ceil_mode)
    return _forward(p, count_include_pad)


def avg_pool1d_backward(
    grad_output: ArrayLike,
    input: ArrayLike,
    kernel_size: IntOrInts,
    stride: IntOrInts | None = None,
    padding: IntOrInts = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Array:
    """Gradient of `avg_pool1d` with respect to `input`.

    Parameters
    ----------
    grad_output : array_like, shape (N, C, L') or (C, L')
    input, kernel_size, stride, padding, ceil_mode, count_include_pad
        As in the forward pass.

    Returns
    -------
    ndarray, shape of `input`

    Raises
    ------
    ValueError
        If a size is not possible.

    Source
    ------
    Convention of `torch.nn.functional.avg_pool1d`.

    Examples
    --------
    >>> avg_pool1d_backward([[[1.0, 2.0]]], [[[1.0, 3.0, 2.0, 0.0]]], 2)
    array([[[0.5, 0.5, 1. , 1. ]]])
    """
    p = read(1, input, kernel_size, stride, padding, 1, ceil_mode)
    return _backward(grad_output, p, count_include_pad)


def avg_pool2d(
    input: ArrayLike,
    kernel_size: IntOrInts,
    stride: IntOrInts | None = None,
    padding: IntOrInts = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> Array:
    """Mean of every window of an image.

    Parameters
    ----------
    input : array_like, shape (N, C, H, W) or (C, H, W)
    kernel_size, stride, padding : int or (int, int)
        The stride is the kernel size by default; padding is at most half of the kernel.
    ceil_mode : bool
        Keep the window that hangs over the edge.
    count_include_pad : bool
        Whether the zeros of the padding count in the mean.
    divisor_override : int, optional
        Divide by this instead.

    Returns
    -------
    ndarray, shape (N, C, H', W') or (C, H', W')

    Raises
    ------
    ValueError
        If a size is not possible.

    Source
    ------
    Convention of `torch.nn.functional.avg_pool2d`.

    Examples
    --------
    >>> avg_pool2d([[[[1.0, 2.0], [4.0, 3.0]]]], 2)
    array([[[[2.5]]]])
    """
    p = read(2, input, kernel_size, stride, padding, 1, ceil_mode)
    return _forward(p, count_include_pad, divisor_override)


def avg_pool2d_backward(
    grad_output: ArrayLike,
    input: ArrayLike,
    kernel_size: IntOrInts,
    stride: IntOrInts | None = None,
    padding: IntOrInts = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> Array:
    """Gradient of `avg_pool2d` with respect to `input`: an equal part to every entry.

    Parameters
    ----------
    grad_output : array_like, shape (N, C, H', W') or (C, H', W')
    input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override
        As in the forward pass.

    Returns
    -------
    ndarray, shape of `input`

    Raises
    ------
    ValueError
        If a size is not possible.

    Source
    ------
    Convention of `torch.nn.functional.avg_pool2d`.

    Examples
    --------
    >>> avg_pool2d_backward([[[[1.0]]]], [[[[1.0, 2.0], [4.0, 3.0]]]], 2)
    array([[[[0.25, 0.25],
             [0.25, 0.25]]]])
    """
    p = read(2, input, kernel_size, stride, padding, 1, ceil_mode)
    return _backward(grad_output, p, count_include_pad, divisor_override)
