"""The paper's segment, redrawn: two scalar blocks with a skip connection each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unrolled import diagrams, plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ALT = (
    "A row from x to z. From x an arrow with weight w0 leads to a ReLU, one with w1 from there to "
    "a plus, then a ReLU gives y; from y an arrow with w2 leads to a ReLU, one with w3 to a second "
    "plus, then a ReLU gives z. Curved arrows lead from x to the first plus and from y to the "
    "second."
)
ROW = ("$x$", "R", "$+$", "R", "$y$", "R", "$+$", "R", "$z$")
WEIGHTS = {0: "$w_0$", 1: "$w_1$", 4: "$w_2$", 5: "$w_3$"}


def draw() -> Figure:
    """Circles for operations (R is a ReLU), letters for values."""
    from matplotlib.patches import FancyArrowPatch

    figure, axes = diagrams.canvas(11.4, 2.5)
    places = [(0.6 + 1.27 * i, 0.8) for i in range(len(ROW))]
    for i, (at, label) in enumerate(zip(places, ROW, strict=True)):
        diagrams.node(axes, at, label, filled=i % 4 != 0)
        if i:
            diagrams.arrow(axes, places[i - 1], at, WEIGHTS.get(i - 1, ""), shift=(0, 0.24))
    for start, end in ((places[0], places[2]), (places[4], places[6])):
        axes.add_patch(
            FancyArrowPatch(
                (start[0], start[1] + 0.25),
                (end[0], end[1] + 0.35),
                connectionstyle="arc3,rad=-0.4",
                arrowstyle="-|>",
                mutation_scale=12,
                color=plotting.palette()["forward"],
                linewidth=1.6,
            )
        )
    return figure
