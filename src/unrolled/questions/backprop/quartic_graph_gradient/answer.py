"""BITS mid-semester 2022-23, 5a: a polynomial as a graph, forwards and backwards."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import autodiff
from unrolled.bank import format_value, signed

EXAM = {"x": 2, "y": 2, "a": 32, "b": 18}
EXPECTED = (-168, -96, -40)


def solve(x: float, y: float, a: float, b: float) -> tuple[float, ...]:
    """Build the graph and run it backwards."""
    x_, y_ = autodiff.Value(x, "x"), autodiff.Value(y, "y")
    p, s = x_**2, y_**2
    f = p**2 - a * p + s**2 - b * s
    return (f.data, *autodiff.grad(f, [x_, y_]))


def verify(x: float, y: float, a: float, b: float) -> tuple[float, ...]:
    """Differentiate the formula."""
    import sympy

    u, v = sympy.symbols("u v")
    f = u**4 - a * u**2 + v**4 - b * v**2
    return tuple(int(g.subs({u: x, v: y})) for g in (f, f.diff(u), f.diff(v)))


def preset(x: float, y: float, a: float, b: float) -> dict[str, Any]:
    """The graph of the solution: both squares are computed once and used twice."""
    f = f"p = x^2; q = y^2; p^2 - {a}*p + q^2 - {b}*q"
    return {"expression": f, "values": [x, y]}


def steps(x: float, y: float, a: float, b: float) -> list[str]:
    """Forward and backward, a branch at a time."""
    f, f_x, f_y = map(format_value, solve(x, y, a, b))
    lines, parts = [], []
    for value, factor, mark in ((x, a, ""), (y, b, "'")):
        p = value**2
        parts += [p**2, factor * p]
        lines.append(
            rf"Forward: $p{mark} = {signed(value)}^2 = {p}$, $q{mark} = {p}^2 = {p**2}$, "
            rf"$r{mark} = {factor} \cdot {p} = {factor * p}$."
        )
    q, r, q_y, r_y = parts
    lines.append(f"$f = q - r + q' - r' = {q} - {r} + {q_y} - {r_y} = {f}$.")
    for name, value, factor, mark, total in (("x", x, a, "", f_x), ("y", y, b, "'", f_y)):
        p = value**2
        lines.append(
            rf"Backward: $p{mark}$ gets $1 \cdot 2 \cdot {p}$ through $q{mark}$ and "
            rf"$-1 \cdot {factor}$ through $r{mark}$, together ${2 * p - factor}$. "
            rf"So $\partial f / \partial {name} = {signed(2 * p - factor)} \cdot 2 \cdot "
            rf"{signed(value)} = {total}$."
        )
    return lines


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Small whole numbers, not at a point where a derivative vanishes."""
    while True:
        x, y = (int(rng.choice([-3, -2, -1, 1, 2, 3])) for _ in range(2))
        a, b = (2 * int(n) for n in rng.choice(np.arange(1, 17), size=2, replace=False))
        if 2 * x * x != a and 2 * y * y != b:
            return {"x": x, "y": y, "a": a, "b": b}


def mistakes(x: float, y: float, a: float, b: float) -> dict[str, tuple[float | None, ...]]:
    """A path, a sign or a factor left out."""
    return {
        "You followed one path only: the square is used twice, and its gradients add up.": (
            None,
            4 * x**3,
            4 * y**3,
        ),
        "You added the branch that is subtracted: its local derivative is −1.": (
            x**4 + a * x**2 + y**4 + b * y**2,
            4 * x**3 + 2 * a * x,
            4 * y**3 + 2 * b * y,
        ),
        "You stopped at the square: it still has to be differentiated itself.": (
            None,
            2 * x**2 - a,
            2 * y**2 - b,
        ),
        "You left the factor 2 out of the derivative of the quadratic term.": (
            None,
            4 * x**3 - a * x,
            4 * y**3 - b * y,
        ),
    }
