"""FAU 3.6: the cyclic loss as code, executed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np

from unrolled import nn
from unrolled.bank import format_value

EXAM = {"predictions": [0.99, 0.25], "labels": [0.01, 0.75]}  # our probe: the paper asks for code
EXPECTED = (0.0157705985, 4.0, 2.00788529925)
KEY = (None, None, -3368.11)


class AzimuthLoss:
    def encode(self, tensor: np.ndarray) -> np.ndarray:
        angle = 2 * np.pi * tensor
        return np.concatenate([np.cos(angle), np.sin(angle)], axis=1)  # (B, 1) -> (B, 2)

    def forward(self, prediction_tensor: np.ndarray, label_tensor: np.ndarray) -> float:
        difference = self.encode(prediction_tensor) - self.encode(label_tensor)
        return float(np.mean(np.sum(difference**2, axis=1)))


def solve(predictions: list[float], labels: list[float]) -> tuple[float, ...]:
    """The reference loss, 2 - 2 cos."""
    single = nn.circular_loss(predictions, labels, reduction="none")
    return (*map(float, single), float(nn.circular_loss(predictions, labels)))


def verify(predictions: list[float], labels: list[float]) -> tuple[float, ...]:
    """Run the solution's code, on each pair and on the batch."""
    loss, p, t = AzimuthLoss(), np.array(predictions)[:, None], np.array(labels)[:, None]
    single = [loss.forward(p[k : k + 1], t[k : k + 1]) for k in range(len(p))]
    return (*map(float, single), float(loss.forward(p, t)))


def steps(predictions: list[float], labels: list[float]) -> list[str]:
    """Two cosines and a mean."""
    *single, batch = solve(predictions, labels)
    lines = []
    for k, (p, t, value) in enumerate(zip(predictions, labels, single, strict=True), start=1):
        gap = format_value(p - t)
        lines.append(
            rf"Pair {k}: $p - l = {gap}$ turns, that is ${format_value(360 * (p - t))}°$; "
            rf"$L_{k} = 2 - 2 \cos({format_value(360 * (p - t))}°) = {format_value(value)}$."
        )
    first, second = map(format_value, single)
    return [*lines, rf"Mean: $\frac12 ({first} + {second}) = {format_value(batch)}$."]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """One pair across the seam, one whose cosine is known by heart."""
    near, after = rng.choice([0.9, 0.95, 0.98, 0.99]), rng.choice([0, 0.01, 0.02, 0.05])
    base, gap = rng.choice([0, 0.1, 0.2, 0.25]), rng.choice([0.25, 0.5])
    seam, wide = rng.permutation([near, after]), rng.permutation([base, base + gap])
    return {"predictions": [seam[0], wide[0]], "labels": [seam[1], wide[1]]}


def mistakes(predictions: list[float], labels: list[float]) -> dict[str, tuple[float | None, ...]]:
    """No 2π, no seam, a mean over coordinates, a sum over the batch."""
    gap = np.subtract(predictions, labels)
    radians, plain = 2 - 2 * np.cos(gap), gap**2
    first, second, batch = solve(predictions, labels)
    return {
        "You gave fractions of a turn to the cosine: multiply by 2π first.": (
            *(*map(float, radians), float(radians.mean())),
        ),
        "You took the plain squared error: it does not know of the seam.": (
            *(*map(float, plain), float(plain.mean())),
        ),
        "You averaged over the two coordinates: the squared distance is their sum.": (
            *(first / 2, second / 2, batch / 2),
        ),
        "You added the batch up instead of averaging.": (None, None, 2 * batch),
    }


def preset(predictions: list[float], labels: list[float]) -> dict[str, Any]:
    """The batch in degrees."""
    degrees = [[round(360 * turn, 9) for turn in turns] for turns in (predictions, labels)]
    return {"predictions": degrees[0], "targets": degrees[1]}


def experiment() -> dict[str, float]:
    """The solution's code is this one; the student's is not periodic."""
    here = Path(__file__)
    text = here.with_name("question.md").read_text(encoding="utf-8")
    (printed,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert printed in here.read_text(encoding="utf-8")

    def student(label: float, prediction: float) -> float:
        return float(np.mean(1 - np.exp(10.0 * np.cos(label - prediction))))

    pairs = zip(EXAM["labels"], EXAM["predictions"], strict=True)
    assert np.isclose(np.mean([student(*pair) for pair in pairs]), -3368.11, atol=0.01)
    seam, equal = student(0.001, 0.999), student(0.5, 0.5)
    assert equal < seam - 20_000
    return {"seam": round(seam), "equal": round(equal)}
