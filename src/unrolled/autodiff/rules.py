"""The primitives: each one's value, and beside it its derivatives.

The derivatives are written with the same operations, so they work on numbers (for a gradient)
and on `Value`s (for the gradient of a gradient). `y` is the primitive's own result. Numbers are
NumPy's float64, which sends 1/0 and log(-1) where torch sends them instead of raising. A derivative
that is a plain 0.0 is that of a gate that is shut, as ReLU's for negative x: it lets nothing pass.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

# A float64 or a Value: all that the rules ask for is arithmetic.
Operand = Any


class Rule(NamedTuple):
    """A primitive: its value, and its derivatives with respect to each operand."""

    value: Callable[..., Operand]
    derivatives: Callable[..., tuple[Operand, ...]]


def _sigmoid(x: float) -> float:
    e = np.exp(-abs(x))  # never overflows
    return float((1.0 if x >= 0 else e) / (1.0 + e)) if x == x else x


def _power_slope(x: Operand, n: Operand) -> Operand:
    if float(n) == 0 and (float(x) == 0 or getattr(n, "constant", True)):
        return 0.0  # a number n never moves; at x = 0 the formula is 0 times infinity
    return n * x ** (n - 1.0)  # a Value n of 0 still tells how the slope moves with n


def _exponent_slope(x: Operand, n: Operand, y: Operand) -> Operand:
    # 0^n stays 0 when n moves, although its formula 0^n · log 0 is 0 times infinity.
    return 0.0 if float(x) == 0 and float(n) >= 0 else y * apply("log", x)


def _shares(operands: tuple[Operand, ...], y: Operand) -> tuple[float, ...]:
    """1 for the largest operand; several that are equal share it evenly, as in `torch.amax`."""
    winners = [float(x) == float(y) for x in operands]
    return tuple(w / sum(winners) if any(winners) else np.nan for w in winners)


def _relu_slope(x: Operand) -> float:
    return 0.0 if float(x) <= 0 else 1.0  # a NaN lets the gradient pass, as in torch


# An operand that a derivative does not need is called _.
RULES: dict[str, Rule] = {
    "+": Rule(lambda a, b: a + b, lambda *_: (1.0, 1.0)),
    "-": Rule(lambda a, b: a - b, lambda *_: (1.0, -1.0)),
    "*": Rule(lambda a, b: a * b, lambda a, b, _: (b, a)),
    "/": Rule(lambda a, b: a / b, lambda _, b, y: (1.0 / b, -y / b)),
    "**": Rule(lambda x, n: x**n, lambda x, n, y: (_power_slope(x, n), _exponent_slope(x, n, y))),
    "neg": Rule(lambda x: -x, lambda *_: (-1.0,)),
    "exp": Rule(np.exp, lambda _, y: (y,)),
    "log": Rule(np.log, lambda x, _: (1.0 / x,)),
    "sqrt": Rule(np.sqrt, lambda _, y: (0.5 / y,)),
    "sin": Rule(np.sin, lambda x, _: (apply("cos", x),)),
    "cos": Rule(np.cos, lambda x, _: (-apply("sin", x),)),
    "tanh": Rule(np.tanh, lambda _, y: (1.0 - y * y,)),
    "sigmoid": Rule(_sigmoid, lambda _, y: (y * (1.0 - y),)),
    "relu": Rule(lambda x: np.maximum(x, 0.0), lambda x, _: (_relu_slope(x),)),
    "max": Rule(lambda *xs: np.max(xs), lambda *xs: _shares(xs[:-1], xs[-1])),
}


def apply(op: str, x: Operand) -> Operand:
    """A primitive of one operand, on a number or on a `Value`."""
    return x.apply(op, x) if hasattr(x, "parents") else RULES[op].value(x)
