"""Numbers as the views write them, for figures and descriptions; `_kit/numbers.ts` is the same."""

from __future__ import annotations

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
    if 1e-3 <= abs(value) < 1e5:
        text = f"{value:.{digits}g}" if abs(value) < 10**digits else f"{value:.0f}"
    else:
        mantissa, exponent = f"{value:.{digits - 2}e}".split("e")
        raised = str(int(exponent)).translate(_SUPERSCRIPTS)
        text = f"{mantissa.rstrip('0').rstrip('.')}·10{raised}"
    return text.replace("-", "−")


def sub(number: int) -> str:
    """Return a number as subscript."""
    return str(number).translate(_SUBSCRIPTS)


def several(values: Any, digits: int = 3) -> str:
    """Return one number, or several in parentheses."""
    flat = np.ravel(values)
    shown = ", ".join(show(float(v), digits) for v in flat)
    return shown if len(flat) == 1 else f"({shown})"
