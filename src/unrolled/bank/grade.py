"""Judge one submitted value. The card does the same in the browser (`card/grade.ts`)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from unrolled.bank.answer import Answer

Verdict = Literal["right", "imprecise", "wrong"]


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
    value, right : number, bool or str
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
    if answer.kind != "number":
        return Grade("right" if value == right else "wrong")
    if not isinstance(value, int | float) or not isinstance(right, int | float):
        return Grade("wrong")
    if not math.isfinite(value):
        return Grade("wrong")
    if abs(value - right) <= tolerance(right, answer):
        return Grade("right")
    if answer.digits != "exact" and _is_rounding(value, right, answer.digits):
        return Grade("imprecise")
    return Grade("wrong")


def tolerance(right: float, answer: Answer) -> float:
    """How far a number may be from the right one."""
    if answer.digits == "exact":
        return 1e-9 * max(1.0, abs(right))
    if right == 0:
        return 1e-6
    exponent = math.floor(math.log10(abs(right)))
    return 10.0 ** (exponent - answer.digits + 1) * (1 + 1e-9)


def _is_rounding(value: float, right: float, digits: int) -> bool:
    """Whether `value` is `right` rounded to fewer than `digits` significant digits."""
    return any(
        math.isclose(value, float(f"{right:.{n - 1}e}"), rel_tol=1e-9) for n in range(1, digits)
    )
