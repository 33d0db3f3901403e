"""The paper's template, and the block that it should become."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unrolled import diagrams, plotting

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ALT = (
    "The template to complete: the input x on the left, two boxes l1 and l2 in a row, and H(x) on "
    "the right, without any arrow between them."
)
ANSWER_ALT = (
    "The completed block: arrows lead from x through l1 and l2 to a plus in a circle and on to "
    "H(x), and a curved arrow leads from x past both boxes to the plus."
)
X, L1, L2, PLUS, OUT = ((0.6 + 1.7 * i, 0.8) for i in range(5))


def draw() -> Figure:
    """Draw the boxes alone."""
    return _boxes()[0]


def draw_answer() -> Figure:
    """Add the arrows and the plus."""
    from matplotlib.patches import FancyArrowPatch

    figure, axes = _boxes()
    diagrams.node(axes, PLUS, "$+$")
    for start, end in ((X, L1), (L1, L2), (L2, PLUS), (PLUS, OUT)):
        diagrams.arrow(axes, start, end)
    axes.add_patch(
        FancyArrowPatch(
            (X[0], X[1] + 0.25),
            (PLUS[0], PLUS[1] + 0.35),
            connectionstyle="arc3,rad=-0.3",
            arrowstyle="-|>",
            mutation_scale=12,
            color=plotting.palette()["forward"],
            linewidth=1.6,
        )
    )
    return figure


def _boxes() -> tuple[Figure, Axes]:
    figure, axes = diagrams.canvas(8.2, 2.4)
    for at, label in ((X, "$x$"), (OUT, "$H(x)$")):
        diagrams.node(axes, at, label, filled=False)
    for at, label in ((L1, "$l_1$"), (L2, "$l_2$")):
        diagrams.node(axes, at, label, "param")
    return figure, axes
