"""BITS mid-semester 2022-23, 5b: second derivatives decide what a critical point is."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np

from unrolled import autodiff
from unrolled.bank import format_value, signed

EXAM = {"a": 32, "b": 18, "point": [4, 3]}
EXPECTED = (-64, -36, "local maximum", 128, 72, 0, "local minimum")


def solve(a: float, b: float, point: list[float]) -> tuple[float | str, ...]:
    """Differentiate the graph twice; the signs of the eigenvalues decide."""
    (xx_0, _, yy_0), kind_0 = _second(a, b, [0, 0])
    (xx, xy, yy), kind = _second(a, b, point)
    return xx_0, yy_0, kind_0, xx, yy, xy, kind


def verify(a: float, b: float, point: list[float]) -> tuple[float | str, ...]:
    """Second derivatives by sympy; what a point is, by looking at its neighbours."""
    import sympy

    u, v = sympy.symbols("u v")
    f = u**4 - a * u**2 + v**4 - b * v**2
    hessian, found = sympy.hessian(f, (u, v)), []
    for x, y in ((0, 0), point):
        at = {u: x, v: y}
        assert [f.diff(u).subs(at), f.diff(v).subs(at)] == [0, 0]
        step = sympy.Rational(1, 100)
        around = [(x + step * i, y + step * j) for i, j in product((-1, 0, 1), repeat=2) if i or j]
        higher = {bool(f.subs({u: p, v: q}) > f.subs(at)) for p, q in around}
        second = [int(entry) for entry in hessian.subs(at)]
        kinds = {"local minimum": {True}, "local maximum": {False}, "saddle point": {True, False}}
        found.append((second, next(kind for kind, signs in kinds.items() if signs == higher)))
    (at_0, kind_0), (at_1, kind) = found
    return at_0[0], at_0[3], kind_0, at_1[0], at_1[3], at_1[1], kind


def preset(a: float, b: float, point: list[float]) -> dict[str, Any]:
    """The second point; the origin is two sliders away."""
    return {"expression": f"p = x^2; q = y^2; p^2 - {a}*p + q^2 - {b}*q", "values": point}


def steps(a: float, b: float, point: list[float]) -> list[str]:
    """The four second derivatives, then each point."""
    xx_0, yy_0, kind_0, xx, yy, xy, kind = solve(a, b, point)
    x, y = map(signed, point)
    return [
        rf"$H_{{xx}} = 12 x^2 - {2 * a}$, $H_{{yy}} = 12 y^2 - {2 * b}$, and "
        f"$H_{{xy}} = {format_value(xy)}$, because no term has both.",
        rf"At $(0, 0)$: $H_{{xx}} = {format_value(xx_0)}$, $H_{{yy}} = {format_value(yy_0)}$, "
        f"both negative: a {kind_0}.",
        rf"At ${format_value(point)}$: $H_{{xx}} = 12 \cdot {x}^2 - {2 * a} = {format_value(xx)}$, "
        rf"$H_{{yy}} = 12 \cdot {y}^2 - {2 * b} = {format_value(yy)}$: a {kind}.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Coefficients with whole critical points; the second point is a minimum or a saddle."""
    p, q = (int(n) for n in rng.choice(np.arange(1, 6), size=2, replace=False))
    x, y = [(p, q), (-p, q), (p, -q), (p, 0), (0, -q)][rng.integers(5)]
    return {"a": 2 * p * p, "b": 2 * q * q, "point": [x, y]}


def mistakes(a: float, b: float, point: list[float]) -> dict[str, tuple[float | str | None, ...]]:
    """Signs read the wrong way, derivatives miscounted."""
    x, y = point
    _, _, _, xx, yy, _, kind = solve(a, b, point)
    turned = {"local minimum": "local maximum", "saddle point": "local minimum"}
    return {
        "You read the signs the wrong way round: negative second derivatives belong to a "
        "maximum.": (None, None, "local minimum", None, None, None, turned[str(kind)]),
        "You left out the factor 2 of the quadratic terms.": (
            *(-a, -b, None),
            *(12 * x * x - a, 12 * y * y - b, None, None),
        ),
        "You differentiated the fourth power once too seldom: 4x³ becomes 12x².": (
            *(None,) * 3,
            *(4 * x**3 - 2 * a, 4 * y**3 - 2 * b, None, None),
        ),
        "You exchanged the rows: H_xx belongs to x.": (-2 * b, -2 * a, None, yy, xx, None, None),
    }


def experiment() -> dict[str, int]:
    """Classify all nine critical points of the paper's function; look far and wide for a lower."""
    kinds = [_second(32, 18, [x, y])[1] for x, y in product((-4, 0, 4), (-3, 0, 3))]
    x, y = np.meshgrid(np.linspace(-9, 9, 721), np.linspace(-9, 9, 721))
    lowest = (x**4 - 32 * x**2 + y**4 - 18 * y**2).min()
    assert lowest == 4**4 - 32 * 4**2 + 3**4 - 18 * 3**2
    return {
        "critical": len(kinds),
        "minima": kinds.count("local minimum"),
        "maxima": kinds.count("local maximum"),
        "saddles": kinds.count("saddle point"),
        "lowest": int(lowest),
    }


def _second(a: float, b: float, point: list[float]) -> tuple[tuple[float, float, float], str]:
    """H_xx, H_xy, H_yy at a critical point, and what it is."""
    x, y = (autodiff.Value(value) for value in point)
    p, s = x**2, y**2
    hessian = np.array(autodiff.hessian(p**2 - a * p + s**2 - b * s, [x, y]))
    low, high = np.linalg.eigvalsh(hessian)
    kind = "local minimum" if low > 0 else "local maximum" if high < 0 else "saddle point"
    return (hessian[0, 0], hessian[0, 1], hessian[1, 1]), kind
