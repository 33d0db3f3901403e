"""Ways to a question: chapters for each paper (``{map}``), and all cards (``{find} topic``)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from unrolled import bank
from unrolled.site import chapters, exam
from unrolled.site.listing import ListingDirective, add, card_link, link
from unrolled.site.question import homes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# What each kind of question asks for, in the order of the index.
KINDS = {
    "numeric": "Compute a number",
    "choice": "Choose among statements",
    "true-false": "True or false",
    "prose": "Explain",
    "derivation": "Derive",
    "drawing": "Draw",
    "code": "Read or write code",
}
BY = ("topic", "kind")


class FindDirective(ListingDirective):
    """All cards, in groups."""

    required_arguments = 1
    optional_arguments = 0

    def check(self, name: str) -> str | None:
        """Name what the groups may be."""
        return None if name in BY else f"find is by {name!r}; it may be by {' or '.join(BY)}"


def render(app: Sphinx, page: str, by: str) -> str:
    """One table for each topic, or each kind."""
    shown = [question for question in bank.questions() if question.id in homes(app.env)]
    if by == "topic":
        groups = {
            link(app, page, chapters.page(name), chapters.label(name)): [
                question for question in shown if question.chapter == name
            ]
            for name in bank.CHAPTERS
        }
    else:
        groups = {
            escape(words): [question for question in shown if question.kind == kind]
            for kind, words in KINDS.items()
        }
    return "".join(table(app, page, title, some, by) for title, some in groups.items() if some)


def table(app: Sphinx, page: str, title: str, found: list[bank.Question], by: str) -> str:
    """A group's cards: title, what it asks for or where it belongs, and the papers' items."""
    other = "Asks to" if by == "topic" else "Chapter"
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Card", other, "Items"))
    body = "".join(
        f'<tr><th scope="row">{card_link(app, page, question)}</th>'
        f"<td>{escape(about(question, by))}</td><td>{places(question)}</td></tr>"
        for question in found
    )
    count = f"{len(found)} card{'s' if len(found) > 1 else ''}"
    return (
        f'<div class="s-wide"><table class="s-items s-found"><caption>{title}'
        f" <span>{count}</span></caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def about(question: bank.Question, by: str) -> str:
    """What the group does not say of a card."""
    return KINDS[question.kind].lower() if by == "topic" else chapters.label(question.chapter)


def places(question: bank.Question) -> str:
    """The items that the card is the home of, paper by paper."""
    items = [bank.items()[ref.id] for ref in question.items]
    papers = groupby(items, key=lambda item: item.exam)
    return escape("; ".join(f"{bank.exams()[name].short} {joined(some)}" for name, some in papers))


def joined(items: Iterable[bank.Item]) -> str:
    """Labels of items of one paper."""
    return ", ".join(item.label for item in items)


def chapter_map(app: Sphinx, page: str, _name: str) -> str:
    """Papers down, chapters across: how many items of the paper the chapter answers."""
    head = "".join(
        f'<th scope="col"><abbr title="{escape(chapters.TITLES[name])}">'
        f"{link(app, page, chapters.page(name), chapters.stem(name)[:2])}</abbr></th>"
        for name in bank.CHAPTERS
    )
    rows = "".join(map_row(app, page, paper) for paper in bank.exams().values())
    caption = "How many items of each paper a chapter answers"
    return (
        f'<div class="s-wide" tabindex="0" role="region" aria-label="{caption}">'
        f'<table class="s-items s-map"><caption>{caption}</caption>'
        f'<thead><tr><th scope="col">Paper</th>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def map_row(app: Sphinx, page: str, paper: bank.Exam) -> str:
    """One paper's counts."""
    counts = Counter(item.chapter for item in paper.items)
    cells = "".join(cell(app, page, name, counts[name]) for name in bank.CHAPTERS)
    name = link(app, page, exam.page(paper.id), paper.short)
    return f'<tr><th scope="row">{name}</th>{cells}</tr>'


def cell(app: Sphinx, page: str, chapter: str, count: int) -> str:
    """One count, the darker the larger; a link to the chapter."""
    if not count:
        return "<td></td>"
    shade = 1 if count < 3 else 2 if count < 6 else 3
    return f'<td class="s-some-{shade}">{link(app, page, chapters.page(chapter), str(count))}</td>'


def setup(app: Sphinx) -> None:
    """Add the directives."""
    add(app, FindDirective, "find", render)
    add(app, ListingDirective, "map", chapter_map)
