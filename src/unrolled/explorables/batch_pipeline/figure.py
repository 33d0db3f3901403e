"""The picture for paper: who meets in the first batches, and the time line of the first steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from unrolled.plotting import palette, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ACROSS = 12  # batches side by side
HIGH = 8  # examples above each other
ROWS = ("background", "waiting", "training")


def draw(s: Mapping[str, Any], found: Mapping[str, Any]) -> Figure:
    """Draw the batches as columns of numbers, darker from class to class."""
    import matplotlib.pyplot as plt

    with style():
        figure, (above, below) = plt.subplots(
            2, figsize=(7.0, 4.4), height_ratios=(3, 2), layout="constrained"
        )
        _batches(above, s, found)
        _times(below, found)
        above.set_title(" → ".join([*s["order"], "training"]), fontsize=11)
    return figure


def _batches(axes: Axes, s: Mapping[str, Any], found: Mapping[str, Any]) -> None:
    from matplotlib.patches import Rectangle

    from unrolled.explorables.batch_pipeline import PER_BATCH

    colours, at = palette(), 0
    axes.set_axis_off()
    count = min(len(found["size"]), ACROSS)
    for b in range(count):
        many = min(int(found["size"][b]), PER_BATCH)
        for row, i in enumerate(found["member"][at : at + many][:HIGH]):
            shade = 0.08 + 0.4 * ((i - 1) * s["classes"] // s["examples"]) / s["classes"]
            box = {"facecolor": colours["forward"], "alpha": shade}
            axes.add_patch(Rectangle((b + 0.08, -row - 0.9), 0.84, 0.84, **box))
            axes.text(b + 0.5, -row - 0.5, str(i), ha="center", va="center", fontsize=9)
        epoch = found["epoch_of"][at] if at < len(found["epoch_of"]) else ""
        axes.text(b + 0.5, 0.3, f"{b + 1}", ha="center", fontsize=9, color=colours["mute"])
        axes.text(b + 0.5, 1.0, f"e{epoch}", ha="center", fontsize=8, color=colours["mute"])
        at += many
    axes.set(xlim=(0, max(count, 1)), ylim=(-min(s["batch"], HIGH) - 0.1, 1.6))


def _times(axes: Axes, found: Mapping[str, Any]) -> None:
    colours = palette()
    ready, end = found["ready"], found["end"]
    last = end[-1] if len(end) else 1.0
    before = [0.0, *end[:-1]]
    ahead = [(a, b - a) for a, b in zip(found["ahead_start"], found["ahead_end"], strict=True)]
    bars = {
        "background": [pair for pair in ahead if pair[0] < last],
        "waiting": [(a, b - a) for a, b in zip(before, ready, strict=False)],
        "training": [(a, b - a) for a, b in zip(ready, end, strict=True)],
    }
    looks = {"background": "mute", "waiting": "line", "training": "forward"}
    for row, (name, spans) in enumerate(bars.items()):
        fill, edge = colours[looks[name]], colours["bg"]
        axes.broken_barh(spans, (-row - 0.8, 0.6), facecolor=fill, edgecolor=edge)
    axes.set(xlim=(0, last or 1), ylim=(-3, 0), xlabel="ms")
    axes.set_yticks([-0.5, -1.5, -2.5], ROWS)
    axes.grid(visible=False, axis="y")
