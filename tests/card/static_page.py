"""A small static site with cards, as the book's site has them, to drive in a browser."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterable
from html import unescape
from pathlib import Path

import unrolled
from tests.card import node
from unrolled import bank, card

BUNDLES = Path(unrolled.__file__).parent / "_bundles"
PAGE = """<!doctype html><html lang="en" data-content_root="./"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>Cards</title>
<script>document.documentElement.classList.add("unrolled-js")</script>
<link rel="stylesheet" href="_static/unrolled/katex.css">
<link rel="stylesheet" href="_static/unrolled/unrolled.css">
<style>
body {{ margin: 0; background: var(--u-bg); color: var(--u-ink); font: 18px/1.6 var(--u-serif) }}
main {{ max-width: 760px; margin: 0 auto; padding: 20px }}</style>
<script defer src="_static/unrolled/kit.js"></script>
<script defer src="_static/unrolled/card.js"></script></head>
<body><main><h1>Cards</h1><h2>Questions</h2>{cards}</main></body></html>"""


RENDER = """
const katex = require(process.argv[1]);
const formulas = JSON.parse(require("fs").readFileSync(0, "utf8"));
const render = ([display, tex]) => katex.renderToString(tex, { displayMode: Boolean(display) });
console.log(JSON.stringify(formulas.map(render)));
"""
FORMULA = re.compile(r'<span class="u-tex"( data-display)?>(.*?)</span>', re.DOTALL)


def prerender(page: str) -> str:
    """Typeset all formulas of a page, as the book's build does."""
    formulas = [(display, unescape(tex)) for display, tex in FORMULA.findall(page)]
    done = subprocess.run(
        [node.program(), "--eval", RENDER, str(BUNDLES / "katex.min.js")],
        input=json.dumps(formulas),
        capture_output=True,
        text=True,
        check=True,
    )
    rendered = iter(json.loads(done.stdout))
    return FORMULA.sub(lambda _: next(rendered), page)


def write(folder: Path, questions: Iterable[bank.Question]) -> Path:
    """Write the page and everything it loads; return its path."""
    static = folder / "_static/unrolled"
    (static / "bank").mkdir(parents=True)
    for name in ("kit.js", "card.js", "katex.js", "katex.css", "unrolled.css"):
        shutil.copy(BUNDLES / name, static)
    shutil.copytree(BUNDLES / "fonts", static / "fonts")
    cards = []
    for question in questions:
        inner = card.html(question, bank.spans)
        cards.append(f'<unrolled-question data-id="{question.id}">{inner}</unrolled-question>')
        fresh = json.dumps(card.variants(question))
        script = static / f"bank/{question.id}.js"
        script.parent.mkdir(exist_ok=True)
        script.write_text(f"window.unrolled.bank({json.dumps(question.id)},{fresh});")
    page = folder / "index.html"
    page.write_text(PAGE.format(cards=prerender("\n".join(cards))), encoding="utf-8")
    return page
