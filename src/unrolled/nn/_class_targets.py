"""What the losses of one class among many read: the axis of classes, targets and weights."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, Integers, as_integers, optional


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


class Chosen(NamedTuple):
    """What class indices say of every sample, (N, d1, ...)."""

    classes: Integers
    kept: np.ndarray  # false where it is ignored
    share: Array  # weight of its class, 0 where it is ignored


def choose(x: Array, target: ArrayLike, weight: ArrayLike | None, ignore_index: int) -> Chosen:
    """Read class indices and their weights."""
    w, (index, kept) = class_weight(weight, x), indices(x, target, ignore_index)
    share = kept.astype(x.dtype)
    return Chosen(index, kept, share if w is None or not w.size else share * w.ravel()[index])


def pick(x: Array, index: Integers, axis: int) -> Array:
    """Return the entry of every sample's class, in the shape of `index`."""
    if x.ndim == 2 and x.size:  # a tenth of what take_along_axis costs for few samples
        return np.asarray(x[np.arange(len(x)), index])
    if not x.size:
        return np.zeros(index.shape, x.dtype)
    return np.take_along_axis(x, np.expand_dims(index, axis), axis).squeeze(axis)


def is_soft(x: Array, target: ArrayLike, ignore_index: int) -> bool:
    """Whether targets are probabilities rather than indices."""
    y = np.asarray(target)
    if y.dtype.kind != "f" or y.shape != x.shape:
        return False
    if ignore_index >= 0:
        raise ValueError(f"ignore_index is {ignore_index}; soft targets have no index to ignore")
    return True
