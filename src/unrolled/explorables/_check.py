"""Checks of single fields, shared by the explorables; `_kit/check.ts` says the same in the browser.

Each returns the value as JSON has it (NumPy numbers and arrays become numbers and lists) or raises
a ValueError that names the field, what it was and what it must be.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn, TypeAlias

LIMIT = 1e6  # far beyond what a lesson needs, and products of twenty such factors stay finite

Nested: TypeAlias = "float | list[Nested]"


def refuse(name: str, value: object, wanted: str) -> NoReturn:
    """Say what `name` was and what it must be."""
    shown = repr(value)
    shown = shown if len(shown) <= 60 else f"{shown[:57]}..."
    raise ValueError(f"{name} is {shown}; it must be {wanted}")


def known(state: Mapping[str, Any], fields: Iterable[str]) -> None:
    """Refuse fields that do not exist."""
    fields = tuple(fields)
    for name in state:
        if name not in fields:
            raise ValueError(f"there is no field {name!r}; the fields are {', '.join(fields)}")


def number(name: str, value: Any, low: float = -LIMIT, high: float = LIMIT) -> float:
    """Return a finite number from `low` to `high`."""
    wanted = f"a number from {low:.12g} to {high:.12g}"
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, bool) or not isinstance(value, int | float):
        refuse(name, value, wanted)
    if not math.isfinite(value) or not low <= value <= high:
        refuse(name, value, wanted)
    return value


def whole(name: str, value: Any, low: int, high: int) -> int:
    """Return an integer from `low` to `high`; 3.0 is one."""
    wanted = f"a whole number from {low} to {high}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    try:
        result = operator.index(value)
    except TypeError:
        refuse(name, value, wanted)
    if isinstance(value, bool) or not low <= result <= high:
        refuse(name, value, wanted)
    return result


def one_of(name: str, value: Any, options: Sequence[str]) -> str:
    """Return one of the words in `options`."""
    if not isinstance(value, str) or value not in options:
        refuse(name, value, f"one of {', '.join(options)}")
    return value


def array(
    name: str, value: Any, depths: Sequence[int], low: float = -LIMIT, high: float = LIMIT
) -> Nested:
    """Return a number or rectangular nested lists of numbers whose depth is one of `depths`."""
    kinds = ("a number", "a list of numbers", "a list of rows", "a list of matrices")
    wanted = " or ".join(kinds[depth] for depth in depths)
    if hasattr(value, "tolist"):
        value = value.tolist()
    result = _array(name, value, wanted, low, high)
    sizes = shape(result)
    if len(sizes) not in depths or 0 in sizes or not _rectangular(result, sizes):
        refuse(name, value, f"{wanted}, with rows of equal length")
    return result


def shape(value: Nested) -> tuple[int, ...]:
    """Lengths of nested lists, outermost first; () for a number.

    Examples
    --------
    >>> shape([[1, 2, 3], [4, 5, 6]])
    (2, 3)
    """
    if not isinstance(value, list):
        return ()
    return (len(value), *(shape(value[0]) if value else ()))


def _array(name: str, value: Any, wanted: str, low: float, high: float) -> Nested:
    if isinstance(value, list | tuple):
        return [_array(f"{name}[{i}]", entry, wanted, low, high) for i, entry in enumerate(value)]
    if isinstance(value, bool) or not isinstance(value, int | float):
        refuse(name, value, wanted)
    return number(name, value, low, high)


def _rectangular(value: Nested, sizes: tuple[int, ...]) -> bool:
    if not isinstance(value, list) or not sizes:
        return not isinstance(value, list) and not sizes
    return len(value) == sizes[0] and all(_rectangular(entry, sizes[1:]) for entry in value)
