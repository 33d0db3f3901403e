"""TUM 2019, 2e: a sigmoid that never sees a negative number."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import nn
from unrolled.bank import format_value

EXAM = {"z": [-3, 2, -0.5, 0.4, -1]}  # our probe: the paper asks in words
EXPECTED = (0.5, 5, 2)
PERSONS = 20


def solve(z: list[float]) -> tuple[float, int, int]:
    """Both networks on all images."""
    with_relu, without = nn.sigmoid(nn.relu(z)), nn.sigmoid(z)
    return float(with_relu.min()), int((with_relu >= 0.5).sum()), int((without >= 0.5).sum())


def verify(z: list[float]) -> tuple[float, int, int]:
    """torch's modules, one image at a time."""
    import torch

    tail = torch.nn.Sequential(torch.nn.ReLU(), torch.nn.Sigmoid())
    images = [torch.tensor(float(value), dtype=torch.float64) for value in z]
    predictions = [tail(image).item() for image in images]
    cars = [prediction for prediction in predictions if prediction >= 0.5]
    without = [image for image in images if tail[1](image) >= 0.5]
    return min(predictions), len(cars), len(without)


def steps(z: list[float]) -> list[str]:
    """Cut off, squash, compare."""
    cut = nn.relu(z)
    lowest, cars, without = solve(z)
    values = ", ".join(format_value(round(float(v), 3)) for v in nn.sigmoid(cut))
    plain = ", ".join(format_value(round(float(v), 3)) for v in nn.sigmoid(z))
    return [
        rf"$\mathrm{{ReLU}}(z) = {format_value(cut)}$.",
        rf"$\hat y = ({values})$: the lowest is ${format_value(lowest)}$, and ${cars}$ are at "
        "least 0.5.",
        rf"Without the ReLU: $\hat y = ({plain})$, of which ${without}$ are at least 0.5.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Five to seven images, of both signs."""
    while True:
        z = (rng.integers(-8, 9, size=rng.integers(4, 8)) / 2).tolist()
        if 0 not in z and 0 < sum(v > 0 for v in z) < len(z) - 1:
            return {"z": z}


def preset(z: list[float]) -> dict[str, Any]:
    """The first image."""
    return {"z": z[0]}


def mistakes(z: list[float]) -> dict[str, tuple[float | int | None, ...]]:
    """The ReLU's own zero, or no ReLU at all."""
    _, cars, without = solve(z)
    return {
        "You stopped at the ReLU: the sigmoid turns its 0 into 0.5.": (0.0, None, None),
        "You left the ReLU away: it turns every negative z into 0.": (
            *(float(nn.sigmoid(min(z))), without, None),
        ),
        "You counted the persons: cars are at or above the threshold.": (
            *(None, 0, cars - without),
        ),
        "You took 0.5 for a person: the rule calls it a car.": (None, without, None),
    }


def experiment() -> dict[str, float]:
    """The gradient that persons with negative z send to the last layer's weights."""
    rng = np.random.default_rng(0)
    features, weight = rng.random((PERSONS, 8)), -rng.random((1, 8))
    z, target = nn.linear(features, weight), np.zeros((PERSONS, 1))  # a person is 0
    assert z.max() < 0
    grads = []
    for cut in (nn.relu(z), z):
        grad, _ = nn.binary_cross_entropy_with_logits_backward(1.0, cut, target)
        grad = nn.relu_backward(grad, z) if cut is not z else grad
        grads.append(float(np.linalg.norm(nn.linear_backward(grad, features, weight)[1])))
    assert grads[0] == 0 < grads[1]
    return {"persons": PERSONS, "dead": grads[0], "alive": round(grads[1], 3)}
