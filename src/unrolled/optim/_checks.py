"""Argument checks shared by the optimisers and the schedules."""

from __future__ import annotations

import operator

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, as_float

Number = float | Array


def real(
    name: str, value: float, *, least: float = 0.0, most: float = np.inf, below: float = np.inf
) -> None:
    """Say what `name` may be unless least <= value <= most and value < below."""
    if isinstance(value, bool) or not isinstance(value, int | float | np.number):
        raise TypeError(f"{name} is {value!r}; it must be a real number")
    if not (least <= value <= most) or (below != np.inf and value >= below):
        upper = f" and below {below}" if below != np.inf else ""
        upper = f" and at most {most}" if most != np.inf else upper
        raise ValueError(f"{name} is {value}; it must be at least {least}{upper}")


def whole(name: str, value: int, *, least: int = 0) -> int:
    """Return `value` as an int, or say what `name` may be."""
    try:
        number = operator.index(value)
    except TypeError:
        raise TypeError(f"{name} is {value!r}; it must be an integer") from None
    if number < least:
        raise ValueError(f"{name} is {number}; it must be at least {least}")
    return number


def copied(name: str, value: ArrayLike) -> Array:
    """A floating copy of `value`: float32 and float64 stay, all else becomes float64."""
    return np.array(as_float(value, name))


def plain(value: Number) -> Number:
    """A number without dimensions as a Python float; float32 stays what it is."""
    array = np.asarray(value)
    return float(array) if array.ndim == 0 and array.dtype == np.float64 else array
