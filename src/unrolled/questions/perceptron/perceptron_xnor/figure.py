"""The four inputs as corners of a square and the line that was learned, beside the solution."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from unrolled.plotting import palette, style
from unrolled.questions.perceptron.perceptron_xnor.answer import INPUTS, solve

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw_answer(threshold: float, targets: list[int], **params: Any) -> Figure:
    """Full dots must fire; the line is where the weighted sum equals the threshold."""
    import matplotlib.pyplot as plt

    w_1, w_2, *_ = solve(threshold=threshold, targets=targets, **params)
    colours, ends = palette(), np.array([-0.6, 1.6])
    with style():
        figure, axes = plt.subplots(figsize=(3.2, 3.2))
    for (x_1, x_2), target in zip(INPUTS, targets, strict=True):
        face = colours["target"] if target else "none"
        axes.plot(x_1, x_2, "o", markersize=13, color=colours["target"], markerfacecolor=face)
        axes.annotate(str(target), (x_1, x_2), (13, 8), textcoords="offset points")
    if w_2:
        axes.plot(ends, (threshold - w_1 * ends) / w_2, color=colours["param"])
    elif w_1:
        axes.axvline(threshold / w_1, color=colours["param"])
    axes.set(xlim=(-0.6, 1.6), ylim=(-0.6, 1.6), xticks=(0, 1), yticks=(0, 1), aspect="equal")
    axes.set(xlabel="$x_1$", ylabel="$x_2$")
    return figure


def answer_alt(threshold: float, targets: list[int], epochs: int, **params: Any) -> str:
    """The square in words."""
    w_1, w_2, *_ = solve(threshold=threshold, targets=targets, epochs=epochs, **params)
    corners = ", ".join(f"{t} at {x}" for x, t in zip(INPUTS, targets, strict=True))
    line = f"{w_1:g} x1 + {w_2:g} x2 = {threshold:g}"
    drawn = f"The line after {epochs} epochs is {line}" if w_1 or w_2 else "There is no line yet"
    return f"The four inputs as corners of a square, with the targets {corners}. {drawn}."
