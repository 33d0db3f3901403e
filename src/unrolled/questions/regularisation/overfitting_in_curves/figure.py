"""The two curves of the question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unrolled import plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def alt(train: list[float], validation: list[float]) -> str:
    """Say what the curves do, without saying what that means."""
    best = validation.index(min(validation)) + 1
    return (
        f"Two loss curves over {len(train)} epochs. The training loss goes from {train[0]} to "
        f"{train[-1]}, the validation loss from {validation[0]} to {validation[-1]}, with its "
        f"lowest point in epoch {best}."
    )


def draw(train: list[float], validation: list[float]) -> Figure:
    """Draw both curves with their names at their ends."""
    import matplotlib.pyplot as plt

    with plotting.style():
        figure, axes = plt.subplots(figsize=(5.4, 3.0))
        epochs = range(1, len(train) + 1)
        axes.plot(
            epochs, validation, "s-", color=plotting.palette()["gradient"], label="validation"
        )
        axes.plot(epochs, train, "o-", color=plotting.palette()["forward"], label="training")
        axes.set(xlabel="epoch", ylabel="loss", ylim=(0, None), xticks=epochs)
        axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return figure
