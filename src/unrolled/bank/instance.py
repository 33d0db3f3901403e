"""A question with its numbers filled in, and the slips that these numbers can show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from unrolled.bank.statements import Statement
from unrolled.bank.values import Value


@dataclass(frozen=True)
class Mistake:
    """A recognisable slip: what to tell the student, and where it leads.

    Attributes
    ----------
    text : str
        Markdown that speaks to the student.
    values : tuple
        The wrong values in the order of the answers; None where the slip does not show.
    """

    text: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Instance:
    """A question with its numbers filled in; all text is Markdown.

    Attributes
    ----------
    params : dict of str to value
        The numbers.
    values : tuple
        The right answers, in the order of `Question.answers`; empty for prose.
    prompt, hint, solution : str
        The question's sections.
    steps : tuple of str
        Lines of the worked solution.
    mistakes : tuple of Mistake
        The slips that these numbers tell from the right answer.
    state : dict of str to value, or None
        The state in which the question's explorable opens, if it has one.
    statements : tuple of Statement
        What is to be chosen from or judged, in its order.
    """

    params: dict[str, Any]
    values: tuple[Value, ...]
    prompt: str
    hint: str
    solution: str
    steps: tuple[str, ...]
    mistakes: tuple[Mistake, ...]
    state: dict[str, Any] | None
    statements: tuple[Statement, ...] = ()
