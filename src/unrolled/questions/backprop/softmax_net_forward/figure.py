"""The network that fits the paper's lost figure: two inputs, two hidden units, two outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unrolled.diagrams import dense

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ALT = (
    "A fully connected network: inputs x1 and x2, two hidden ReLU units, two sigmoid output units. "
    "Arrows into the hidden units are labelled w, arrows into the outputs v, each with the numbers "
    "of the units from which and to which it leads."
)


def draw() -> Figure:
    """Draw all weights by name; the numbers are in the text."""
    layers = [["$x_1$", "$x_2$"], ["ReLU"] * 2, [r"$\sigma$"] * 2]
    return dense(layers, lambda layer, i, j: f"${'wv'[layer - 1]}_{{{i}{j}}}$")
