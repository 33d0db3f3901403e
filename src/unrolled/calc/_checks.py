"""Argument checks shared by the exact calculators."""

from __future__ import annotations

import operator


def natural(name: str, value: int, *, least: int = 0) -> int:
    """Return `value` as an int, or say what `name` may be."""
    if isinstance(value, bool):
        raise TypeError(f"{name} is {value!r}; it must be an integer")
    try:
        number = operator.index(value)
    except TypeError:
        raise TypeError(f"{name} is {value!r}; it must be an integer") from None
    if number < least:
        raise ValueError(f"{name} is {number}; it must be at least {least}")
    return number
