"""Azimuth and elevation of the whale, shared by the questions about its location."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from unrolled import diagrams, plotting

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

AZIMUTH_ALT = (
    "View from above: a circle around the array of hydrophones, with 0 degrees at the top, then "
    "90, 180 and 270 clockwise. The azimuth is the angle from 0 to the direction of the whale."
)
ELEVATION_ALT = (
    "View from the side: the array floats on the water surface. The elevation is the angle from "
    "the surface to the direction of the whale: 0 degrees along the surface, minus 90 straight "
    "down."
)
RADIUS = 1.3


def picture(*views: str) -> Figure:
    """Draw the views "azimuth" and "elevation" beside one another."""
    figure, axes = diagrams.canvas(4.4 * len(views), 4.0)
    for k, view in enumerate(views):
        {"azimuth": _above, "elevation": _side}[view](axes, (2.2 + 4.4 * k, 2.0))
    return figure


def _above(axes: Axes, centre: tuple[float, float]) -> None:
    from matplotlib.patches import Arc, Circle

    p = plotting.palette()
    axes.add_patch(Circle(centre, RADIUS, facecolor="none", edgecolor=p["mute"], linewidth=1.2))
    for angle in (0, 90, 180, 270):
        axes.text(*_towards(centre, 90 - angle, 1.27), f"{angle}°", ha="center", va="center")
    _whale(axes, centre, 35)
    axes.plot([centre[0]] * 2, [centre[1], centre[1] + RADIUS], ":", color=p["mute"], linewidth=1.5)
    axes.add_patch(Arc(centre, 1.1, 1.1, theta1=35, theta2=90, color=p["param"], linewidth=2))
    axes.text(*_towards(centre, 62, 0.62), "azimuth", ha="center", color=p["param"])
    axes.text(centre[0], 0.02, "from above", ha="center", color=p["mute"])


def _side(axes: Axes, centre: tuple[float, float]) -> None:
    from matplotlib.patches import Arc

    p, at = plotting.palette(), (centre[0] - 1.0, centre[1] + 0.7)
    ends = np.linspace(at[0] - 0.7, at[0] + 2.7, 80)
    axes.plot(ends, at[1] + 0.05 * np.sin(14 * ends), color=p["mute"], linewidth=1.2)
    _whale(axes, at, -40)
    axes.add_patch(Arc(at, 1.5, 1.5, theta1=-40, theta2=0, color=p["param"], linewidth=2))
    axes.text(at[0] + 0.95, at[1] - 0.4, "elevation", color=p["param"])
    axes.plot([at[0]] * 2, [at[1], at[1] - 1.5], ":", color=p["mute"], linewidth=1.5)
    axes.text(at[0] + 2.75, at[1] + 0.2, "0°", ha="right")
    axes.text(at[0], at[1] - 1.75, "-90°", ha="center")
    axes.text(centre[0], 0.02, "from the side", ha="center", color=p["mute"])


def _whale(axes: Axes, centre: tuple[float, float], angle: float) -> None:
    p = plotting.palette()
    x, y = _towards(centre, angle, 1.0)
    axes.plot([centre[0], x], [centre[1], y], color=p["forward"], linewidth=1.6)
    axes.plot(x, y, "o", markersize=9, color=p["forward"])
    axes.plot(*centre, "s", markersize=8, color=p["ink"])


def _towards(centre: Sequence[float], angle: float, distance: float) -> tuple[float, float]:
    turn = np.radians(angle)
    return (
        centre[0] + RADIUS * distance * float(np.cos(turn)),
        centre[1] + RADIUS * distance * float(np.sin(turn)),
    )
