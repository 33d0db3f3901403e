"""The part of the paper's figure whose numbers survive, redrawn: the first layers in a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unrolled import diagrams, plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NAMES = ("conv", "max-pool", "conv")


def alt(**layers: int) -> str:
    """The row in words."""
    chain = ", then ".join(
        f"a {name} with side {layers[f'kernel_{k}']} and stride {layers[f'stride_{k}']}"
        for k, name in enumerate(NAMES, start=1)
    )
    return f"The first layers of the network in a row: from the image, {chain}; others follow."


def draw(**layers: int) -> Figure:
    """A box per map; below each arrow the layer that leads to the next."""
    from matplotlib.patches import Rectangle

    colours = plotting.palette()
    figure, axes = diagrams.canvas(9.4, 3.2)
    for k, height in enumerate((2.2, 1.6, 1.2, 1.0)):
        x = 0.9 + 2.3 * k
        corner, edge = (x - 0.2, 1.9 - height / 2), colours["forward"]
        axes.add_patch(Rectangle(corner, 0.4, height, facecolor="none", edgecolor=edge, lw=2))
        if not k:
            axes.text(x, 0.3, "image", ha="center", fontsize=11, color=colours["ink"])
            continue
        diagrams.arrow(axes, (x - 2.3, 1.9), (x, 1.9))
        kernel, stride = layers[f"kernel_{k}"], layers[f"stride_{k}"]
        label = f"{NAMES[k - 1]}\n{kernel}×{kernel}, s = {stride}"
        at, colour = (x - 1.15, 1.7), colours["param"]
        axes.text(*at, label, ha="center", va="top", fontsize=11, color=colour)
    return figure
