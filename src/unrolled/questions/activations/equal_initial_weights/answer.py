"""TUM 2019, 2k: equal weights, equal gradients."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import nn
from unrolled.bank import format_value, signed
from unrolled.questions.activations import symmetry

EXAM = {"x": [1, 2], "c": 0.5, "y": 2}  # our probe: the paper asks in words
EXPECTED = (-0.25, -0.5, -0.25, -0.5)


def solve(x: list[float], c: float, y: float) -> tuple[float, ...]:
    """Forwards and back through two layers of the reference."""
    w, v = np.full((2, 2), c), np.full((1, 2), c)
    z = nn.linear(x, w)
    h = nn.relu(z)
    error = nn.linear(h, v) - y
    grad_h = nn.linear_backward(error, h, v)[0]
    grad_w = nn.linear_backward(nn.relu_backward(grad_h, z), x, w)[1]
    return tuple(map(float, grad_w.ravel()))


def verify(x: list[float], c: float, y: float) -> tuple[float, ...]:
    """torch's autograd on the same network."""
    import torch

    w = torch.full((2, 2), float(c), dtype=torch.float64, requires_grad=True)
    v = torch.full((2,), float(c), dtype=torch.float64)
    loss = 0.5 * (v @ torch.relu(w @ torch.tensor(x, dtype=torch.float64)) - y) ** 2
    return tuple(torch.autograd.grad(loss, w)[0].flatten().tolist())


def preset(x: list[float], c: float, y: float) -> dict[str, Any]:
    """The state of the explorable: before the first update."""
    return {"x": x, "constant": c, "target": y}


def steps(x: list[float], c: float, y: float) -> list[str]:
    """Forward, error, gradients."""
    h, error = _forward(x, c, y)
    grads = solve(x, c, y)
    weight, shown = signed(c), format_value(h)
    terms = " + ".join(rf"{weight} \cdot {signed(v)}" for v in x)
    lines = [
        rf"$h_1 = h_2 = {terms} = {shown}$.",
        rf"$\hat y = {weight} \cdot {shown} + {weight} \cdot {shown} = {format_value(error + y)}$, "
        rf"so $\hat y - y = {format_value(error)}$.",
        rf"Back to either unit: $(\hat y - y) \, v_j = {format_value(error)} \cdot {weight} = "
        rf"{format_value(error * c)}$; both are active.",
    ]
    rows = [
        rf"$\partial L / \partial w_{{1{k + 1}}} = \partial L / \partial w_{{2{k + 1}}} = "
        rf"{format_value(error * c)} \cdot {signed(x[k])} = {format_value(grads[k])}$."
        for k in (0, 1)
    ]
    return lines + rows


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Active units, and an error that is neither 0 nor the weight."""
    while True:
        x, c = rng.integers(-2, 5, size=2).tolist(), rng.choice([0.25, 0.5, 1, 2])
        params = {"x": x, "c": c, "y": rng.integers(-2, 4)}
        h, error = _forward(**params)
        if h > 0 and error not in (0, c) and 0 not in x and x[0] != x[1]:
            return params


def mistakes(x: list[float], c: float, y: float) -> dict[str, tuple[float | None, ...]]:
    """The weight or the error left out, one unit counted, a sign turned."""
    h, error = _forward(x, c, y)
    alone = error - c * h  # with one unit only
    return {
        "You left out the outgoing weight.": _rows(x, error) if c != 1 else (None,) * 4,
        "You left out the error of the prediction.": _rows(x, c) if error != 1 else (None,) * 4,
        "You let only one unit into the prediction: both add to it.": _rows(x, alone * c),
        "You took y − ŷ: the loss falls where the prediction comes closer.": _rows(x, -error * c),
    }


def experiment() -> dict[str, float]:
    """Starts that are constant in both layers, in the first only, and random."""
    constant, first = symmetry.train("constant"), symmetry.train("first constant")
    random = symmetry.train("random")
    assert constant.distinct == 1
    assert first.distinct == random.distinct == symmetry.HIDDEN
    assert random.accuracy > 2 * constant.accuracy
    return {
        "hidden": symmetry.HIDDEN,
        "steps": symmetry.STEPS,
        "distinct": constant.distinct,
        "constant": round(constant.accuracy, 2),
        "random": round(random.accuracy, 2),
        "first_distinct": first.distinct,
        "first_constant": round(first.accuracy, 2),
    }


def _forward(x: list[float], c: float, y: float) -> tuple[float, float]:
    """A unit's value, and the error of the prediction."""
    h = float(nn.relu(c * sum(x)))
    return h, 2 * c * h - y


def _rows(x: list[float], factor: float) -> tuple[float, ...]:
    """The same row for both units."""
    return (factor * x[0], factor * x[1]) * 2
