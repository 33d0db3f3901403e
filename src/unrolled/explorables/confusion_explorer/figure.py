"""Scores, table and curves on paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from unrolled.explorables.confusion_explorer.scores import BINS, LOW, WIDTH
from unrolled.plotting import palette, style

METRICS = {
    "accuracy": "accuracy",
    "precision": "precision",
    "recall": "recall",
    "specificity": "specificity",
    "f1": "F₁",
    "balanced_accuracy": "balanced accuracy",
}


def draw(s: Mapping[str, Any], found: Mapping[str, Any]) -> Figure:
    """Draw the table with the metrics, and what there is of scores and curves."""
    colours = palette()
    with style():
        if s["source"] == "counts":
            figure, cells = plt.subplots(figsize=(7.0, 3.0), layout="constrained")
        else:
            figure, axes = plt.subplots(2, 2, figsize=(7.6, 6.0), layout="constrained")
            cells = axes[0, 1]
            _scores(axes[0, 0], s, found)
            _curve(axes[1, 0], found, ("roc", "false_positive_rate", "recall"))
            _curve(axes[1, 1], found, ("pr", "recall", "precision"))
            axes[1, 0].plot([0, 1], [0, 1], ":", color=colours["mute"])
        _table(cells, found)
    return figure


def _scores(axes: Axes, s: Mapping[str, Any], found: Mapping[str, Any]) -> None:
    colours = palette()
    middle = LOW + WIDTH * (np.arange(BINS) + 0.5)
    for name, size, sign in (
        ("positive", s["positives"], 1),
        ("negative", s["negatives"], -1),
    ):
        right = (middle > s["threshold"]) == (sign > 0)
        for which, colour in ((right, "ok"), (~right, "wrong")):
            height = sign * found[f"histogram_{name}"] / size
            axes.bar(middle[which], height[which], WIDTH, color=colours[colour], alpha=0.6)
    axes.axvline(s["threshold"], color=colours["ink"])
    axes.set(
        xlabel="score",
        xlim=(LOW, max(4, s["separation"] + 3.5 * s["spread"])),
        ylabel="negatives     positives",
        yticks=[],
    )


def _curve(axes: Axes, found: Mapping[str, Any], names: tuple[str, str, str]) -> None:
    curve, x, y = names
    colours = palette()
    axes.plot(found[f"{curve}_x"], found[f"{curve}_y"], color=colours["forward"])
    if found[x] is not None and found[y] is not None:
        axes.plot(found[x], found[y], "o", color=colours["ink"])
    axes.set(xlabel=x.replace("_", " "), ylabel=y, xlim=(-0.02, 1.02), ylim=(-0.02, 1.04))


def _table(axes: Axes, found: Mapping[str, Any]) -> None:
    tp, fn, fp, tn = found["counts"]
    axes.axis("off")
    rows = [f"TP {tp}     FN {fn}", f"FP {fp}     TN {tn}", ""]
    for name, word in METRICS.items():
        if found[name] is None:
            rows.append(f"{word} 0/0")
        else:
            above, below = found[f"{name}_fraction"]
            rows.append(f"{word} {above}/{below} = {found[name]:.4g}")
    axes.text(0.02, 0.98, "\n".join(rows), va="top", transform=axes.transAxes, linespacing=1.5)
