"""Numbers as the views write them, for figures and descriptions; `_kit/numbers.ts` is the same."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

import numpy as np

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def show(value: float, digits: int = 4) -> str:
    """Return a number with so many digits: a true minus, powers of ten where it is far from 1.

    Examples
    --------
    >>> show(-0.25), show(3.2e-8)
    ('−0.25', '3.2·10⁻⁸')
    """
    if value == 0:
        return "0"
    if not math.isfinite(value):
        return "undefined" if math.isnan(value) else "∞" if value > 0 else "−∞"
    size = abs(value)
    if 1e-3 <= size < 1e5:
        text = f"{_rounded(value, max(digits, len(str(int(size))))):f}"  # the whole part is kept
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        mantissa, exponent = f"{_rounded(value, max(digits - 1, 2)):e}".split("e")
        raised = str(int(exponent)).translate(_SUPERSCRIPTS)
        text = f"{mantissa.rstrip('0').rstrip('.')}·10{raised}"
    return text.replace("-", "−")


def _rounded(value: float, digits: int) -> Decimal:
    """Round as scripts do: what lies exactly halfway goes away from zero."""
    return Context(prec=digits, rounding=ROUND_HALF_UP).create_decimal_from_float(float(value))


def sub(number: int) -> str:
    """Return a number as subscript."""
    return str(number).translate(_SUBSCRIPTS)


def several(values: Any, digits: int = 3) -> str:
    """Return one number, or several in parentheses."""
    flat = np.ravel(values)
    shown = ", ".join(show(float(v), digits) for v in flat)
    return shown if len(flat) == 1 else f"({shown})"
