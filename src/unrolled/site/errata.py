"""The errata (``{errata}``): where a printed key is wrong or incomplete, generated, never typed."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from unrolled import bank
from unrolled.site import exam
from unrolled.site.chapters import label
from unrolled.site.listing import ListingDirective, add, link
from unrolled.site.maths import prerender
from unrolled.site.question import anchor, homes

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def render(app: Sphinx, page: str, _name: str) -> str:
    """All errata, chapter by chapter; a sentence if there are none."""
    found = [q for q in bank.questions() if q.key is not None or q.erratum]
    if not found:
        return "<p>No erratum so far.</p>"
    return "".join(entry(app, page, question) for question in found)


def entry(app: Sphinx, page: str, question: bank.Question) -> str:
    """What is printed, what is right, why, and where the proof is."""
    items = bank.items()
    papers = ", ".join(
        link(app, page, exam.page(items[ref.id].exam), paper(ref.id), f"#{ref.id}")
        for ref in question.items
    )
    why = bank.html(question.erratum, prerender) if question.erratum else ""
    home = homes(app.env).get(question.id)
    proof = ""
    if home:
        text = f"the card and its executed solution in {label(question.chapter)}"
        where = link(app, page, home, text, f"#{anchor(question.id)}")
        proof = f'<p class="s-proof">Proof: {where}.</p>'
    name = f"erratum-{anchor(question.id)}"
    return (
        f'<section class="s-erratum" aria-labelledby="{name}">'
        f'<h2 id="{name}">{escape(question.title)}</h2><p class="s-kicker">{papers}</p>'
        f"{comparison(question)}{why}{proof}</section>"
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
        f'<span aria-hidden="true">{prerender(a.tex)}</span></th>'
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
    return f"<td>{'–' if value is None else prerender(bank.format_value(value))}</td>"


def setup(app: Sphinx) -> None:
    """Add the directive."""
    add(app, ListingDirective, "errata", render)
