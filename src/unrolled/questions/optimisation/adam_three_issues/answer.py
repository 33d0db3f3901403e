"""Osnabrück 8: the length of Adam's steps where gradients are flat, steep, alternating and tiny."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import optim
from unrolled.bank import format_value

EXAM = {"learning_rate": 0.001, "beta1": 0.9, "flat": 0.01, "steep": 100, "tiny": 1e-5}  # ours
EXPECTED = (0.000999999, 0.001, 5.26316e-5, 0.000999001)
STEPS = 400  # 0.9^400 is below any rounding


def solve(
    learning_rate: float, beta1: float, flat: float, steep: float, tiny: float
) -> tuple[float, ...]:
    """Run Adam on all four weights at once until nothing changes any more."""
    adam = optim.Adam(learning_rate=learning_rate, betas=(beta1, 0.999))
    row = adam.start(np.zeros(4))
    for t in range(STEPS):
        row = adam.step(row, np.array([flat, steep, (-1.0) ** t, tiny]))
    return tuple(np.abs(row["update"]).tolist())


def verify(
    learning_rate: float, beta1: float, flat: float, steep: float, tiny: float
) -> tuple[float, ...]:
    """Fixed points: a constant m, and an m that swings between a and -a."""
    import sympy

    a, beta = sympy.Symbol("a"), sympy.Rational(str(beta1))
    (swing,) = sympy.solve(sympy.Eq(-a, beta * a - (1 - beta)), a)
    sizes = ((1, flat), (1, steep), (float(swing), 1.0), (1, tiny))
    return tuple(learning_rate * share * g / (g + 1e-8) for share, g in sizes)


def steps(learning_rate: float, beta1: float, flat: float, steep: float, tiny: float) -> list[str]:
    """What the two averages have become, and their quotient."""
    found = solve(learning_rate, beta1, flat, steep, tiny)
    f = format_value
    gradients = {1: flat, 2: steep, 4: tiny}
    lines = {
        i: rf"$w_{i}$: $\hat m = {f(g)}$ and $\sqrt{{\hat v}} = {f(g)}$, so the step is "
        rf"${f(learning_rate)} \cdot {f(g)} / ({f(g)} + 10^{{-8}}) = {f(found[i - 1])}$."
        for i, g in gradients.items()
    }
    lines[3] = (
        rf"$w_3$: $m$ swings between $a$ and $-a$ with $-a = {f(beta1)} \, a - {f(1 - beta1)}$, so "
        rf"$a = {f(1 - beta1)} / {f(1 + beta1)}$; $\sqrt{{\hat v}} = 1$; the step is "
        rf"${f(learning_rate)} \cdot {f((1 - beta1) / (1 + beta1))} = {f(found[2])}$."
    )
    return [lines[i] for i in (1, 2, 3, 4)]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other scales; the tiny gradient comes nearer to ε, or not."""
    return {
        "learning_rate": rng.choice([0.0005, 0.001, 0.002, 0.01]),
        "beta1": rng.choice([0.5, 0.6, 0.8, 0.9]),
        "flat": rng.choice([0.001, 0.01, 0.05]),
        "steep": rng.choice([20, 100, 500]),
        "tiny": rng.choice([1e-8, 3e-8, 1e-7, 1e-6, 1e-5]),
    }


def mistakes(
    learning_rate: float, beta1: float, flat: float, steep: float, tiny: float
) -> dict[str, tuple[float | None, ...]]:
    """Another optimiser's steps, and the swing misread."""
    eta = learning_rate
    return {
        "These are the steps of plain gradient descent: Adam divides by the root of v.": (
            *(eta * flat, eta * steep, eta, eta * tiny),
        ),
        "RMSProp would do that: momentum lets alternating gradients cancel.": (
            *(None, None, eta, None),
        ),
        "The alternating gradients do not cancel to zero: the newest one counts most.": (
            *(None, None, 0.0, None),
        ),
        "You took 1 − β₁, the newest gradient's share: the older ones still take part.": (
            *(None, None, eta * (1 - beta1), None),
        ),
        "You left out ε, which is no longer small beside this gradient.": (None, None, None, eta),
        "You forgot the root of v.": (eta / flat, eta / steep, None, None),
    }
