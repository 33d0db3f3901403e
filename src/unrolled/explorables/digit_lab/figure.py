"""The lab's state on paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from unrolled.explorables.digit_lab.networks import BOX, MARGIN
from unrolled.plotting import palette, style


def draw(state: Mapping[str, Any], found: Mapping[str, Any]) -> Figure:
    """Draw what the networks see, the chosen one's probabilities, and the heat map."""
    colours = palette()
    with style():
        figure, axes = plt.subplots(1, 3, figsize=(7.4, 2.8))
        axes[0].imshow(found["field"], "gray", vmin=0, vmax=1)
        axes[0].set(title="what the networks see", xticks=[], yticks=[])
        corner = MARGIN + state["right"] - 0.5, MARGIN + state["down"] - 0.5
        line = colours["param"]
        axes[0].add_patch(Rectangle(corner, BOX, BOX, fill=False, edgecolor=line, clip_on=True))
        bars = axes[1].barh(range(10), found["probabilities"], color=colours["forward"])
        bars[state["watch"]].set_color(colours["target"])
        axes[1].set(title="probability", yticks=range(10), xlim=(0, 1))
        axes[1].invert_yaxis()
        _heat(axes[2], found["heat"], state["measure"])
        for ax in (axes[0], axes[2]):
            ax.grid(visible=False)
    return figure


def _heat(ax: Axes, heat: Any, measure: str) -> None:
    colours = palette()
    steps = [colours["wrong"], colours["bg"], colours["forward"]]
    most = float(np.abs(heat).max()) or 1.0
    ax.imshow(heat, LinearSegmentedColormap.from_list("heat", steps), vmin=-most, vmax=most)
    ax.set(title=f"what a patch takes from the {measure}", xticks=[], yticks=[])
    ax.title.set_fontsize(8)
    for (i, j), value in np.ndenumerate(heat):
        dark = abs(value) > 0.6 * most
        shade = colours["bg"] if dark else colours["ink"]
        ax.text(
            j, i, f"{value:.2f}".replace("-", "−"), ha="center", va="center", color=shade, size=6
        )
