"""Proofs that a key is wrong: cells tagged `proof:<question id>`, shown in the errata too."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, cast

from docutils import nodes

from unrolled.site.question import anchor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

_TAG = "tag_proof:"  # myst-nb makes a class of each tag


def cells(doctree: nodes.Element) -> Iterator[tuple[str, nodes.container]]:
    """The tagged cells of a chapter, with the questions that they are about."""
    for cell in doctree.findall(nodes.container):
        if cell.get("nb_element") == "cell_code":
            for name in cell["classes"]:
                if name.startswith(_TAG):
                    yield name.removeprefix(_TAG), cell


def html(app: Sphinx, home: str, question_id: str) -> str:
    """A question's proof as a fold: the cells and what they print; empty if there is none.

    Parameters
    ----------
    app : Sphinx
    home : str
        The page of the chapter.
    question_id : str
    """
    found = [cell for name, cell in cells(app.env.get_doctree(home)) if name == question_id]
    blocks = [block for cell in found for block in cell.findall(nodes.literal_block)]
    body = "".join(_fragment(app, block) for block in blocks)
    summary = "The proof, executed"
    return body and f'<details class="s-fold"><summary>{escape(summary)}</summary>{body}</details>'


def _fragment(app: Sphinx, block: nodes.literal_block) -> str:
    builder = cast("StandaloneHTMLBuilder", app.builder)
    # The node's own deepcopy leaves out what it belongs to: document, settings, environment.
    return str(builder.render_partial(block.deepcopy())["fragment"])


def read(_app: Sphinx, doctree: nodes.document) -> None:
    """Give each proof a place that can be linked to."""
    seen: set[str] = set()
    for name, cell in cells(doctree):
        if name not in seen:
            cell["ids"].append(f"proof-{anchor(name)}")
        seen.add(name)


def setup(app: Sphinx) -> None:
    """Look at every notebook."""
    app.connect("doctree-read", read)
