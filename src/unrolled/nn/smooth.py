"""Smooth pointwise nonlinearities, each next to its backward."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, as_float, as_gradient, blockwise, kept, quietly

__all__ = [
    "sigmoid",
    "sigmoid_backward",
    "silu",
    "silu_backward",
    "softplus",
    "softplus_backward",
    "tanh",
    "tanh_backward",
]


def tanh(input: ArrayLike) -> Array:
    """Hyperbolic tangent.

    Parameters
    ----------
    input : array_like
        Any shape.

    Returns
    -------
    ndarray
        Values in [-1, 1], same shape.

    Source
    ------
    Convention of `torch.tanh`.

    Examples
    --------
    >>> float(tanh(0.0))
    0.0
    """
    return np.asarray(np.tanh(as_float(input)))


def tanh_backward(
    grad_output: ArrayLike, input: ArrayLike, *, output: ArrayLike | None = None
) -> Array:
    """Gradient of `tanh` with respect to `input`: 1 - tanh(x)² times the incoming gradient.

    Parameters
    ----------
    grad_output, input : array_like
        Incoming gradient and the input of the forward pass, same shape.
    output : array_like, optional
        What the forward pass returned, where it was kept: it need not be computed again.

    Returns
    -------
    ndarray
        Shape of `input`.

    Raises
    ------
    ValueError
        If shapes differ.

    Source
    ------
    Convention of `torch.tanh`.

    Examples
    --------
    >>> float(tanh_backward(2.0, 0.0))
    2.0
    """
    x = as_float(input)
    grad = as_gradient(grad_output, x, x.dtype)
    if output is None:
        return blockwise(lambda g, x: g * (1.0 - np.tanh(x) ** 2), grad, x)
    return blockwise(lambda g, y: g * (1.0 - y * y), grad, kept(output, x))


def sigmoid(input: ArrayLike) -> Array:
    """Logistic function 1 / (1 + exp(-x)).

    Parameters
    ----------
    input : array_like
        Any shape.

    Returns
    -------
    ndarray
        Values in [0, 1], same shape.

    Source
    ------
    Convention of `torch.sigmoid`.

    Examples
    --------
    >>> float(sigmoid(0.0))
    0.5
    >>> float(sigmoid(-1000.0))
    0.0
    """
    with quietly():  # where exp overflows, 1 / infinity is the right answer
        return np.asarray(1.0 / (1.0 + np.exp(-as_float(input))))


def sigmoid_backward(
    grad_output: ArrayLike, input: ArrayLike, *, output: ArrayLike | None = None
) -> Array:
    """Gradient of `sigmoid` with respect to `input`: s (1 - s) times the incoming gradient.

    Parameters
    ----------
    grad_output, input : array_like
        Incoming gradient and the input of the forward pass, same shape.
    output : array_like, optional
        What the forward pass returned, where it was kept: it need not be computed again.

    Returns
    -------
    ndarray
        Shape of `input`.

    Raises
    ------
    ValueError
        If shapes differ.

    Source
    ------
    Convention of `torch.sigmoid`.

    Examples
    --------
    >>> float(sigmoid_backward(1.0, 0.0))
    0.25
    """
    x = as_float(input)

    def slope(grad: Array, x: Array) -> Array:
        s = sigmoid(x) if output is None else x
        return grad * s * (1.0 - s)

    known = x if output is None else kept(output, x)
    return blockwise(slope, as_gradient(grad_output, x, x.dtype), known)


def softplus(input: ArrayLike, beta: float = 1.0, threshold: float = 20.0) -> Array:
    """Smooth ReLU: log(1 + exp(beta x)) / beta.

    Parameters
    ----------
    input : array_like
        Any shape.
    beta : float
        Sharpness of the bend.
    threshold : float
        Above beta x = threshold the identity is returned. One beyond the range of exp, 709 (88 in
        float32), leaves ∞ there, as in torch.

    Returns
    -------
    ndarray
        Same shape as `input`.

    Source
    ------
    Convention of `torch.nn.functional.softplus`.

    Examples
    --------
    >>> softplus([0.0, 100.0])
    array([  0.69314718, 100.        ])
    """
    x = as_float(input)
    scaled = x * x.dtype.type(beta)
    with quietly():
        return np.where(scaled > threshold, x, np.log1p(np.exp(scaled)) / x.dtype.type(beta))


def softplus_backward(
    grad_output: ArrayLike, input: ArrayLike, beta: float = 1.0, threshold: float = 20.0
) -> Array:
    """Gradient of `softplus` with respect to `input`: sigmoid(beta x).

    Parameters
    ----------
    grad_output, input : array_like
        Incoming gradient and the input of the forward pass, same shape.
    beta, threshold : float
        As in the forward pass.

    Returns
    -------
    ndarray
        Shape of `input`.

    Source
    ------
    Convention of `torch.nn.functional.softplus`.

    Examples
    --------
    >>> softplus_backward([1.0, 1.0], [0.0, 100.0])
    array([0.5, 1. ])
    """
    x = as_float(input)
    grad = as_gradient(grad_output, x, x.dtype)
    scaled = x * x.dtype.type(beta)
    return np.where(scaled > threshold, grad, grad * sigmoid(scaled))


def silu(input: ArrayLike) -> Array:
    """Sigmoid linear unit, also called swish: x sigmoid(x).

    Parameters
    ----------
    input : array_like
        Any shape.

    Returns
    -------
    ndarray
        Same shape as `input`; NaN at -∞, as in torch.

    Source
    ------
    Convention of `torch.nn.functional.silu`.

    Examples
    --------
    >>> silu([0.0, 1.0])
    array([0.        , 0.73105858])
    """
    with quietly():
        return blockwise(lambda x: x * sigmoid(x), as_float(input))


def silu_backward(grad_output: ArrayLike, input: ArrayLike) -> Array:
    """Gradient of `silu` with respect to `input`: s (1 + x (1 - s)).

    Parameters
    ----------
    grad_output, input : array_like
        Incoming gradient and the input of the forward pass, same shape.

    Returns
    -------
    ndarray
        Shape of `input`.

    Source
    ------
    Convention of `torch.nn.functional.silu`.

    Examples
    --------
    >>> float(silu_backward(1.0, 0.0))
    0.5
    """
    x = as_float(input)

    def slope(grad: Array, x: Array) -> Array:
        s = sigmoid(x)
        return grad * s * (1.0 + x * (1.0 - s))

    with quietly():
        return blockwise(slope, as_gradient(grad_output, x, x.dtype), x)
