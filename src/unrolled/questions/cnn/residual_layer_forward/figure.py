"""Two residual layers side by side; the paper's own picture is lost."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from unrolled import diagrams, plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ALT = (
    "Two residual layers, from top to bottom. Left: x, convolution, batch norm, ReLU, convolution, "
    "batch norm, plus, ReLU, where an arrow leads from x past the first five to the plus. Right: "
    "x, batch norm, ReLU, convolution, batch norm, ReLU, convolution, plus, with the same arrow."
)
LEFT = ("x", "conv", "BN", "ReLU", "conv", "BN", "+", "ReLU")
RIGHT = ("x", "BN", "ReLU", "conv", "BN", "ReLU", "conv", "+")


def draw() -> Figure:
    """Draw two columns."""
    from matplotlib.patches import FancyArrowPatch

    colours = plotting.palette()
    figure, axes = diagrams.canvas(7.6, 7.4)
    for x, names in ((1.6, LEFT), (5.2, RIGHT)):
        places = [(x, 7.0 - 0.9 * i) for i in range(8)]
        for at, name in zip(places, names, strict=True):
            box = {"boxstyle": "round", "fc": "none", "ec": colours["forward"], "lw": 1.6}
            edge = None if name == "x" else box
            axes.text(*at, name, ha="center", va="center", color=colours["ink"], bbox=edge)
        for start, end in pairwise(places):
            diagrams.arrow(axes, start, end)
        plus = places[names.index("+")]
        around = "arc3,rad=-0.5"
        axes.add_patch(
            FancyArrowPatch(
                (x + 0.25, places[0][1]),
                (plus[0] + 0.3, plus[1]),
                connectionstyle=around,
                arrowstyle="-|>",
                mutation_scale=12,
                color=colours["forward"],
                linewidth=1.6,
            )
        )
    return figure
