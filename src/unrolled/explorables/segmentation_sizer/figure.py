"""The network on paper: encoder left, decoder right, sizes that have to meet in one row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from unrolled.explorables.segmentation_sizer.network import Network
from unrolled.plotting import palette, style

LEFT, MIDDLE, RIGHT = 0.0, 3.5, 7.0
ROOM = 0.8  # of a row, for the largest map


def draw(state: Mapping[str, Any], found: Mapping[str, Any]) -> Figure:
    """A row per level, the smallest map below; under it, which square images come back."""
    colours, layers = palette(), len(state["kind"])
    most = max(found["down"].max(), found["up"].max(initial=1))
    with style():
        figure, (axes, strip) = plt.subplots(
            2, 1, figsize=(7.2, 0.62 * (layers + 2) + 1.1), height_ratios=[layers + 2, 1]
        )

        def put(x: float, level: float, size: Sequence[int], colour: str, words: str) -> None:
            high, wide = (ROOM * max(side / most, 0.06) for side in size)
            corner = x - wide / 2, -level - high / 2
            axes.add_patch(Rectangle(corner, wide, high, color=colours[colour], linewidth=0))
            beside = -0.7 if x < MIDDLE else 0.7
            align = "right" if x < MIDDLE else "left"
            axes.text(x + beside, -level, words, ha=align, va="center")

        for level in range(found["fits"] + 1):
            size = found["down"][level]
            put(LEFT, level, size, "forward", f"{size[0]} × {size[1]}")
        levels = Network(state).mirrored
        for k, level in enumerate(levels[: found["steps"]]):
            size, meets = found["up"][k], found["up"][k] == found["target"][k]
            last = k == len(levels) - 1
            colour = "ok" if all(meets) else "wrong" if last or state["skip"] != "none" else "mute"
            put(RIGHT, 0 if last else level, size, colour, f"{size[0]} × {size[1]}")
        if all(found["middle_size"]):
            size = found["middle_size"]
            put(MIDDLE, layers + 1, size, "param", f"{size[0]} × {size[1]}")
        for x, name in ((LEFT, "encoder"), (RIGHT, "decoder" if levels else "")):
            axes.text(x, 0.8, name, ha="center", color=colours["mute"])
        axes.set(xlim=(-3, 10), ylim=(-layers - 1.6, 1.2), aspect="equal")
        axes.set_axis_off()
        works = np.array(found["works"])
        for code, colour in ((1, "mute"), (2, "ok")):
            sides = np.flatnonzero(works == code) + 1
            strip.vlines(sides, 0, code / 2, color=colours[colour], linewidth=1.2)
        strip.set(xlabel="side of a square image", yticks=[], xlim=(0, len(works) + 1), ylim=(0, 1))
        strip.grid(visible=False)
        strip.spines["left"].set_visible(False)
    return figure
