"""BITS sample question: a sigmoid chain with a weight of its own at each step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from unrolled import nn
from unrolled.bank import format_value, signed

EXAM = {"x": [1, 1, 0], "U": [0.5, 0.6, 0.2], "W": [0.2, 0.3, 0.8], "V": [0.4, 0.2, 0.1]}
EXPECTED = (
    0.622459331201855,
    0.248983732480742,
    0.687130444005280,
    0.137426088801056,
    0.634066996438781,
    0.0634066996438781,
)
KEY = (0.6, 0.24, 0.68, 0.136, 0.63, 0.063)


def solve(x: list[float], U: list[float], W: list[float], V: list[float]) -> tuple[float, ...]:
    """Three one-unit cells, each with its own weights."""
    state: NDArray[np.floating] = np.zeros(1)
    found = []
    for x_t, u, w, v in zip(x, U, W, V, strict=True):
        state = nn.rnn_cell([x_t], state, w_ih=[[u]], w_hh=[[w]], nonlinearity="sigmoid")
        found += [state[0], nn.relu(nn.linear(state, [[v]]))[0]]
    return tuple(found)


def verify(x: list[float], U: list[float], W: list[float], V: list[float]) -> tuple[float, ...]:
    """Write the states as nested exact expressions and evaluate them to 20 digits."""
    import sympy

    state, found = sympy.Integer(0), []
    for row in zip(x, U, W, V, strict=True):
        x_t, u, w, v = (sympy.Rational(str(value)) for value in row)
        state = 1 / (1 + sympy.exp(-(u * x_t + w * state)))
        found += [state.evalf(20), sympy.Max(0, v * state.evalf(20))]
    return tuple(float(value) for value in found)


def preset(x: list[float], U: list[float], W: list[float], V: list[float]) -> dict[str, Any]:
    """The explorable's letters: V recurrent, W input, U output."""
    return {"V": W, "W": U, "U": V, "x": x}


def steps(x: list[float], U: list[float], W: list[float], V: list[float]) -> list[str]:
    """Two lines per step: state, output."""
    lines, s = [], 0.0
    values = solve(x, U, W, V)
    for t in range(3):
        z = U[t] * x[t] + W[t] * s
        lines.append(
            rf"$s_{t + 1} = \sigma({format_value(U[t])} \cdot {signed(x[t])} + "
            rf"{format_value(W[t])} \cdot {signed(s)}) = \sigma({format_value(z)}) "
            rf"= {format_value(values[2 * t])}$."
        )
        s = values[2 * t]
        lines.append(
            rf"$\hat y_{t + 1} = \mathrm{{ReLU}}({format_value(V[t])} \cdot {format_value(s)}) "
            rf"= {format_value(values[2 * t + 1])}$."
        )
    return lines


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other columns of positive weights, no two equal in a column; inputs not all zero."""
    while True:
        x = rng.integers(-1, 3, size=3)
        U, W, V = (rng.choice(np.arange(1, 10), size=3, replace=False) / 10 for _ in range(3))
        if x[0] != 0 and np.count_nonzero(x) >= 2:
            return {"x": x, "U": U, "W": W, "V": V}


def mistakes(
    x: list[float], U: list[float], W: list[float], V: list[float]
) -> dict[str, tuple[float, ...]]:
    """Another reading of the columns, a term or function left out, rounding on the way."""
    return {
        "You used the first entries at all steps: on this reading step t has entry t.": solve(
            x, [U[0]] * 3, [W[0]] * 3, [V[0]] * 3
        ),
        "You left out the recurrent term: the old state enters with weight W.": solve(
            x, U, [0.0] * 3, V
        ),
        "You exchanged U and W: U belongs to the input, W to the old state.": solve(x, W, U, V),
        "You left out the sigmoid.": _chain(x, U, W, V, lambda z: z),
        "You rounded each state to one decimal on the way: keep four digits to the end.": _chain(
            x, U, W, V, lambda z: round(float(nn.sigmoid(z)), 1)
        ),
        "You cut each state off after two decimals: keep four digits to the end.": _chain(
            x, U, W, V, lambda z: float(np.floor(100 * nn.sigmoid(z)) / 100)
        ),
    }


def _chain(
    x: list[float],
    U: list[float],
    W: list[float],
    V: list[float],
    f: Callable[[float], float],
) -> tuple[float, ...]:
    """The chain with `f` in the place of the sigmoid."""
    s, found = 0.0, []
    for x_t, u, w, v in zip(x, U, W, V, strict=True):
        s = float(f(u * x_t + w * s))
        found += [s, max(0.0, v * s)]
    return tuple(found)
