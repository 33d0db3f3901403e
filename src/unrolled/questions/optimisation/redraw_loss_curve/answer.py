"""BITS mid-semester 2022-23, 2b: the same loss curve with a larger and a smaller learning rate."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import optim
from unrolled.bank import format_value

EXAM = {"curvature": 1, "learning_rate": 0.5, "large": 2, "small": 0.01, "k": 20}
EXPECTED = (1.0, 0.668972)


def solve(
    curvature: float, learning_rate: float, large: float, small: float, k: int
) -> tuple[float, float]:
    """Run full-batch gradient descent from a distance of 1."""
    left = []
    for rate in (large, small):
        sgd = optim.SGD(learning_rate=rate)
        rows = sgd.run(1.0, lambda w: curvature * w, k)
        left.append(float(rows[-1]["parameter"]) ** 2)
    return left[0], left[1]


def verify(
    curvature: float, learning_rate: float, large: float, small: float, k: int
) -> tuple[float, float]:
    """torch's optimiser, on the loss itself, with targets whose mean is 0."""
    import torch

    targets = torch.tensor([-1.0, 1.0], dtype=torch.float64)
    left = []
    for rate in (large, small):
        w = torch.tensor(3.0, dtype=torch.float64, requires_grad=True)
        sgd = torch.optim.SGD([w], lr=rate)
        excess = []
        for _ in range(k + 1):
            sgd.zero_grad()
            loss = curvature * (w - targets).pow(2).mean() / 2
            loss.backward()
            excess.append(loss.item() - curvature / 2)
            sgd.step()
        left.append(excess[-1] / excess[0])
    return left[0], left[1]


def preset(
    curvature: float, learning_rate: float, large: float, small: float, k: int
) -> dict[str, Any]:
    """The parabola without the noise; the other two rates are for the reader to set."""
    bowl = {"surface": "ravine", "a": curvature, "b": curvature, "start": [2, 0], "reach": [3, 2]}
    return {**bowl, "learning_rate": learning_rate, "optimiser": "sgd", "steps": k}


def steps(curvature: float, learning_rate: float, large: float, small: float, k: int) -> list[str]:
    """The factor of a step, and its power."""
    found = solve(curvature, learning_rate, large, small, k)
    f, lines = format_value, []
    for rate, share in zip((large, small), found, strict=True):
        factor = 1 - rate * curvature
        inside = f"({f(factor)})" if factor < 0 else f(factor)
        lines.append(
            rf"$\eta = {f(rate)}$: a step multiplies the distance by $1 - {f(rate)} \cdot "
            rf"{f(curvature)} = {f(factor)}$, and after ${k}$ steps "
            rf"${inside}^{{2 \cdot {k}}} = {f(share)}$ times the excess is left."
        )
    return lines


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other curvatures; the large rate on either side of the border, or on it."""
    curvature = float(rng.choice([0.5, 1, 2, 4]))
    return {
        "curvature": curvature,
        "learning_rate": rng.choice([0.4, 0.5]) / curvature,
        "large": rng.choice([1.9, 1.95, 2, 2.05, 2.1]) / curvature,
        "small": rng.choice([0.01, 0.02, 0.04]) / curvature,
        "k": rng.choice([10, 20]),
    }


def mistakes(
    curvature: float, learning_rate: float, large: float, small: float, k: int
) -> dict[str, tuple[float | None, float | None]]:
    """Distances for losses, shares mixed up, no power."""
    q = [1 - rate * curvature for rate in (large, small)]
    return {
        "That is the distance: the excess loss goes with its square.": (
            *(abs(q[0]) ** k, q[1] ** k),
        ),
        "That is the share that is gone, not the one that is left.": (None, 1 - q[1] ** (2 * k)),
        "You took a single step.": (q[0] ** 2, q[1] ** 2),
        "You subtracted the same amount at every step: the gradient shrinks with the distance.": (
            *(None, (1 - k * small * curvature) ** 2),
        ),
    }
