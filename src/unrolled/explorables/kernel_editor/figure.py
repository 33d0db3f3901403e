"""The editor's state on paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from unrolled import nn
from unrolled.explorables._numbers import show
from unrolled.explorables.kernel_editor.pictures import pixels
from unrolled.plotting import palette, style

FEW = 64  # so many numbers can still be read


def draw(state: Mapping[str, Any], found: Mapping[str, Any]) -> Figure:
    """Draw picture, kernel and result, with their numbers where these are few."""
    padded = nn.pad(pixels(state["picture"]), (state["padding"],) * 4)
    kernel = np.asarray(state["kernel"], float)
    x, y = found["column"] - 1, found["row"] - 1
    with style():
        figure, axes = plt.subplots(1, 3, figsize=(7.4, 2.9))
        _panel(axes[0], "picture", padded)
        _panel(axes[1], "kernel", kernel)
        _panel(axes[2], "result", found["y"])
        stride, (high, wide) = state["stride"], kernel.shape
        _frame(axes[0], (x * stride, y * stride), (wide, high), "param")
        _frame(axes[2], (x, y), (1, 1), "forward")
    return figure


def _panel(ax: Axes, name: str, values: Any) -> None:
    """Grey values; where some are negative, 0 is the grey in the middle."""
    signed, most = values.min() < 0, np.abs(values).max() or 1
    ax.imshow(values, "gray", vmin=-most if signed else 0, vmax=most)
    ax.set(title=name, xticks=[], yticks=[])
    ax.grid(visible=False)
    if values.size > FEW:
        return
    for (i, j), value in np.ndenumerate(values):
        shade = "black" if value >= (0 if signed else most / 2) else "white"
        ax.text(j, i, show(value, 2), ha="center", va="center", color=shade, size=7)


def _frame(ax: Axes, corner: tuple[int, int], size: tuple[int, int], colour: str) -> None:
    at = corner[0] - 0.5, corner[1] - 0.5
    line = palette()[colour]
    ax.add_patch(Rectangle(at, *size, fill=False, clip_on=False, edgecolor=line, linewidth=2.5))
