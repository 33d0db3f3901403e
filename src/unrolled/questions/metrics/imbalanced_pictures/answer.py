"""TUM 2019, 2j: accuracies of a lazy classifier and of one that tries."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import calc
from unrolled.bank import format_value
from unrolled.questions.metrics import imbalance

EXAM = {"cats": 4000, "dogs": 100, "found": 60, "alarms": 120}  # the last two are ours
EXPECTED = (0.975609756098, 0.960975609756, 0.785, 40)


def solve(cats: int, dogs: int, found: int, alarms: int) -> tuple[float, float, float, int]:
    """Two tables of counts, with dogs as the positive class."""
    lazy = calc.Confusion(tp=0, fp=0, fn=dogs, tn=cats)
    tries = calc.Confusion(tp=found, fp=alarms, fn=dogs - found, tn=cats - alarms)
    return (
        float(lazy.accuracy),
        float(tries.accuracy),
        float(tries.balanced_accuracy),
        cats // dogs,
    )


def verify(cats: int, dogs: int, found: int, alarms: int) -> tuple[float, float, float, int]:
    """Write out all labels for scikit-learn; repeat the dogs until there are as many as cats."""
    from sklearn.metrics import accuracy_score, balanced_accuracy_score

    target = np.repeat([0, 1], [cats, dogs])
    predicted = np.repeat([0, 1, 0, 1], [cats - alarms, alarms, dogs - found, found])
    times = next(n for n in range(1, cats + 1) if len(np.tile(target[cats:], n)) == cats)
    return (
        float(accuracy_score(target, np.zeros_like(target))),
        float(accuracy_score(target, predicted)),
        float(balanced_accuracy_score(target, predicted)),
        times,
    )


def preset(cats: int, dogs: int, found: int, alarms: int) -> dict[str, Any]:
    """The network's table, dogs being positive."""
    return {"tp": found, "fn": dogs - found, "fp": alarms, "tn": cats - alarms}


def steps(cats: int, dogs: int, found: int, alarms: int) -> list[str]:
    """Right answers over all; the mean of two shares; the ratio."""
    lazy, accuracy, balanced, times = map(format_value, solve(cats, dogs, found, alarms))
    n = cats + dogs
    return [
        rf"Always cat: ${cats} / {n} = {lazy}$.",
        rf"The network: $({cats - alarms} + {found}) / {n} = {accuracy}$.",
        rf"Balanced: $\tfrac12 ({found} / {dogs} + {cats - alarms} / {cats}) = {balanced}$.",
        rf"${cats} / {dogs} = {times}$ times.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """The network that tries is better for dogs, and its accuracy is lower."""
    dogs = int(rng.choice([20, 40, 50, 100, 200]))
    cats = dogs * int(rng.choice([10, 20, 25, 40, 50]))
    found = dogs * int(rng.integers(5, 10)) // 10
    alarms = found + dogs * int(rng.integers(1, 10)) // 10
    return {"cats": cats, "dogs": dogs, "found": found, "alarms": alarms}


def mistakes(
    cats: int, dogs: int, found: int, alarms: int
) -> dict[str, tuple[float | None, float | None, float | None, float | None]]:
    """One class forgotten, shares not averaged, the ratio of the wrong numbers."""
    lazy, accuracy, _, _ = solve(cats, dogs, found, alarms)
    n = cats + dogs
    return {
        "A network that always says cat is right for every cat.": (0.5, None, None, None),
        "That is the error rate: accuracy is the share of right answers.": (
            *(1 - lazy, 1 - accuracy, None, None),
        ),
        "You forgot the cats that were taken for dogs.": (
            *(None, (cats + found) / n, (1 + found / dogs) / 2, None),
        ),
        "You forgot the dogs that were missed.": (None, (n - alarms) / n, None, None),
        "You gave the recall alone: balanced accuracy also counts the cats.": (
            *(None, None, found / dogs, None),
        ),
        "You added the two shares: take their mean.": (
            *(None, None, found / dogs + 1 - alarms / cats, None),
        ),
        "You divided all pictures by the dogs: there shall be as many dogs as cats.": (
            *(None, None, None, n / dogs),
        ),
    }


def experiment() -> dict[str, float]:
    """Train on 4000 points and 100: the error falls, dropout does not help, weights do."""
    plain, dropped = imbalance.train(4000, 100), imbalance.train(4000, 100, dropout=0.5)
    weighted = imbalance.train(4000, 100, "weighted")
    lazy = 100 / 4100
    assert max(plain.training_error, dropped.training_error) < 1.05 * lazy
    assert dropped.new.recall <= plain.new.recall < weighted.new.recall - 0.3
    return {
        "training_error": round(100 * plain.training_error, 1),
        "lazy_error": round(100 * lazy, 1),
        "recall": round(100 * plain.new.recall),
        "recall_dropout": round(100 * dropped.new.recall),
        "recall_weighted": round(100 * weighted.new.recall),
    }
