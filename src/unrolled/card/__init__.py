"""The question card: one piece of HTML, alive in the static page and in a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from unrolled import bank
from unrolled.card.html import data, html, variants

if TYPE_CHECKING:
    from unrolled.card.widget import Card

__all__ = ["Card", "ask", "data", "html", "variants"]


def ask(question_id: str) -> Card:
    """Show a question.

    Parameters
    ----------
    question_id : str
        Folder below questions/, such as "recurrent/relu_rnn_unroll".

    Returns
    -------
    Card
        A widget; the last line of a notebook cell displays it.

    Raises
    ------
    BankError
        If there is no such question (close ones are named), or its folder is malformed.
    """
    from unrolled.card.widget import Card  # ipywidgets take 0.2 s to import

    return Card(bank.load(question_id))


def __getattr__(name: str) -> Any:
    if name == "Card":
        from unrolled.card.widget import Card

        return Card
    raise AttributeError(f"module 'unrolled.card' has no attribute {name!r}")
