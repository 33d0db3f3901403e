"""The picture for paper: a block, and the sizes of the gradients along the row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from unrolled.plotting import palette, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LINES = (
    ("gradient", "with skip connections", "-"),
    ("skip_alone", "past all blocks", (0, (6, 4))),
    ("plain_gradient", "without skip connections", (0, (2, 4))),
)


def draw(s: Mapping[str, Any], found: Mapping[str, Any]) -> Figure:
    """Draw the block above, the chart below."""
    import matplotlib.pyplot as plt

    colours, steps = palette(), np.arange(s["blocks"] + 1)
    with style():
        figure, (above, below) = plt.subplots(
            2, figsize=(7.0, 4.6), height_ratios=(1, 2), layout="constrained"
        )
        _block(above, s["relu"])
        for name, label, line in LINES:
            sizes = np.abs(found[name])
            colour = colours["mute" if name == "plain_gradient" else "gradient"]
            sizes = np.where(sizes > 0, sizes, np.nan)  # a logarithm has no zero
            below.semilogy(steps, sizes, color=colour, linestyle=line, label=label)
        below.set(xlabel="after block", ylabel="size of the gradient")
        below.legend(ncols=3, fontsize=9, loc="upper center", bbox_to_anchor=(0.5, -0.25))
    return figure


def _block(axes: Axes, relu: str) -> None:
    colours = palette()
    axes.set(xlim=(0, 10), ylim=(0.1, 2.2))
    axes.set_axis_off()
    branch = ["l₁", "l₂"] if relu == "none" else ["l₁", "ReLU", "l₂"]
    places = [(0.4, 1.8, "x"), (7.2, 1.8, "+"), (9.6, 1.8, "y")]
    if relu == "after_sum":
        places.append((8.4, 1.8, "ReLU"))
    if relu == "before_sum":
        branch.append("ReLU")
    places += [(2.2 + 4.0 * i / (len(branch) - 1), 0.5, name) for i, name in enumerate(branch)]
    arrow = {"arrowstyle": "-|>", "color": colours["forward"], "linewidth": 1.6}
    for points in (((0.6, 1.8), (6.95, 1.8)), ((7.4, 1.8), (9.4, 1.8))):
        axes.annotate("", points[1], points[0], arrowprops={**arrow, "linewidth": 2.6})
    axes.plot([1.2, 1.2, 7.2], [1.8, 0.5, 0.5], color=colours["forward"], linewidth=1.6)
    axes.annotate("", (7.2, 1.6), (7.2, 0.5), arrowprops=arrow)
    axes.text(4.2, 1.95, "s x", ha="center", color=colours["ink"])
    box = {"boxstyle": "round", "facecolor": colours["bg"], "edgecolor": colours["forward"]}
    for x, y, name in places:
        framed = None if name in "xy" else box
        axes.text(x, y, name, ha="center", va="center", color=colours["ink"], bbox=framed)
