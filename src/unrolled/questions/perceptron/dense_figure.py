"""A drawing of fully connected layers, shared by the questions about small networks."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from unrolled import diagrams

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLUMN, ROW = 3.0, 2.1  # distances of neurons
BESIDE = 0.27  # distance of a label from its arrow


def dense(
    layers: Sequence[Sequence[str]], weight: Callable[[int, int, int], str], *, row: float = ROW
) -> Figure:
    """Draw layers from left to right, each neuron with an arrow to all of the next layer.

    Parameters
    ----------
    layers : sequence of sequence of str
        Labels, top to bottom; the first layer holds given values.
    weight : callable
        `weight(layer, i, j)` labels the arrow from neuron i to neuron j of `layer`, all from 1.

    row : float
        Distance of the neurons of a layer.

    Returns
    -------
    matplotlib.figure.Figure

    Source
    ------
    Own; the graphics of the papers are lost.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> figure = dense([["$x_1$", "$x_2$"], ["$y$"]], lambda layer, i, j: f"$w_{i}$")
    >>> [text.get_text() for text in figure.axes[0].texts if text.get_text()]
    ['$x_1$', '$x_2$', '$y$', '$w_1$', '$w_2$']
    >>> plt.close(figure)
    """
    tallest = max(map(len, layers))
    figure, axes = diagrams.canvas(COLUMN * (len(layers) - 1) + 1, row * (tallest - 1) + 1)
    places = [
        [
            (0.5 + COLUMN * x, 0.5 + row * ((tallest + len(labels)) / 2 - 1 - y))
            for y in range(len(labels))
        ]
        for x, labels in enumerate(layers)
    ]
    for x, labels in enumerate(layers):
        for at, label in zip(places[x], labels, strict=True):
            diagrams.node(axes, at, label, filled=x > 0)
    for layer, (left, right) in enumerate(pairwise(places), start=1):
        for i, start in enumerate(left, start=1):
            for j, end in enumerate(right, start=1):
                run, rise = end[0] - start[0], end[1] - start[1]
                up = BESIDE / math.hypot(run, rise)
                # Nearer to its start than to its end, a label is clear of the crossing halfway.
                diagrams.arrow(
                    axes,
                    start,
                    end,
                    weight(layer, i, j),
                    along=0.33,
                    shift=(-rise * up, run * up),
                )
    return figure
