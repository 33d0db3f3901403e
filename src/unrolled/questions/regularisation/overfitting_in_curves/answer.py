"""Osnabrück 10.1: read a pair of loss curves."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled.bank import format_value
from unrolled.questions.regularisation import digits

OVER, UNDER, NEITHER = "it overfits", "it underfits", "neither"
EXAM = {  # our curves: the paper asks in words
    "train": [1.9, 1.3, 0.9, 0.65, 0.5, 0.38, 0.28, 0.2, 0.14, 0.1],
    "validation": [1.95, 1.45, 1.1, 0.92, 0.85, 0.83, 0.88, 0.97, 1.08, 1.2],
}
EXPECTED = (6, 1.1, OVER)


def solve(train: list[float], validation: list[float]) -> tuple[int, float, str]:
    """Compare the ends of the curves with where they were before."""
    best = min(validation)
    if validation[-1] > 1.15 * best:
        verdict = OVER
    else:
        verdict = UNDER if train[-1] > 0.6 * train[0] else NEITHER
    return validation.index(best) + 1, round(validation[-1] - train[-1], 10), verdict


def verify(train: list[float], validation: list[float]) -> tuple[int, float, str]:
    """Fit a line to the second half of each curve, and look at the whole descent of the first."""
    import torch

    curves = torch.tensor([train, validation], dtype=torch.float64)
    t = torch.stack([torch.arange(5.0), torch.ones(5)], dim=1).double()
    falling, rising = torch.linalg.lstsq(t, curves[:, -5:].T).solution[0]
    verdict = NEITHER if curves[0].max() > 2 * curves[0].min() else UNDER
    if rising > 0.02 and falling < 0:
        verdict = OVER
    gap = (curves[1] - curves[0])[-1].item()
    return int(curves[1].argmin()) + 1, gap, verdict


def steps(train: list[float], validation: list[float]) -> list[str]:
    """Lowest point, gap, verdict."""
    best, gap, verdict = solve(train, validation)
    says = {
        OVER: "The training loss goes on falling while the validation loss has turned: it learns "
        "what helps on the training data only.",
        UNDER: "Both losses are nearly as high as in the beginning, and near each other: it does "
        "not even fit the training data.",
        NEITHER: "Both losses have come down and level off close to each other.",
    }
    return [
        f"The validation loss is lowest in epoch ${best}$, with ${min(validation)}$.",
        rf"In the end the gap is ${validation[-1]} - {train[-1]} = {format_value(gap)}$.",
        f"{says[verdict]} So: {verdict}.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """A network that overfits, in every other variant, that underfits, or that does neither."""
    t = np.arange(10)
    kind = rng.choice([OVER, OVER, UNDER, NEITHER])
    start, rate = rng.uniform(1.5, 2.5), rng.uniform(0.3, 0.5)
    if kind == UNDER:
        train = start * (0.8 + 0.2 * np.exp(-rate * t))
        validation = train * 1.04 + 0.02
    else:
        train = start * np.exp(-rate * t) + 0.05
        validation = train + 0.1
    if kind == OVER:
        validation = validation + rng.uniform(0.08, 0.16) * np.maximum(t - rng.integers(2, 5), 0)
    curves = {"train": train.round(2), "validation": validation.round(2)}
    low = curves["validation"].min()
    clear = kind != OVER or curves["validation"][-1] > 1.3 * low
    return curves if clear and (curves["validation"] == low).sum() == 1 else vary(rng)


def mistakes(
    train: list[float], validation: list[float]
) -> dict[str, tuple[int | None, float | None, str | None]]:
    """The wrong curve, the wrong epoch, the wrong word."""
    best, _, verdict = solve(train, validation)
    return {
        "You looked at the training loss: the best epoch is where the validation loss is lowest.": (
            train.index(min(train)) + 1,
            None,
            None,
        ),
        "You counted epochs from 0.": (best - 1, None, None),
        "You took the gap at the best epoch: asked for is the end.": (
            None,
            validation[best - 1] - train[best - 1],
            None,
        ),
        "You took the rise of the validation loss: the gap is between the two curves.": (
            None,
            validation[-1] - min(validation),
            None,
        ),
        "A high training loss in the end means underfitting; overfitting shows where the training "
        "loss is low and the validation loss rises.": (
            *(None, None, {OVER: UNDER, UNDER: OVER, NEITHER: None}[verdict]),
        ),
        "A small gap alone is not overfitting: look whether the validation loss turns.": (
            *(None, None, OVER if verdict == NEITHER else None),
        ),
    }


def experiment() -> dict[str, float]:
    """Both losses of a network that overfits digits, at the best epoch and in the end."""
    run = digits.train(watch=True)
    best = int(np.argmin(run.validation_loss))
    found = {
        "best_epoch": best + 1,
        "epochs": digits.EPOCHS,
        "train_best": round(run.train_loss[best], 2),
        "train_end": round(run.train_loss[-1], 2),
        "validation_best": round(run.validation_loss[best], 2),
        "validation_end": round(run.validation_loss[-1], 2),
    }
    assert found["train_end"] < found["train_best"]
    assert found["validation_end"] > 2 * found["validation_best"]
    return found
