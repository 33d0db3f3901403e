"""Osnabrück 4, last layer: one ReLU neuron and half a squared error."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import nn
from unrolled.bank import format_value, signed

EXAM = {"a_before": [0, 6], "w_11": -2, "w_21": 0.5, "b": -1, "t": 3}
EXPECTED = (2, 2, 0.5)


def solve(a_before: list[float], w_11: float, w_21: float, b: float, t: float) -> tuple[float, ...]:
    """One neuron, one squared error."""
    d = nn.linear(a_before, [w_11, w_21], b)
    a = nn.relu(d)
    return float(d), float(a), float(nn.mse_loss(a, t) / 2)


def verify(
    a_before: list[float], w_11: float, w_21: float, b: float, t: float
) -> tuple[float, ...]:
    """A torch layer; the loss is the area below its slope a - t, which is linear."""
    import torch

    layer = torch.nn.Linear(2, 1, dtype=torch.float64)
    layer.load_state_dict({"weight": torch.tensor([[w_11, w_21]]), "bias": torch.tensor([b])})
    d = layer(torch.tensor(a_before, dtype=torch.float64)).item()
    a = max(d, 0.0)
    slopes = torch.linspace(0, a - t, 3, dtype=torch.float64)
    return d, a, torch.trapezoid(slopes, slopes).item()


def preset(a_before: list[float], w_11: float, w_21: float, b: float, t: float) -> dict[str, Any]:
    """The last layer alone; it reads what the hidden layers made."""
    return {"x": a_before, "weights": [[[w_11], [w_21]]], "biases": [[b]], "target": [t]}


def steps(a_before: list[float], w_11: float, w_21: float, b: float, t: float) -> list[str]:
    """Net input, activation, loss."""
    d, a, loss = map(format_value, solve(a_before, w_11, w_21, b, t))
    first, second = map(signed, a_before)
    return [
        rf"$d^{{(3)}}_1 = {format_value(w_11)} \cdot {first} + {signed(w_21)} \cdot {second} + "
        f"{signed(b)} = {d}$.",
        rf"$a^{{(3)}}_1 = \mathrm{{ReLU}}({d}) = {a}$.",
        rf"$L = \tfrac12 ({a} - {signed(t)})^2 = {loss}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other halves; now and then a dead output, never one at the kink or at the target."""
    while True:
        first, second = rng.choice([0, 1, 2, 3, 4, 6], size=2, replace=False)
        w_11, w_21 = rng.choice([-2, -1.5, -1, -0.5, 0.5, 1, 1.5, 2], size=2, replace=False)
        b, t = rng.choice([-3, -2, -1, 1, 2, 3]), rng.integers(0, 6)
        d = w_11 * first + w_21 * second + b
        if d != 0 and max(d, 0) != t and (d > 0 or rng.random() < 0.4):
            return {"a_before": [first, second], "w_11": w_11, "w_21": w_21, "b": b, "t": t}


def mistakes(
    a_before: list[float], w_11: float, w_21: float, b: float, t: float
) -> dict[str, tuple[float | None, ...]]:
    """A factor, a term or a function left out."""
    d, a, loss = solve(a_before, w_11, w_21, b, t)
    return {
        "You left out the factor 1/2 of the loss.": (None, None, 2 * loss),
        "You did not square the error.": (None, None, abs(a - t) / 2),
        "You left out the ReLU: a negative net input becomes 0.": (None, d, (d - t) ** 2 / 2),
        "You left out the bias.": solve(a_before, w_11, w_21, 0, t),
        "You exchanged the two weights.": solve(a_before, w_21, w_11, b, t),
    }
