"""The answer: who works when, without prefetching and with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unrolled import plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw_answer(load: int, train: int, batches: int) -> Figure:
    """Two charts on one axis of time: a bar for each batch that is loaded, or trained on."""
    import matplotlib.pyplot as plt

    p = plotting.palette()
    with plotting.style():
        figure, charts = plt.subplots(2, 1, figsize=(7.2, 2.9), sharex=True)
        for axes, ahead in zip(charts, (False, True), strict=True):
            for i, (loading, training) in enumerate(_starts(load, train, batches, ahead=ahead), 1):
                for row, start, length, colour in (
                    (1, loading, load, p["mute"]),
                    (0, training, train, p["forward"]),
                ):
                    axes.barh(row, length, left=start, height=0.7, color=colour, edgecolor=p["bg"])
                    axes.text(
                        start + length / 2, row, f"{i}", color=p["bg"], ha="center", va="center"
                    )
            axes.set(yticks=[0, 1], yticklabels=["training", "loading"])
            axes.set_title("with prefetch" if ahead else "without prefetch")
            axes.grid(axis="y", visible=False)
        charts[1].set_xlabel("time in ms")
        figure.tight_layout()
    return figure


def answer_alt(load: int, train: int, batches: int) -> str:
    """The charts in words."""
    return (
        f"Two charts of {batches} batches over time. Without prefetch, loading and training take "
        f"turns, {load} and {train} ms each. With prefetch both work at once: each batch is "
        f"loaded while the one before it is trained on, and only the "
        f"{'loader' if load > train else 'training'} never waits."
    )


def _starts(load: int, train: int, batches: int, *, ahead: bool) -> list[tuple[int, int]]:
    """When the loading of each batch begins, and the training on it."""
    starts = [(0, load)]
    while len(starts) < batches:
        loaded, taken = starts[-1][0] + load, starts[-1][1]
        loading = max(loaded, taken) if ahead else taken + train
        starts.append((loading, max(loading + load, taken + train)))
    return starts
