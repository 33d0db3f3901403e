"""Values of answers: as plain Python numbers, and when two are the same."""

from __future__ import annotations

from typing import Any

import numpy as np

Value = int | float | bool | str | list[str] | None


def plain(value: Any) -> Any:
    """Turn NumPy scalars, arrays and tuples into Python numbers and lists, as JSON has them."""
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    return value


def same(
    left: tuple[Value, ...], right: tuple[Value, ...], rtol: float = 1e-9, atol: float = 1e-12
) -> bool:
    """Whether two answers are the same: numbers within the tolerance, all else equal."""
    return len(left) == len(right) and all(
        _same_value(a, b, rtol, atol) for a, b in zip(left, right, strict=True)
    )


def _same_value(a: Value, b: Value, rtol: float, atol: float) -> bool:
    if isinstance(a, bool) or isinstance(b, bool) or not isinstance(a, int | float):
        return a is b if isinstance(a, bool) else a == b
    if not isinstance(b, int | float):
        return False
    return bool(np.isfinite(a) and np.isfinite(b) and abs(a - b) <= atol + rtol * abs(b))
