"""Normalising by mean and variance over groups of entries: the engine of all norms.

Arrays arrive as (A, G, R): statistics belong to axis G and are taken over A and R.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from unrolled.nn._arrays import Array


class Normalised(NamedTuple):
    """Output of `normalise`, and what the backward pass needs of it."""

    y: Array  # (A, G, R), mean 0 and variance 1 for each of G
    mean: Array  # (1, G, 1)
    var: Array  # (1, G, 1), divided by the count, not by the count - 1
    rstd: Array  # (1, G, 1)


def normalise(x: Array, eps: float) -> Normalised:
    """Subtract the mean, divide by the square root of variance + eps."""
    count = x.shape[0] * x.shape[2]
    mean = (x.sum(axis=2).sum(axis=0) / x.dtype.type(count))[None, :, None]
    y = x - mean
    var = (np.einsum("agr,agr->g", y, y) / x.dtype.type(count))[None, :, None]
    rstd = 1.0 / np.sqrt(var + x.dtype.type(eps))
    y *= rstd
    return Normalised(y, mean, var, rstd)


def normalise_backward(grad: Array, n: Normalised) -> Array:
    """Gradient of `normalise`: what shifts or scales a whole group is taken out."""
    count = grad.dtype.type(grad.shape[0] * grad.shape[2])
    mean = (grad.sum(axis=2).sum(axis=0) / count)[None, :, None]
    slope = (np.einsum("agr,agr->g", grad, n.y) / count)[None, :, None]
    out: Array = n.y * -slope
    out += grad
    out -= mean
    out *= n.rstd
    return out
