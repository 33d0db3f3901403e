"""Sizes layer by layer on paper; or the units in the plane of their incoming weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from unrolled.plotting import palette, style

MARKS = "osD^"


def draw(s: Mapping[str, Any], found: Mapping[str, Any]) -> Figure:
    """Draw sizes layer by layer, or the units in the plane of their weights."""
    return (sizes if s["show"] == "signals" else units)(s, found)


def sizes(s: Mapping[str, Any], found: Mapping[str, Any]) -> Figure:
    """Root mean squares, measured and, dashed, as the theory has them."""
    colours, layers = palette(), range(s["depth"] + 1)
    with style():
        figure, axes = plt.subplots(figsize=(7.0, 3.6), layout="constrained")
        for key, predicted, colour, name in (
            ("signal_rms", "theory_rms", "forward", "signal"),
            ("grad_rms", "theory_grad_rms", "gradient", "gradient"),
        ):
            axes.plot(layers, found[key], "o-", color=colours[colour], label=name, ms=5)
            if found[predicted]:
                axes.plot(
                    layers, found[predicted], "--", color=colours[colour], label=f"{name}, theory"
                )
        every = [*found["signal_rms"], *found["grad_rms"]]
        if min(every) > 0:
            axes.set_yscale("log")
            axes.set_ylim(min(0.1, min(every) / 2), max(10, 2 * max(every)))
        axes.set(xlabel="layer", ylabel="root mean square")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return figure


def units(s: Mapping[str, Any], found: Mapping[str, Any]) -> Figure:
    """Each unit's way; smaller marks lie on larger ones where units are the same."""
    colours, path = palette(), found["path"]
    with style():
        figure, axes = plt.subplots(figsize=(4.6, 3.8), layout="constrained")
        for i in range(s["units"]):
            axes.plot(*path[:, i].T, "-", color=colours["param"], linewidth=1)
            axes.plot(
                *path[-1, i], MARKS[i], ms=18 - 4 * i, color=colours["param"],
                markerfacecolor=colours["bg"], label=f"unit {i + 1}",
            )  # fmt: skip
        axes.set(xlabel="weight from x₁", ylabel="weight from x₂")
        axes.margins(0.3)
        axes.legend(loc="center left", bbox_to_anchor=(1, 0.5), labelspacing=1.4)
    return figure
