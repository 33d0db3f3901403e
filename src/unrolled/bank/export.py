"""The bank as data for other programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from unrolled.bank.model import Question
from unrolled.bank.statements import lettered


def record(question: Question) -> dict[str, Any]:
    """One question as plain data; see `to_json`."""
    key = question.key
    return {
        "id": question.id,
        "title": question.title,
        "kind": question.kind,
        "chapter": question.chapter,
        "items": [ref.id for ref in question.items],
        "answers": [answer.name for answer in question.answers],
        "expected": list(question.expected) if question.answers else None,
        "key": list(key) if isinstance(key, tuple) else key,
        "erratum": question.erratum,
        "variants": len(question.variants()),
        "explorable": question.explorable,
        "prompt": question.exam.prompt,
        "statements": {a: entry.text for a, entry in lettered(question.exam.statements)},
    }


def to_json(questions: Iterable[Question]) -> str:
    """A JSON list of objects, one for each question.

    `items` are exam item ids, `answers` names, `expected` the values in their order (null for
    prose), `key` what the paper prints (null where it agrees), `erratum` Markdown or null,
    `variants` a count.
    """
    return json.dumps([record(q) for q in questions], indent=2, ensure_ascii=False, allow_nan=False)


FORMATS: dict[str, Callable[[Iterable[Question]], str]] = {"json": to_json}
