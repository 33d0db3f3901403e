"""BITS mid-semester 2022-23, 1c: dropout behind a softmax."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from unrolled import calc, nn
from unrolled.bank import format_value

EXAM = {"rate": 0.4, "y": [0.5, 0.2, 0.2, 0.1], "mask": [1, 0, 1, 1], "label": 1, "n": 4}
EXPECTED = (0, 1.33333333333, 0.182321556794, 0.8704)
CLIP = 1e-7  # Keras's epsilon


def solve(
    rate: float, y: list[float], mask: list[int], label: int, n: int
) -> tuple[int, float, float, float]:
    """Count the layers' parameters, apply the mask, read off the loss."""
    rows = calc.network_table((64,), [calc.Pointwise("dropout")] * 2)
    left = nn.dropout(y, rate, mask=mask)
    loss = nn.nll_loss(np.log(left[[label - 1]])[None], [0])
    none_dropped = math.prod([1 - rate] * n)
    return calc.network_total(rows).parameters, float(left.sum()), float(loss), 1 - none_dropped


def verify(
    rate: float, y: list[float], mask: list[int], label: int, n: int
) -> tuple[int, float, float, float]:
    """Ask torch for parameters; share the sum out by hand; go through all masks of a batch."""
    from fractions import Fraction
    from itertools import product

    import torch

    layers = torch.nn.Sequential(torch.nn.Dropout(0.4), torch.nn.Dropout(0.6))
    p = Fraction(str(rate))
    kept = [Fraction(str(value)) / (1 - p) for value, m in zip(y, mask, strict=True) if m]
    own = Fraction(str(y[label - 1])) / (1 - p)
    chance = sum(
        math.prod(p if dropped else 1 - p for dropped in batch)
        for batch in product((False, True), repeat=n)
        if any(batch)
    )
    parameters = sum(parameter.numel() for parameter in layers.parameters())
    return parameters, float(sum(kept)), math.log(own.denominator / own.numerator), float(chance)


def steps(rate: float, y: list[float], mask: list[int], label: int, n: int) -> list[str]:
    """Parameters, what is left, the loss, the batch."""
    _, total, loss, chance = solve(rate, y, mask, label, n)
    keep, none = format_value(1 - rate), format_value(1 - chance)
    left = nn.dropout(y, rate, mask=mask)
    kept = format_value(float(np.dot(y, mask)))
    return [
        "A mask is drawn, nothing is learned: $0$ parameters.",
        rf"What is kept is divided by $1 - {rate} = {keep}$: the outputs become "
        f"${format_value(left)}$.",
        rf"Their sum is ${kept} / {keep} = {format_value(total)}$.",
        rf"The loss is $-\ln {format_value(left[label - 1])} = {format_value(loss)}$; without "
        rf"dropout it would be $-\ln {y[label - 1]} = {format_value(-math.log(y[label - 1]))}$.",
        rf"No right class is dropped with probability ${keep}^{{{n}}} = {none}$, at least one with "
        rf"$1 - {none} = {format_value(chance)}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other probabilities and rates; one or two wrong classes are dropped."""
    while True:
        y = rng.permutation(rng.multinomial(10, [0.4, 0.3, 0.2, 0.1])) / 10
        rate = rng.choice([0.1, 0.2, 0.3, 0.4, 0.5, 0.6])
        label = int(rng.integers(1, 5))
        mask = np.ones(4, dtype=int)
        others = [i for i in range(4) if i != label - 1]
        mask[rng.choice(others, size=rng.integers(1, 3), replace=False)] = 0
        total = float(y @ mask) / (1 - rate)
        if y.min() > 0 and abs(total - 1) > 0.05 and abs(y[label - 1] / (1 - rate) - 1) > 0.05:
            n = rng.choice([2, 3, 4, 5])
            return {"rate": rate, "y": y, "mask": mask, "label": label, "n": n}


def preset(rate: float, y: list[float], mask: list[int], label: int, n: int) -> dict[str, Any]:
    """The outputs and the batch by their names in the explorable."""
    return {"rate": rate, "probs": y, "mask": mask, "label": label, "batch": n}


def mistakes(
    rate: float, y: list[float], mask: list[int], label: int, n: int
) -> dict[str, tuple[int | None, float | None, float | None, float | None]]:
    """The scale forgotten or turned round, a softmax taken for granted, chances added."""
    kept, own = float(np.dot(y, mask)), y[label - 1]
    return {
        "A dropout layer learns nothing: its rate is chosen, its masks are random.": (
            *(2, None, None, None),
        ),
        "You left the scale out: what is kept is divided by 1 - rate while training.": (
            *(None, kept, -math.log(own), None),
        ),
        "You multiplied by 1 - rate: what is kept is divided by it.": (
            *(None, kept * (1 - rate), -math.log(own * (1 - rate)), None),
        ),
        "After the softmax nothing makes the outputs add up to 1 again.": (None, 1, None, None),
        "You divided by the sum of what is kept: dropout divides by 1 - rate.": (
            *(None, 1, -math.log(own / kept), None),
        ),
        "That is the chance for one example: there are more in the batch.": (
            *(None, None, None, rate),
        ),
        "That is the chance that all right classes are dropped: one is enough.": (
            *(None, None, None, rate**n),
        ),
        "You added the chances up: they are not exclusive.": (None, None, None, n * rate),
    }


def experiment() -> dict[str, float]:
    """What Keras's cross-entropy makes of a dropped right class, and dropout at inference."""
    import torch

    y = np.array(EXAM["y"])
    assert np.array_equal(nn.dropout(y, 0.4, training=False), y)
    left = torch.tensor(nn.dropout(y, 0.4, mask=[0, 1, 1, 1]), requires_grad=True)
    shares = (left / left.sum()).clamp(CLIP, 1 - CLIP)
    loss = -shares[0].log()
    loss.backward()
    assert left.grad is not None
    assert left.grad.abs().max() == 0
    return {"clipped": round(loss.item(), 1)}
