"""Three loss curves of one model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from unrolled import plotting
from unrolled.questions.optimisation.loss_curves import plot
from unrolled.questions.optimisation.match_loss_curves.answer import curves

if TYPE_CHECKING:
    from matplotlib.figure import Figure

JAGGED = ("jumps up and down all the time", "falls and then is slightly jagged")


def draw(**params: Any) -> Figure:
    """Draw them side by side, on one scale."""
    import matplotlib.pyplot as plt

    with plotting.style():
        figure, panels = plt.subplots(1, 3, figsize=(8.4, 2.6), sharey=True, layout="constrained")
        for n, (axes, curve) in enumerate(zip(panels, curves(**params), strict=True), start=1):
            plot(axes, curve, f"Figure {n}")
        panels[0].set(ylabel="loss", ylim=(0, 2.8))
    return figure


def alt(single_first: bool, **_: Any) -> str:
    """Say how rough each curve is."""
    second, third = JAGGED if single_first else JAGGED[::-1]
    return (
        "Three plots of the loss over forty steps, on one scale. The curve of Figure 1 is smooth "
        f"and falls throughout; that of Figure 2 {second}; that of Figure 3 {third}."
    )
