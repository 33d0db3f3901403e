"""One paper as a page: its facts, and all its items in the paper's order (``{exam} tum19``)."""

from __future__ import annotations

import re
from difflib import get_close_matches
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from unrolled import bank
from unrolled.site.chapters import label
from unrolled.site.listing import ListingDirective, add, card_link

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class ExamDirective(ListingDirective):
    """The paper of that id."""

    required_arguments = 1
    optional_arguments = 0

    def check(self, name: str) -> str | None:
        """Name close ids if there is no such paper."""
        known = bank.exams()
        if name in known:
            return None
        near = get_close_matches(name, known, n=3) or sorted(known)
        return f"there is no exam {name!r}; it may be {', '.join(near)}"


def page(exam_id: str) -> str:
    """Sphinx's name of the paper's page."""
    return f"book/exams/{exam_id}"


def render(app: Sphinx, where: str, name: str) -> str:
    """Facts and items of the paper as HTML."""
    exam = bank.exams()[name]
    cards = {
        ref.id: card_link(app, where, question)
        for question in bank.questions()
        for ref in question.items
    }
    written = sum(bool(cards.get(item.id)) for item in exam.items)
    return facts(exam, written) + items(exam, cards)


def facts(exam: bank.Exam, written: int) -> str:
    """What the paper says about itself, and how much of it is in the book."""
    rows = {
        "Given at": exam.institution,
        "Date": exam.date,
        "Time": exam.minutes and f"{exam.minutes} minutes",
        "Credits": exam.credits and number(exam.credits),
        "Aids": exam.aids,
        "Scoring": exam.scoring,
        "Key": exam.key,
        "In this book": covered(written, len(exam.items)),
    }
    body = "".join(
        f"<div><dt>{term}</dt><dd>{escape(text)}</dd></div>" for term, text in rows.items() if text
    )
    return f'<dl class="s-facts">{body}</dl>'


def covered(written: int, many: int) -> str:
    """How much of a paper has cards."""
    if written < many:
        return f"{written} of {many} questions so far"
    return f"all {many} questions" if many > 1 else "its one question"


def items(exam: bank.Exam, cards: dict[str, str | None]) -> str:
    """The table of items, problem by problem."""
    head = "".join(
        f'<th scope="col">{name}</th>' for name in ("Item", "About", "Credits", "Chapter", "Card")
    )
    groups = groupby(exam.items, key=problem)
    body = ""
    for name, group in groups:
        rows = "".join(row(item, cards.get(item.id)) for item in group)
        body += f"<tbody>{heading(exam, name)}{rows}</tbody>"
    many = len(exam.items)
    caption = f"All {many} items of the paper, in its order" if many > 1 else "Its only item"
    return (
        f'<div class="s-wide"><table class="s-items"><caption>{caption}</caption>'
        f"<thead><tr>{head}</tr></thead>{body}</table></div>"
    )


def problem(item: bank.Item) -> str:
    """Number of the problem that an item belongs to; empty where the paper has none."""
    match = re.match(r"\d+(?=\D)", item.label)
    return match[0] if match else ""


def heading(exam: bank.Exam, name: str) -> str:
    """The row above a problem's items."""
    if not name:
        return ""
    bonus = (exam.bonus_credits or {}).get(int(name))
    credits = bonus or (exam.problem_credits or {}).get(int(name))
    worth = f" <span>{number(credits)} {'bonus ' if bonus else ''}credits</span>" if credits else ""
    return f'<tr class="s-problem"><th scope="rowgroup" colspan="5">Problem {name}{worth}</th></tr>'


def row(item: bank.Item, card: str | None) -> str:
    """One item: what it is about, and where its card is."""
    where = card or '<span class="s-missing">not yet written</span>'
    credits = "–" if item.credits is None else number(item.credits)
    return (
        f'<tr id="{escape(item.id)}"><th scope="row">{escape(item.label)}</th>'
        f'<td>{escape(item.topic)}</td><td class="s-number">{credits}</td>'
        f"<td>{escape(label(item.chapter))}</td><td>{where}</td></tr>"
    )


def number(value: float) -> str:
    """A credit count without a needless decimal point.

    Examples
    --------
    >>> number(2.0), number(7.5)
    ('2', '7.5')
    """
    return f"{value:g}"


def setup(app: Sphinx) -> None:
    """Add the directive."""
    add(app, ExamDirective, "exam", render)
