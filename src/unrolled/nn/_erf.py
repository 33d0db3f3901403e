"""The normal distribution function Φ: NumPy has no erf."""

from __future__ import annotations

import math

import numpy as np
from numpy.polynomial import Chebyshev

from unrolled.nn._arrays import Array

_LARGEST = 26.0  # erfc(26) is 6e-296; beyond 27 it underflows


def _exponent(t: float) -> float:
    """P(t) in erfc(z) = t exp(P(t) - z²) with t = 2 / (2 + z), a smooth function of t."""
    z = 2.0 / t - 2.0
    return math.log(math.erfc(z) / t) + z * z


# Interpolated once, at import, in 29 points: error below 1e-14.
_P = Chebyshev.interpolate(np.vectorize(_exponent), 28, domain=[2.0 / (2.0 + _LARGEST), 1.0])


def normal_cdf(x: Array) -> Array:
    """Φ(x) = erfc(-x/√2) / 2 with a small relative error for negative x too."""
    z = np.abs(x.astype(np.float64)) / math.sqrt(2.0)
    t = 2.0 / (2.0 + np.minimum(z, _LARGEST))
    tail = 0.5 * t * np.exp(_P(t) - z * z)
    return np.where(x > 0, 1.0 - tail, tail).astype(x.dtype)
