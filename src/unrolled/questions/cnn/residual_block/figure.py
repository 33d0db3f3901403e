"""The answer: a residual block."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from unrolled import diagrams, plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ANSWER_ALT = (
    "A residual block from left to right: the input x, a weight layer, a ReLU, a second weight "
    "layer, a plus in a circle, a ReLU, the output. A curved arrow leads from x past the three "
    "layers straight to the plus."
)
ROW = ("$x$", "weight", "ReLU", "weight", "+", "ReLU", "$y$")


def draw_answer() -> Figure:
    """One row of boxes and the skip connection above it."""
    from matplotlib.patches import FancyArrowPatch

    colours = plotting.palette()
    figure, axes = diagrams.canvas(10.6, 2.6)
    places = [(0.7 + 1.5 * i, 0.8) for i in range(len(ROW))]
    for at, name in zip(places, ROW, strict=True):
        shape = "circle" if name == "+" else "round"
        box = {"boxstyle": shape, "fc": "none", "ec": colours["forward"], "lw": 1.6}
        edge = None if "$" in name else box
        axes.text(*at, name, ha="center", va="center", color=colours["ink"], bbox=edge)
    for start, end in pairwise(places):
        diagrams.arrow(axes, start, end)
    axes.add_patch(
        FancyArrowPatch(
            (places[0][0], 1.05),
            (places[4][0], 1.1),
            connectionstyle="arc3,rad=-0.25",
            arrowstyle="-|>",
            mutation_scale=12,
            color=colours["forward"],
            linewidth=1.6,
        )
    )
    middle = (places[0][0] + places[4][0]) / 2
    axes.text(middle, 2.05, "$x$", ha="center", color=colours["param"])
    axes.text(places[3][0] + 0.75, 1.0, "$F(x)$", ha="center", color=colours["param"])
    return figure
