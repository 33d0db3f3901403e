"""FAU 4.3: sizes of a split, and what becomes of a test set that is used to choose."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

EXAM = {"images": 1000, "percent": 20, "folds": 5, "candidates": 6}  # ours: it asks in words
EXPECTED = (640, 160, 31)
MODELS, TESTED = 20, 100


def solve(images: int, percent: int, folds: int, candidates: int) -> tuple[int, int, int]:
    """Take the test set away, cut the rest into folds, count the runs."""
    rest = images * (1 - Fraction(percent, 100))
    fold = rest / folds
    return int(rest - fold), int(fold), candidates * folds + 1


def verify(images: int, percent: int, folds: int, candidates: int) -> tuple[int, int, int]:
    """Let scikit-learn split, and count."""
    from sklearn.model_selection import KFold, train_test_split

    development, _ = train_test_split(np.arange(images), test_size=percent / 100, random_state=0)
    runs, sizes = 0, set()
    for _ in range(candidates):
        for train, validation in KFold(folds).split(development):
            sizes.add((len(train), len(validation)))
            runs += 1
    ((train_size, validation_size),) = sizes
    return train_size, validation_size, runs + 1  # the winner, on all of `development`


def preset(**params: int) -> dict[str, Any]:
    """Choose by few validation points; the numbers of the plan are nothing to show."""
    return {}


def steps(images: int, percent: int, folds: int, candidates: int) -> list[str]:
    """Test set, folds, runs."""
    train, validation, runs = solve(images, percent, folds, candidates)
    return [
        rf"Test set: {percent} % of ${images}$ are ${images - train - validation}$, which leaves "
        f"${train + validation}$.",
        rf"Validation: ${train + validation} / {folds} = {validation}$ images.",
        rf"Training: ${train + validation} - {validation} = {train}$ images.",
        rf"Runs: ${candidates} \cdot {folds} + 1 = {runs}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Sizes that divide without remainder."""
    while True:
        images, percent = int(rng.choice([500, 1000, 2000, 4000, 6000])), int(rng.choice([10, 20]))
        folds = int(rng.choice([4, 5, 10]))
        if images * (100 - percent) % (100 * folds) == 0:
            candidates = rng.choice([3, 4, 6, 8, 12])
            return {"images": images, "percent": percent, "folds": folds, "candidates": candidates}


def mistakes(
    images: int, percent: int, folds: int, candidates: int
) -> dict[str, tuple[int | None, int | None, int | None]]:
    """The test set cut up as well, runs forgotten."""
    train, validation, runs = solve(images, percent, folds, candidates)
    return {
        "You cut the test set up with the rest: it takes no part in this.": (
            images - images // folds,
            images // folds,
            None,
        ),
        "You trained on everything that is not test data: one fold is held out.": (
            train + validation,
            None,
            None,
        ),
        "You gave the size of the test set: a validation set is a fold of what is left.": (
            *(None, images * percent // 100, None),
        ),
        "You trained each candidate once: it is trained once per fold.": (
            *(None, None, candidates + 1),
        ),
        "You counted the folds of one candidate only.": (None, None, folds + 1),
        "You forgot the last run: the winner is trained once more, on all folds.": (
            *(None, None, runs - 1),
        ),
    }


def experiment() -> dict[str, int]:
    """Choose the best of twenty coins on a hundred tosses, many times."""
    rng = np.random.default_rng(0)
    hits = rng.random((400, MODELS, TESTED)) < 0.5  # no model is better than guessing
    chosen = 100 * hits.mean(axis=2).max(axis=1).mean()
    assert chosen > 58
    return {"models": MODELS, "tested": TESTED, "reported": round(chosen)}
