"""Find questions: one by its id, all of them, those of an explorable, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from unrolled.bank.errors import BankError
from unrolled.bank.exams import CHAPTERS, items, place
from unrolled.bank.folder import read
from unrolled.bank.model import Question

_PACKAGE = Path(__file__).parents[1]


def root() -> Path:
    """The folder that holds all questions, `<chapter>/<slug>/` each."""
    return _PACKAGE / "questions"


def ids() -> tuple[str, ...]:
    """All question ids, chapter by chapter, without reading their content.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> "recurrent/relu_rnn_unroll" in ids()
    True
    """
    return tuple(_ids(root()))


def load(question_id: str) -> Question:
    """Read one question.

    Parameters
    ----------
    question_id : str
        Path below questions/, such as "recurrent/relu_rnn_unroll".

    Returns
    -------
    Question

    Raises
    ------
    BankError
        If there is no such question (close ones are named), or its folder is malformed.

    Examples
    --------
    >>> load("recurrent/relu_rnn_unroll").answers[0].name
    'h_1'
    """
    known = ids()
    if question_id not in known:
        near = get_close_matches(str(question_id), known, n=3, cutoff=0.4)
        hint = f"did you mean {' or '.join(near)}?" if near else "`bank list` shows all"
        raise BankError(f"there is no question {question_id!r}; {hint}")
    return read(root() / question_id)


@cache
def questions() -> tuple[Question, ...]:
    """Every question of the book, checked as a whole and in the order of `ids`.

    Returns
    -------
    tuple of Question

    Raises
    ------
    BankError
        With one line for each problem in any folder, and for each exam item with two homes.

    Examples
    --------
    >>> [question.id for question in questions()] == list(ids())
    True
    """
    return read_all(root())


def presets(explorable: str) -> dict[str, dict[str, Any]]:
    """States in which an explorable opens on the exams' own numbers.

    Parameters
    ----------
    explorable : str
        Its name, such as "rnn-unroller".

    Returns
    -------
    dict of str to state
        By paper and item, such as "TUM 2019, 6b"; empty if no question opens it.

    Examples
    --------
    >>> presets("rnn-unroller")["TUM 2019, 6c · TUM 2019, 6d"]["x"]
    [1, 2, 0]
    """
    found: list[tuple[list[str], dict[str, Any]]] = []
    for question in questions():
        # Nothing is filled in for this: experiments take half a minute.
        state = question.opening if question.explorable == explorable else None
        if state is None:
            continue
        names = [place(ref.id) for ref in question.items]
        same = next((entry for entry in found if entry[1] == state), None)
        if same:  # two items on the same numbers are one entry
            same[0].extend(names)
        else:
            found.append((names, state))
    return {" · ".join(sorted(names)): state for names, state in found}


def read_all(base: Path) -> tuple[Question, ...]:
    """Read all questions below `base`; see `questions`."""
    found: list[Question] = []
    problems: list[str] = []
    for question_id in _ids(base):
        try:
            found.append(read(base / question_id))
        except BankError as error:
            problems.extend(error.problems)
    problems.extend(_homes(found))
    if problems:
        raise BankError(problems)
    return tuple(found)


def _ids(base: Path) -> Iterable[str]:
    for chapter in CHAPTERS:
        for folder in sorted((base / chapter).glob("*/")):
            if not folder.name.startswith(("_", ".")):
                yield f"{chapter}/{folder.name}"


def _homes(found: list[Question]) -> Iterable[str]:
    """No item has two homes, and each is at home in its own chapter."""
    homes: dict[str, list[str]] = {}
    for question in found:
        for ref in question.items:
            homes.setdefault(ref.id, []).append(question.id)
            if items()[ref.id].chapter != question.chapter:
                yield (
                    f"{question.path / 'question.md'}: items: {ref.id} belongs to chapter "
                    f"{items()[ref.id].chapter}, not {question.chapter}"
                )
    for item_id, at in homes.items():
        if len(at) > 1:
            yield f"exam item {item_id} has {len(at)} homes: {', '.join(at)}; it must have one"


def homeless(found: Iterable[Question]) -> list[str]:
    """Exam items without a home, of the chapters that have a question already.

    `questions` does not insist on this, so that a chapter can be written one question at a time;
    `bank check` and the tests do, so that none is published with a gap.

    Parameters
    ----------
    found : iterable of Question
        All questions.

    Returns
    -------
    list of str
        One line for each item.

    Examples
    --------
    >>> homeless(questions())
    []
    """
    asked = list(found)
    begun = {question.chapter for question in asked}
    housed = {ref.id for question in asked for ref in question.items}
    return [
        f"exam item {item.id} has no home: name it under items in a question of "
        f"questions/{item.chapter}/"
        for item in items().values()
        if item.chapter in begun and item.id not in housed
    ]
