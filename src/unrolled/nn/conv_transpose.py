"""Transposed convolution: the input gradient of a convolution, used as a forward pass."""

from __future__ import annotations

from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array
from unrolled.nn._convolution import Gradients, read
from unrolled.nn._options import IntOrInts
from unrolled.nn._transposed import backward, forward

__all__ = [
    "conv_transpose1d",
    "conv_transpose1d_backward",
    "conv_transpose2d",
    "conv_transpose2d_backward",
]


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
    return forward(a, padding, output_padding)


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
    return backward(grad_output, a, padding, output_padding)


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
    >>> conv_transpose2d([[[[1.0, 2.0]]]], [[[[1.0, 1.0], [1.0, 1.0]]]])
    array([[[[1., 3., 2.],
             [1., 3., 2.]]]])
    """
    a = read(2, input, weight, bias, stride, dilation, groups, transposed=True)
    return forward(a, padding, output_padding)


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
    >>> grads = conv_transpose2d_backward(g, [[[[1.0, 2.0]]]], [[[[1.0, 1.0], [1.0, 1.0]]]])
    >>> grads[0], grads[1]
    (array([[[[1., 0.]]]]), array([[[[1., 0.],
             [0., 0.]]]]))
    """
    a = read(2, input, weight, bias, stride, dilation, groups, transposed=True)
    return backward(grad_output, a, padding, output_padding)
