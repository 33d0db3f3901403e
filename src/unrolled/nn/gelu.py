"""Gaussian error linear unit, exact and by tanh."""

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
