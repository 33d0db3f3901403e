"""The papers and their items: `exams/<id>.yaml`, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from unrolled.bank.errors import BankError

# Chapters in reading order: folder names under questions/ and stems of the notebooks.
CHAPTERS = (
    "training",
    "perceptron",
    "backprop",
    "activations",
    "losses",
    "optimisation",
    "regularisation",
    "metrics",
    "convolution",
    "cnn",
    "recurrent",
    "lstm",
    "generative",
    "design",
)


@dataclass(frozen=True)
class Item:
    """One sub-question of a paper."""

    id: str  # "tum19-6c"
    exam: str  # "tum19"
    label: str  # "6c", as the paper numbers it
    credits: float | None  # None where the paper does not say
    kind: str
    chapter: str
    topic: str


@dataclass(frozen=True)
class Exam:
    """One paper: its facts and its items in the paper's order."""

    id: str
    short: str
    title: str
    institution: str
    items: tuple[Item, ...]
    date: str | None = None
    minutes: int | None = None
    credits: float | None = None
    aids: str | None = None
    key: str | None = None
    scoring: str | None = None
    problem_credits: dict[int, float] | None = None
    bonus_credits: dict[int, float] | None = None


@cache
def exams() -> dict[str, Exam]:
    """All papers by id, in the order of their file names.

    Raises
    ------
    BankError
        If a file lacks a field, has an unknown one, or an item's chapter is unknown.

    Examples
    --------
    >>> exams()["tum19"].title
    'Introduction to Deep Learning (IN2346), endterm'
    """
    found: dict[str, Exam] = {}
    problems: list[str] = []
    for path in sorted((Path(__file__).parent / "exams").glob("*.yaml")):
        try:
            found[path.stem] = _exam(path.stem, yaml.safe_load(path.read_text(encoding="utf-8")))
        except (TypeError, KeyError, ValueError, yaml.YAMLError) as error:
            problems.append(f"{path.name}: {error}")
    if problems:
        raise BankError(problems)
    return found


@cache
def items() -> dict[str, Item]:
    """All items of all papers by id."""
    return {item.id: item for exam in exams().values() for item in exam.items}


def place(item_id: str) -> str:
    """Where an item is printed, in a reader's words.

    Examples
    --------
    >>> place("tum19-6c")
    'TUM 2019, 6c'
    """
    item = items()[item_id]
    return f"{exams()[item.exam].short}, {item.label}"


def _exam(name: str, data: dict[str, Any]) -> Exam:
    entries = tuple(Item(exam=name, **entry) for entry in data.pop("items"))
    for item in entries:
        if item.chapter not in CHAPTERS:
            raise ValueError(
                f"item {item.id}: chapter is {item.chapter!r}; it may be {', '.join(CHAPTERS)}"
            )
    return Exam(id=name, items=entries, **data)
