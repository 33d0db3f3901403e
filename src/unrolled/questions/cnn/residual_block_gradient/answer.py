"""TUM CNN sheet, 4f and 4g: one residual block, a row of them, and a row without skips."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import autodiff
from unrolled.autodiff import Value
from unrolled.bank import format_value, signed

EXAM = {"r": 0.1, "blocks": 5}  # ten layers are five blocks; r is ours, the paper keeps the letter
EXPECTED = (1.1, 1.61051, 0.00001)


def solve(r: float, blocks: int) -> tuple[float, ...]:
    """Differentiate the graph of the blocks; l_1 multiplies by r, l_2 by 1."""
    return _slope(r, 1, skip=1), _slope(r, blocks, skip=1), _slope(r, blocks, skip=0)


def verify(r: float, blocks: int) -> tuple[float, ...]:
    """Expand the composed blocks symbolically and read off the coefficient of x."""
    import sympy

    x, rate = sympy.symbols("x"), sympy.Rational(str(r))
    row, plain = x, x
    for _ in range(blocks):
        row, plain = sympy.expand(row + rate * row), sympy.expand(rate * plain)
    return tuple(float(sympy.diff(f, x)) for f in (x + rate * x, row, plain))


def preset(r: float, blocks: int) -> dict[str, Any]:
    """All blocks have the same slope; the first is in view."""
    return {"slopes": r, "blocks": blocks}


def steps(r: float, blocks: int) -> list[str]:
    """The sum rule, then two powers."""
    one, skips, plain = (format_value(value) for value in solve(r, blocks))
    return [
        r"$H(x) = x + R(x)$, so $\partial H / \partial x = 1 + r$.",
        rf"$1 + r = 1 + {signed(r)} = {one}$.",
        f"In a row: $(1 + r)^n = {one}^{{{blocks}}} = {skips}$.",
        f"Without skip connections: $r^n = {signed(r)}^{{{blocks}}} = {plain}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Slopes between -0.9 and 0.9, rows that a calculator survives."""
    return {"r": rng.choice([-1, 1]) * rng.integers(1, 10) / 10, "blocks": rng.integers(2, 9)}


def mistakes(r: float, blocks: int) -> dict[str, tuple[float | None, ...]]:
    """The 1 forgotten, used once for all, or sums for products."""
    return {
        "You left out the derivative of the skip connection: x itself has slope 1.": (
            r,
            r**blocks,
            None,
        ),
        "You added 1 only once for the whole row: each block has its own.": (
            None,
            1 + r**blocks,
            None,
        ),
        "You added the blocks' slopes: in a row they multiply.": (
            None,
            blocks * (1 + r),
            blocks * r,
        ),
        "You added r once for each block: the slopes multiply, and r times r counts too.": (
            None,
            1 + blocks * r,
            None,
        ),
    }


def _slope(r: float, blocks: int, *, skip: int) -> float:
    x = Value(1.0)
    h = x
    for _ in range(blocks):
        h = skip * h + 1.0 * (r * h)
    return autodiff.grad(h, [x])[0]
