"""Read one question folder; say everything that is wrong with it in one go."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import yaml

from unrolled.bank.answer import Answer
from unrolled.bank.errors import BankError
from unrolled.bank.exams import items
from unrolled.bank.model import VERDICTS, ItemRef, Question
from unrolled.bank.statements import Pool, Statement, parse

KINDS = ("numeric", "choice", "true-false", "prose", "derivation", "drawing", "code")
_NEEDED = ("Question", "Hint", "Solution", "Marking")
SECTIONS = (*_NEEDED, "Statements", "More statements", "About the key")
_FIELDS = (
    *("title", "kind", "items", "verdict", "explorable", "preset"),
    *("answers", "select", "scoring", "argument"),
)
_PARTS = ("EXAM", "EXPECTED", "solve", "verify", "steps")  # what answer.py must have for answers
_PACKAGE = Path(__file__).parents[1]


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
    problems += [f"{file}: {problem}" for problem in _check_verdict(front, sections)]
    module: ModuleType | SimpleNamespace | None = None
    answers: tuple[Answer, ...] = ()
    pool: Pool | None = None
    try:
        module = _module(folder)
        pool = _pool(front, sections, file)
        if pool:
            answers, module = pool.answers(), pool.module(_own(front, module, folder))
        else:
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
        verdict=front.get("verdict"),
        preset=front.get("preset") or {},
        argument=front.get("argument", not answers),
        pool=pool,
        scoring=tuple(front["scoring"]) if "scoring" in front else None,
        module=module,
    )


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
    scoring = front.get("scoring", [0, 0])
    if not (isinstance(scoring, list) and [type(n) for n in scoring] == [int, int]):
        yield f"scoring is {scoring!r}; it must be the points for right and for wrong, as [1, -1]"
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
    for name in _NEEDED:
        if not sections.get(name):
            yield f"section {name!r} is missing or empty"


def _check_verdict(front: dict[str, Any], sections: dict[str, str]) -> Iterable[str]:
    verdict = front.get("verdict")
    if "verdict" in front and verdict not in VERDICTS:
        yield f"verdict is {verdict!r}; it may be one of {', '.join(VERDICTS)}"
    elif ("verdict" in front) != ("About the key" in sections):
        yield "the field verdict and the section 'About the key' come together, or not at all"


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


def _pool(front: dict[str, Any], sections: dict[str, str], file: Path) -> Pool | None:
    found: list[tuple[Statement, ...]] = []
    if ("select" in front) != ("Statements" in sections):
        raise BankError(f"{file}: the field select and the section 'Statements' come together")
    for name in ("Statements", "More statements"):
        try:
            found.append(parse(sections[name]) if name in sections else ())
        except ValueError as error:
            raise BankError(f"{file}: section {name}: {error}") from None
    pool = Pool(found[0] + found[1], len(found[0]), str(front.get("select")))
    if "Statements" in sections and pool.problems():
        raise BankError(f"{file}: {problem}" for problem in pool.problems())
    return pool if "Statements" in sections else None


def _own(front: dict[str, Any], module: ModuleType | None, folder: Path) -> dict[str, Any]:
    """What answer.py may add to statements: what they say about themselves is in question.md."""
    taken = [part for part in (*_PARTS, "vary", "mistakes") if hasattr(module, part)]
    if taken:
        raise BankError(f"{folder / 'answer.py'}: {', '.join(taken)}: statements need none of them")
    if "answers" in front:
        raise BankError(f"{folder / 'question.md'}: answers: statements bring their own")
    return {part: vars(module)[part] for part in ("KEY", "experiment") if hasattr(module, part)}


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
