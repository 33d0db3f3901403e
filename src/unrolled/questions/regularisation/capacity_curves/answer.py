"""FAU 4.2: three points, three degrees, one new point."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from unrolled.bank import format_value, signed

EXAM = {"y": [-2, 1, 1], "new": 2}  # ours: the paper asks for a drawing
EXPECTED = (2.0, 0.5, 0.0, 4.0, 1.0, 16.0)
X = (-1, 0, 1)


def solve(y: list[float], new: float) -> tuple[float, ...]:
    """Fit by least squares; mean squared errors on the three points, then on the new one."""
    fits = [np.polynomial.Polynomial.fit(X, y, degree, domain=(-1, 1)) for degree in range(3)]
    trained = [np.mean((fit(np.array(X)) - y) ** 2) for fit in fits]
    tested = [(fit(2.0) - new) ** 2 for fit in fits]
    return tuple(round(float(loss), 12) for loss in (*trained, *tested))


def verify(y: list[float], new: float) -> tuple[float, ...]:
    """Set the slopes of the loss to zero in sympy, exactly."""
    import sympy

    x, a, b, c = sympy.symbols("x a b c")
    trained, tested = [], []
    for terms in ({a: 1}, {a: 1, b: x}, {a: 1, b: x, c: x**2}):
        f = sum(letter * power for letter, power in terms.items())
        errors = [f.subs(x, at) - sympy.Rational(str(v)) for at, v in zip(X, y, strict=True)]
        loss = sum(error**2 for error in errors) / 3
        slopes = [sympy.diff(loss, letter) for letter in terms]
        (best,) = sympy.solve(slopes, list(terms), dict=True)
        trained.append(float(loss.subs(best)))
        tested.append(float((f.subs(x, 2).subs(best) - sympy.Rational(str(new))) ** 2))
    return (*trained, *tested)


def preset(y: list[float], new: float) -> dict[str, Any]:
    """Show the parabola, the last of the three fits."""
    return {"y": y, "y_new": [new]}


def steps(y: list[float], new: float) -> list[str]:
    """Each fit with its residuals and its prediction."""
    y0, y1, y2 = (Fraction(str(value)) for value in y)
    mean, slope, bend = (y0 + y1 + y2) / 3, (y2 - y0) / 2, (y0 + y2) / 2 - y1
    fits = {"Constant": (mean,), "Line": (mean, slope), "Parabola": (y1, slope, bend)}
    lines, values = [], solve(y, new)
    for i, (name, fit) in enumerate(fits.items()):
        formula = " + ".join(
            rf"{signed(float(c))} \, {power}" if power else format_value(float(c))
            for c, power in zip(fit, ("", "x", "x^2"), strict=False)
        )
        residuals = format_value(
            [float(v - _at(fit, x)) for x, v in zip(X, (y0, y1, y2), strict=True)]
        )
        said = format_value(float(_at(fit, 2)))
        lines.append(
            rf"{name}: ${formula}$, residuals ${residuals}$, training loss "
            rf"${format_value(values[i])}$; at $x = 2$ it says ${said}$, test loss "
            rf"$({said} - {signed(new)})^2 = {format_value(values[i + 3])}$."
        )
    return lines


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """A line with a bent row of residuals; the new point is not far from the line."""
    a, b = rng.integers(-2, 3), rng.choice([-3, -1.5, 1.5, 3])
    c, d = rng.choice([-1, -0.5, 0.5, 1]), rng.choice([-1, -0.5, 0.5, 1])
    return {"y": a + b * np.array(X) + c * np.array([1, -2, 1]), "new": a + 2 * b + d}


def mistakes(y: list[float], new: float) -> dict[str, tuple[float | None, ...]]:
    """Sums for means, errors for squares, the line drawn through two points."""
    values = solve(y, new)
    none = (None, None, None)
    line = np.polynomial.Polynomial.fit([-1, 1], [y[0], y[2]], 1, domain=(-1, 1))
    through = (None, float(np.mean((line(np.array(X)) - y) ** 2)), None)
    return {
        "You added the squares: the mean over the three points is asked for.": (
            *(3 * values[0], 3 * values[1], None),
            *none,
        ),
        "You forgot to square the error at the new point.": (
            *none,
            *(float(np.sqrt(value)) for value in values[3:]),
        ),
        "You drew the line through the outer points: the best one also minds the middle point.": (
            *through,
            *(None, float((line(2.0) - new) ** 2), None),
        ),
        "A parabola goes through three points exactly: nothing is left of the training loss.": (
            *(None, None, values[1]),
            *none,
        ),
        "You divided the test loss by 3: there is one new point.": (
            *none,
            *(value / 3 for value in values[3:]),
        ),
    }


def _at(coefficients: tuple[Fraction, ...], x: int) -> Fraction:
    return sum((c * x**k for k, c in enumerate(coefficients)), Fraction(0))
