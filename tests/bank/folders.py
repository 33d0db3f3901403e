"""Question folders made for tests: a good one, to break in one place at a time."""

from __future__ import annotations

from pathlib import Path

FRONT = """\
title: Double it
kind: numeric
items: [{id: tum19-6c, credits: 3}]
answers: [y]
"""
BODY = """\
# Question
What is $2 \\cdot {{ x }}$?

# Hint
Think of {{ x }} twice.

# Solution
It is {{ y }}.

# Marking
All or nothing.
"""
ANSWER = """\
EXAM = {"x": 3}
EXPECTED = (6,)


def solve(x):
    return (2 * x,)


def verify(x):
    return (x + x,)


def steps(x):
    return [f"Two times {x}."]


def vary(rng):
    return {"x": int(rng.integers(-9, 10))}


def mistakes(x):
    return {"You squared it.": (x * x,), "You forgot the factor.": (x,)}
"""


def write(
    base: Path,
    slug: str = "double",
    *,
    chapter: str = "recurrent",
    front: str = FRONT,
    body: str = BODY,
    answer: str | None = ANSWER,
) -> Path:
    """Write one question folder and return it."""
    folder = base / chapter / slug
    folder.mkdir(parents=True)
    (folder / "question.md").write_text(f"---\n{front}---\n{body}", encoding="utf-8")
    if answer is not None:
        (folder / "answer.py").write_text(answer, encoding="utf-8")
    return folder
