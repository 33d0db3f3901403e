"""TUM 2019, 2f: a uniform distribution that keeps the variance."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np

from unrolled import calc
from unrolled.bank import format_value, signed

EXAM = {"n": 300, "mean": 2, "variance": 1}  # our probe: the paper asks for a formula
EXPECTED = (0.1, 0.0447213595)
UNITS = 5_000


def solve(n: int, mean: float, variance: float) -> tuple[float, float]:
    """What weights of variance 1 make of the inputs says how small they must be."""
    alphas = []
    for mu in (0, mean):
        output = calc.linear_variance(n, 1, Fraction(variance), input_mean=Fraction(mu))
        alphas.append(calc.uniform_bound(Fraction(variance) / Fraction(output)))
    return alphas[0], alphas[1]


def verify(n: int, mean: float, variance: float) -> tuple[float, float]:
    """Integrate moments of one product by sympy, inputs being mean ± deviation by a coin."""
    import sympy

    w, alpha = sympy.symbols("w alpha", positive=True)
    deviation = sympy.sqrt(sympy.Rational(str(variance)))
    found = []
    for mu in (0, mean):
        inputs = [sympy.Rational(str(mu)) + sign * deviation for sign in (-1, 1)]

        def moment(power: int, inputs: list[Any] = inputs) -> Any:
            terms = [
                sympy.integrate((w * x) ** power / (2 * alpha), (w, -alpha, alpha)) for x in inputs
            ]
            return sum(terms) / 2

        spread = n * (moment(2) - moment(1) ** 2)
        (root,) = sympy.solve(sympy.Eq(spread, deviation**2), alpha)
        found.append(float(root))
    return found[0], found[1]


def preset(n: int, mean: float, variance: float) -> dict[str, Any]:
    """The state of the explorable: inputs with the mean, weights bounded as if it were 0."""
    bound = solve(n, mean, variance)[0]
    return {"inputs": n, "mean": mean, "deviation": math.sqrt(variance), "bound": bound}


def steps(n: int, mean: float, variance: float) -> list[str]:
    """One variance, two readings."""
    alpha, shifted = map(format_value, solve(n, mean, variance))
    v, mu = format_value(variance), signed(mean)
    second = format_value(variance + mean**2)
    return [
        r"$\mathrm{Var}(w) = \int_{-\alpha}^{\alpha} \frac{w^2}{2\alpha} \, dw = "
        r"\frac{1}{2\alpha} \cdot \frac{2\alpha^3}{3} = \frac{\alpha^2}{3}$.",
        rf"Mean 0: ${n} \cdot \frac{{\alpha^2}}{{3}} \cdot {v} = {v}$, so "
        rf"$\alpha = \sqrt{{3 / {n}}} = {alpha}$.",
        rf"Mean ${format_value(mean)}$: $E[x^2] = {v} + {mu}^2 = {second}$, and "
        rf"${n} \cdot \frac{{\alpha'^2}}{{3}} \cdot {second} = {v}$, so "
        rf"$\alpha' = \sqrt{{3 \cdot {v} / ({n} \cdot {second})}} = {shifted}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Numbers of inputs with plain roots."""
    return {
        "n": rng.choice([12, 27, 48, 75, 108, 147, 192, 243, 432, 768]),
        "mean": rng.choice([-2, -1, 1, 2, 3]),
        "variance": rng.choice([1, 2, 3, 4]),
    }


def mistakes(n: int, mean: float, variance: float) -> dict[str, tuple[float | None, ...]]:
    """Normal for uniform, no root, wrong moments."""
    alpha, shifted = solve(n, mean, variance)
    deviation = math.sqrt(variance / (variance + mean**2))
    linear = 3 * variance / (n * (variance + abs(mean)))
    return {
        "You gave the standard deviation: the bound of a uniform distribution is √3 of it.": (
            *(alpha / math.sqrt(3), shifted / math.sqrt(3)),
        ),
        "You forgot the root.": (alpha**2, shifted**2),
        "You left the mean out: it matters because the weights scatter it.": (None, alpha),
        "You did not square the mean.": (*(None, None if mean in (-1, 1) else math.sqrt(linear)),),
        "You took α²/12 for the variance: the interval has the width 2α.": (2 * alpha, 2 * shifted),
        "You took the deviation for the variance of the inputs.": (
            *(None, None if variance == 1 else alpha * deviation / variance**0.25),
        ),
    }


def experiment() -> dict[str, float]:
    """Draw weights for many units, and inputs with a mean, on the numbers of EXAM."""
    rng = np.random.default_rng(0)
    n, mean = int(EXAM["n"]), float(EXAM["mean"])
    found = []
    for bound in solve(**EXAM):
        weights = rng.uniform(-bound, bound, size=(UNITS, n))
        inputs = rng.normal(mean, 1.0, size=(UNITS, n))
        found.append(float((weights * inputs).sum(axis=1).var()))
    assert abs(found[0] - 5) < 0.5
    assert abs(found[1] - 1) < 0.1
    return {"units": UNITS, "too_large": round(found[0], 2), "kept": round(found[1], 2)}
