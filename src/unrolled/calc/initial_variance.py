"""The variance that weights start with, by rule."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Literal

from unrolled.calc._checks import Real, natural, positive

Weights = Literal["he", "xavier", "lecun"]


def xavier_variance(fan_in: int, fan_out: int) -> Fraction:
    """Weight variance that compromises between signals forward and gradients backward.

    Parameters
    ----------
    fan_in, fan_out : int
        At least 1.

    Returns
    -------
    Fraction
        2 / (fan_in + fan_out)

    Raises
    ------
    ValueError
        If a fan is below 1.
    TypeError
        If a fan is not an integer.

    Source
    ------
    Glorot, Bengio (2010), equation 12; `torch.nn.init.xavier_normal_` with gain 1.

    Examples
    --------
    >>> xavier_variance(300, 100)
    Fraction(1, 200)
    """
    n = natural("fan_in", fan_in, least=1) + natural("fan_out", fan_out, least=1)
    return Fraction(2, n)


def he_variance(fan_in: int, *, negative_slope: Real = 0) -> Real:
    """Weight variance that keeps E[a²] through (leaky) ReLU layers.

    Parameters
    ----------
    fan_in : int
        At least 1.
    negative_slope : float or Fraction
        Of the leaky ReLU; 0 is ReLU, 1 no activation at all.

    Returns
    -------
    float or Fraction
        2 / ((1 + negative_slope²) · fan_in)

    Raises
    ------
    ValueError
        If `fan_in` is below 1 or the slope negative.
    TypeError
        If an argument is not a number.

    Source
    ------
    He et al., Delving deep into rectifiers (2015), equation 15; `torch.nn.init.kaiming_normal_`.

    Examples
    --------
    >>> he_variance(50)
    Fraction(1, 25)
    """
    n = natural("fan_in", fan_in, least=1)
    return Fraction(2, n) / (1 + positive("negative_slope", negative_slope) ** 2)


def uniform_bound(variance: Real) -> float:
    """Half width α of the uniform distribution on [-α, α] with that variance.

    Parameters
    ----------
    variance : float or Fraction
        At least 0.

    Returns
    -------
    float
        √(3 · variance), because the variance is α² / 3.

    Raises
    ------
    ValueError
        If `variance` is negative.
    TypeError
        If `variance` is not a number.

    Source
    ------
    TUM 2019, problem 2f.

    Examples
    --------
    >>> uniform_bound(Fraction(1, 300))
    0.1
    """
    return math.sqrt(3 * positive("variance", variance))


def weight_variance(weights: Weights | Real, fan_in: int, fan_out: int) -> Real:
    """The variance by the name of its rule (lecun is 1 / fan_in), or as it is given."""
    if not isinstance(weights, str):
        return positive("weights", weights)
    if weights == "he":
        return he_variance(fan_in)
    if weights == "xavier":
        return xavier_variance(fan_in, fan_out)
    if weights == "lecun":
        return Fraction(1, natural("fan_in", fan_in, least=1))
    raise ValueError(f"weights is {weights!r}; it may be 'he', 'xavier', 'lecun' or a variance")
