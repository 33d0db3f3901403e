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

_CARD = re.compile(r'<unrolled-question [^>]*?data-id="([^"]+)"')


def ids(html: str) -> list[str]:
    """Questions whose cards are on a page."""
    return _CARD.findall(html)


def script(question_id: str, variants: list[Any]) -> str:
    """One line of JavaScript that hands the variants to the card."""
    data = json.dumps(variants, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return f"window.unrolled.bank({json.dumps(question_id)},{data});\n"


def write(question: bank.Question, folder: Path) -> bool:
    """Write a question's script unless it has no variants, or nothing has changed since."""
    from unrolled import card

    path = folder / f"{question.id}.js"
    key = fingerprint.digest(question.dependencies, fingerprint.common().encode())
    stamp = f"// {key}\n"
    if path.is_file() and path.read_text(encoding="utf-8").startswith(stamp):
        return False
    variants = card.variants(question)
    if not variants:
        path.unlink(missing_ok=True)
        return False
    text = stamp + script(question.id, variants)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return True


def page_context(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    """Write the scripts of the page's cards."""
    for question_id in ids(context.get("body", "")):
        try:
            write(bank.load(question_id), Path(app.outdir) / FOLDER / "bank")
        except bank.BankError as error:
            for problem in error.problems:
                report(app.env, page, problem)


def setup(app: Sphinx) -> None:
    """Write variants with the pages that use them."""
    app.connect("html-page-context", page_context)
