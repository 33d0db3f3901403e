"""The race on paper: paths on the contours, and the loss against the steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from unrolled.explorables.optimiser_race import RACERS
from unrolled.explorables.optimiser_race.surfaces import WORDS, value
from unrolled.plotting import palette, style

LINES = ((0, (1, 1.5)), (0, (4, 2)), (0, (7, 2, 1.5, 2)), "-", (0, (7, 3)))


def draw(s: Mapping[str, Any], found: Mapping[str, Any], half: tuple[float, float]) -> Figure:
    """Draw the chosen optimiser in the colour of parameters, the others in grey."""
    colours = palette()
    x, y = np.meshgrid(*(np.linspace(-h, h, 81) for h in half))
    heights = value(s, x, y)
    low, high = float(heights.min()), float(heights.max())
    levels = low + (high - low) * (np.arange(1, 13) / 13) ** 2.5
    with style():
        figure, (plane, chart) = plt.subplots(
            2, 1, figsize=(7.0, 6.2), height_ratios=(2, 1), layout="constrained"
        )
        plane.grid(visible=False)
        if high > low:
            plane.contour(x, y, heights, levels=levels, colors=colours["line"], linewidths=1)
        for i, (name, word) in enumerate(RACERS.items()):
            chosen = name == s["optimiser"]
            looks: dict[str, Any] = {
                "color": colours["param" if chosen else "mute"],
                "linewidth": 2.4 if chosen else 1.4,
                "linestyle": "-" if chosen else LINES[i],
                "zorder": 3 if chosen else 2,
                "label": word,
            }
            stop = found["last"][i] + 1
            plane.plot(*found["path"][i, :stop].T, **looks)
            plane.plot(*found["path"][i, stop - 1], "o", color=looks["color"], markersize=5)
            chart.plot(found["loss"][i, :stop], **looks)
        plane.plot(*s["start"], "o", color=colours["ink"])
        plane.set(xlim=(-half[0], half[0]), ylim=(-half[1], half[1]), xlabel="w₁", ylabel="w₂")
        plane.set_title(WORDS[s["surface"]], fontsize=11)
        if s["surface"] in ("ravine", "rosenbrock") and (found["loss"] > 0).all():
            chart.set_yscale("log")
        else:
            chart.set_ylim(low, high)
        chart.set(xlabel="step", ylabel="loss")
        chart.legend(ncols=5, fontsize=9, loc="upper center", bbox_to_anchor=(0.5, -0.3))
    return figure
