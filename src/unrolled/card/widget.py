"""The card in a live notebook."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from unrolled import bank
from unrolled.card.html import data, html, variants

_BUNDLES = Path(__file__).parents[1] / "_bundles"
MIME = "application/vnd.unrolled.question+json"


class Card(anywidget.AnyWidget):
    """A question: prompt, answer boxes, feedback, worked steps, fresh numbers.

    Parameters
    ----------
    question : Question

    Attributes
    ----------
    submission : dict of str to str
        What is typed, by the names of the answers; it follows the page, and the page follows it.
    """

    _esm = _BUNDLES / "card.esm.js"
    _css = _BUNDLES / "card.css"
    html = traitlets.Unicode().tag(sync=True)
    data = traitlets.Dict()  # the page finds it in the HTML
    variants = traitlets.List(traitlets.Dict()).tag(sync=True)  # empty until the page asks for them
    submission = traitlets.Dict(key_trait=traitlets.Unicode(), value_trait=traitlets.Unicode()).tag(
        sync=True
    )

    def __init__(self, question: bank.Question) -> None:
        super().__init__(html=html(question, bank.spans), data=data(question))
        self.question = question
        self.on_msg(self._answer)

    def _answer(self, _widget: object, content: dict[str, Any], _buffers: object) -> None:
        """Send what the page asks for when it needs it, and not with every card."""
        if content.get("want") == "katex":
            self.send({"katex": _read("katex.esm.js"), "css": _read("katex.inline.css")})
        if content.get("want") == "variants":
            self.variants = self.variants or variants(self.question)
            self.send({"variants": len(self.variants)})

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Add two faces: for the book's site, and for pages that show no widgets."""
        bundle, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        plain = html(self.question, _dollars, interactive=False)
        bundle["text/html"] = plain
        bundle[MIME] = {"id": self.question.id}
        return bundle, metadata

    def __repr__(self) -> str:
        return f"Card({self.question.id!r})"


@cache
def _read(name: str) -> str:
    return (_BUNDLES / name).read_text(encoding="utf-8")


def _dollars(source: str, display: bool) -> str:
    from html import escape

    dollars = "$$" if display else "$"
    return f"{dollars}{escape(source)}{dollars}"
