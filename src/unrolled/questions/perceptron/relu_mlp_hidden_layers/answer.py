"""Osnabrück 4, hidden layers: two ReLU layers by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from unrolled import nn
from unrolled.bank import format_value, signed

EXAM = {
    "x": [3, -0.5],
    "w1": [[0.5, -1], [1, 2]],
    "b1": [3, 3],
    "w2": [[-0.5, 1], [2, 0.5]],
    "b2": [1, 2],
}
EXPECTED = (4, -1, 4, 0, -1, 6, 0, 6)

Matrix = list[list[float]]


def solve(
    x: list[float], w1: Matrix, b1: list[float], w2: Matrix, b2: list[float]
) -> tuple[float, ...]:
    """Two layers; `nn.linear` wants row j to lead to neuron j, the paper has column j."""
    return _forward(x, w1, b1, w2, b2, nn.relu)


def verify(
    x: list[float], w1: Matrix, b1: list[float], w2: Matrix, b2: list[float]
) -> tuple[float, ...]:
    """Follow each arrow of the drawing on its own, in exact fractions."""
    from fractions import Fraction

    found, before = [], [Fraction(value) for value in x]
    for w, b in ((w1, b1), (w2, b2)):
        net = [Fraction(value) for value in b]
        for i, a in enumerate(before):
            for j in range(len(net)):
                net[j] += Fraction(w[i][j]) * a
        before = [max(Fraction(0), d) for d in net]
        found += [*net, *before]
    return tuple(float(value) for value in found)


def preset(
    x: list[float], w1: Matrix, b1: list[float], w2: Matrix, b2: list[float]
) -> dict[str, Any]:
    """The network of the figure; its last layer is that of the next question."""
    return {"x": x, "weights": [w1, w2, [[-2], [0.5]]], "biases": [b1, b2, [-1]]}


def steps(x: list[float], w1: Matrix, b1: list[float], w2: Matrix, b2: list[float]) -> list[str]:
    """One line per neuron."""
    values, lines = solve(x, w1, b1, w2, b2), []
    for layer, (reads, w, b) in enumerate(((x, w1, b1), (values[2:4], w2, b2)), start=1):
        for j in (0, 1):
            d, a = values[4 * layer - 4 + j], values[4 * layer - 2 + j]
            d_name, a_name = (f"{letter}^{{({layer})}}_{j + 1}" for letter in "da")
            d_text, a_text = format_value(d), format_value(a)
            lines.append(
                rf"${d_name} = {format_value(w[0][j])} \cdot {signed(reads[0])} + "
                rf"{signed(w[1][j])} \cdot {signed(reads[1])} + {signed(b[j])} = {d_text}$, "
                rf"so ${a_name} = \mathrm{{ReLU}}({d_text}) = {a_text}$."
            )
    return lines


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Halves; one neuron of each layer is dead, no net input is at the kink or too large."""
    halves = np.array([-2, -1.5, -1, -0.5, 0.5, 1, 1.5, 2])
    while True:
        params: dict[str, Any] = {
            "x": rng.choice([-3, -2, -1, -0.5, 0.5, 1, 2, 3], size=2, replace=False),
            "w1": rng.choice(halves, size=(2, 2), replace=False),
            "b1": rng.integers(-3, 4, size=2),
            "w2": rng.choice(halves, size=(2, 2), replace=False),
            "b2": rng.integers(-3, 4, size=2),
        }
        d = np.array(solve(**params))[[0, 1, 4, 5]]
        if 0 not in d and abs(d).max() < 10 and d[0] * d[1] < 0 and d[2] * d[3] < 0:
            return params


def mistakes(
    x: list[float], w1: Matrix, b1: list[float], w2: Matrix, b2: list[float]
) -> dict[str, tuple[float | None, ...]]:
    """Indices the other way round, terms and functions left out."""
    rows1, rows2 = np.transpose(w1).tolist(), np.transpose(w2).tolist()
    linear = _forward(x, w1, b1, w2, b2, lambda d: d)
    size = _forward(x, w1, b1, w2, b2, np.abs)
    return {
        "You read the indices the other way round: here the first one is where the weight "
        "comes from.": solve(x, rows1, b1, rows2, b2),
        "You left out the ReLU: a negative net input becomes 0.": linear,
        "You dropped the sign of a negative net input: the ReLU makes it 0.": size,
        "You left out the biases.": solve(x, w1, [0, 0], w2, [0, 0]),
        "You fed the input into the second layer: it reads the activations of the first.": (
            *(None,) * 4,
            *solve(x, w2, b2, w2, b2)[:4],
        ),
    }


def _forward(
    x: list[float],
    w1: Matrix,
    b1: list[float],
    w2: Matrix,
    b2: list[float],
    f: Callable[[Any], Any],
) -> tuple[float, ...]:
    """Both layers with `f` as the activation."""
    d1 = nn.linear(x, np.transpose(w1), b1)
    d2 = nn.linear(f(d1), np.transpose(w2), b2)
    return (*d1, *f(d1), *d2, *f(d2))
