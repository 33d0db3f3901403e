"""Diagrams of networks: nodes and arrows in the book's palette."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from unrolled.plotting import palette, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Point = tuple[float, float]
RADIUS = 0.3
COLUMN, ROW = 3.0, 2.1  # distances of neurons
BESIDE = 0.27  # distance of a label from its arrow


def canvas(width: float, height: float) -> tuple[Figure, Axes]:
    """Return an empty figure of `width` x `height` units, 0.85 inches each, without axes."""
    import matplotlib.pyplot as plt

    with style():
        figure, axes = plt.subplots(figsize=(0.85 * width, 0.85 * height))
    axes.set(xlim=(0, width), ylim=(0, height), aspect="equal")
    axes.set_axis_off()
    figure.subplots_adjust(0, 0, 1, 1)
    return figure, axes


def node(
    axes: Axes, at: Point, label: str, colour: str = "forward", *, filled: bool = True
) -> None:
    """Draw a node, as a circle or, when not `filled`, as its label alone (a given value).

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    at : (float, float)
        Centre.
    label : str
        Mathtext, `"$h_1$"`.
    colour : str
        Name in the palette.
    filled : bool
    """
    from matplotlib.patches import Circle

    p = palette()
    if filled:
        axes.add_patch(Circle(at, RADIUS, facecolor="none", edgecolor=p[colour], linewidth=2))
    axes.text(*at, label, ha="center", va="center", fontsize=13, color=p["ink"])


def arrow(
    axes: Axes,
    start: Point,
    end: Point,
    label: str = "",
    *,
    shift: Point = (0, 0.16),
    along: float = 0.5,
) -> None:
    """Draw an arrow between two nodes, with the weight that it carries.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    start, end : (float, float)
        Centres of the nodes.
    label : str
        Mathtext.
    shift : (float, float)
        Of the label, from the point `along` of the way.
    along : float
    """
    from matplotlib.patches import FancyArrowPatch

    p = palette()
    gap = 72 * 0.85 * (RADIUS + 0.06)  # points, so that the arrow begins and ends outside the nodes
    axes.add_patch(
        FancyArrowPatch(
            start,
            end,
            arrowstyle="-|>",
            mutation_scale=12,
            shrinkA=gap,
            shrinkB=gap,
            color=p["forward"],
            linewidth=1.6,
        )
    )
    x, y = ((1 - along) * a + along * b + s for a, b, s in zip(start, end, shift, strict=True))
    axes.text(x, y, label, ha="center", va="center", fontsize=13, color=p["param"])


def chain(
    steps: int,
    *,
    state: str = "h",
    recurrent: str = "V",
    read: str = "W",
    write: str = "",
    output: str = r"\hat y",
) -> Figure:
    """Draw an unrolled recurrent cell.

    Parameters
    ----------
    steps : int
    state, output : str
        Mathtext of the states and outputs; each gets the step as its index.
    recurrent, read, write : str
        Mathtext of the weight from state to state, input to state, state to output; a `{t}` in it
        becomes the step. Without `write` there are no outputs.

    Returns
    -------
    matplotlib.figure.Figure
    """
    middle = 1.7
    figure, axes = canvas(1.7 * steps + 1.4, 3.9 if write else 2.2)
    for t in range(steps + 1):
        at = (0.7 + 1.7 * t, middle)
        node(axes, at, f"${state}_{t}$", filled=t > 0)
        if t == 0:
            continue
        below, above = (at[0], middle - 1.3), (at[0], middle + 1.4)
        arrow(axes, (at[0] - 1.7, middle), at, _weight(recurrent, t))
        node(axes, below, f"$x_{t}$", filled=False)
        arrow(axes, below, at, _weight(read, t), shift=(0.28, 0))
        if write:
            node(axes, above, f"${output}_{t}$", "mute")
            arrow(axes, at, above, _weight(write, t), shift=(0.28, 0))
    return figure


def _weight(label: str, t: int) -> str:
    return f"${label.replace('{t}', str(t))}$"


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
    figure, axes = canvas(COLUMN * (len(layers) - 1) + 1, row * (tallest - 1) + 1)
    places = [
        [
            (0.5 + COLUMN * x, 0.5 + row * ((tallest + len(labels)) / 2 - 1 - y))
            for y in range(len(labels))
        ]
        for x, labels in enumerate(layers)
    ]
    for x, labels in enumerate(layers):
        for at, label in zip(places[x], labels, strict=True):
            node(axes, at, label, filled=x > 0)
    for layer, (left, right) in enumerate(pairwise(places), start=1):
        for i, start in enumerate(left, start=1):
            for j, end in enumerate(right, start=1):
                run, rise = end[0] - start[0], end[1] - start[1]
                up = BESIDE / math.hypot(run, rise)
                # Nearer to its start than to its end, a label is clear of the crossing halfway.
                arrow(
                    axes,
                    start,
                    end,
                    weight(layer, i, j),
                    along=0.33,
                    shift=(-rise * up, run * up),
                )
    return figure
