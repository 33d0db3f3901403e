"""Diagrams of networks: nodes and arrows in the book's palette."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unrolled.plotting import palette, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Point = tuple[float, float]
RADIUS = 0.3


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
