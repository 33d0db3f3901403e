"""Maximum pooling, with a choice of what padding is worth and of how ties route the gradient."""

from __future__ import annotations

from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, Integers
from unrolled.nn._max_window import INF, Ties, backward, forward
from unrolled.nn._options import IntOrInts
from unrolled.nn._pooling import read

__all__ = ["max_pool1d", "max_pool1d_backward", "max_pool2d", "max_pool2d_backward"]


def max_pool1d(
    input: ArrayLike,
    kernel_size: IntOrInts,
    stride: IntOrInts | None = None,
    padding: IntOrInts = 0,
    dilation: IntOrInts = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
    *,
    padding_value: float = -INF,
) -> Array | tuple[Array, Integers]:
    """Maximum of every window of a sequence.

    Parameters
    ----------
    input : array_like, shape (N, C, L) or (C, L)
    kernel_size, stride, padding, dilation, ceil_mode, return_indices, padding_value
        As for `max_pool2d`.

    Returns
    -------
    output : ndarray, shape (N, C, L') or (C, L')
    indices : ndarray of int64
        Only with `return_indices`: places of the maxima in the sequence.

    Raises
    ------
    ValueError
        If a size is not possible.

    Source
    ------
    Convention of `torch.nn.functional.max_pool1d`.

    Examples
    --------
    >>> max_pool1d([[[1.0, 3.0, 2.0, 0.0]]], 2)
    array([[[3., 2.]]])
    """
    p = read(1, input, kernel_size, stride, padding, dilation, ceil_mode)
    return forward(p, return_indices, padding_value)


def max_pool1d_backward(
    grad_output: ArrayLike,
    input: ArrayLike,
    kernel_size: IntOrInts,
    stride: IntOrInts | None = None,
    padding: IntOrInts = 0,
    dilation: IntOrInts = 1,
    ceil_mode: bool = False,
    *,
    padding_value: float = -INF,
    ties: Ties = "first",
    indices: ArrayLike | None = None,
) -> Array:
    """Gradient of `max_pool1d` with respect to `input`.

    Parameters
    ----------
    grad_output : array_like, shape (N, C, L') or (C, L')
    input, kernel_size, stride, padding, dilation, ceil_mode, padding_value
        As in the forward pass.
    ties, indices
        As for `max_pool2d_backward`.

    Returns
    -------
    ndarray, shape of `input`

    Raises
    ------
    ValueError
        If a size is not possible.

    Source
    ------
    Convention of `torch.nn.functional.max_pool1d`.

    Examples
    --------
    >>> max_pool1d_backward([[[1.0, 1.0]]], [[[1.0, 3.0, 2.0, 0.0]]], 2)
    array([[[0., 1., 1., 0.]]])
    """
    p = read(1, input, kernel_size, stride, padding, dilation, ceil_mode)
    return backward(grad_output, p, padding_value, ties, indices)


def max_pool2d(
    input: ArrayLike,
    kernel_size: IntOrInts,
    stride: IntOrInts | None = None,
    padding: IntOrInts = 0,
    dilation: IntOrInts = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
    *,
    padding_value: float = -INF,
) -> Array | tuple[Array, Integers]:
    """Maximum of every window of an image.

    Parameters
    ----------
    input : array_like, shape (N, C, H, W) or (C, H, W)
    kernel_size, stride, padding, dilation : int or (int, int)
        The stride is the kernel size by default; padding is at most half of the kernel.
    ceil_mode : bool
        Keep the window that hangs over the edge.
    return_indices : bool
    padding_value : float
        What padding is worth: torch's -∞, or the literal 0 that exam papers mean by zero
        padding, which wins over negative inputs.

    Returns
    -------
    output : ndarray, shape (N, C, H', W') or (C, H', W')
    indices : ndarray of int64
        Only with `return_indices`: places of the maxima in the flat H · W plane, -1 where
        padding won.

    Raises
    ------
    ValueError
        If a size is not possible.

    Source
    ------
    Convention of `torch.nn.functional.max_pool2d`.

    Examples
    --------
    >>> max_pool2d([[[[1.0, 2.0], [4.0, 3.0]]]], 2)
    array([[[[4.]]]])
    >>> max_pool2d([[[[-1.0]]]], 2, padding=1, padding_value=0.0)
    array([[[[0.]]]])
    """
    p = read(2, input, kernel_size, stride, padding, dilation, ceil_mode)
    return forward(p, return_indices, padding_value)


def max_pool2d_backward(
    grad_output: ArrayLike,
    input: ArrayLike,
    kernel_size: IntOrInts,
    stride: IntOrInts | None = None,
    padding: IntOrInts = 0,
    dilation: IntOrInts = 1,
    ceil_mode: bool = False,
    *,
    padding_value: float = -INF,
    ties: Ties = "first",
    indices: ArrayLike | None = None,
) -> Array:
    """Gradient of `max_pool2d` with respect to `input`: all of it goes to the maximum.

    Parameters
    ----------
    grad_output : array_like, shape (N, C, H', W') or (C, H', W')
    input, kernel_size, stride, padding, dilation, ceil_mode, padding_value
        As in the forward pass. What padding wins is lost.
    ties : {"first", "last", "all", "split"}
        Where several entries are the maximum, the gradient goes to the first of them row by row
        (torch), to the last, to all of them in full, or in equal parts.
    indices : array_like of int, optional
        What the forward pass returned with `return_indices`, as torch keeps it in its graph: then
        no maximum is looked for again, which takes a quarter of the time.

    Returns
    -------
    ndarray, shape of `input`

    Raises
    ------
    ValueError
        If a size is not possible, `ties` is unknown, or `indices` does not fit.

    Source
    ------
    Convention of `torch.nn.functional.max_pool2d`.

    Examples
    --------
    >>> max_pool2d_backward([[[[1.0]]]], [[[[4.0, 2.0], [4.0, 3.0]]]], 2)
    array([[[[1., 0.],
             [0., 0.]]]])
    >>> max_pool2d_backward([[[[1.0]]]], [[[[4.0, 2.0], [4.0, 3.0]]]], 2, ties="split")
    array([[[[0.5, 0. ],
             [0.5, 0. ]]]])
    """
    p = read(2, input, kernel_size, stride, padding, dilation, ceil_mode)
    return backward(grad_output, p, padding_value, ties, indices)
