"""TUM 2019, 3d: into a saddle point and out of it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from unrolled import optim
from unrolled.bank import format_value

EXAM = {"a": 1, "b": 2, "learning_rate": 0.1, "k": 10, "nudge": 0.01}  # ours: the paper has words
EXPECTED = (0.3486784401, 26)
RUNS, ROUNDS, NOISE = 100, 150, 0.1


def solve(a: float, b: float, learning_rate: float, k: int, nudge: float) -> tuple[float, int]:
    """Walk in along x; then walk out along y, and count."""
    sgd = optim.SGD(learning_rate=learning_rate)
    x = float(sgd.run(1.0, lambda x: a * x, k)[-1]["parameter"])
    row = sgd.start(nudge)
    while abs(float(row["parameter"])) <= 1:
        row = sgd.step(row, -b * row["parameter"])
    return x, int(row["step"])


def verify(a: float, b: float, learning_rate: float, k: int, nudge: float) -> tuple[float, int]:
    """Powers and logarithms, by sympy's exact fractions."""
    import sympy

    rate, small = sympy.nsimplify(learning_rate), sympy.nsimplify(nudge)
    grow = 1 + rate * sympy.nsimplify(b)
    needed = sympy.log(1 / small) / sympy.log(grow)
    return float((1 - rate * sympy.nsimplify(a)) ** k), int(sympy.floor(needed)) + 1


def preset(a: float, b: float, learning_rate: float, k: int, nudge: float) -> dict[str, Any]:
    """In along x and out along y at once: the two do not disturb each other."""
    saddle = {"surface": "saddle", "a": a, "b": b, "start": [1, nudge], "reach": [1.5, 1.2]}
    steps = solve(a, b, learning_rate, k, nudge)[1]
    return {**saddle, "learning_rate": learning_rate, "optimiser": "sgd", "steps": min(steps, 200)}


def steps(a: float, b: float, learning_rate: float, k: int, nudge: float) -> list[str]:
    """Two factors, a power, a logarithm."""
    x, escape = solve(a, b, learning_rate, k, nudge)
    f = format_value
    shrink, grow = f(1 - learning_rate * a), f(1 + learning_rate * b)
    needed = f(math.log(1 / nudge) / math.log(1 + learning_rate * b))
    return [
        rf"$\partial f / \partial x = a x$, so a step multiplies $x$ by "
        rf"$1 - {f(learning_rate)} \cdot {f(a)} = {shrink}$: "
        rf"$x_{{{k}}} = {shrink}^{{{k}}} = {f(x)}$.",
        rf"$\partial f / \partial y = -b y$, so a step multiplies $y$ by "
        rf"$1 + {f(learning_rate)} \cdot {f(b)} = {grow}$.",
        rf"${f(nudge)} \cdot {grow}^n > 1$ means $n > \ln {f(1 / nudge)} / \ln {grow} = {needed}$: "
        rf"after ${escape}$ steps.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """The number of steps is no close call."""
    while True:
        params: dict[str, Any] = {
            "a": rng.choice([0.5, 1, 2, 3]),
            "b": rng.choice([0.5, 1, 2, 3, 5]),
            "learning_rate": rng.choice([0.05, 0.1, 0.2]),
            "k": rng.choice([5, 8, 10, 20]),
            "nudge": rng.choice([0.001, 0.01, 0.02, 0.05]),
        }
        grow = 1 + params["learning_rate"] * params["b"]
        if 0.1 < (-math.log(params["nudge"]) / math.log(grow)) % 1 < 0.9:
            return params


def mistakes(
    a: float, b: float, learning_rate: float, k: int, nudge: float
) -> dict[str, tuple[float | None, ...]]:
    """A straight line, a wrong sign, a count that is one off."""
    escape = solve(a, b, learning_rate, k, nudge)[1]
    eta = learning_rate
    return {
        "You subtracted the same amount at every step: the gradient shrinks with x.": (
            *(1 - k * eta * a, None),
        ),
        "You walked uphill along x: subtract the gradient.": ((1 + eta * a) ** k, None),
        "You exchanged the curvatures.": (
            (1 - eta * b) ** k,
            math.floor(-math.log(nudge) / math.log(1 + eta * a)) + 1,
        ),
        "You stopped one step early: |y| is not above 1 yet.": (None, escape - 1),
        "You let y grow by the same amount at every step: its gradient grows with it.": (
            *(None, math.floor((1 - nudge) / (eta * b * nudge)) + 1),
        ),
    }


def experiment() -> dict[str, float]:
    """Many runs at once from (1, 0), with and without noise in the gradient."""
    rng = np.random.default_rng(3)

    def sizes(noise: float) -> Any:
        """|y| of every run (columns) after every step (rows)."""
        sgd = optim.SGD(learning_rate=0.1)
        rows = sgd.run(
            np.zeros(RUNS), lambda y: -2.0 * y + noise * rng.normal(size=RUNS), steps=ROUNDS
        )
        return np.abs([np.asarray(row["parameter"]) for row in rows])

    without, noisy, faint = sizes(0.0), sizes(NOISE), sizes(NOISE / 1000)
    assert without.max() == 0
    assert noisy[-1].min() > 1
    assert faint[-1].min() > 1
    median, median_small = (int(np.median((y > 1).argmax(axis=0))) for y in (noisy, faint))
    assert median_small > 2 * median
    return {
        "runs": RUNS,
        "rounds": ROUNDS,
        "noise": NOISE,
        "without": 0,
        "median": median,
        "median_small": median_small,
    }
