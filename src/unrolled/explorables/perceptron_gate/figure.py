"""The gate on paper: corners, line and weights; or the network that counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from unrolled.explorables._numbers import show
from unrolled.explorables.perceptron_gate.network import signs
from unrolled.explorables.perceptron_gate.rule import corners
from unrolled.plotting import palette, style

HORIZONS = (24, 48, 100, 200)


def draw(s: Mapping[str, Any], found: Mapping[str, Any]) -> Figure:
    """Draw the plane and the weights, or the network."""
    return (perceptron if s["show"] == "perceptron" else network)(s, found)


def perceptron(s: Mapping[str, Any], found: Mapping[str, Any]) -> Figure:
    """Full corners must fire, the shaded side does; beside it the weights after each example."""
    colours, places = palette(), corners(s["inputs"])
    low, high = places[0][0], 1
    edge = 0.7 * (high - low)
    w_1, w_2, b = found["path"][s["steps"]]
    with style():
        figure, (plane, chart) = plt.subplots(
            1, 2, figsize=(7.0, 3.4), width_ratios=(1, 1.2), layout="constrained"
        )
        ends = (low - edge, high + edge)
        x, y = np.meshgrid(ends, ends)  # the sum is linear: its values at the edges are enough
        net = w_1 * x + w_2 * y + b
        plane.grid(visible=False)
        if w_1 or w_2:
            sides: Any = {"colors": [colours["forward"]], "alpha": 0.16}
            plane.contourf(x, y, net, levels=[0, max(float(net.max()), 1e-9)], **sides)
            plane.contour(x, y, net, levels=[0], colors=colours["param"])
        elif b > 0 or (b == 0 and s["at_zero"]):
            plane.axvspan(*ends, color=colours["forward"], alpha=0.16)
        for (x_1, x_2), target, output in zip(
            places, s["targets"], found["now_output"], strict=True
        ):
            face = colours["target"] if target else colours["bg"]
            plane.plot(x_1, x_2, "o", ms=12, color=colours["target"], markerfacecolor=face)
            if output != target:
                plane.plot(x_1, x_2, "o", ms=20, color=colours["wrong"], markerfacecolor="none")
        plane.set(xticks=(low, high), yticks=(low, high), xlabel="x₁", ylabel="x₂")
        plane.set(xlim=ends, ylim=ends, aspect="equal")
        end = next(h for h in HORIZONS if h >= s["steps"])
        for i, (name, line) in enumerate((("w₁", "-"), ("w₂", "--"), ("b", ":"))):
            chart.step(
                range(end + 1), found["path"][: end + 1, i], line, where="post", label=name,
                color=colours["param"],
            )  # fmt: skip
        chart.axvline(s["steps"], color=colours["mute"], linewidth=1)
        chart.set(xlabel="examples seen")
        chart.legend(ncols=3, fontsize=9, loc="upper center", bbox_to_anchor=(0.5, 1.16))
    return figure


def network(s: Mapping[str, Any], found: Mapping[str, Any]) -> Figure:
    """Bits, units that count, and the output; a full circle is a 1."""
    colours, n = palette(), len(s["bits"])
    weights, threshold = signs(n, s["chain"])
    columns = (
        (0.0, s["bits"], list("ABCDE"[:n])),
        (1.0, found["hidden"], [f"≥ {k}" for k in range(1, n + 1)]),
        (2.0, [found["top"]], [f"≥ {show(threshold)}"]),
    )
    with style():
        figure, axes = plt.subplots(figsize=(7.0, 0.7 + 0.7 * n))
        axes.axis("off")
        heights = -np.arange(n, dtype=float)
        middle = heights.mean()
        for i in range(n):
            for k in range(n):
                axes.plot([0, 1], [heights[i], heights[k]], color=colours["line"], zorder=1)
            if s["units"][i]:
                axes.plot([1, 2], [heights[i], middle], color=colours["param"], zorder=1)
                sign, y = "+1" if weights[i] > 0 else "−1", heights[i] * 0.6 + middle * 0.4
                paper: Any = {"facecolor": colours["bg"], "edgecolor": "none", "pad": 1}
                axes.text(1.4, y, sign, ha="center", va="center", bbox=paper)
        for x, values, names in columns:
            for y, value, name in zip(heights if x < 2 else [middle], values, names, strict=True):
                face = colours["forward"] if value else colours["bg"]
                text = colours["bg"] if value else colours["ink"]
                axes.plot(x, y, "o", ms=32, color=colours["forward"], markerfacecolor=face)
                axes.text(x, y, name, ha="center", va="center", color=text, fontsize=9)
        axes.set(xlim=(-0.3, 2.3), ylim=(heights[-1] - 0.6, 0.6))
    return figure
