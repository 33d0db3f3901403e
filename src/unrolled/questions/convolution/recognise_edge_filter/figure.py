"""A bright square on dark ground, pixel by pixel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unrolled import diagrams
from unrolled.plotting import palette

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ALT = (
    "A picture of six by six pixels. Rows two to four of columns two to four are bright and hold a "
    "1; all other pixels are dark and hold a 0."
)
SIDE = 0.5


def draw() -> Figure:
    """Draw the pixels with their values, in greys that stay as they are on a dark page."""
    from matplotlib.patches import Rectangle

    p = palette()
    figure, axes = diagrams.canvas(3.2, 3.2)
    for i in range(6):
        for j in range(6):
            bright = 1 <= i <= 3 and 1 <= j <= 3
            at = (0.1 + j * SIDE, 0.1 + (5 - i) * SIDE)
            face, ink = ("#f4f4f4", "#202020") if bright else ("#3a3a3a", "#f0f0f0")
            axes.add_patch(Rectangle(at, SIDE, SIDE, facecolor=face, edgecolor=p["mute"]))
            x, y = at[0] + SIDE / 2, at[1] + SIDE / 2
            axes.text(x, y, str(int(bright)), ha="center", va="center", color=ink)
    return figure
