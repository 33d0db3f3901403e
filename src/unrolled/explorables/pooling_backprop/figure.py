"""The network's state on paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from unrolled.explorables._numbers import several, show, sub
from unrolled.plotting import palette, style

CELL = 1.0
MARGIN = 0.9  # above a map, for its name


def draw(state: Mapping[str, Any], found: Mapping[str, Any]) -> Figure:
    """Draw X, Z in its ring and S, each number with its gradient below."""
    from matplotlib import pyplot as plt

    padding, grads = state["padding"], found["grad_x"]
    frame = np.pad(found["z"], padding, constant_values=np.nan)
    left = [
        (
            f"X{sub(c + 1)}, weight {show(w)}",
            np.asarray(x, float),
            None if grads is None else grads[c],
        )
        for c, (x, w) in enumerate(zip(state["x"], state["weight"], strict=True))
    ]
    columns = [
        left,
        [("Z" if not padding else "Z in its ring", frame, found["grad_frame"])],
        [
            ("S, pooled", found["s"], found["grad_s"]),
            ("gradient given" if state["loss"] == "given" else "target Y",
             np.asarray(state["grad" if state["loss"] == "given" else "target"], float), None),
        ],
    ]  # fmt: skip
    width = sum(column[0][1].shape[1] + 1 for column in columns)
    height = max(sum(len(values) + MARGIN for _, values, _ in column) for column in columns)
    with style():
        scale = min(7.4 / width, 0.62)
        figure, axes = plt.subplots(figsize=(max(width * scale, 4.0), height * scale + 0.3))
        x = 0.0
        for column in columns:
            y = 0.0
            for name, values, slopes in column:
                _map(axes, x, y, name, values, slopes)
                y -= len(values) + MARGIN
            x += column[0][1].shape[1] + 1
        axes.set(xlim=(-0.1, width), ylim=(-height, 0.2), aspect="equal")
        axes.axis("off")
    return figure


def _map(axes: Axes, x: float, y: float, name: str, values: Any, slopes: Any) -> None:
    p = palette()
    axes.text(x, y - 0.5, name, size=9, va="center")
    for (i, j), value in np.ndenumerate(values):
        at = x + j, y - MARGIN - i - CELL
        ring = np.isnan(value)
        face = p["soft"] if ring else "none"
        axes.add_patch(Rectangle(at, CELL, CELL, facecolor=face, edgecolor=p["edge"]))
        place: dict[str, Any] = {"ha": "center", "va": "center", "size": 8}
        text = "ring" if ring else show(value, 3)
        axes.text(at[0] + 0.5, at[1] + 0.66, text, color=p["mute" if ring else "forward"], **place)
        if slopes is not None:
            slope = show(slopes[i, j], 3)
            axes.text(at[0] + 0.5, at[1] + 0.26, slope, color=p["gradient"], **place)


def describe(state: Mapping[str, Any], found: Mapping[str, Any]) -> str:
    """Say the maps, the loss and the gradients."""
    rows, columns = found["s"].shape
    words = (
        f"{len(state['x'])} channels are weighed with {several(state['weight'])} and added up to "
        f"Z, {_rows(found['z'])}. {state['pooling'].capitalize()} pooling gives S of {rows} by "
        f"{columns}, {_rows(found['s'])}. "
    )
    if found["loss"] is None:
        return words + "S holds no probabilities, so the cross-entropy has no value."
    step = (
        f" One step with learning rate {show(state['learning_rate'])} leads to the weights "
        f"{several(found['new_weight'])}."
        if found["new_weight"] is not None
        else ""
    )
    return (
        f"{words}The loss is {show(found['loss'])}. Its gradients are {_rows(found['grad_s'])} at "
        f"S, {_rows(found['grad_z'])} at Z and {several(found['grad_weight'])} at the weights; "
        f"{show(found['lost'])} is lost in the ring.{step}"
    )


def _rows(values: Any) -> str:
    return "; ".join(several(row) for row in values)
