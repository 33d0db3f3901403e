"""TUM 2019, 3e and 3f: what a larger mini-batch buys, and what it costs."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from unrolled import calc
from unrolled.bank import format_value

EXAM = {  # ours: the paper has words
    "sigma": 8,
    "batch": 16,
    "parameters": 25,
    "activations": 22,
    "gigabytes": 8,
}
EXPECTED = (2.0, 64, 86)


def solve(
    sigma: float, batch: int, parameters: int, activations: int, gigabytes: int
) -> tuple[float, int, int]:
    """Add images until the noise is halved, and until the memory is full."""
    noise = sigma / math.sqrt(batch)
    halved = next(n for n in range(batch, 10**6) if sigma**2 / n <= noise**2 / 4 * (1 + 1e-9))
    sizes = parameters * 10**6, activations * 10**6
    largest = 0
    while calc.training_bytes(*sizes, batch=largest + 1, optimiser_values=2) <= gigabytes * 10**9:
        largest += 1
    return noise, halved, largest


def verify(
    sigma: float, batch: int, parameters: int, activations: int, gigabytes: int
) -> tuple[float, int, int]:
    """All outcomes of a gradient that is σ or -σ, with their probabilities; bytes by division."""

    def spread(n: int) -> float:
        means = [sigma * (2 * k - n) / n for k in range(n + 1)]
        return math.sqrt(sum(math.comb(n, k) / 2**n * m**2 for k, m in enumerate(means)))

    halved = batch
    while spread(halved) > spread(batch) / 2 * (1 + 1e-9):
        halved += 1
    once, per_image = 4 * 4 * parameters, 4 * activations  # in millions of bytes
    return spread(batch), halved, (1000 * gigabytes - once) // per_image


def preset(sigma: float, batch: int, **_: Any) -> dict[str, Any]:
    """A round bowl, a gradient with this noise, averaged over this mini-batch."""
    bowl = {"surface": "ravine", "a": 1, "b": 1, "start": [10, 5], "reach": [12, 6]}
    noise = {"noise": sigma, "batch": batch, "learning_rate": 0.1}
    return {**bowl, **noise, "optimiser": "sgd", "steps": 60}


def steps(sigma: float, batch: int, parameters: int, activations: int, gigabytes: int) -> list[str]:
    """A root, its inverse, a division."""
    noise, halved, largest = solve(sigma, batch, parameters, activations, gigabytes)
    once, per_image, f = 16 * parameters, 4 * activations, format_value
    share = f((1000 * gigabytes - once) / per_image)
    return [
        rf"The variance of the mean is ${f(sigma)}^2 / {batch} = {f(sigma**2 / batch)}$, its root "
        rf"${f(noise)}$.",
        rf"$1 / \sqrt{{B}}$ is halved when $B$ is four times as large: ${halved}$.",
        rf"Once for the network: $4 \cdot 4 \cdot {parameters} = {once}$ MB. Once for each image: "
        rf"$4 \cdot {activations} = {per_image}$ MB.",
        rf"$({gigabytes}000 - {once}) / {per_image} = {share}$, so ${largest}$ images fit.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Batches with whole roots; a remainder of memory that is no close call."""
    while True:
        params: dict[str, Any] = {
            "sigma": rng.choice([2, 3, 4, 6, 8, 10]),
            "batch": rng.choice([4, 16, 25, 64]),
            "parameters": rng.choice([10, 25, 50, 100]),
            "activations": rng.choice([5, 10, 15, 22, 30, 50]),
            "gigabytes": rng.choice([4, 6, 8, 12]),
        }
        once, per_image = 16 * params["parameters"], 4 * params["activations"]
        if 0.05 < (1000 * params["gigabytes"] - once) / per_image % 1 < 0.95:
            return params


def mistakes(
    sigma: float, batch: int, parameters: int, activations: int, gigabytes: int
) -> dict[str, tuple[float | None, ...]]:
    """Variances and deviations mixed up; bytes forgotten."""
    total = 1000 * gigabytes
    per_image = 4 * activations
    return {
        "You divided by B: the standard deviation falls with its root.": (
            *(sigma / batch, 2 * batch, None),
        ),
        "You gave the variance, not the standard deviation.": (sigma**2 / batch, None, None),
        "Twice the batch brings the noise down by the root of 2 only.": (None, 2 * batch, None),
        "Adding up multiplies the noise by the root of B; then it is divided by B.": (
            *(sigma * math.sqrt(batch), None, None),
        ),
        "You left the parameters, gradients and moments out of the memory.": (
            *(None, None, total // per_image),
        ),
        "You counted the weights alone: each has a gradient and two moments as well.": (
            *(None, None, (total - 4 * parameters) // per_image),
        ),
        "You counted a number as one byte: a float32 takes four.": (
            *(None, None, (total - 4 * parameters) // activations),
        ),
        "You rounded up: that image no longer fits.": (
            *(None, None, (total - 16 * parameters) // per_image + 1),
        ),
    }
