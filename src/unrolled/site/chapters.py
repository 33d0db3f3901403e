"""Names of the chapters, which numbers they have, and where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unrolled import bank

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

TITLES = {
    "training": "Training",
    "perceptron": "Perceptrons",
    "backprop": "Backpropagation",
    "activations": "Activations and initialisation",
    "losses": "Losses and output layers",
    "optimisation": "Optimisation",
    "regularisation": "Regularisation",
    "metrics": "Metrics and imbalance",
    "convolution": "Convolution",
    "cnn": "Convolutional networks",
    "recurrent": "Recurrent networks",
    "lstm": "LSTM",
    "generative": "Generative models",
    "design": "Design of networks",
}


def stem(chapter: str) -> str:
    """Stem of the chapter's notebook.

    Examples
    --------
    >>> stem("recurrent")
    '11_recurrent'
    """
    return f"{bank.CHAPTERS.index(chapter) + 1:02}_{chapter}"


def label(chapter: str) -> str:
    """Number and title.

    Examples
    --------
    >>> label("recurrent")
    '11 · Recurrent networks'
    """
    return f"{stem(chapter)[:2]} · {TITLES[chapter]}"


def page(chapter: str) -> str:
    """Sphinx's name of the chapter's page."""
    return f"notebooks/{stem(chapter)}"


def of_page(name: str) -> str | None:
    """The chapter that a page is, or None."""
    return next((chapter for chapter in bank.CHAPTERS if page(chapter) == name), None)


def written(env: BuildEnvironment, chapter: str) -> bool:
    """Whether the book has this chapter."""
    return page(chapter) in env.found_docs
