"""The fresh numbers of each card: verified in Python, shipped as one classic script a question.

A script and not JSON, because ``fetch`` does not work in a copy opened from disk. The page loads it
when "New numbers" is first pressed.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unrolled import bank
from unrolled.site import fingerprint
from unrolled.site.assets import FOLDER
from unrolled.site.problems import report

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_STAMP = re.compile(r"// (?P<key>\w+) (?P<count>\d+)\n")
_CARD = re.compile(r'<unrolled-question [^>]*?data-id="([^"]+)"')


def ids(html: str) -> list[str]:
    """Questions whose cards are on a page."""
    return _CARD.findall(html)


def script(question_id: str, variants: list[Any]) -> str:
    """One line of JavaScript that hands the variants to the card."""
    data = json.dumps(variants, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return f"window.unrolled.bank({json.dumps(question_id)},{data});\n"


def folder(app: Sphinx) -> Path:
    """Where the scripts are."""
    return Path(app.outdir) / FOLDER / "bank"


def write(question: bank.Question, target: Path) -> int:
    """Write a question's script, unless nothing has changed since it was written.

    Parameters
    ----------
    question : Question
    target : Path
        The folder for scripts.

    Returns
    -------
    int
        How many variants the script has.

    Raises
    ------
    BankError
        If the question's two routes disagree, on the exam's numbers or a variant's.
    """
    from unrolled import card

    path = target / f"{question.id}.js"
    key = fingerprint.digest(question.dependencies, fingerprint.common().encode())
    known = _STAMP.match(path.read_text(encoding="utf-8")) if path.is_file() else None
    if known and known["key"] == key:
        return int(known["count"])
    if question.answers:
        question.check_routes(question.exam.params)
    made = card.variants(question)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = script(question.id, made) if made else ""
    path.write_text(f"// {key} {len(made)}\n{text}", encoding="utf-8")
    return len(made)


def page_context(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    """Write the scripts of the page's cards."""
    for question_id in ids(context.get("body", "")):
        try:
            write(bank.load(question_id), folder(app))
        except bank.BankError as error:
            for problem in error.problems:
                report(app.env, page, problem)


def setup(app: Sphinx) -> None:
    """Write variants with the pages that use them."""
    app.connect("html-page-context", page_context)
