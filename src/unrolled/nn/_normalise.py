"""Normalising by mean and variance over groups of entries: the engine of all norms.

Arrays arrive as (A, G, R): statistics belong to axis G and are taken over A and R. Large arrays are
passed over as rarely as possible, so scales are multiplied together before they meet them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from unrolled.nn._arrays import Array


class Centred(NamedTuple):
    """A centred array and its statistics."""

    x: Array  # (A, G, R), mean 0
    mean: Array  # (1, G, 1)
    var: Array  # (1, G, 1), divided by the count, not by the count - 1
    rstd: Array  # (1, G, 1), 1 / √(var + eps)


class Sums(NamedTuple):
    """What `centre_backward` adds up on its way, (1, G, 1)."""

    grad: Array  # Σ grad
    grad_y: Array  # Σ grad · y, with y the normalised array


def _total(x: Array) -> Array:
    return np.asarray(x.sum(axis=2).sum(axis=0)[None, :, None])


def centre(x: Array, eps: float) -> Centred:
    """Subtract the mean; y = x · rstd is normalised."""
    count = x.dtype.type(max(x.shape[0] * x.shape[2], 1))  # an empty batch has the mean 0
    mean = _total(x) / count
    centred = x - mean
    var = (np.einsum("agr,agr->g", centred, centred) / count)[None, :, None]
    return Centred(centred, mean, var, 1.0 / np.sqrt(var + x.dtype.type(eps)))


def centre_backward(grad: Array, c: Centred, scale: Array | None = None) -> tuple[Array, Sums]:
    """Gradient of scale · x · rstd: what shifts or scales a whole group is taken out."""
    count = grad.dtype.type(max(grad.shape[0] * grad.shape[2], 1))
    sums = Sums(_total(grad), np.einsum("agr,agr->g", grad, c.x)[None, :, None] * c.rstd)
    out: Array = c.x * (sums.grad_y / -count * c.rstd)
    out += grad
    out -= sums.grad / count
    out *= c.rstd if scale is None else c.rstd * scale
    return out, sums
