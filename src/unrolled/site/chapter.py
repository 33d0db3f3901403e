"""What the bank adds to pages: a chapter's number and papers, and the list of all topics."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from docutils import nodes

from unrolled import bank
from unrolled.site import chapters, exam
from unrolled.site.listing import ListingDirective, add, link
from unrolled.site.question import homes

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def chips(app: Sphinx, page: str, chapter: str) -> str:
    """The papers that have items of this chapter, each linked to its page."""
    entries = [item for paper in bank.exams().values() for item in paper.items]
    mine = [item for item in entries if item.chapter == chapter]
    parts = []
    for exam_id, group in groupby(mine, key=lambda item: item.exam):
        text = f"{bank.exams()[exam_id].short} · {labels([item.label for item in group])}"
        parts.append(f"<li>{link(app, page, exam.page(exam_id), text)}</li>")
    return f'<ul class="s-chips" aria-label="Exam items of this chapter">{"".join(parts)}</ul>'


def labels(found: list[str]) -> str:
    """Item labels, with runs of letters joined.

    Examples
    --------
    >>> labels(["6a", "6b", "6c", "6d"]), labels(["2b"]), labels(["1a", "1b", "3"])
    ('6a–d', '2b', '1a, 1b, 3')
    """
    runs: list[list[str]] = []
    for text in found:
        last = runs[-1][-1] if runs else ""
        if last and text[:-1] == last[:-1] and ord(text[-1]) == ord(last[-1]) + 1:
            runs[-1].append(text)
        else:
            runs.append([text])
    return ", ".join(f"{run[0]}–{run[-1][-1]}" if len(run) > 2 else ", ".join(run) for run in runs)


def resolved(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Put number and title of the topic above a chapter's heading, and its papers below."""
    chapter = chapters.of_page(page)
    section = next(iter(doctree.findall(nodes.section)), None)
    if chapter is None or section is None:
        return
    for line in doctree.findall(nodes.paragraph):
        if line.astext().startswith("Exams:"):  # for JupyterLab; here the chips say it, with links
            line.parent.remove(line)
            break
    kicker = f'<p class="s-kicker">{escape(chapters.label(chapter))}</p>'
    at = next(i for i, child in enumerate(section.children) if isinstance(child, nodes.title))
    section.insert(at + 1, nodes.raw("", chips(app, page, chapter), format="html"))
    section.insert(at, nodes.raw("", kicker, format="html"))


def topics(app: Sphinx, page: str, _name: str) -> str:
    """All chapters: those written are links, the others say so in words."""
    rows = []
    for chapter in bank.CHAPTERS:
        items = [item for item in bank.items().values() if item.chapter == chapter]
        ready = [q for q in homes(app.env) if q.startswith(f"{chapter}/")]
        name = link(app, page, chapters.page(chapter), chapters.TITLES[chapter])
        count = f"{len(items)} exam items"
        state = f"{len(ready)} cards, {count}" if ready else f"{count}, not yet written"
        kind = "" if ready else ' class="s-missing"'
        rows.append(f"<li{kind}><b>{name}</b> <span>{state}</span></li>")
    return f'<ol class="s-topics">{"".join(rows)}</ol>'


def setup(app: Sphinx) -> None:
    """Add the directive ``{topics}``, and what every chapter gets."""
    add(app, ListingDirective, "topics", topics)
    app.connect("doctree-resolved", resolved)
