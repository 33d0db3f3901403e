"""Convolution of sequences and images, as deep learning has it: the kernel is not flipped."""

from __future__ import annotations

from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array
from unrolled.nn._convolution import Arguments, Gradients, check_reach, read, read_padding
from unrolled.nn._correlate import correlate, correlate_grad_input, correlate_grad_weight
from unrolled.nn._options import IntOrInts
from unrolled.nn._windows import crop, window_count, zero_pad

__all__ = ["conv1d", "conv1d_backward", "conv2d", "conv2d_backward"]


def _forward(a: Arguments, padding: IntOrInts | str) -> Array:
    pads = read_padding(a, padding)
    check_reach(a, pads)
    return a.output(correlate(zero_pad(a.x, pads), a.weight, a.step, a.groups))


def _backward(grad_output: ArrayLike, a: Arguments, padding: IntOrInts | str) -> Gradients:
    pads, kernel = read_padding(a, padding), a.weight.shape[2:]
    check_reach(a, pads)
    padded = zero_pad(a.x, pads)
    size = window_count(padded.shape[2:], kernel, a.step)
    grad = a.layout.gradient(grad_output, (len(a.x), len(a.weight), *size), a.x.dtype)
    grad_x = correlate_grad_input(grad, a.weight, padded.shape[2:], a.step, a.groups)
    grad_weight = correlate_grad_weight(grad, padded, kernel, a.step, a.groups)
    return a.gradients(grad, crop(grad_x, pads), grad_weight)


def conv1d(
    input: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    stride: IntOrInts = 1,
    padding: IntOrInts | str = 0,
    dilation: IntOrInts = 1,
    groups: int = 1,
) -> Array:
    """Convolution of sequences.

    Parameters
    ----------
    input : array_like, shape (N, C, L) or (C, L)
    weight : array_like, shape (O, C / groups, k)
    bias : array_like, shape (O,), optional
    stride, dilation : int
        Step of the kernel, and distance of its entries; at least 1.
    padding : int or {"valid", "same"}
        Zeros on both sides. "same" keeps the length and needs stride 1; an odd number of zeros
        leaves the extra one at the end.
    groups : int
        Channels are convolved in so many separate groups.

    Returns
    -------
    ndarray, shape (N, O, L') or (O, L')
        L' = floor((L + 2 padding - dilation (k - 1) - 1) / stride) + 1.

    Raises
    ------
    ValueError
        If shapes do not fit, or the kernel is larger than the padded input.
    TypeError
        If a size is no integer.

    Source
    ------
    Convention of `torch.nn.functional.conv1d`.

    Examples
    --------
    >>> conv1d([[[1.0, 2.0, 3.0, 4.0]]], [[[1.0, -1.0]]], stride=2)
    array([[[-1., -1.]]])
    """
    return _forward(read(1, input, weight, bias, stride, dilation, groups), padding)


def conv1d_backward(
    grad_output: ArrayLike,
    input: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    stride: IntOrInts = 1,
    padding: IntOrInts | str = 0,
    dilation: IntOrInts = 1,
    groups: int = 1,
) -> Gradients:
    """Gradients of `conv1d`.

    Parameters
    ----------
    grad_output : array_like, shape (N, O, L') or (O, L')
    input, weight, bias, stride, padding, dilation, groups
        As in the forward pass.

    Returns
    -------
    grad_input : ndarray, shape of `input`
    grad_weight : ndarray, shape of `weight`
    grad_bias : ndarray, shape (O,), or None

    Raises
    ------
    ValueError
        If shapes do not fit, or the kernel is larger than the padded input.
    TypeError
        If a size is no integer.

    Source
    ------
    Convention of `torch.nn.functional.conv1d`.

    Examples
    --------
    >>> x, w = [[[1.0, 2.0, 3.0]]], [[[1.0, -1.0]]]
    >>> conv1d_backward([[[1.0, 1.0]]], x, w)
    (array([[[ 1.,  0., -1.]]]), array([[[3., 5.]]]), None)
    """
    a = read(1, input, weight, bias, stride, dilation, groups)
    return _backward(grad_output, a, padding)


def conv2d(
    input: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    stride: IntOrInts = 1,
    padding: IntOrInts | str = 0,
    dilation: IntOrInts = 1,
    groups: int = 1,
) -> Array:
    """Convolution of images.

    Parameters
    ----------
    input : array_like, shape (N, C, H, W) or (C, H, W)
    weight : array_like, shape (O, C / groups, kh, kw)
    bias : array_like, shape (O,), optional
    stride, dilation : int or (int, int)
        Step of the kernel, and distance of its entries; at least 1.
    padding : int, (int, int) or {"valid", "same"}
        Zeros on all sides. "same" keeps the size and needs stride 1; an odd number of zeros
        leaves the extra one at the bottom and on the right.
    groups : int
        Channels are convolved in so many separate groups.

    Returns
    -------
    ndarray, shape (N, O, H', W') or (O, H', W')
        H' = floor((H + 2 padding - dilation (kh - 1) - 1) / stride) + 1, and W' alike.

    Raises
    ------
    ValueError
        If shapes do not fit, or the kernel is larger than the padded input.
    TypeError
        If a size is no integer.

    Source
    ------
    Convention of `torch.nn.functional.conv2d`. `conv2d_naive` is the same in plain loops.

    Examples
    --------
    >>> conv2d([[[[1.0, 2.0], [3.0, 4.0]]]], [[[[1.0, 0.0], [0.0, 1.0]]]])
    array([[[[5.]]]])
    """
    return _forward(read(2, input, weight, bias, stride, dilation, groups), padding)


def conv2d_backward(
    grad_output: ArrayLike,
    input: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    stride: IntOrInts = 1,
    padding: IntOrInts | str = 0,
    dilation: IntOrInts = 1,
    groups: int = 1,
) -> Gradients:
    """Gradients of `conv2d`.

    Parameters
    ----------
    grad_output : array_like, shape (N, O, H', W') or (O, H', W')
    input, weight, bias, stride, padding, dilation, groups
        As in the forward pass.

    Returns
    -------
    grad_input : ndarray, shape of `input`
        A transposed convolution of `grad_output` with the kernel.
    grad_weight : ndarray, shape of `weight`
        A convolution of the input with `grad_output`.
    grad_bias : ndarray, shape (O,), or None

    Raises
    ------
    ValueError
        If shapes do not fit, or the kernel is larger than the padded input.
    TypeError
        If a size is no integer.

    Source
    ------
    Convention of `torch.nn.functional.conv2d`.

    Examples
    --------
    >>> x, w = [[[[1.0, 2.0], [3.0, 4.0]]]], [[[[1.0, 0.0], [0.0, 1.0]]]]
    >>> grad_input, grad_weight, grad_bias = conv2d_backward([[[[2.0]]]], x, w)
    >>> grad_input[0, 0], grad_weight[0, 0]
    (array([[2., 0.],
           [0., 2.]]), array([[2., 4.],
           [6., 8.]]))
    """
    a = read(2, input, weight, bias, stride, dilation, groups)
    return _backward(grad_output, a, padding)
