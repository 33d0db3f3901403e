"""Transposed convolution: the input gradient of a convolution, used as a forward pass."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, as_gradient
from unrolled.nn._convolution import Arguments, read, with_batch
from unrolled.nn._correlate import (
    Pair,
    correlate,
    correlate_grad_input,
    correlate_grad_weight,
    crop,
    span,
    zero_pad,
)
from unrolled.nn._options import IntOrInts, ints

Gradients = tuple[Array, Array, Array | None]


def _sizes(
    a: Arguments, padding: IntOrInts, output_padding: IntOrInts
) -> tuple[tuple[Pair, Pair], Pair, Pair]:
    """Return what is cut off, the extra rows and columns, and the size before cutting."""
    cut, extra = (
        ints("padding", padding, a.axes, 0),
        ints("output_padding", output_padding, a.axes, 0),
    )
    if a.axes == 1:
        cut, extra = (0, *cut), (0, *extra)
    for more, s, d in zip(extra, a.step.stride, a.step.dilation, strict=True):
        if more >= max(s, d):
            raise ValueError(
                f"output_padding is {output_padding}; it must be smaller than stride or dilation"
            )
    reach = span(a.weight.shape[2:], a.step.dilation)
    full = tuple(
        (n - 1) * s + k + more
        for n, s, k, more in zip(a.x.shape[2:], a.step.stride, reach, extra, strict=True)
    )
    if any(n <= 2 * p for n, p in zip(full, cut, strict=True)) or 0 in a.x.shape[2:]:
        raise ValueError(
            f"padding {padding} leaves nothing of the output of {full[-a.axes :]} for input of "
            f"shape {a.shape}"
        )
    return ((cut[0], cut[0]), (cut[1], cut[1])), extra, full


def _forward(a: Arguments, padding: IntOrInts, output_padding: IntOrInts) -> Array:
    cut, _, full = _sizes(a, padding, output_padding)
    y = crop(correlate_grad_input(a.x, a.weight, full, a.step, a.groups), cut)
    if a.bias is not None:
        y = y + a.bias[:, None, None]
    return np.ascontiguousarray(a.without_extra_axes(y))


def _backward(
    grad_output: ArrayLike, a: Arguments, padding: IntOrInts, output_padding: IntOrInts
) -> Gradients:
    cut, extra, full = _sizes(a, padding, output_padding)
    size = tuple(n - sum(p) for n, p in zip(full, cut, strict=True))
    expected = a.without_extra_axes(
        np.empty((len(a.x), a.weight.shape[1] * a.groups, *size), a.x.dtype)
    )
    grad = with_batch("grad_output", as_gradient(grad_output, expected, a.x.dtype), a.axes)
    # The extra rows and columns hold nothing but the bias.
    whole = crop(zero_pad(grad, cut), ((0, extra[0]), (0, extra[1])))
    kernel = a.weight.shape[2:]
    grad_x = correlate(whole, a.weight, a.step, a.groups)
    grad_weight = correlate_grad_weight(a.x, whole, kernel, a.step, a.groups)
    return (
        a.without_extra_axes(grad_x),
        grad_weight if a.axes == 2 else grad_weight[:, :, 0],
        None if a.bias is None else np.asarray(grad.sum(axis=(0, 2, 3))),
    )


def conv_transpose1d(
    input: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    stride: IntOrInts = 1,
    padding: IntOrInts = 0,
    output_padding: IntOrInts = 0,
    groups: int = 1,
    dilation: IntOrInts = 1,
) -> Array:
    """Transposed convolution of sequences.

    Parameters
    ----------
    input : array_like, shape (N, C, L) or (C, L)
    weight : array_like, shape (C, O / groups, k)
    bias : array_like, shape (O,), optional
    stride, dilation : int
        Distance of neighbouring inputs in the output, and of the kernel's entries.
    padding : int
        What is cut off the output on both sides.
    output_padding : int
        What is added at the end; smaller than stride or dilation.
    groups : int

    Returns
    -------
    ndarray, shape (N, O, L') or (O, L')
        L' = (L - 1) stride - 2 padding + dilation (k - 1) + output_padding + 1.

    Raises
    ------
    ValueError
        If shapes do not fit, or padding leaves nothing.
    TypeError
        If a size is no integer.

    Source
    ------
    Convention of `torch.nn.functional.conv_transpose1d`.

    Examples
    --------
    >>> conv_transpose1d([[[1.0, 2.0]]], [[[1.0, 1.0, 1.0]]], stride=2)
    array([[[1., 1., 3., 2., 2.]]])
    """
    a = read(1, input, weight, bias, stride, dilation, groups, transposed=True)
    return _forward(a, padding, output_padding)


def conv_transpose1d_backward(
    grad_output: ArrayLike,
    input: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    stride: IntOrInts = 1,
    padding: IntOrInts = 0,
    output_padding: IntOrInts = 0,
    groups: int = 1,
    dilation: IntOrInts = 1,
) -> Gradients:
    """Gradients of `conv_transpose1d`.

    Parameters
    ----------
    grad_output : array_like, shape (N, O, L') or (O, L')
    input, weight, bias, stride, padding, output_padding, groups, dilation
        As in the forward pass.

    Returns
    -------
    grad_input : ndarray, shape of `input`
        A plain convolution of `grad_output`.
    grad_weight : ndarray, shape of `weight`
    grad_bias : ndarray, shape (O,), or None

    Raises
    ------
    ValueError
        If shapes do not fit, or padding leaves nothing.
    TypeError
        If a size is no integer.

    Source
    ------
    Convention of `torch.nn.functional.conv_transpose1d`.

    Examples
    --------
    >>> g = [[[1.0, 1.0, 0.0, 0.0, 0.0]]]
    >>> conv_transpose1d_backward(g, [[[1.0, 2.0]]], [[[1.0, 1.0, 1.0]]], stride=2)
    (array([[[2., 0.]]]), array([[[1., 1., 0.]]]), None)
    """
    a = read(1, input, weight, bias, stride, dilation, groups, transposed=True)
    return _backward(grad_output, a, padding, output_padding)


def conv_transpose2d(
    input: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    stride: IntOrInts = 1,
    padding: IntOrInts = 0,
    output_padding: IntOrInts = 0,
    groups: int = 1,
    dilation: IntOrInts = 1,
) -> Array:
    """Transposed convolution of images.

    Parameters
    ----------
    input : array_like, shape (N, C, H, W) or (C, H, W)
    weight : array_like, shape (C, O / groups, kh, kw)
    bias : array_like, shape (O,), optional
    stride, dilation : int or (int, int)
        Distance of neighbouring inputs in the output, and of the kernel's entries.
    padding : int or (int, int)
        What is cut off the output on all sides.
    output_padding : int or (int, int)
        What is added at the bottom and on the right; smaller than stride or dilation.
    groups : int

    Returns
    -------
    ndarray, shape (N, O, H', W') or (O, H', W')
        H' = (H - 1) stride - 2 padding + dilation (kh - 1) + output_padding + 1, and W' alike.

    Raises
    ------
    ValueError
        If shapes do not fit, or padding leaves nothing.
    TypeError
        If a size is no integer.

    Source
    ------
    Convention of `torch.nn.functional.conv_transpose2d`.

    Examples
    --------
    >>> conv_transpose2d([[[[1.0, 2.0]]]], np.ones((1, 1, 2, 2)))
    array([[[[1., 3., 2.],
             [1., 3., 2.]]]])
    """
    a = read(2, input, weight, bias, stride, dilation, groups, transposed=True)
    return _forward(a, padding, output_padding)


def conv_transpose2d_backward(
    grad_output: ArrayLike,
    input: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    stride: IntOrInts = 1,
    padding: IntOrInts = 0,
    output_padding: IntOrInts = 0,
    groups: int = 1,
    dilation: IntOrInts = 1,
) -> Gradients:
    """Gradients of `conv_transpose2d`.

    Parameters
    ----------
    grad_output : array_like, shape (N, O, H', W') or (O, H', W')
    input, weight, bias, stride, padding, output_padding, groups, dilation
        As in the forward pass.

    Returns
    -------
    grad_input : ndarray, shape of `input`
        A plain convolution of `grad_output`.
    grad_weight : ndarray, shape of `weight`
    grad_bias : ndarray, shape (O,), or None

    Raises
    ------
    ValueError
        If shapes do not fit, or padding leaves nothing.
    TypeError
        If a size is no integer.

    Source
    ------
    Convention of `torch.nn.functional.conv_transpose2d`.

    Examples
    --------
    >>> g = [[[[1.0, 0.0, 0.0], [0.0, 0.0, 0.0]]]]
    >>> grads = conv_transpose2d_backward(g, [[[[1.0, 2.0]]]], np.ones((1, 1, 2, 2)))
    >>> grads[0], grads[1]
    (array([[[[1., 0.]]]]), array([[[[1., 0.],
             [0., 0.]]]]))
    """
    a = read(2, input, weight, bias, stride, dilation, groups, transposed=True)
    return _backward(grad_output, a, padding, output_padding)
