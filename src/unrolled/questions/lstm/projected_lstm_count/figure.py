"""The paper's drawing is lost; here is what goes into the cell and what comes out, with sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unrolled import diagrams, plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ALT = (
    "An LSTM cell as a box. Into it lead arrows from the old cell state, d_c entries, the old "
    "hidden state, d_h entries, and the input, d_x entries. Out of it lead arrows to the new cell "
    "state, d_c entries, and the new hidden state, d_h entries; from that an arrow leads to the "
    "output, d_y entries."
)
LABELS = {
    (1.0, 3.1): "$c_{t-1}$ ($d_c$)",
    (1.0, 1.7): "$h_{t-1}$ ($d_h$)",
    (4.1, 0.3): "$x_t$ ($d_x$)",
    (7.2, 3.1): "$c_t$ ($d_c$)",
    (7.2, 1.7): "$h_t$ ($d_h$)",
    (7.2, 0.3): "$y_t$ ($d_y$)",
}
ARROWS = (
    ((1.4, 3.1), (3.3, 3.1)),
    ((1.4, 1.7), (3.3, 1.7)),
    ((4.1, 0.3), (4.1, 1.5)),
    ((4.9, 3.1), (6.8, 3.1)),
    ((4.9, 1.7), (6.8, 1.7)),
    ((7.2, 1.7), (7.2, 0.3)),
)


def draw() -> Figure:
    """Draw the cell as a black box, with the letters of the sizes in brackets."""
    from matplotlib.patches import Rectangle

    p = plotting.palette()
    figure, axes = diagrams.canvas(8.4, 3.9)
    box = Rectangle((3.0, 1.2), 2.2, 2.4, facecolor="none", edgecolor=p["forward"], linewidth=2)
    axes.add_patch(box)
    axes.text(4.1, 2.4, "LSTM cell", ha="center", va="center", fontsize=13, color=p["ink"])
    for at, label in LABELS.items():
        diagrams.node(axes, at, label, filled=False)
    for start, end in ARROWS:
        diagrams.arrow(axes, start, end)
    return figure
