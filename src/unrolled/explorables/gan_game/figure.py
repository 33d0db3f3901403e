"""The game on paper: what D says along the line, both distributions, the value and the slopes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from unrolled import nn
from unrolled.plotting import palette, style

LOWEST = -2.5  # of the value in its chart


def draw(s: Mapping[str, Any], found: Mapping[str, Any]) -> Figure:
    """Draw the moment above, the whole game below."""
    with style():
        figure = plt.figure(figsize=(7.0, 6.4), layout="constrained")
        grid = figure.add_gridspec(3, 2, height_ratios=(1, 1.3, 1.4))
        top = figure.add_subplot(grid[0, :])
        middle = figure.add_subplot(grid[1, :], sharex=top)
        _line(s, found, top, middle)
        _value(found, figure.add_subplot(grid[2, 0]))
        _slopes(found, figure.add_subplot(grid[2, 1]))
    return figure


def _line(s: Mapping[str, Any], found: Mapping[str, Any], top: Axes, middle: Axes) -> None:
    colours = palette()
    low = min(s["reach"][0], s["mean"] - 0.5, s["real_mean"] - 0.5)
    high = max(s["reach"][1], s["mean"] + 0.5, s["real_mean"] + 0.5)
    x = np.linspace(low, high, 801)
    powers = np.stack([x * x, x, np.ones_like(x)])
    weights = found["weights"][found["moment"]]
    top.plot(x, nn.sigmoid(found["optimum"] @ powers), "--", color=colours["mute"], label="best D")
    top.plot(x, nn.sigmoid(weights @ powers), color=colours["param"], label="D")
    top.set(ylim=(0, 1), xlim=(low, high), ylabel="$D(x)$")
    top.legend(fontsize=9, loc="center right")
    spread = max(abs(found["now_spread"]), (high - low) / 4000)
    for mean, deviation, name, colour, dash in (
        (s["real_mean"], s["real_deviation"], "real", "target", "--"),
        (found["now_mean"], spread, "generated", "forward", "-"),
    ):
        height = np.exp(-(((x - mean) / deviation) ** 2) / 2) / (deviation * np.sqrt(2 * np.pi))
        middle.plot(x, height, dash, color=colours[colour], label=name)
        middle.fill_between(x, height, color=colours[colour], alpha=0.16, linewidth=0)
    room = 1.2 * 0.4 * max(1 / s["real_deviation"], 1 / s["deviation"])
    middle.plot(s["mean"], 0, "o", color=colours["ink"], clip_on=False)
    slope = found["now_slope" if s["loss"] == "minimax" else "now_slope_other"]
    far = float(np.clip(-2.5 * slope, -0.3 * (high - low), 0.3 * (high - low)))
    if abs(far) > 0.012 * (high - low):
        middle.annotate(
            "",
            (found["now_mean"] + far, 0.3 * room),
            (found["now_mean"], 0.3 * room),
            arrowprops={"arrowstyle": "-|>", "color": colours["gradient"], "linewidth": 2},
            annotation_clip=True,
        )
    middle.set(ylim=(0, room), xlabel="$x$", ylabel="density")
    middle.legend(fontsize=9, loc="center right")


def _value(found: Mapping[str, Any], axes: Axes) -> None:
    colours = palette()
    axes.axhline(-np.log(4), color=colours["target"], linestyle=":", label="−ln 4")
    axes.plot(found["best"], "--", color=colours["mute"], label="with the best D")
    axes.plot(found["value"], color=colours["forward"], label="V")
    axes.plot(found["moment"], max(found["now_value"], LOWEST), "o", color=colours["forward"])
    axes.set(ylim=(LOWEST, 0.1), xlabel="turn", ylabel="value")
    axes.legend(fontsize=9, loc="lower right")


def _slopes(found: Mapping[str, Any], axes: Axes) -> None:
    colours = palette()
    for name, dash, label in (("slope", "-", "minimax"), ("slope_other", "--", "non-saturating")):
        size = np.abs(found[name])
        size = np.where(size > 0, size, np.nan)
        axes.plot(size, dash, color=colours["gradient"], label=label)
    axes.axvline(found["moment"], color=colours["edge"], linewidth=1)
    if np.any(found["slope"] != 0):
        axes.set_yscale("log")
        axes.set_ylim(bottom=max(axes.get_ylim()[0], 1e-6))
    axes.set(xlabel="turn", ylabel="slope for a")
    axes.legend(fontsize=9, loc="best")
