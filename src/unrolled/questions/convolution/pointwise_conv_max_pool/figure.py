"""The network of the paper's problem 5, redrawn without its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unrolled import diagrams
from unrolled.plotting import palette

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ALT = (
    "Three channels X1, X2 and X3 of two by two pixels are weighed with w1, w2 and w3 and added up "
    "to Z, two by two. Z is shown again inside a ring of padding, four by four, which heavy lines "
    "cut into four windows of two by two. Each window gives one pixel of S, two by two."
)
SIDE = 0.55


def draw() -> Figure:
    """Channels on the left, Z and its ring in the middle, S on the right."""
    figure, axes = diagrams.canvas(11.2, 5.6)
    beside = ((0.2, 0.25), (0, 0.2), (-0.2, 0.25))  # of the arrows, where their labels stand
    for c, (y, shift) in enumerate(zip((3.9, 2.05, 0.2), beside, strict=True), start=1):
        start, end = (1.5, y + SIDE), (3.5, 2.05 + SIDE)
        _grid(axes, 0.3, y, 2, f"$X_{c}$")
        diagrams.arrow(axes, start, end, f"$w_{c}$", shift=shift, along=0.4)
    _grid(axes, 3.5, 2.05, 2, "$Z$", "z")
    diagrams.arrow(axes, (4.5, 2.05 + SIDE), (6.0, 2.05 + SIDE))
    _grid(axes, 6.0, 1.5, 4, "with its ring", "z", ring=1)
    diagrams.arrow(axes, (8.1, 2.05 + SIDE), (9.5, 2.05 + SIDE), "max", shift=(0, 0.25))
    _grid(axes, 9.5, 2.05, 2, "$S$", "s")
    return figure


def _grid(
    axes: Axes, left: float, bottom: float, n: int, title: str, letter: str = "", ring: int = 0
) -> None:
    """Draw n x n pixels; `letter` names those inside the ring."""
    from matplotlib.patches import Rectangle

    p = palette()
    for i in range(n):
        for j in range(n):
            inside = ring <= i < n - ring and ring <= j < n - ring
            at = (left + j * SIDE, bottom + (n - 1 - i) * SIDE)
            face = "none" if inside else p["line"]
            axes.add_patch(Rectangle(at, SIDE, SIDE, facecolor=face, edgecolor=p["mute"]))
            if letter and inside:
                label = f"${letter}_{{{i + 1 - ring}{j + 1 - ring}}}$"
                axes.text(at[0] + SIDE / 2, at[1] + SIDE / 2, label, ha="center", va="center")
    for i in range(0, n * bool(ring), 2):  # the windows
        for j in range(0, n, 2):
            at = (left + j * SIDE, bottom + i * SIDE)
            window = Rectangle(at, 2 * SIDE, 2 * SIDE, facecolor="none", edgecolor=p["forward"])
            window.set_linewidth(2.4)
            axes.add_patch(window)
    axes.text(left + n * SIDE / 2, bottom + n * SIDE + 0.12, title, ha="center", va="bottom")
