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


def resolved(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Report images without text; docutils would use their file names."""
    for node in doctree.findall(nodes.image):
        if not node.get("alt", "").strip():
            report(app.env, page, f"picture without alternative text: {REMEDY}", node.line)


def setup(app: Sphinx) -> None:
    """Check every page as it is written."""
    app.connect("doctree-resolved", resolved)
