"""BITS mid-semester 2022-23, 2a: tell optimisers apart by the noise in their loss."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import nn
from unrolled.questions.optimisation.loss_curves import START, losses

MINI, SINGLE = "mini-batch gradient descent", "stochastic gradient descent, one sample a step"
EXAM = {"samples": 64, "batch": 4, "single_first": False, "seed": 2}
EXPECTED = (MINI, SINGLE)
RATE, STEPS = 0.5, 40


def solve(**params: Any) -> tuple[str, str]:
    """Look at the curves: the one that scatters more at the end is of single samples."""
    second, third = (curve[STEPS // 2 :].std() for curve in curves(**params)[1:])
    return (MINI, SINGLE) if second < third else (SINGLE, MINI)


def verify(samples: int, batch: int, single_first: bool, seed: int) -> tuple[str, str]:
    """Do not look at the curves at all: remember how they were made."""
    names = {1: SINGLE, batch: MINI}
    sizes = [1, batch] if single_first else [batch, 1]
    return names[sizes[0]], names[sizes[1]]


def preset(batch: int, **_: Any) -> dict[str, Any]:
    """The parabola of the plots, noise of the size of the targets', the mini-batch."""
    bowl = {"surface": "ravine", "a": 1, "b": 1, "start": [START, 0], "reach": [3, 2]}
    noise = {"noise": 1, "batch": batch, "learning_rate": RATE}
    return {**bowl, **noise, "optimiser": "sgd", "steps": STEPS}


def steps(**params: Any) -> list[str]:
    """What to measure in each figure."""
    answers = ("batch gradient descent", *solve(**params))
    return [
        f"Figure {n}: over its second half the curve scatters with a standard deviation of "
        f"{curve[STEPS // 2 :].std():.2f}: {answer}."
        for n, (curve, answer) in enumerate(zip(curves(**params), answers, strict=True), start=1)
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other samples, in either order; no pair that could be mistaken."""
    while True:
        params: dict[str, Any] = {
            "samples": int(rng.choice([64, 100, 128])),
            "batch": int(rng.choice([4, 5, 6, 8])),
            "single_first": bool(rng.integers(2)),
            "seed": int(rng.integers(1000)),
        }
        low, high = sorted(curve[STEPS // 2 :].std() for curve in curves(**params)[1:])
        if high > 2 * low:
            return params


def mistakes(**params: Any) -> dict[str, tuple[str, str]]:
    """The noise read the wrong way round."""
    second, third = solve(**params)
    return {"Fewer samples make more noise, not less.": (third, second)}


def curves(samples: int, batch: int, single_first: bool, seed: int) -> list[nn.Array]:
    """The three loss curves."""
    sizes = [samples, 1, batch] if single_first else [samples, batch, 1]
    return [losses(samples, size, RATE, STEPS, seed=seed) for size in sizes]
