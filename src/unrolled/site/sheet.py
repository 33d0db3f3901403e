"""The formula sheet as part of a page: ``{formulas}``."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from unrolled.formulas import FORMULAS
from unrolled.site import chapters

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class FormulasDirective(SphinxDirective):
    """All formulas, chapter by chapter."""

    def run(self) -> list[nodes.Node]:
        """Write them as Markdown and have that read: links and mathematics are the book's."""
        sheet = nodes.container(classes=["s-sheet"])
        for chapter, group in groupby(FORMULAS, key=lambda formula: formula.chapter):
            part = nodes.container(classes=["s-sheet-part"])
            lines = [f"**[{chapters.label(chapter)}](/{chapters.page(chapter)}.ipynb)**", ""]
            for formula in group:
                # In parts that stay whole where a line breaks.
                parts = re.split(r"\s*\\(?:quad|;)\s*", formula.tex)
                lines += [formula.name, ": " + " ".join(f"${part}$" for part in parts), ""]
            self.state.nested_parse(StringList(lines, self.env.docname), self.content_offset, part)
            sheet += part
        return [sheet]


def setup(app: Sphinx) -> None:
    """Add the directive."""
    app.add_directive("formulas", FormulasDirective)
