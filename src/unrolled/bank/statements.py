"""Statements to choose from or to judge: read from a question's text, drawn for its variants."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import dedent
from types import SimpleNamespace
from typing import Any

import numpy as np

from unrolled.bank.answer import Answer

SELECT = {
    "one": "exactly one is right",
    "all": "any number of them is right",
    "each": "each is true or false",
}
_LETTERS = "ABCDEFGH"


@dataclass(frozen=True)
class Statement:
    """One option of a question.

    Attributes
    ----------
    text : str
        Markdown.
    right : bool
    why : str
        Why it is right or wrong, Markdown.
    """

    text: str
    right: bool
    why: str


def parse(section: str) -> tuple[Statement, ...]:
    r"""Read a task list: ticked statements are right, and what follows a statement says why.

    Parameters
    ----------
    section : str
        Markdown; each entry is `- [x] statement`, an empty line, and the indented reason.

    Returns
    -------
    tuple of Statement

    Raises
    ------
    ValueError
        If there is other text, or a statement has no reason.

    Examples
    --------
    >>> parse("- [x] Two is even.\n\n  It is twice one.")
    (Statement(text='Two is even.', right=True, why='It is twice one.'),)
    """
    before, *parts = re.split(r"(?m)^- \[([x ])\] ", section)
    if before.strip() or not parts:
        raise ValueError(
            f"{before.strip()!r} is no statement; each begins with '- [x] ' or '- [ ] '"
        )
    found = []
    for tick, entry in zip(parts[::2], parts[1::2], strict=True):
        first, _, why = entry.strip().partition("\n\n")
        text = " ".join(first.split())
        if not why.strip():
            raise ValueError(f"{text!r} has no reason; write it below, indented by two spaces")
        found.append(Statement(text, tick == "x", dedent(why).strip()))
    return tuple(found)


@dataclass(frozen=True)
class Pool:
    """All statements of a question: the paper's, and more to draw variants from.

    Attributes
    ----------
    statements : tuple of Statement
    shown : int
        How many are shown at a time; the first of them are the paper's.
    select : {"one", "all", "each"}
        A key of `SELECT`.
    """

    statements: tuple[Statement, ...]
    shown: int
    select: str

    def problems(self) -> list[str]:
        """What is wrong with the pool as a whole."""
        right = sum(statement.right for statement in self.paper)
        texts = [statement.text for statement in self.statements]
        found = [f"{text!r} is there twice" for text in sorted(set(texts)) if texts.count(text) > 1]
        if self.select not in SELECT:
            found.append(f"select is {self.select!r}; it may be one of {', '.join(SELECT)}")
        if self.select == "one" and right != 1:
            found.append(f"select is one, but {right} of the paper's statements are ticked")
        if self.shown > len(_LETTERS):
            found.append(f"{self.shown} statements; a card has letters for {len(_LETTERS)}")
        return found

    @property
    def paper(self) -> tuple[Statement, ...]:
        """The paper's own statements, in its order."""
        return self.statements[: self.shown]

    def answers(self) -> tuple[Answer, ...]:
        """What is asked: a letter, several letters, or a judgement of each letter."""
        letters = tuple(_LETTERS[: self.shown])
        if self.select == "each":
            return tuple(
                Answer(a, rf"\text{{{a}}}", "truth", label=f"Statement {a}") for a in letters
            )
        kind, name = ("choice", "choice") if self.select == "one" else ("choices", "choices")
        label = "Your choice" if self.select == "one" else "All that are right"
        return (Answer(name, rf"\text{{{label}}}", kind, options=letters, label=label),)  # type: ignore[arg-type]

    def module(self, own: dict[str, Any]) -> SimpleNamespace:
        """The parts that answer.py has for other kinds of question, beside what it has itself."""
        exam = {"statements": list(range(self.shown))}
        parts = {
            "EXAM": exam,
            "EXPECTED": self.solve(**exam),
            "solve": self.solve,
            "verify": self.solve,
        }
        if len(self.statements) > self.shown:
            parts["vary"] = self.vary
        return SimpleNamespace(**parts, **own)

    def solve(self, statements: Sequence[int]) -> tuple[Any, ...]:
        """The right answer where the statements with these numbers are shown."""
        right = [self.statements[i].right for i in statements]
        if self.select == "each":
            return tuple(right)
        letters = [letter for letter, ticked in zip(_LETTERS, right, strict=False) if ticked]
        return (letters[0],) if self.select == "one" else (letters,)

    def step(self, statement: Statement) -> str:
        """A line of the solution: the statement, the verdict on it, the reason."""
        return f"*{statement.text}* **{self.verdict(statement)}.** {statement.why}"

    def verdict(self, statement: Statement) -> str:
        """A word for whether the statement is right."""
        words = ("True", "False") if self.select == "each" else ("Right", "Wrong")
        return words[not statement.right]

    def vary(self, rng: np.random.Generator) -> dict[str, Any]:
        """Draw as many statements as the paper has; a choice is left among them."""
        right = [i for i, statement in enumerate(self.statements) if statement.right]
        wrong = [i for i, statement in enumerate(self.statements) if not statement.right]
        if self.select == "one":
            drawn = [rng.choice(right), *rng.choice(wrong, self.shown - 1, replace=False)]
            return {"statements": rng.permutation(drawn)}
        while True:
            numbers = rng.choice(len(self.statements), self.shown, replace=False)
            if self.select == "each" or len({self.statements[i].right for i in numbers}) == 2:
                return {"statements": numbers}


def lettered(statements: Sequence[Statement]) -> list[tuple[str, Statement]]:
    """Statements with the letters that they are shown with.

    Parameters
    ----------
    statements : sequence of Statement
        At most eight.

    Returns
    -------
    list of (str, Statement)

    Examples
    --------
    >>> lettered([Statement("Two is even.", True, "It is twice one.")])[0][0]
    'A'
    """
    return list(zip(_LETTERS, statements, strict=False))
