"""FAU 3.5: class weights and balanced draws, in numbers and on two clouds of points."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from unrolled.bank import format_value
from unrolled.questions.metrics import imbalance

EXAM = {"boats": 900, "orcas": 100, "batch": 32}  # our numbers: the paper asks in words
EXPECTED = (0.555555555556, 5.0, 3.2, 5.0)


def solve(boats: int, orcas: int, batch: int) -> tuple[float, float, float, float]:
    """Weights N / (2 n); orcas per plain batch; draws of one orca call in N balanced draws."""
    n = boats + orcas
    values = (
        Fraction(n, 2 * boats),
        Fraction(n, 2 * orcas),
        Fraction(batch * orcas, n),
        Fraction(n, 2) / orcas,
    )
    boat, orca, plain, seen = map(float, values)
    return boat, orca, plain, seen


def verify(boats: int, orcas: int, batch: int) -> tuple[float, float, float, float]:
    """scikit-learn's balanced weights, and torch's sampler as a table of probabilities."""
    import torch
    from sklearn.utils.class_weight import compute_class_weight

    labels = np.repeat([0, 1], [boats, orcas])
    boat, orca = compute_class_weight("balanced", classes=np.array([0, 1]), y=labels)
    plain = batch * torch.tensor(labels, dtype=torch.float64).mean().item()
    sampler = torch.utils.data.WeightedRandomSampler((1 / np.bincount(labels))[labels], len(labels))
    chance = sampler.weights / sampler.weights.sum()
    return float(boat), float(orca), plain, (len(labels) * chance[-1]).item()


def preset(boats: int, orcas: int, batch: int) -> dict[str, Any]:
    """Scores of as many boats and orcas; the weights are below the metrics."""
    return {"positives": orcas, "negatives": boats}


def steps(boats: int, orcas: int, batch: int) -> list[str]:
    """Four quotients."""
    n = boats + orcas
    boat, orca, plain, seen = map(format_value, solve(boats, orcas, batch))
    return [
        rf"Boat noise: ${n} / (2 \cdot {boats}) = {boat}$.",
        rf"Orca calls: ${n} / (2 \cdot {orcas}) = {orca}$.",
        rf"Plain batch: ${batch} \cdot {orcas} / {n} = {plain}$ orca calls on average.",
        rf"Balanced: half of the ${n}$ draws are orca calls, so each of the ${orcas}$ comes up "
        rf"${n // 2} / {orcas} = {seen}$ times.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """From four to one up to fifty to one."""
    orcas = 20 * int(rng.integers(1, 11))
    return {
        "boats": orcas * int(rng.choice([4, 7, 9, 19, 24, 49])),
        "orcas": orcas,
        "batch": rng.choice([16, 32, 64]),
    }


def mistakes(
    boats: int, orcas: int, batch: int
) -> dict[str, tuple[float | None, float | None, float | None, float | None]]:
    """Weights exchanged, not scaled; draws of the wrong class."""
    n = boats + orcas
    return {
        "You exchanged the weights: the rare class gets the large one.": (
            *(n / (2 * orcas), n / (2 * boats), None, None),
        ),
        "You gave the shares: the weights are inverse to the frequencies.": (
            *(boats / n, orcas / n, None, None),
        ),
        "You forgot the number of classes: it keeps the average weight at 1.": (
            *(n / boats, n / orcas, None, None),
        ),
        "That is a balanced batch: a plain one has the classes in their own proportion.": (
            *(None, None, batch / 2, None),
        ),
        "That is the ratio of the classes: only half of the draws go to orca calls.": (
            *(None, None, None, boats / orcas),
        ),
        "You gave all draws to the orca calls: they get half of them.": (
            *(None, None, None, n / orcas),
        ),
    }


def experiment() -> dict[str, int]:
    """Recall of the rare class and of the frequent one, trained on 900 and 100 points."""
    found: dict[str, int] = {}
    for how in imbalance.WAYS:
        new = imbalance.train(900, 100, how).new
        found |= {how: round(100 * new.recall), f"{how}_frequent": round(100 * new.specificity)}
    for way in ("weighted", "balanced"):
        assert found[way] > max(found["ordinary"], found["focal"]) + 15
        assert found[f"{way}_frequent"] < found["ordinary_frequent"]
    return found
