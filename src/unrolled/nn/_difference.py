"""Losses of a difference: each is a function of input - target, given by value and slope."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, block_sums, blockwise, optional, quietly, sum_to
from unrolled.nn._reduction import reduced, same_shape, spread

Pointwise = Callable[[Array], Array]


def checked_weight(weight: ArrayLike | None, shape: tuple[int, ...]) -> Array | None:
    """Return `weight`, which has the shape of the input."""
    w = optional(weight, "weight")
    if w is not None:
        same_shape("weight", w, "input", shape)
    return w


def sign(d: Array) -> Array:
    """Slope of the absolute value: 0 at 0 and, as torch has it, at NaN."""
    return np.where(np.isnan(d), d.dtype.type(0), np.sign(d))


def value_of(
    value: Pointwise, x: Array, y: Array, w: Array | None, reduction: str, by_weight: bool
) -> Array:
    """Return the reduced loss of x - y."""
    with quietly():
        same = x.shape == y.shape
        if same and w is None and reduction != "none":
            sums = block_sums(lambda x, y: value(x - y), x, y)
            return reduced(sums, reduction, x.size)
        loss = blockwise(lambda x, y: value(x - y), x, y) if same else value(x - y)
        loss = loss if w is None else w * loss
    return reduced(loss, reduction, None if w is None or not by_weight else float(w.sum()))


def gradients_of(
    slope: Pointwise,
    grad_output: ArrayLike,
    x: Array,
    y: Array,
    w: Array | None,
    reduction: str,
    by_weight: bool,
) -> tuple[Array, Array]:
    """Return the gradients of `value_of` with respect to x and y."""
    with quietly():
        difference = x - y
        count = None if w is None or not by_weight else float(w.sum())
        grad = spread(grad_output, difference, reduction, count) * slope(difference)
        grad = grad if w is None else w * grad
    return sum_to(grad, x.shape), sum_to(-grad, y.shape)
