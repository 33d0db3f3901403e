"""From one loss per entry to one number, and back."""

from __future__ import annotations

import warnings
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, as_float, as_gradient, one_of, quietly

Reduction = Literal["none", "mean", "sum"]
REDUCTIONS = ("none", "mean", "sum")


def reduced(loss: Array, reduction: str, count: float | None = None) -> Array:
    """Reduce `loss`; the mean divides by `count`, and that of nothing is NaN as in torch."""
    one_of("reduction", reduction, REDUCTIONS)
    if reduction == "none":
        return np.asarray(loss)
    total = np.asarray(loss.sum())
    if reduction == "sum":
        return total
    with quietly():
        return np.asarray(total / total.dtype.type(loss.size if count is None else count))


def spread(
    grad_output: ArrayLike, loss: Array, reduction: str, count: float | None = None
) -> Array:
    """Gradient with respect to the unreduced loss, from that of the reduced one."""
    one_of("reduction", reduction, REDUCTIONS)
    if reduction == "none":
        return as_gradient(grad_output, loss, loss.dtype)
    grad = as_gradient(grad_output, (), loss.dtype)
    if reduction == "mean":
        with quietly():
            grad = np.asarray(grad / loss.dtype.type(loss.size if count is None else count))
    return np.broadcast_to(grad, loss.shape)


def pair(input: ArrayLike, target: ArrayLike) -> tuple[Array, Array]:
    """Input and target as floats; shapes that only broadcast are warned about, as in torch."""
    x, y = as_float(input), as_float(target, "target")
    if x.shape == y.shape:
        return x, y
    try:
        np.broadcast_shapes(x.shape, y.shape)
    except ValueError:
        raise ValueError(
            f"input of shape {x.shape} and target of shape {y.shape} do not fit: "
            "they must be the same"
        ) from None
    warnings.warn(
        f"input of shape {x.shape} and target of shape {y.shape} are broadcast: is that meant?",
        stacklevel=4,
    )
    return x, y


def same_shape(name: str, array: Array, other: str, shape: tuple[int, ...]) -> None:
    """Refuse an array that does not have the shape of another one."""
    if array.shape != shape:
        raise ValueError(f"{name} has shape {array.shape}; it must be that of {other}, {shape}")
