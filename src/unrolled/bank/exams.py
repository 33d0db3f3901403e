"""The papers and their items: `exams/<id>.yaml`, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from unrolled.bank.errors import BankError

#: Chapters in reading order: folder names under questions/ and stems of the notebooks.
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
    """One sub-question of a paper.

    Attributes
    ----------
    id : str
        Such as "tum19-6c".
    exam : str
        The paper's id, such as "tum19".
    label : str
        As the paper numbers it, "6c".
    credits : float or None
        None where the paper does not say.
    kind : str
        How the paper asks, such as "multiple-choice" or "short".
    chapter : str
        One of `CHAPTERS`.
    topic : str
        What it is about, in a few words.
    """

    id: str
    exam: str
    label: str
    credits: float | None
    kind: str
    chapter: str
    topic: str


@dataclass(frozen=True)
class Exam:
    """One paper: its facts and its items in the paper's order; None is what it does not say.

    Attributes
    ----------
    id : str
        Such as "tum19", the stem of its file.
    short, title, institution : str
        Its name for a list, its name in full, and whose paper it is.
    items : tuple of Item
    date : str or None
    minutes : int or None
        Time allowed.
    credits : float or None
        In all.
    aids, key, scoring : str or None
        What may be used, where the key is from, and how choices are scored, as sentences.
    problem_credits, bonus_credits : dict of int to float, or None
        By the number of the problem, where credits are printed for a problem as a whole.
    """

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

    Returns
    -------
    dict of str to Exam

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
    """All items of all papers by id.

    Returns
    -------
    dict of str to Item

    Raises
    ------
    BankError
        As `exams`.

    Examples
    --------
    >>> items()["tum19-6c"].chapter
    'recurrent'
    """
    return {item.id: item for exam in exams().values() for item in exam.items}


def place(item_id: str) -> str:
    """Where an item is printed, in a reader's words.

    Parameters
    ----------
    item_id : str
        A key of `items`.

    Returns
    -------
    str

    Raises
    ------
    KeyError
        If there is no such item.

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
