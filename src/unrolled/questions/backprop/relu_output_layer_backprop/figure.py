"""The paper's lost graphic: two inputs, two hidden neurons, one output neuron."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unrolled.diagrams import dense

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ALT = (
    "A fully connected network: inputs x1 and x2, two hidden ReLU neurons, one ReLU output neuron. "
    "Each arrow is labelled with its weight: w with the layer above, and below the numbers of the "
    "neurons from which and to which it leads."
)


def draw() -> Figure:
    """Draw all weights by name; the numbers are in the text."""
    layers = [["$x_1$", "$x_2$"], ["ReLU"] * 2, ["ReLU"]]
    return dense(layers, lambda layer, i, j: f"$w^{{({layer})}}_{{{i}{j}}}$")
