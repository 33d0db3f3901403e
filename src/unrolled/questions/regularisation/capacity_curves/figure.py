"""Empty axes to draw on, and both losses measured over the degree of a polynomial."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from unrolled import plotting

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ALT = (
    "Empty axes. To the right: the capacity of the model. Upwards: the loss. The two curves, for "
    "training and test, are to be drawn."
)
ANSWER_ALT = (
    "Losses of polynomials of degree 0 to 8 fitted to 12 noisy points. The training loss falls "
    "all the way to almost nothing. The test loss falls with it at first, is lowest at degree 3, "
    "where a dashed line stands, and rises steeply beyond."
)
DEGREES = range(9)


def draw() -> Figure:
    """Draw the axes alone."""
    figure, axes = _axes()
    axes.set(xlabel="capacity of the model", xticks=[], yticks=[])
    return figure


def draw_answer() -> Figure:
    """Draw what was measured: medians over many training sets."""
    figure, axes = _axes()
    colours = plotting.palette()
    trained, tested = losses()
    axes.plot(DEGREES, tested, "s-", color=colours["gradient"], label="test")
    axes.plot(DEGREES, trained, "o-", color=colours["forward"], label="training")
    best = int(np.argmin(tested))
    axes.axvline(best, color=colours["mute"], linestyle="--", linewidth=1.2)
    axes.text(best + 0.15, 0.92, "best model", color=colours["mute"])
    axes.set(xlabel="degree of the polynomial", ylim=(0, 1), xticks=DEGREES)
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return figure


def losses(points: int = 12, sets: int = 60) -> tuple[list[float], list[float]]:
    """Median squared errors, on the points and on new ones, for each degree."""
    rng = np.random.default_rng(0)
    new = np.linspace(-1, 1, 101)
    found = np.empty((2, sets, len(DEGREES)))
    for s in range(sets):
        x = rng.uniform(-1, 1, points)
        y = np.sin(3 * x + 0.5) + 0.3 * rng.normal(size=points)
        for degree in DEGREES:
            fit = np.polynomial.Polynomial.fit(x, y, degree, domain=(-1, 1))
            found[0, s, degree] = np.mean((fit(x) - y) ** 2)
            found[1, s, degree] = np.mean((fit(new) - np.sin(3 * new + 0.5)) ** 2) + 0.3**2
    trained, tested = np.median(found, axis=1).tolist()
    return trained, tested


def _axes() -> tuple[Figure, Axes]:
    import matplotlib.pyplot as plt

    with plotting.style():
        figure, axes = plt.subplots(figsize=(5.4, 2.9))
        axes.set(ylabel="loss")
    return figure, axes
