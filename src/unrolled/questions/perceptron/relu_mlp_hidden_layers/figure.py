"""The paper's lost graphic: two inputs, two hidden layers of two neurons, one output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unrolled.diagrams import dense

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ALT = (
    "A fully connected network. Inputs x1 and x2 on the left, then two hidden layers of two ReLU "
    "neurons each, then one output neuron. Every neuron has an arrow to every neuron of the next "
    "layer, labelled with its weight: w with the layer above, and below the numbers of the "
    "neurons from which and to which it leads."
)


def draw() -> Figure:
    """Draw all weights by name; the numbers are in the text."""
    layers = [["$x_1$", "$x_2$"], ["ReLU"] * 2, ["ReLU"] * 2, ["ReLU"]]
    return dense(layers, lambda layer, i, j: f"$w^{{({layer})}}_{{{i}{j}}}$")
