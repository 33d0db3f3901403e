"""TUM 2019, 3i: the Robbins-Monro conditions, and schedules that do or do not meet them."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import optim
from unrolled.bank import format_value

EXAM = {"p_a": 0.25, "p_b": 0.5, "p_c": 1, "p_d": 2}  # our probe: the paper asks for formulas
EXPECTED = (False, False, True, False)
POWERS = (0.25, 0.4, 0.5, 0.6, 0.75, 0.8, 0.9, 1, 1.25, 1.5, 2, 3)
RUNS, ROUNDS, FAR = 200, 1000, 10.0


def solve(p_a: float, p_b: float, p_c: float, p_d: float) -> tuple[bool, ...]:
    """Add up: does a block twice as long, twice as far out, bring about as much again?"""
    i = np.arange(1, 2**16 + 1, dtype=float)

    def grows(terms: Any) -> bool:
        return bool(terms[2**15 :].sum() > 0.97 * terms[2**14 : 2**15].sum())

    return tuple(grows(i**-p) and not grows(i ** (-2 * p)) for p in (p_a, p_b, p_c, p_d))


def verify(p_a: float, p_b: float, p_c: float, p_d: float) -> tuple[bool, ...]:
    """Ask sympy whether the two series converge."""
    import sympy

    i = sympy.Symbol("i", positive=True, integer=True)

    def finite(p: sympy.Rational) -> bool:
        return bool(sympy.Sum(i**-p, (i, 1, sympy.oo)).is_convergent())

    powers = (sympy.Rational(str(p)) for p in (p_a, p_b, p_c, p_d))
    return tuple(not finite(p) and finite(2 * p) for p in powers)


def preset(p_a: float, p_b: float, p_c: float, p_d: float) -> dict[str, Any]:
    """A noisy bowl and the second schedule; the exponent is for the reader to change."""
    bowl = {"surface": "ravine", "a": 1, "b": 1, "start": [10, 5], "reach": [12, 6], "noise": 1}
    return {**bowl, "learning_rate": 0.5, "decay": p_b, "optimiser": "sgd", "steps": 200}


def steps(p_a: float, p_b: float, p_c: float, p_d: float) -> list[str]:
    """Both exponents of each schedule beside 1."""
    lines = []
    for letter, p in zip("ABCD", (p_a, p_b, p_c, p_d), strict=True):
        infinite, finite = p <= 1, 2 * p > 1
        verdict = (
            "both hold" if infinite and finite else f"the {('first', 'second')[infinite]} fails"
        )
        one, two = (("finite", "infinite")[s] for s in (infinite, not finite))
        lines.append(
            rf"{letter}: $\sum 1/i^{{{format_value(p)}}}$ is {one} and "
            rf"$\sum 1/i^{{{format_value(2 * p)}}}$ is {two}: "
            f"{verdict}."
        )
    return lines


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Four exponents, some of them inside the interval and some not."""
    while True:
        powers = rng.choice(POWERS, size=4, replace=False)
        if 1 <= sum(0.5 < p <= 1 for p in powers) <= 3:
            return dict(zip(("p_a", "p_b", "p_c", "p_d"), powers, strict=True))


def mistakes(p_a: float, p_b: float, p_c: float, p_d: float) -> dict[str, tuple[bool, ...]]:
    """One condition only, and the borders."""
    powers = (p_a, p_b, p_c, p_d)
    return {
        "You checked the first condition only: the squares must have a finite sum.": tuple(
            p <= 1 for p in powers
        ),
        "You checked the second condition only: the steps must have an infinite sum.": tuple(
            p > 0.5 for p in powers
        ),
        "At p = 1 the sum of the steps is infinite still: the harmonic series.": tuple(
            0.5 < p < 1 for p in powers
        ),
        "At p = ½ the squares are 1/i, and their sum is infinite.": tuple(
            0.5 <= p <= 1 for p in powers
        ),
    }


def experiment() -> dict[str, float]:
    """Three schedules on a noisy parabola, and three losses for which a good one does not do."""
    rng = np.random.default_rng(0)

    def size(p: float) -> float:
        sgd = optim.SGD(learning_rate=0.1)
        rows = sgd.run(
            np.full(RUNS, 10.0),
            lambda w: w + rng.normal(size=RUNS),
            ROUNDS,
            lambda t: 0.5 / (t + 1) ** p,
        )
        return float(np.sqrt(np.mean(np.square(rows[-1]["parameter"]))))

    good, jitter, too_short = size(0.75), size(0.0), size(2.0)
    assert good < jitter / 4 < too_short
    assert abs(_run(FAR, lambda w: 4 * w**3, 5)) > 1e100
    assert _run(0.0, lambda w: -np.exp(-w), 2000) > _run(0.0, lambda w: -np.exp(-w), 200) + 0.1
    ended = _run(np.array([1.0, 0.0]), lambda w: np.array([2.0, -2.0]) * w, 2000)
    assert ended[1] == 0
    assert abs(ended[0]) < 0.5
    return {
        "rounds": ROUNDS,
        "runs": RUNS,
        "too_short": round(too_short, 2),
        "jitter": round(jitter, 2),
        "good": round(good, 3),
        "far": int(FAR),
    }


def _run(start: Any, gradient: Any, steps: int) -> Any:
    sgd = optim.SGD(learning_rate=0.1)
    return sgd.run(start, gradient, steps, lambda t: 0.1 / (t + 1))[-1]["parameter"]
