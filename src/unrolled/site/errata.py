"""The errata (``{errata}``): where a printed key is wrong or incomplete, generated, never typed."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from unrolled import bank
from unrolled.site import exam, measured, proof
from unrolled.site.chapters import label
from unrolled.site.listing import ListingDirective, add, link
from unrolled.site.maths import prerender
from unrolled.site.question import anchor, homes

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def render(app: Sphinx, page: str, _name: str) -> str:
    """All errata, what matters most first; a sentence if there are none."""
    found = [q for q in bank.questions() if q.verdict]
    groups = {v: [q for q in found if q.verdict == v] for v in bank.VERDICTS}
    body = "".join(group(app, page, v, questions) for v, questions in groups.items() if questions)
    return body or "<p>No erratum so far.</p>"


def group(app: Sphinx, page: str, verdict: str, questions: list[bank.Question]) -> str:
    """The questions whose keys have the same thing the matter with them."""
    what = bank.VERDICTS[verdict]
    entries = "".join(entry(app, page, question) for question in questions)
    return (
        f'<section aria-labelledby="verdict-{verdict}"><h2 id="verdict-{verdict}">'
        f"{what[0].upper()}{what[1:]} ({len(questions)})</h2>{entries}</section>"
    )


def entry(app: Sphinx, page: str, question: bank.Question) -> str:
    """What is printed, what is right, why, and where the proof is."""
    measured.recall(app.env, question)
    items = bank.items()
    papers = ", ".join(
        link(app, page, exam.page(items[ref.id].exam), paper(ref.id), f"#{ref.id}")
        for ref in question.items
    )
    why = bank.html(question.erratum, prerender) if question.erratum else ""
    home = homes(app.env).get(question.id)
    shown = ""
    if home:
        shown = proof.html(app, home, question.id)
        text = f"the card and its executed solution in {label(question.chapter)}"
        where = link(app, page, home, text, f"#{anchor(question.id)}")
        shown += f'<p class="s-proof">See also {where}.</p>'
    name = f"erratum-{anchor(question.id)}"
    return (
        f'<section class="s-erratum" aria-labelledby="{name}">'
        f'<h3 id="{name}">{escape(question.title)}</h3><p class="s-kicker">{papers}</p>'
        f"{comparison(question)}{why}{shown}</section>"
    )


def paper(item_id: str) -> str:
    """The short name of an item's paper and the item's label."""
    item = bank.items()[item_id]
    return f"{bank.exams()[item.exam].short}, {item.label}"


def comparison(question: bank.Question) -> str:
    """Printed and right values side by side; the key's words where it is text."""
    if question.key is None:
        return ""
    if isinstance(question.key, str):
        printed = bank.html(question.key, prerender)
        return f'<dl class="s-facts"><div><dt>Printed</dt><dd>{printed}</dd></div></dl>'
    head = "".join(
        f'<th scope="col"><span class="s-hidden">{escape(a.name)}</span>'
        f'<span aria-hidden="true">{bank.heading(a, prerender)}</span></th>'
        for a in question.answers
    )
    rows = "".join(
        f'<tr class="{kind}"><th scope="row">{name}</th>{"".join(map(cell, values))}</tr>'
        for kind, name, values in (
            ("s-printed", "Printed", question.key),
            ("s-right", "Right", question.expected),
        )
    )
    return (
        f'<div class="s-wide"><table class="s-compare"><thead><tr><td></td>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def cell(value: object) -> str:
    """One value of the comparison; a dash where the key has none."""
    if value is None:
        text = "–"
    elif isinstance(value, str | list):
        text = escape(value if isinstance(value, str) else ", ".join(map(str, value)))
    elif isinstance(value, bool):
        text = "true" if value else "false"
    else:
        text = prerender(bank.format_value(value))
    return f"<td>{text}</td>"


def setup(app: Sphinx) -> None:
    """Add the directive."""
    add(app, ListingDirective, "errata", render)
