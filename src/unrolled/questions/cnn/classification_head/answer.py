"""TUM 256x256 sheet, 7a: last layer, output function, and the loss before training."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import calc, nn
from unrolled.bank import format_value

RIVALS, SEVERAL = "each image shows exactly one of them", "an image may show several of them"
SOFTMAX, SIGMOID = "softmax and cross-entropy", "sigmoid and binary cross-entropy"
EXAM = {"classes": 1000, "labels": RIVALS}
EXPECTED = (1000, "softmax and cross-entropy", 6.90775527898214)


def solve(classes: int, labels: str) -> tuple[int, str, float]:
    """Shape of the last layer's output, and the loss that belongs to the labels."""
    units = calc.network_table((64,), [calc.Linear(classes)])[-1].shape[0]
    scores = np.zeros((1, units))
    if labels == RIVALS:
        return units, SOFTMAX, float(nn.cross_entropy(scores, [0]))
    target = np.eye(units)[:1]
    return units, SIGMOID, float(nn.binary_cross_entropy_with_logits(scores, target))


def verify(classes: int, labels: str) -> tuple[int, str, float]:
    """Ask torch's distributions for the probability of an outcome when all scores are equal."""
    import torch
    from torch.distributions import Bernoulli, Categorical

    scores = torch.zeros(classes, dtype=torch.float64)
    if labels == RIVALS:
        rivals = Categorical(logits=scores)
        head, log_probability = SOFTMAX, rivals.log_prob(torch.tensor(classes - 1))
    else:
        each = Bernoulli(logits=scores)
        head, log_probability = SIGMOID, each.log_prob(torch.ones_like(scores)).mean()
    return len(scores), head, -log_probability.item()


def steps(classes: int, labels: str) -> list[str]:
    """Units, function, loss."""
    units, head, loss = solve(classes, labels)
    inside = rf"\frac{{1}}{{{classes}}}" if labels == RIVALS else r"\frac12"
    nature = "rivals: one distribution" if labels == RIVALS else "independent: a yes or no each"
    return [
        f"One score per class: a fully connected layer with ${units}$ units.",
        f"The classes are {nature}, so {head}.",
        rf"All scores 0: every probability is ${inside}$, and $-\ln {inside} = "
        f"{format_value(loss)}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other numbers of classes, rivals or not."""
    choices = [3, 4, 5, 8, 10, 12, 20, 26, 30, 43, 50, 64, 80, 100, 200, 365, 500, 1000]
    return {"classes": rng.choice(choices), "labels": str(rng.choice([RIVALS, SEVERAL]))}


def mistakes(classes: int, labels: str) -> dict[str, tuple[int | None, str | None, float | None]]:
    """The other head, another logarithm, a reference class."""
    units, _, loss = solve(classes, labels)
    other = SIGMOID if labels == RIVALS else SOFTMAX
    return {
        "You left out a reference class: networks give each class a unit of its own.": (
            units - 1,
            None,
            None,
        ),
        "You chose the head for other labels: rivals share one distribution, others do not.": (
            None,
            other,
            float(np.log(2 if labels == RIVALS else classes)),
        ),
        "You used the logarithm to the base 2.": (None, None, loss / float(np.log(2))),
        "You used the logarithm to the base 10.": (None, None, loss / float(np.log(10))),
    }
