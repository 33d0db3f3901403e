"""What the book has of each paper (``{coverage}``): item by item, generated, never typed."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from unrolled import bank
from unrolled.site import exam, variants
from unrolled.site.listing import ListingDirective, add, card_link, link
from unrolled.site.question import homes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_HEAD = ("Item", "Card", "Answered by", "Kind", "Fresh", "Explorable")


def render(app: Sphinx, page: str, _name: str) -> str:
    """A summary, then one table for each paper."""
    found = {ref.id: question for question in bank.questions() for ref in question.items}
    shown = {q: count(app, question) for q, question in _by_id(app).items()}
    fresh = sum(n > 0 for n in shown.values())
    facts = {
        "Items": f"{sum(name in found for name in bank.items())} of {len(bank.items())}",
        "Cards": f"{len(shown)}, of which {fresh} have fresh variants",
        "Variants": f"{sum(shown.values())}, each solved by both routes when the book was built",
        "Keys": f"{sum(q.verdict is not None for q in _by_id(app).values())} with an erratum",
    }
    rows = "".join(f"<div><dt>{a}</dt><dd>{b}</dd></div>" for a, b in facts.items())
    papers = "".join(table(app, page, paper, found, shown) for paper in bank.exams().values())
    return f'<dl class="s-facts">{rows}</dl>{papers}'


def table(
    app: Sphinx,
    page: str,
    paper: bank.Exam,
    found: dict[str, bank.Question],
    shown: dict[str, int],
) -> str:
    """One paper's items in its order."""
    head = "".join(f'<th scope="col">{name}</th>' for name in _HEAD)
    rows = "".join(row(app, page, item, found.get(item.id), shown) for item in paper.items)
    title = link(app, page, exam.page(paper.id), paper.short)
    return (
        f'<div class="s-wide"><table class="s-items s-coverage"><caption>{title}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def row(
    app: Sphinx,
    page: str,
    item: bank.Item,
    question: bank.Question | None,
    shown: dict[str, int],
) -> str:
    """Where an item is at home, and how it is answered."""
    if question is None:
        cells = ['<span class="s-missing">not yet written</span>', *[""] * 4]
    else:
        cells = [
            card_link(app, page, question) or escape(question.title),
            routes(question),
            escape(question.kind),
            str(shown.get(question.id) or "–"),
            escape(question.explorable or "–"),
        ]
    body = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr><th scope="row">{escape(item.label)}</th>{body}</tr>'


def routes(question: bank.Question) -> str:
    """How the answer is reached, and how often."""
    experiment = hasattr(question.module, "experiment")
    if question.pool:
        return "reasons, and an experiment" if experiment else "reasons"
    if question.answers:
        return "two routes, and an experiment" if experiment else "two routes"
    return "an argument, and an experiment" if experiment else "an argument"


def count(app: Sphinx, question: bank.Question) -> int:
    """How many fresh variants the site has of a question; they are made and verified on the way."""
    return variants.write(question, variants.folder(app))


def _by_id(app: Sphinx) -> dict[str, bank.Question]:
    """The questions whose cards the book has."""
    return {q.id: q for q in bank.questions() if q.id in homes(app.env)}


def setup(app: Sphinx) -> None:
    """Add the directive."""
    add(app, ListingDirective, "coverage", render)
