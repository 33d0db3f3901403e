"""The stack on paper, from the side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from unrolled.explorables.conv_arithmetic.stack import Stack
from unrolled.plotting import palette, style

HALF = 0.17  # of the height of a bar


def places(stack: Stack, axis: int) -> list[tuple[float, float]]:
    """Where unit 0 of each map stands above the input, and how far the next is away."""
    at, step = 0.0, 1.0
    found = [(at, step)]
    for i in range(len(stack.rows) - 1):
        window = stack.window(i, axis)
        middle = window.dilation * (window.kernel - 1) / 2 - window.padding
        if stack.state["kind"][i] == "transposed":
            step /= window.stride
            at -= step * middle
        else:
            at += step * middle
            step *= window.stride
        found.append((at, step))
    return found


def draw(stack: Stack, found: Mapping[str, Any]) -> Figure:
    """A bar per map, the input below; what the unit depends on in colour, with the cone between."""
    colours, axis, layer = palette(), stack.state["axes"] - 1, found["layer"]
    spots = places(stack, axis)
    bounds = [(at - step / 2, step) for at, step in spots]
    seen = stack.seen(layer, axis, found["unit"][axis]) if found["unit"] else []
    with style():
        figure, axes = plt.subplots(figsize=(7.2, 0.62 * len(spots) + 0.7))
        for i, (start, step) in enumerate(bounds):
            size = stack.sizes(i)[axis]
            ends = start, start + size * step
            axes.fill_between(ends, i - HALF, i + HALF, color=colours["line"], linewidth=0)
            shape = stack.rows[i].shape
            words = " × ".join(map(str, (*shape[1:], shape[0])))
            axes.text(1.02, i, words, va="center", transform=axes.get_yaxis_transform())
        cone = {
            i: (start + units[0] * step, start + (units[-1] + 1) * step)
            for i, ((start, step), units) in enumerate(zip(bounds, seen, strict=False))
            if units
        }
        for i, ends in cone.items():
            axes.fill_between(ends, i - HALF, i + HALF, color=colours["forward"], linewidth=0)
            if i + 1 in cone:
                corners, levels = (*ends, *cone[i + 1][::-1]), [i + HALF] * 2 + [i + 1 - HALF] * 2
                axes.fill(corners, levels, color=colours["forward"], alpha=0.15, linewidth=0)
        axes.set_yticks(range(len(spots)), ["input", *stack.state["kind"]][: len(spots)])
        axes.set_xlabel("column of the input" if axis else "place in the input")
        axes.grid(visible=False)
        axes.spines[["left", "bottom"]].set_visible(False)
    return figure
