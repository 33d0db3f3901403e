"""Docstrings of the reference: NumPy's convention, as napoleon reads it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from sphinx.ext.napoleon import Config
from sphinx.ext.napoleon.docstring import NumpyDocstring

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# All sections take one way through napoleon; by itself it has several, each with its own looks.
SECTIONS = [
    ("Parameters", "params_style"),
    ("Attributes", "params_style"),
    ("Returns", "returns_style"),
    ("Raises", "returns_style"),
    "Source",
]
CONFIG = Config(napoleon_custom_sections=SECTIONS)
Fields = list[tuple[str, str, list[str]]]  # name, type, description


class Docstring(NumpyDocstring):
    """A docstring whose parameters are a definition list; napoleon makes bullets of them."""

    def _format_fields(self, field_type: str, fields: Fields) -> list[str]:
        lines = [f".. rubric:: {field_type}", ""]
        for name, kind, text in fields:
            term = " : ".join(filter(None, (name and f"**{name}**", kind)))
            body = text if any(text) else [".."]  # a comment: without a body it were a paragraph
            lines += [term, *(f"    {line}" for line in body)]
        return [*lines, ""]


def plain(lines: Iterable[str]) -> Iterator[str]:
    """Keep the mathematics of docstrings as typed: ``|x - y|`` and ``(*, E)`` are no markup."""
    code = False
    for line in lines:
        code = bool(line.strip()) and (code or line.lstrip().startswith(">>>"))
        yield line if code else re.sub(r"(?<!`)[*|]", r"\\\g<0>", line)


def read(lines: Iterable[str]) -> list[str]:
    """A docstring's lines as reStructuredText."""
    return Docstring(list(plain(lines)), CONFIG).lines()  # type: ignore[arg-type]  # as documented


def docstring(
    _app: Sphinx, _what: str, _name: str, _thing: Any, _options: Any, lines: list[str]
) -> None:
    """Turn a docstring into reStructuredText."""
    lines[:] = read(lines)


def signature(
    _app: Sphinx, _what: str, _name: str, _thing: Any, _options: Any, arguments: str, _result: str
) -> tuple[str, str] | None:
    """Leave out a signature that says nothing, as that of a class of traits."""
    return ("", "") if arguments == "(*args, **kwargs)" else None


def member(
    _app: Sphinx, _what: str, _name: str, thing: Any, _skip: bool, _options: Any
) -> bool | None:
    """Leave out the fields of named tuples: their docstring has them, under Attributes."""
    return True if type(thing).__name__ == "_tuplegetter" else None


def setup(app: Sphinx) -> None:
    """Have autodoc ask here."""
    app.setup_extension("sphinx.ext.autodoc")
    app.connect("autodoc-process-docstring", docstring)
    app.connect("autodoc-process-signature", signature)
    app.connect("autodoc-skip-member", member)
