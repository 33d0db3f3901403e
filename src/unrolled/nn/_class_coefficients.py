"""Losses of one class among many are minus a weighted sum of log-probabilities.

Here are the factor of every log-probability and the divisor of the mean; value and gradient follow
from them, for class indices and for soft targets alike.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import (
    Array,
    Integers,
    as_float,
    as_integers,
    optional,
    probability,
    quietly,
)
from unrolled.nn._reduction import reduced, spread


class Coefficients(NamedTuple):
    """Minus the loss is the sum of factor times log-probability."""

    factor: Array  # shape of the input
    divisor: float  # what the mean divides by
    soft: bool


def class_axis(x: Array) -> int:
    """Return the axis of the classes."""
    if x.ndim == 0:
        raise ValueError("input has shape (); it may be (C,), (N, C) or (N, C, d1, ...)")
    return 0 if x.ndim == 1 else 1


def class_weight(weight: ArrayLike | None, x: Array) -> Array | None:
    """Return the class weights in the shape (C, 1, ...), which broadcasts to the input."""
    w = optional(weight, "weight")
    if w is None:
        return None
    axis = class_axis(x)
    if w.shape != (x.shape[axis],):
        raise ValueError(
            f"weight has shape {w.shape}; it must be (C,) = {(x.shape[axis],)} for input of "
            f"shape {x.shape}"
        )
    return w.reshape(-1, *[1] * (x.ndim - axis - 1))


def indices(x: Array, target: ArrayLike, ignore_index: int) -> tuple[Integers, np.ndarray]:
    """Return the class of every sample, and whether it counts: (N, d1, ...)."""
    axis, y = class_axis(x), as_integers(target, "target")
    if y.shape != x.shape[:axis] + x.shape[axis + 1 :]:
        raise ValueError(
            f"target has shape {y.shape}; for input of shape {x.shape} it must be "
            f"{x.shape[:axis] + x.shape[axis + 1 :]} (class indices)"
        )
    classes, kept = x.shape[axis], y != ignore_index
    if y.size and (y.min() < 0 or y.max() >= classes):  # ignored, or wrong
        wrong = y[kept & ((y < 0) | (y >= classes))]
        if wrong.size:
            raise ValueError(f"target holds class {wrong[0]}; it may be 0 to {classes - 1}")
        y = np.where(kept, y, 0)
    return y, kept


def pick(x: Array, index: Integers, axis: int) -> Array:
    """Return the entry of every sample's class, in the shape of `index`."""
    if x.ndim == 2 and x.size:  # a tenth of what take_along_axis costs for few samples
        return np.asarray(x[np.arange(len(x)), index])
    if not x.size:
        return np.zeros(index.shape, x.dtype)
    return np.take_along_axis(x, np.expand_dims(index, axis), axis).squeeze(axis)


def of_indices(
    x: Array, target: ArrayLike, w: Array | None, ignore_index: int, smoothing: float
) -> Coefficients:
    """Return the coefficients of class indices."""
    axis, (index, kept) = class_axis(x), indices(x, target, ignore_index)
    one_hot = np.zeros_like(x)
    if x.size:
        counts = np.expand_dims(kept.astype(x.dtype), axis)
        np.put_along_axis(one_hot, np.expand_dims(index, axis), counts, axis)
    one_hot = one_hot if w is None else one_hot * w
    count = float(one_hot.sum())
    if smoothing:
        share = np.expand_dims(kept, axis) * (1.0 if w is None else w) * (smoothing / x.shape[axis])
        one_hot = (one_hot * x.dtype.type(1.0 - smoothing) + share).astype(x.dtype)
    return Coefficients(one_hot, count, soft=False)


def of_probabilities(x: Array, y: Array, w: Array | None, smoothing: float) -> Coefficients:
    """Return the coefficients of soft targets."""
    axis = class_axis(x)
    classes = x.shape[axis]
    factor = y * x.dtype.type(1.0 - smoothing)
    if smoothing:
        factor = factor + x.dtype.type(smoothing / classes)
    count = x.size / classes if classes else 0.0
    return Coefficients(np.asarray(factor if w is None else factor * w), count, soft=True)


def is_soft(x: Array, target: ArrayLike, ignore_index: int) -> bool:
    """Whether targets are probabilities rather than indices."""
    y = np.asarray(target)
    if y.dtype.kind != "f" or y.shape != x.shape:
        return False
    if ignore_index >= 0:
        raise ValueError(f"ignore_index is {ignore_index}; soft targets have no index to ignore")
    return True


def value_of(c: Coefficients, log_p: Array, axis: int, reduction: str) -> Array:
    """Return the reduced loss."""
    with quietly():
        terms = -c.factor * log_p
        # A class that does not count may well have probability 0: 0 times log 0 is 0 there.
        terms = terms if c.soft else np.where(c.factor == 0, log_p.dtype.type(0), terms)
        return reduced(np.asarray(terms.sum(axis=axis)), reduction, c.divisor)


def slope_of(
    c: Coefficients, grad_output: ArrayLike, x: Array, axis: int, reduction: str
) -> tuple[Array, Array]:
    """Gradient with respect to the log-probabilities, and that of every loss."""
    unreduced = np.empty(x.shape[:axis] + x.shape[axis + 1 :], x.dtype)
    each = np.expand_dims(spread(grad_output, unreduced, reduction, c.divisor), axis)
    with quietly():
        grad = -c.factor * each
    # Also where all targets are ignored and the mean is 0/0.
    return grad if c.soft else np.where(c.factor == 0, x.dtype.type(0), grad), each


def cross_entropy_coefficients(
    x: Array, target: ArrayLike, weight: ArrayLike | None, ignore_index: int, smoothing: float
) -> Coefficients:
    """Return the coefficients of either kind of target."""
    probability(smoothing, "label_smoothing")
    w = class_weight(weight, x)
    if is_soft(x, target, ignore_index):
        return of_probabilities(x, as_float(target, "target"), w, smoothing)
    return of_indices(x, target, w, ignore_index, smoothing)
