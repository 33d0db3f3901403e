"""Cells of a notebook as they read on the site: what is folded away, and what is left out."""

from __future__ import annotations

import ast
from html import escape
from typing import TYPE_CHECKING, cast

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode

from unrolled.site.mime import MIME

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


FOLDED = {"hide_mode": "all", "prompt_show": "Imports", "prompt_hide": "Hide the imports"}


def visit_hidden(self: HTML5Translator, node: HideCodeCellNode) -> None:
    """Open the fold; myst-nb's own has a label that is not what it reads, and paragraphs inside."""
    closed, opened = escape(node["prompt_show"]), escape(node["prompt_hide"])
    self.body.append(
        f'<details class="s-fold {" ".join(node["classes"])}"><summary>'
        f'<span class="s-closed">{closed}</span><span class="s-opened">{opened}</span></summary>'
    )


def depart_hidden(self: HTML5Translator, _node: HideCodeCellNode) -> None:
    """Close the fold."""
    self.body.append("</details>\n")


def speaks_for_itself(output: nodes.Element) -> bool:
    """Whether a cell's output is a card or an explorable, which need no code above them."""
    types = {node["mime_type"] for node in output.findall(nodes.container) if "mime_type" in node}
    if MIME in types:
        return True
    raws = output.findall(nodes.raw)
    return any("<unrolled-explorable" in node.astext() for node in raws)


def only_imports(source: nodes.Element) -> bool:
    """Whether a cell does nothing but import."""
    tree = ast.parse(source.astext())
    return bool(tree.body) and all(isinstance(s, ast.Import | ast.ImportFrom) for s in tree.body)


def read(_app: Sphinx, doctree: nodes.document) -> None:
    """Leave out calls whose results need no explanation, and fold imports away."""
    for cell in list(doctree.findall(nodes.container)):
        if cell.get("nb_element") != "cell_code" or not cell.children:
            continue
        source, output = cast("nodes.Element", cell[0]), cast("nodes.Element", cell[-1])
        if source.get("nb_element") != "cell_code_source" or cell.get("hide_mode"):
            continue
        if source is not output and speaks_for_itself(output):
            cell.remove(source)
        elif source is output and only_imports(source):
            cell.attributes |= FOLDED


def setup(app: Sphinx) -> None:
    """Replace myst-nb's fold, and look at every notebook."""
    app.setup_extension("myst_nb")
    app.add_node(HideCodeCellNode, override=True, html=(visit_hidden, depart_hidden))
    app.connect("doctree-read", read)
