"""The points, and beside the solution both fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from unrolled import nn, plotting
from unrolled.questions.losses.linear_or_logistic.answer import logistic, points, solve

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def draw(zeros: list[float], ones: list[float]) -> Figure:
    """The points alone."""
    import matplotlib.pyplot as plt

    with plotting.style():
        figure, axes = plt.subplots(figsize=(6.4, 2.2))
    _points(axes, zeros, ones)
    return figure


def alt(zeros: list[float], ones: list[float]) -> str:
    """The points in words."""
    return f"Points on an axis: class 0 at x = {_listed(zeros)}, class 1 at x = {_listed(ones)}."


def draw_answer(zeros: list[float], ones: list[float]) -> Figure:
    """The line on the left, the curve on the right."""
    import matplotlib.pyplot as plt

    p, (x, y) = plotting.palette(), points(zeros, ones)
    with plotting.style():
        figure, panels = plt.subplots(1, 2, figsize=(7.2, 2.8), sharey=True)
    ends = np.linspace(-1, x.max() + 1, 400)
    a, b = np.polyfit(x, y, 1)
    weight, bias = logistic(zeros, ones)
    fits = ("linear", a * ends + b), ("logistic", nn.sigmoid(weight * ends + bias))
    for axes, (name, values) in zip(panels, fits, strict=True):
        axes.axhline(0.5, color=p["line"], linewidth=1.2)
        axes.plot(ends, values, color=p["forward"])
        _points(axes, zeros, ones)
        axes.set(title=name)
    return figure


def answer_alt(zeros: list[float], ones: list[float]) -> str:
    """Both fits in words."""
    threshold, wrong, last = solve(zeros, ones)
    weight, bias = logistic(zeros, ones)
    return (
        f"Left, the least-squares line: it crosses 0.5 at x = {threshold:.3g}, so that {wrong} "
        f"points are on the wrong side, and reaches {last:.3g} at the last point. Right, the "
        f"logistic curve: it rises from 0 to 1 around x = {-bias / weight:.3g}, "
        "between the classes."
    )


def _points(axes: Axes, zeros: list[float], ones: list[float]) -> None:
    p = plotting.palette()
    axes.plot(zeros, [0] * len(zeros), "o", color=p["target"], markerfacecolor="none")
    axes.plot(ones, [1] * len(ones), "o", color=p["target"])
    axes.set(xlabel="$x$", ylabel="class", yticks=(0, 0.5, 1), ylim=(-0.25, 1.35))


def _listed(values: list[float]) -> str:
    return ", ".join(f"{v:g}" for v in values)
