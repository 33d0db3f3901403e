"""Empty axes to draw on, and both losses over the number of samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from unrolled import plotting
from unrolled.questions.regularisation.sample_count_curves import answer

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ALT = (
    "Empty axes. To the right: the number of independent training samples. Upwards: the loss. The "
    "two curves, for training and test, are to be drawn."
)


def draw() -> Figure:
    """Draw the axes alone."""
    figure, axes = _axes()
    axes.set(xticks=[], yticks=[])
    return figure


def answer_alt(p: int, noise: float, small: int, large: int) -> str:
    """Say where the curves begin and meet."""
    return (
        f"Loss over the number of samples, from about {p + 2} on. The training loss rises, the "
        f"test loss falls from beyond the upper edge; both approach the dashed line at {noise:g}, "
        f"one from below and one from above. Marks are at {small} and {large} samples."
    )


def draw_answer(p: int, noise: float, small: int, large: int) -> Figure:
    """Draw both curves, their limit and the values asked for."""
    figure, axes = _axes()
    colours = plotting.palette()
    n = np.linspace(p + 1.7, 1.1 * large, 800)
    axes.axhline(noise, color=colours["mute"], linestyle="--", linewidth=1.2)
    curves = (("test", answer.test, "gradient", "s-"), ("training", answer.train, "forward", "o-"))
    for name, loss, colour, line in curves:
        axes.plot(n, loss(p, noise, n), color=colours[colour])
        at = np.array([small, large])
        axes.plot(at, loss(p, noise, at), line[0], color=colours[colour])
        axes.plot([], [], line, color=colours[colour], label=name)
    axes.plot([], [], "--", color=colours["mute"], linewidth=1.2, label="noise")
    axes.set(ylim=(0, 3.2 * noise))
    axes.legend(loc="upper right")
    return figure


def _axes() -> tuple[Figure, Axes]:
    import matplotlib.pyplot as plt

    with plotting.style():
        figure, axes = plt.subplots(figsize=(5.4, 2.9))
        axes.set(xlabel="number of training samples", ylabel="loss")
    return figure, axes
