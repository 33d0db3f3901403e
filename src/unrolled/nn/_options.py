"""Options that many operations have: sizes, one number for all axes or one for each, and chance."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import SupportsIndex

import numpy as np

IntOrInts = SupportsIndex | Sequence[SupportsIndex]
Generator = np.random.Generator | int  # or its seed


def ints(name: str, value: IntOrInts, axes: int, least: int) -> tuple[int, ...]:
    """Return `value` as one integer per axis, each of at least `least`."""
    if type(value) is int and value >= least:  # the usual case, in a tenth of the time
        return (value,) * axes
    try:
        found = tuple(value) if np.iterable(value) else (value,) * axes
        numbers = tuple(map(operator.index, found))
    except TypeError:
        raise TypeError(f"{name} is {value!r}; it must hold integers") from None
    numbers = numbers * axes if len(numbers) == 1 else numbers
    if len(numbers) != axes:
        raise ValueError(f"{name} is {value!r}; it may be one integer or {axes}")
    if min(numbers) < least:
        raise ValueError(f"{name} is {value!r}; it must be at least {least}")
    return numbers
