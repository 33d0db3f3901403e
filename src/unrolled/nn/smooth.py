"""Smooth pointwise nonlinearities, each next to its backward."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, as_float, as_gradient, one_of, quietly
from unrolled.nn._erf import normal_cdf

Approximate = Literal["none", "tanh"]

_SQRT_2_PI = math.sqrt(2.0 / math.pi)
_CUBIC = 0.044715  # Hendrycks and Gimpel's constant in the tanh approximation of GELU


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


def tanh_backward(grad_output: ArrayLike, input: ArrayLike) -> Array:
    """Gradient of `tanh` with respect to `input`: 1 - tanh(x)² times the incoming gradient.

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
    Convention of `torch.tanh`.

    Examples
    --------
    >>> float(tanh_backward(2.0, 0.0))
    2.0
    """
    x = as_float(input)
    return np.asarray(as_gradient(grad_output, x, x.dtype) * (1.0 - np.tanh(x) ** 2))


def sigmoid(input: ArrayLike) -> Array:
    """Logistic function 1 / (1 + exp(-x)), without overflow for large negative x.

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
    x = as_float(input)
    # exp(x) / (1 + exp(x)) for negative x, 1 / (1 + exp(-x)) otherwise: nothing overflows.
    return np.asarray(np.exp(np.minimum(x, 0.0)) / (1.0 + np.exp(-np.abs(x))))


def sigmoid_backward(grad_output: ArrayLike, input: ArrayLike) -> Array:
    """Gradient of `sigmoid` with respect to `input`: s (1 - s) times the incoming gradient.

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
    Convention of `torch.sigmoid`.

    Examples
    --------
    >>> float(sigmoid_backward(1.0, 0.0))
    0.25
    """
    s = sigmoid(input)
    return np.asarray(as_gradient(grad_output, s, s.dtype) * s * (1.0 - s))


def softplus(input: ArrayLike, beta: float = 1.0, threshold: float = 20.0) -> Array:
    """Smooth ReLU: log(1 + exp(beta x)) / beta.

    Parameters
    ----------
    input : array_like
        Any shape.
    beta : float
        Sharpness of the bend.
    threshold : float
        Above beta x = threshold the identity is returned.

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
    x = as_float(input)
    with quietly():
        return np.asarray(x * sigmoid(x))


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
    s = sigmoid(x)
    with quietly():
        return np.asarray(as_gradient(grad_output, x, x.dtype) * s * (1.0 + x * (1.0 - s)))


def _gelu_angle(x: Array) -> Array:
    return np.asarray(np.tanh(_SQRT_2_PI * (x + _CUBIC * x * x * x)))


def gelu(input: ArrayLike, approximate: Approximate = "none") -> Array:
    """Gaussian error linear unit: x Φ(x), with Φ the normal distribution function.

    Parameters
    ----------
    input : array_like
        Any shape.
    approximate : {"none", "tanh"}
        Exact, or 0.5 x (1 + tanh(√(2/π) (x + 0.044715 x³))).

    Returns
    -------
    ndarray
        Same shape as `input`.

    Raises
    ------
    ValueError
        If `approximate` is unknown.

    Source
    ------
    Convention of `torch.nn.functional.gelu`; Hendrycks and Gimpel, Gaussian error linear
    units (2016), section 2.

    Examples
    --------
    >>> gelu([-1.0, 0.0, 1.0])
    array([-0.15865525,  0.        ,  0.84134475])
    """
    one_of("approximate", approximate, ("none", "tanh"))
    x = as_float(input)
    with quietly():
        cdf = normal_cdf(x) if approximate == "none" else 0.5 * (1.0 + _gelu_angle(x))
        return np.asarray(x * cdf)


def gelu_backward(
    grad_output: ArrayLike, input: ArrayLike, approximate: Approximate = "none"
) -> Array:
    """Gradient of `gelu` with respect to `input`: Φ(x) + x φ(x).

    Parameters
    ----------
    grad_output, input : array_like
        Incoming gradient and the input of the forward pass, same shape.
    approximate : {"none", "tanh"}
        As in the forward pass.

    Returns
    -------
    ndarray
        Shape of `input`.

    Raises
    ------
    ValueError
        If `approximate` is unknown.

    Source
    ------
    Convention of `torch.nn.functional.gelu`.

    Examples
    --------
    >>> gelu_backward([1.0, 1.0], [0.0, 1.0])
    array([0.5       , 1.08331547])
    """
    one_of("approximate", approximate, ("none", "tanh"))
    x = as_float(input)
    grad = as_gradient(grad_output, x, x.dtype)
    with quietly():
        if approximate == "none":
            density = np.exp(-0.5 * x * x) / math.sqrt(2.0 * math.pi)
            return np.asarray(grad * (normal_cdf(x) + x * density))
        angle = _gelu_angle(x)
        inner = _SQRT_2_PI * (1.0 + 3.0 * _CUBIC * x * x)
        return np.asarray(grad * 0.5 * ((1.0 + angle) + x * (1.0 - angle * angle) * inner))
