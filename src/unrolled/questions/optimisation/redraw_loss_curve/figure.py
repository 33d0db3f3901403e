"""A loss curve of mini-batch gradient descent, and the same with two other learning rates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from unrolled import plotting
from unrolled.questions.optimisation.loss_curves import losses, plot

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SAMPLES, BATCH, SEED = 64, 4, 2


def draw(curvature: float, learning_rate: float, k: int, **_: Any) -> Figure:
    """Draw the given curve."""
    return _draw(curvature, [learning_rate], k)


def alt(learning_rate: float, k: int, **_: Any) -> str:
    """Describe the given curve."""
    return (
        f"Loss over {k} steps of mini-batch gradient descent with learning rate "
        f"{learning_rate:g}: it falls within a few steps, and then is slightly jagged."
    )


def draw_answer(
    curvature: float, learning_rate: float, large: float, small: float, k: int
) -> Figure:
    """Draw both new curves beside it, each on a scale of its own."""
    return _draw(curvature, [large, learning_rate, small], k)


def answer_alt(curvature: float, learning_rate: float, large: float, small: float, k: int) -> str:
    """Describe all three."""
    beyond = large * curvature
    fate = "jumps about and climbs" if beyond > 1.99 else "jumps about and does not settle"
    return (
        f"Three plots of the loss over {k} steps, each on its own scale. With learning rate "
        f"{large:g} the loss {fate}; with {learning_rate:g} it falls within a few steps and is "
        f"then slightly jagged; with {small:g} it falls slowly and has not arrived at the right "
        "edge."
    )


def _draw(curvature: float, rates: list[float], k: int) -> Figure:
    import matplotlib.pyplot as plt

    with plotting.style():
        size = (8.4, 2.6) if len(rates) > 1 else (4.2, 2.6)
        figure, panels = plt.subplots(
            1, len(rates), figsize=size, squeeze=False, layout="constrained"
        )
        for axes, rate in zip(panels[0], rates, strict=True):
            curve = losses(SAMPLES, BATCH, rate, k + 1, curvature=curvature, seed=SEED)
            plot(axes, curve, f"learning rate {rate:g}")
        panels[0, 0].set_ylabel("loss")
    return figure
