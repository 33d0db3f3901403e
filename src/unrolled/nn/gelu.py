"""Gaussian error linear unit, exact and by tanh."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, as_float, as_gradient, blockwise, one_of, quietly
from unrolled.nn._erf import normal_cdf

__all__ = ["gelu", "gelu_backward"]

Approximate = Literal["none", "tanh"]

_SQRT_2_PI = math.sqrt(2.0 / math.pi)
_CUBIC = 0.044715  # Hendrycks and Gimpel's constant in the tanh approximation of GELU


def _exact(x: Array) -> Array:
    return np.asarray(x * normal_cdf(x))


def _exact_backward(grad: Array, x: Array) -> Array:
    density = np.exp(-0.5 * x * x) / math.sqrt(2.0 * math.pi)
    return np.asarray(grad * (normal_cdf(x) + x * density))


def _angle(x: Array) -> Array:
    return np.asarray(np.tanh(_SQRT_2_PI * (x + _CUBIC * x * x * x)))


def _by_tanh(x: Array) -> Array:
    return np.asarray(x * (0.5 * (1.0 + _angle(x))))


def _by_tanh_backward(grad: Array, x: Array) -> Array:
    angle = _angle(x)
    inner = _SQRT_2_PI * (1.0 + 3.0 * _CUBIC * x * x)
    return np.asarray(grad * 0.5 * ((1.0 + angle) + x * (1.0 - angle * angle) * inner))


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
    exact = approximate == "none"
    with quietly():
        return blockwise(_exact if exact else _by_tanh, as_float(input))


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
    exact = approximate == "none"
    with quietly():
        return blockwise(_exact_backward if exact else _by_tanh_backward, grad, x)
