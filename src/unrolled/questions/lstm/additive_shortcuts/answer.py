"""Osnabrück 11.2: what a sum does to a product of derivatives."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import autodiff, nn
from unrolled.bank import format_value, signed

EXAM = {"n": 10, "q": 0.1, "f": 0.95}  # our probe: the paper asks in words
EXPECTED = (1e-10, 2.5937424601, 0.598736939238)


def solve(n: int, q: float, f: float) -> tuple[float, ...]:
    """Two chains by the scalar engine, the cell state by the reference LSTM's backward pass."""
    found = []
    for skip in (0, 1):
        x = autodiff.Value(1.0)
        y = x
        for _ in range(n):
            y = skip * y + q * y
        found += autodiff.grad(y, [x])
    weight, bias = np.zeros((4, 1)), [0.0, np.log(f / (1 - f)), 0.0, 0.0]
    start, grad = (np.zeros(1), np.ones(1)), (None, [1.0])
    g = nn.lstm_backward(0.0, np.zeros((n, 1)), start, weight, weight, bias, grad_hx=grad)
    return (*found, float(g.c0[0]))


def verify(n: int, q: float, f: float) -> tuple[float, ...]:
    """Push a small change through each chain: they are linear, so its size does not matter."""
    from fractions import Fraction

    factor, forget = Fraction(str(q)), Fraction(str(f))
    changes = [Fraction(1), Fraction(1), Fraction(1)]
    for _ in range(n):
        plain, residual, cell = changes
        changes = [factor * plain, residual + factor * residual, forget * cell]
    return tuple(map(float, changes))


def preset(n: int, q: float, f: float) -> dict[str, Any]:
    """The blocks; the cell state's factor is what one slides the skip connection to."""
    return {"slopes": q, "blocks": n}


def steps(n: int, q: float, f: float) -> list[str]:
    """Three powers."""
    plain, residual, cell = map(format_value, solve(n, q, f))
    return [
        rf"Without skips each block brings the factor $F' = {format_value(q)}$: "
        rf"${signed(q)}^{{{n}}} = {plain}$.",
        rf"With skips it is $1 + F' = {format_value(1 + q)}$: "
        rf"${format_value(1 + q)}^{{{n}}} = {residual}$.",
        rf"Along the cell state it is $f_t = {format_value(f)}$: "
        rf"${format_value(f)}^{{{n}}} = {cell}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Small slopes of either sign, forget gates between half open and open."""
    return {
        "n": rng.choice([5, 8, 10, 12, 20]),
        "q": rng.choice([-0.3, -0.2, -0.1, 0.1, 0.2, 0.3]),
        "f": rng.choice([0.6, 0.7, 0.8, 0.9, 0.95, 0.98]),
    }


def mistakes(n: int, q: float, f: float) -> dict[str, tuple[float | None, ...]]:
    """Sums for powers, the 1 in the wrong place, the wrong gate."""
    return {
        "You multiplied by the number of blocks: each block brings a factor.": (
            *(n * q, n * (1 + q), n * f),
        ),
        "You counted one way past all blocks: each block has its own, and adds to it.": (
            *(None, 1 + q**n, None),
        ),
        "You took 1 − f: the forget gate multiplies what is kept.": (None, None, (1 - f) ** n),
        "You gave the cell state a skip connection of 1: its factor is the forget gate alone.": (
            *(None, None, (1 + f) ** n),
        ),
    }
