"""The paper's figure, redrawn: the LSTM unrolled over its three inputs, two states in a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unrolled import diagrams

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ALT = (
    "An LSTM unrolled over three steps. Into each cell lead two arrows from the cell before it, "
    "one for the cell state s and one for the hidden state h, and one from its input x. An arrow "
    "labelled V leads from each cell up to its output y. The chain starts at s0 and h0."
)


def draw() -> Figure:
    """Draw the cells as nodes, the two states as two arrows."""
    figure, axes = diagrams.canvas(9.4, 4.0)
    ends = [(0.8 + 2.3 * t, 1.8) for t in range(4)]
    for height, name in ((0.22, "s"), (-0.22, "h")):
        diagrams.node(axes, (ends[0][0], 1.8 + height), f"${name}_0$", filled=False)
    for t, (x, y) in enumerate(ends[1:], start=1):
        diagrams.node(axes, (x, y), "cell")
        for height, name in ((0.2, "s"), (-0.2, "h")):
            start, end = (ends[t - 1][0], y + height), (x, y + height)
            diagrams.arrow(axes, start, end)
            if t > 1:
                label = (x - 1.15, y + height * 1.9)
                diagrams.node(axes, label, f"${name}_{t - 1}$", filled=False)
        diagrams.node(axes, (x, 0.4), f"$x_{t}$", filled=False)
        diagrams.arrow(axes, (x, 0.4), (x, y))
        diagrams.node(axes, (x, 3.4), rf"$\hat y_{t}$", "mute")
        diagrams.arrow(axes, (x, y), (x, 3.4), "$V$", shift=(0.28, 0))
    return figure
