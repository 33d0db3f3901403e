"""FAU 4.1: expected losses of a linear regression, as functions of the number of samples."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled.bank import format_value

EXAM = {"p": 5, "noise": 1, "small": 10, "large": 100}  # ours: the paper asks for a drawing
EXPECTED = (0.5, 2.25, 0.95, 1.05319148936)


def solve(p: int, noise: float, small: int, large: int) -> tuple[float, ...]:
    """The two formulas, at two places."""
    return tuple(
        float(loss) for n in (small, large) for loss in (train(p, noise, n), test(p, noise, n))
    )


def train(p: int, noise: float, n: Any) -> Any:
    """Expected loss on the samples that were fitted."""
    return noise * (1 - p / n)


def test(p: int, noise: float, n: Any) -> Any:
    """Expected loss on new samples."""
    return noise * (1 + p / (n - p - 1))


def verify(p: int, noise: float, small: int, large: int) -> tuple[float, ...]:
    """Derive both: from the trace of the residuals, and from a mean of 1/χ².

    A residual is noise minus its projection; for new x of variance 1 the fit adds the trace of
    the inverse of XᵀX, whose diagonal is distributed as 1/χ² with n - p + 1 degrees of freedom.
    """
    import math

    import torch

    torch.manual_seed(0)
    found = []
    for n in (small, large):
        x = torch.randn(n, p, dtype=torch.float64)
        residual = torch.eye(n, dtype=torch.float64) - x @ torch.linalg.pinv(x)
        half = (n - p + 1) / 2
        inverse = math.exp(math.lgamma(half - 1) - math.lgamma(half)) / 2
        found += [noise * residual.trace().item() / n, noise * (1 + p * inverse)]
    return tuple(found)


def preset(p: int, noise: float, small: int, large: int) -> dict[str, Any]:
    """Fit p weights to few noisy points of a line; more come along the axis."""
    return {"degree": p - 1, "points": small, "noise": noise**0.5}


def steps(p: int, noise: float, small: int, large: int) -> list[str]:
    """Four values."""
    values = iter(map(format_value, solve(p, noise, small, large)))
    lines = []
    for n in (small, large):
        lines += [
            rf"Training, $n = {n}$: ${noise} \, (1 - {p}/{n}) = {next(values)}$.",
            rf"Test, $n = {n}$: ${noise} \, (1 + {p}/{n - p - 1}) = {next(values)}$.",
        ]
    return lines


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Few samples for the parameters, then many."""
    p = int(rng.choice([2, 3, 4, 5, 8]))
    return {
        "p": p,
        "noise": rng.choice([0.5, 1, 2, 4]),
        "small": p + rng.choice([3, 5, 6]),
        "large": rng.choice([50, 100, 200]),
    }


def mistakes(p: int, noise: float, small: int, large: int) -> dict[str, tuple[float | None, ...]]:
    """The curves exchanged, the limit for the value, a 1 forgotten."""
    a, b, c, d = solve(p, noise, small, large)
    return {
        "You exchanged the curves: new samples are harder than those that were fitted.": (
            b,
            a,
            d,
            c,
        ),
        "You forgot the 1 in the denominator n - p - 1.": (
            *(None, noise * (1 + p / (small - p))),
            *(None, noise * (1 + p / (large - p))),
        ),
        "You gave the limit: it is reached for infinitely many samples only.": (noise,) * 4,
        "You left out the variance of the noise.": (a / noise, b / noise, c / noise, d / noise),
    }
