"""No picture without words: an image that lacks alternative text fails the build."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from unrolled.site.problems import report

if TYPE_CHECKING:
    from sphinx.application import Sphinx

REMEDY = (
    "a cell shows plotting.Picture(figure, alt), or has the metadata "
    '{"mystnb": {"image": {"alt": "..."}}}; Markdown has ![text](file)'
)


def line(node: nodes.Node | None) -> int | None:
    """The line of a node, or of what it stands in: images within text have none of their own."""
    while node is not None and not node.line:
        node = node.parent
    return node.line if node else None


def resolved(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Report images without text; docutils would use their file names."""
    for node in doctree.findall(nodes.image):
        if not node.get("alt", "").strip():
            report(app.env, page, f"picture without alternative text: {REMEDY}", line(node))


def setup(app: Sphinx) -> None:
    """Check every page as it is written."""
    app.connect("doctree-resolved", resolved)
