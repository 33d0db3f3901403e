"""The paper's figure, redrawn: encoder, bottleneck and decoder of the segmentation network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unrolled import diagrams, plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NAMES = ("conv1", "maxpool1", "conv2", "maxpool2", "fc1", *(f"trconv{i}" for i in range(1, 5)))
HALVINGS = (0, 1, 2, 3, 4, 4, 3, 2, 1, 0)


def alt(size: int, channels: int, code: int) -> str:
    """The row in words."""
    return (
        f"The segmentation network as a row of boxes. The image of 3 × {size} × {size} shrinks "
        f"through conv1 and maxpool1, 50 channels, and conv2 and maxpool2, {channels} channels; "
        f"fc1 makes {code} channels of it, and trconv1 to trconv4 double the side four times, up "
        f"to 5 × {size} × {size}."
    )


def draw(size: int, channels: int, code: int) -> Figure:
    """Boxes that shrink and grow with the maps; the sides in between are the student's work."""
    from matplotlib.patches import Rectangle

    colours = plotting.palette()
    figure, axes = diagrams.canvas(13.4, 3.8)
    image, middle = f"{size}×{size}", ("50×…", "50×…", f"{channels}×…", f"{channels}×…")
    labels = (f"3×{image}", *middle, f"{code}×…", "", "", "", f"5×{image}")
    for i, (label, halvings) in enumerate(zip(labels, HALVINGS, strict=True)):
        x, height = 0.8 + 1.3 * i, 0.3 + 2.3 / 2**halvings
        corner, edge = (x - 0.16, 2 - height / 2), colours["forward"]
        axes.add_patch(Rectangle(corner, 0.32, height, facecolor="none", edgecolor=edge, lw=2))
        axes.text(x, 0.3, label, ha="center", fontsize=11, color=colours["ink"])
        if i:
            diagrams.arrow(axes, (x - 1.3, 2), (x, 2))
            name = NAMES[i - 1]
            axes.text(x - 0.65, 2.15, name, ha="center", fontsize=10, color=colours["param"])
    return figure
