"""Argument checks shared by the exact calculators."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from fractions import Fraction

Real = int | Fraction | float


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


def extents(name: str, value: int | Sequence[int], axes: int, *, least: int = 0) -> tuple[int, ...]:
    """One int per axis; a single one counts for all of them."""
    if isinstance(value, str) or not isinstance(value, Sequence):
        return (natural(name, value, least=least),) * axes
    if len(value) != axes:
        raise ValueError(f"{name} is {value!r}; it must be an integer or {axes} of them")
    return tuple(natural(f"{name}[{i}]", entry, least=least) for i, entry in enumerate(value))


def grouped(in_channels: int, out_channels: int, groups: int) -> tuple[int, int, int]:
    """Both numbers of channels and the groups that must divide them."""
    c_in = natural("in_channels", in_channels, least=1)
    c_out = natural("out_channels", out_channels, least=1)
    parts = natural("groups", groups, least=1)
    for name, channels in (("in_channels", c_in), ("out_channels", c_out)):
        if channels % parts:
            raise ValueError(f"groups is {parts}; it must divide {name}, {channels}")
    return c_in, c_out, parts


def real(name: str, value: Real) -> Real:
    """A number; an integer as a fraction, so that dividing it stays exact."""
    if isinstance(value, bool) or not isinstance(value, int | float | Fraction):
        raise TypeError(f"{name} is {value!r}; it must be a real number")
    return Fraction(value) if isinstance(value, int) else value


def positive(name: str, value: Real) -> Real:
    """A number that is not negative."""
    number = real(name, value)
    if not number >= 0:  # a NaN is not
        raise ValueError(f"{name} is {value}; it must be at least 0")
    return number
