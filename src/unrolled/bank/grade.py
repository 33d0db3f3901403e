"""Judge one submitted value. The card does the same in the browser (`card/grade.ts`)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from unrolled.bank.answer import Answer

Verdict = Literal["right", "imprecise", "wrong", "unanswered"]

EXACT = 1e-9  # relative, and absolute
NEAR_ZERO = 1e-6  # absolute, where a few digits of zero are wanted
ZERO = 1e-12  # a right value below this is zero with rounding errors
SLACK = 1 + 1e-9  # 0.1 + 0.2 style errors must not decide a grade


@dataclass(frozen=True)
class Grade:
    """The judgement of one value."""

    verdict: Verdict

    @property
    def right(self) -> bool:
        """Whether the value counts."""
        return self.verdict == "right"


def grade(value: object, right: object, answer: Answer) -> Grade:
    """Judge `value` where `right` is the right one.

    Parameters
    ----------
    value, right : number, bool, str or list of str
        `value` may be None: nothing was answered.
    answer : Answer
        Its `digits` say how near a number must come: "exact" is 1e-9 relative or absolute;
        n digits allow one unit in the n-th significant digit of the right value.

    Returns
    -------
    Grade
        "imprecise" where the right value, rounded to the digits of `value`, equals `value`.

    Examples
    --------
    >>> third = Answer("y", "y", "number", digits=3)
    >>> grade(0.634, 0.634065, third).verdict, grade(0.63, 0.634065, third).verdict
    ('right', 'imprecise')
    """
    if value is None:
        return Grade("unanswered")
    if answer.kind == "choices":
        both = isinstance(value, list | tuple) and isinstance(right, list | tuple)
        same = both and set(value) == set(right)  # type: ignore[call-overload]
        return Grade("right" if same else "wrong")
    if answer.kind != "number":
        return Grade("right" if type(value) is type(right) and value == right else "wrong")
    if not _is_number(value) or not _is_number(right):
        return Grade("wrong")
    number, wanted = float(value), float(right)  # type: ignore[arg-type]
    if abs(number - wanted) <= tolerance(wanted, answer):
        return Grade("right")
    if _is_rounding(number, wanted, answer):
        return Grade("imprecise")
    return Grade("wrong")


def tolerance(right: float, answer: Answer) -> float:
    """How far a number may be from the right one."""
    if answer.digits == "exact":
        return EXACT * max(1.0, abs(right))
    if abs(right) < ZERO:
        return NEAR_ZERO
    return _unit(right, answer.digits) * SLACK


def _unit(value: float, digits: int) -> float:
    """One unit in the given significant digit of a value."""
    exponent = int(f"{value:.16e}".partition("e")[2])  # exact, unlike log10
    return float(f"1e{exponent - digits + 1}")


def _is_rounding(value: float, right: float, answer: Answer) -> bool:
    """Whether `value` is `right` with fewer digits than wanted, rounded as they should be.

    An exact integer is never a matter of rounding: 190 parameters are not 192.
    """
    if abs(right) < ZERO:
        return False
    if answer.digits == "exact":
        wanted = range(2, 16) if right != math.floor(right) else range(0)
    else:
        wanted = range(1, answer.digits)
    return any(
        float(f"{value:.{digits - 1}e}") == value
        and abs(value - right) <= _unit(right, digits) / 2 * SLACK
        for digits in wanted
    )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
