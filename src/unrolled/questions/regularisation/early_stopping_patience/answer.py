"""BITS mid-semester 2022-23, 1e: Keras's EarlyStopping, epoch by epoch."""

from __future__ import annotations

from operator import le, lt
from typing import Any

import numpy as np

from unrolled.bank import format_value
from unrolled.questions.regularisation import digits

EXAM = {
    "patience": 7,  # the paper's; the losses are ours
    "loss": [
        2.1,
        1.4,
        0.9,
        0.75,
        0.62,
        0.64,
        0.63,
        0.62,
        0.66,
        0.65,
        0.63,
        0.64,
        0.63,
        0.65,
        0.63,
        0.58,
    ],
}
EXPECTED = (5, 12, 0.64)


def solve(patience: int, loss: list[float]) -> tuple[int, int, float]:
    """Count the epochs without an improvement, as the callback does."""
    best, last = _run(patience, loss)
    return best, last, loss[last - 1]


def verify(patience: int, loss: list[float]) -> tuple[int, int, float]:
    """Look for the first window of `patience` epochs that stays at or above all before it."""
    series = np.array(loss)
    last = next(
        n
        for n in range(patience + 1, len(loss) + 1)
        if series[: n - patience].min() <= series[n - patience : n].min()
    )
    return int(series[:last].argmin()) + 1, last, loss[last - 1]


def steps(patience: int, loss: list[float]) -> list[str]:
    """The best epoch, those that follow it, the end."""
    best, last, kept = solve(patience, loss)
    waited = format_value(loss[best:last])
    return [
        f"The loss improves for the last time in epoch ${best}$, to ${loss[best - 1]}$.",
        f"The ${patience}$ epochs after it, with ${waited}$, are not below that.",
        rf"So training ends after epoch ${best} + {patience} = {last}$.",
        f"The weights are those of epoch ${last}$, with a loss of ${kept}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """A descent, a plateau that is long enough (now and then with a tie), and a lower end."""
    patience = int(rng.integers(2, 5))
    down = np.cumsum(rng.integers(5, 40, size=rng.integers(4, 7)))[::-1] + 40
    rising = down[-1] + rng.integers(1, 15, size=patience)
    if patience > 2 and rng.random() < 0.5:
        rising[rng.integers(patience - 1)] = down[-1]
    after = down[-1] - np.cumsum(rng.integers(1, 6, size=3))
    bump = [down[1] + 2] if rng.random() < 0.5 else []
    return {
        "patience": patience,
        "loss": np.array([*down[:2], *bump, *down[2:], *rising, *after]) / 100,
    }


def mistakes(
    patience: int, loss: list[float]
) -> dict[str, tuple[int | None, int | None, float | None]]:
    """Impatience, too much patience, a tie, weights that are not restored."""
    best, last, _ = solve(patience, loss)
    tie = _run(patience, loss, better=le)
    return {
        "You stopped at the best epoch: nobody knows that it is the best before waiting.": (
            None,
            best,
            None,
        ),
        "You waited one epoch too long: it stops as soon as the patience is used up.": (
            None,
            last + 1,
            loss[last],
        ),
        "You took an equal loss for an improvement: it has to be smaller.": (
            *tie,
            loss[tie[1] - 1],
        ),
        "You looked at the whole list: training never gets to the epochs after the stop.": (
            int(np.argmin(loss)) + 1,
            len(loss),
            min(loss),
        ),
        "You kept the best weights: without restore_best_weights=True the last ones stay.": (
            None,
            None,
            loss[best - 1],
        ),
    }


def experiment() -> dict[str, int]:
    """Watch either loss of an overfitting network for the paper's 200 epochs."""
    run = digits.train(epochs=200, watch=True)
    never, (best, last) = _run(7, run.train_loss), _run(7, run.validation_loss)
    assert never[1] == 200
    assert last < 50
    return {"by_training": never[1], "by_validation": last, "best_validation": best}


def _run(patience: int, loss: list[float], better: Any = lt) -> tuple[int, int]:
    """Best and last epoch."""
    best, waited = 1, 0
    for epoch in range(2, len(loss) + 1):
        waited += 1
        if better(loss[epoch - 1], loss[best - 1]):
            best, waited = epoch, 0
        if waited == patience:
            return best, epoch
    return best, len(loss)
