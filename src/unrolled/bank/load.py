"""Read question folders; say everything that is wrong with them in one go."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

from unrolled.bank.answer import Answer
from unrolled.bank.errors import BankError
from unrolled.bank.exams import CHAPTERS, items, place
from unrolled.bank.model import ItemRef, Question

KINDS = ("numeric", "choice", "true-false", "prose", "derivation", "drawing", "code")
SECTIONS = ("Question", "Hint", "Solution", "Marking", "About the key")
_FIELDS = ("title", "kind", "items", "explorable", "preset", "answers", "argument")
_PARTS = ("EXAM", "EXPECTED", "solve", "verify", "steps")  # what answer.py must have for answers
_PACKAGE = Path(__file__).parents[1]


def root() -> Path:
    """The folder that holds all questions, `<chapter>/<slug>/` each."""
    return _PACKAGE / "questions"


def ids() -> tuple[str, ...]:
    """All question ids, chapter by chapter, without reading their content."""
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
    """Every question of the book, checked as a whole.

    Raises
    ------
    BankError
        With one line for each problem in any folder, and for each exam item with two homes.
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
        state = question.exam.state
        if question.explorable != explorable or state is None:
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


def read(folder: Path) -> Question:
    """Read one question folder.

    Raises
    ------
    BankError
        With one line for each problem: file, field, what it is, what it may be.
    """
    file = folder / "question.md"
    if not file.is_file():
        raise BankError(f"{folder}: question.md is missing; a question's folder holds its text")
    front, body = _split(file)
    problems = [f"{file}: {problem}" for problem in _check_front(front)]
    sections = _sections(body)
    problems += [f"{file}: {problem}" for problem in _check_sections(sections)]
    module: ModuleType | None = None
    answers: tuple[Answer, ...] = ()
    try:
        module = _module(folder)
        answers = _answers(front, module, folder)
    except BankError as error:
        problems += error.problems
    if problems:
        raise BankError(problems)
    return Question(
        id=f"{folder.parent.name}/{folder.name}",
        path=folder,
        title=front["title"],
        kind=front["kind"],
        items=tuple(ItemRef(entry["id"], entry["credits"]) for entry in front["items"]),
        answers=answers,
        sections=sections,
        explorable=front.get("explorable"),
        preset=front.get("preset") or {},
        argument=front.get("argument", not answers),
        module=module,
    )


def _ids(base: Path) -> Iterable[str]:
    for chapter in CHAPTERS:
        for folder in sorted((base / chapter).glob("*/")):
            if not folder.name.startswith(("_", ".")):
                yield f"{chapter}/{folder.name}"


def _split(file: Path) -> tuple[dict[str, Any], str]:
    text = file.read_text(encoding="utf-8")
    match = re.match(r"---\n(.*?\n)---\n(.*)", text, re.DOTALL)
    if not match:
        raise BankError(f"{file}: front matter is missing; the file begins with --- YAML ---")
    try:
        front = yaml.safe_load(match[1])
    except yaml.YAMLError as error:
        raise BankError(
            f"{file}: front matter is not YAML: {' '.join(str(error).split())}"
        ) from None
    if not isinstance(front, dict):
        raise BankError(f"{file}: front matter is {type(front).__name__}; it must be fields")
    return front, match[2]


def _check_front(front: dict[str, Any]) -> Iterable[str]:
    for name in front:
        if name not in _FIELDS:
            near = get_close_matches(str(name), _FIELDS, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(_FIELDS)}"
            yield f"unknown field {name!r}; {hint}"
    if not isinstance(front.get("title"), str):
        yield f"title is {front.get('title')!r}; it must be a short text"
    if front.get("kind") not in KINDS:
        yield f"kind is {front.get('kind')!r}; it may be one of {', '.join(KINDS)}"
    if not isinstance(front.get("preset", {}), dict):
        yield f"preset is {front['preset']!r}; it must be fields of the explorable's state"
    if "explorable" in front and not _is_explorable(front["explorable"]):
        yield f"explorable is {front['explorable']!r}; there is no such folder under explorables/"
    if not isinstance(front.get("argument", False), bool):
        yield f"argument is {front['argument']!r}; it may be true or false"
    entries = front.get("items")
    if not isinstance(entries, list) or not entries:
        yield f"items is {entries!r}; it must be a list such as [{{id: tum19-6c, credits: 3}}]"
        return
    for entry in entries:
        yield from _check_item(entry)


def _is_explorable(name: Any) -> bool:
    folder = _PACKAGE / "explorables" / str(name).replace("-", "_")
    return isinstance(name, str) and "_" not in name and (folder / "__init__.py").is_file()


def _check_item(entry: Any) -> Iterable[str]:
    if not isinstance(entry, dict) or set(entry) != {"id", "credits"}:
        yield f"items: {entry!r} must have the fields id and credits, and no other"
    elif entry["id"] not in items():
        near = get_close_matches(str(entry["id"]), items(), n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "bank/exams/ lists all"
        yield f"items: unknown exam item {entry['id']!r}; {hint}"
    elif entry["credits"] != items()[entry["id"]].credits:
        paper = items()[entry["id"]].credits
        yield f"items: {entry['id']} has {entry['credits']} credits here and {paper} in bank/exams/"


def _sections(body: str) -> dict[str, str]:
    # Fenced code may hold lines that begin with "# ": skip the fences when looking for headings.
    parts = re.split(r"(?m)^(```.*?^```\s*?$)", body, flags=re.DOTALL)
    found: dict[str, str] = {}
    current = ""
    for part in parts:
        for line in [part] if part.startswith("```") else part.splitlines(keepends=True):
            heading = re.match(r"# +(.*?)\s*$", line)
            if heading:
                current = heading[1]
                found[current] = ""
            elif current or line.strip():
                found[current] = found.get(current, "") + line
    return {name: text.strip() for name, text in found.items()}


def _check_sections(sections: dict[str, str]) -> Iterable[str]:
    for name in sections:
        if name not in SECTIONS:
            yield f"unknown section {name!r}; a question has {', '.join(SECTIONS)}"
    for name in SECTIONS[:4]:
        if not sections.get(name):
            yield f"section {name!r} is missing or empty"


def _module(folder: Path) -> ModuleType | None:
    file = folder / "answer.py"
    if not file.is_file():
        return None
    # By location, not by name: any folder can be read, in tests a temporary one too.
    name = f"unrolled.questions.{folder.parent.name}.{folder.name}.answer"
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise BankError(f"{file}: cannot be imported: {type(error).__name__}: {error}") from error
    return module


def _answers(front: dict[str, Any], module: ModuleType | None, folder: Path) -> tuple[Answer, ...]:
    entries = front.get("answers") or []
    file = folder / "answer.py"
    if not entries:
        if hasattr(module, "EXPECTED"):
            raise BankError(f"{folder}/question.md: answers is missing, but answer.py has EXPECTED")
        return ()
    lacking = [part for part in _PARTS if not hasattr(module, part)]
    if lacking:
        raise BankError(f"{file}: {', '.join(lacking)} missing; a question with answers needs them")
    expected = vars(module)["EXPECTED"]
    if not isinstance(expected, tuple) or len(expected) != len(entries):
        raise BankError(
            f"{file}: EXPECTED is {expected!r}; it must be a tuple of {len(entries)} values, "
            "one for each entry of answers in question.md"
        )
    problems: list[str] = []
    found: list[Answer] = []
    for entry, value in zip(entries, expected, strict=True):
        try:
            found.append(Answer.parse(entry, value))
        except (ValueError, TypeError) as error:
            problems.append(f"{folder / 'question.md'}: answers: {error}")
    if problems:
        raise BankError(problems)
    return tuple(found)


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
