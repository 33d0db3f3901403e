"""TUM 2019, 3c: a large and a small learning rate, far from the minimum and at it."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import optim
from unrolled.bank import format_value

EXAM = {"w0": 10, "k": 10, "large": 0.5, "small": 0.02, "sigma": 1}  # ours: the paper has words
EXPECTED = (0.009765625, 8.17073, 0.577350, 0.100504)


def solve(w0: float, k: int, large: float, small: float, sigma: float) -> tuple[float, ...]:
    """Run both rates at once; the jitter is what all earlier kicks have left, in squares."""
    rates = np.array([large, small])
    optimiser = optim.SGD(learning_rate=1.0)  # the gradient below carries both rates
    far = optimiser.run(np.full(2, float(w0)), lambda w: rates * w, k)[-1]["parameter"]
    left = optimiser.run(rates * sigma, lambda w: rates * w, steps=800)  # one kick, dying away
    jitter = np.sqrt(sum(np.asarray(row["parameter"]) ** 2 for row in left))
    return (*np.asarray(far), *jitter)


def verify(w0: float, k: int, large: float, small: float, sigma: float) -> tuple[float, ...]:
    """Powers, and the variance that a step leaves as it is, by sympy."""
    import sympy

    V = sympy.Symbol("V")
    far, jitter = [], []
    for rate in map(sympy.nsimplify, (large, small)):
        far.append(float(w0 * (1 - rate) ** k))
        noise = rate**2 * sympy.nsimplify(sigma) ** 2
        (fixed,) = sympy.solve(sympy.Eq(V, (1 - rate) ** 2 * V + noise), V)
        jitter.append(float(sympy.sqrt(fixed)))
    return (*far, *jitter)


def preset(w0: float, k: int, large: float, small: float, sigma: float) -> dict[str, Any]:
    """A round bowl with the noise and the large rate; the small one is for the reader to set."""
    bowl = {"surface": "ravine", "a": 1, "b": 1, "start": [w0, 0], "reach": [1.2 * w0, 0.6 * w0]}
    return {**bowl, "learning_rate": large, "noise": sigma, "optimiser": "sgd", "steps": 10 * k}


def steps(w0: float, k: int, large: float, small: float, sigma: float) -> list[str]:
    """A power and a fixed point for each rate."""
    found, f = solve(w0, k, large, small, sigma), format_value
    lines = []
    for i, rate in enumerate((large, small)):
        kept, s = (1 - rate) ** 2, found[2 + i]
        lines += [
            rf"$\eta_{i + 1}$, far: ${f(w0)} \cdot {f(1 - rate)}^{{{k}}} = {f(found[i])}$.",
            rf"$\eta_{i + 1}$, near: $s^2 = {f(kept)} \, s^2 + {f(rate**2)} \cdot {f(sigma)}^2$, "
            rf"so $s^2 = {f(rate**2 * sigma**2)} / {f(1 - kept)} = {f(s**2)}$ and $s = {f(s)}$.",
        ]
    return lines


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """A large rate that gets near in ten steps, and a small one that does not."""
    return {
        "w0": rng.choice([2, 5, 8, 10, 20]),
        "k": rng.choice([5, 8, 10]),
        "large": rng.choice([0.4, 0.5, 0.6, 0.8]),
        "small": rng.choice([0.02, 0.04, 0.05, 0.1]),
        "sigma": rng.choice([0.5, 1, 2, 3]),
    }


def mistakes(
    w0: float, k: int, large: float, small: float, sigma: float
) -> dict[str, tuple[float | None, ...]]:
    """A straight line for a power, noise kept to itself."""
    rates = np.array([large, small])
    s = sigma * np.sqrt(rates / (2 - rates))
    none = (None, None)
    return {
        "You took the same way at every step: the gradient shrinks with w.": (
            *(abs(w0 * (1 - k * rates))),
            *none,
        ),
        "You multiplied by η: a step removes that share and keeps 1 − η.": (
            *(w0 * rates**k),
            *none,
        ),
        "You stopped at one kick, ησ: the earlier ones have not died away.": (
            *none,
            *(rates * sigma),
        ),
        "You gave the variance, not the standard deviation.": (*none, *(s**2)),
        "You added standard deviations: it is variances that add.": (*none, sigma, sigma),
    }
