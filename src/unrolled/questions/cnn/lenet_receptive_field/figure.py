"""The paper's figure, redrawn: LeNet with max pooling, from the sizes that survive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unrolled import calc, diagrams, plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NAMES = ("conv1", "maxpool1", "conv2", "maxpool2", "f1", "…")


def alt(size: int, kernel_1: int, kernel_2: int, pool: int) -> str:
    """The row in words."""
    image, *maps = _shapes(size, kernel_1, kernel_2, pool)
    chain = ", ".join(f"{shape} by {name}" for name, shape in zip(NAMES, maps, strict=False))
    return (
        f"The network as a row of boxes. The input of {image} becomes {chain}; f1 reads all of "
        "that, and further layers lead to 10 outputs."
    )


def draw(size: int, kernel_1: int, kernel_2: int, pool: int) -> Figure:
    """Boxes as high as the maps, small ones for the fully connected layers."""
    from matplotlib.patches import Rectangle

    colours = plotting.palette()
    figure, axes = diagrams.canvas(10.6, 3.4)
    labels = (*_shapes(size, kernel_1, kernel_2, pool), "f1", "10")
    for i, label in enumerate(labels):
        x, side = 0.8 + 1.5 * i, int(label.split("×")[-1]) if "×" in label else 0
        height = max(2 * side / size, 0.15) if side else 1.2
        corner, edge = (x - 0.22, 1.6 - height / 2), colours["forward" if side else "param"]
        axes.add_patch(Rectangle(corner, 0.44, height, facecolor="none", edgecolor=edge, lw=2))
        axes.text(x, 0.3, label, ha="center", fontsize=11, color=colours["ink"])
        if i:
            diagrams.arrow(axes, (x - 1.5, 1.6), (x, 1.6))
            name = NAMES[i - 1]
            axes.text(x - 0.75, 1.75, name, ha="center", fontsize=10, color=colours["param"])
    return figure


def _shapes(size: int, kernel_1: int, kernel_2: int, pool: int) -> list[str]:
    layers = [calc.Conv(6, kernel_1), calc.Pool(pool), calc.Conv(16, kernel_2), calc.Pool(pool)]
    return ["×".join(map(str, r.shape)) for r in calc.network_table((1, size, size), layers)]
