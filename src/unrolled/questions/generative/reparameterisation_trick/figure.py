"""The same draw twice: dice in the way, and dice outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unrolled import diagrams
from unrolled.plotting import palette

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ANSWER_ALT = (
    "Two graphs. On the left, mu and sigma lead to a node that draws z, and z leads to the loss L; "
    "the way back from L ends at the draw, marked by a cross. On the right, sigma and the given "
    "epsilon are multiplied, mu is added, and the sum z leads to L; the way back from L reaches mu "
    "and sigma."
)
LEFT = {"mu": (0.4, 2.9), "sigma": (0.4, 1.3), "draw": (2.2, 2.1), "L": (4.0, 2.1)}
RIGHT = {"mu": (5.6, 2.9), "sigma": (5.6, 1.3), "×": (7.2, 1.3), "+": (8.4, 2.9), "L": (10.2, 2.9)}
SYMBOLS = {"mu": r"$\mu$", "sigma": r"$\sigma$", "L": "$L$"}


def draw_answer() -> Figure:
    """Forward arrows blue; the way back orange, dashed, beside them."""
    figure, axes = diagrams.canvas(10.8, 3.5)
    for places in (LEFT, RIGHT):
        for name, at in places.items():
            diagrams.node(axes, at, SYMBOLS.get(name, name))
    for start, end in (("mu", "draw"), ("sigma", "draw")):
        diagrams.arrow(axes, LEFT[start], LEFT[end])
    diagrams.arrow(axes, LEFT["draw"], LEFT["L"], "$z$", shift=(0, 0.22))
    back(axes, LEFT["L"], LEFT["draw"])
    axes.text(1.6, 2.1, "×", color=palette()["wrong"], fontsize=24, ha="center", va="center")
    for start, end in (("mu", "+"), ("sigma", "×"), ("×", "+")):
        diagrams.arrow(axes, RIGHT[start], RIGHT[end])
        back(axes, RIGHT[end], RIGHT[start])
    diagrams.arrow(axes, RIGHT["+"], RIGHT["L"], "$z$", shift=(0, 0.22))
    back(axes, RIGHT["L"], RIGHT["+"])
    diagrams.node(axes, (7.2, 0.2), r"$\epsilon$", filled=False)
    diagrams.arrow(axes, (7.2, 0.2), RIGHT["×"])
    return figure


def back(axes: Axes, start: diagrams.Point, end: diagrams.Point) -> None:
    """Draw the way of the gradient, to the right of the forward arrow as one goes along it."""
    from matplotlib.patches import FancyArrowPatch

    dx, dy = end[0] - start[0], end[1] - start[1]
    length = (dx**2 + dy**2) ** 0.5
    along, side = (dx / length, dy / length), (-dy / length, dx / length)
    points = [
        tuple(p + s * 0.42 * a + 0.2 * n for p, a, n in zip(at, along, side, strict=True))
        for at, s in ((start, 1), (end, -1))
    ]
    axes.add_patch(
        FancyArrowPatch(
            *points,
            arrowstyle="-|>",
            mutation_scale=10,
            linestyle="--",
            shrinkA=0,
            shrinkB=0,
            color=palette()["gradient"],
        )
    )
