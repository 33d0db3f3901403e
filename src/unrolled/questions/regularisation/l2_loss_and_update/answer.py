"""FAU 4.4: a squared-norm penalty, in the loss and in the update."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import optim
from unrolled.bank import format_value, signed

EXAM = {  # our probe: the paper asks for the formulas
    "w": [2, -1],
    "gradient": [0.5, -0.3],
    "loss": 1.2,
    "learning_rate": 0.1,
    "strength": 0.1,
}
EXPECTED = (1.7, 1.91, -0.95)
KEY = (None, 2.35, -1.17)


def solve(
    w: list[float], gradient: list[float], loss: float, learning_rate: float, strength: float
) -> tuple[float, ...]:
    """One step of gradient descent whose weight decay is the penalty's slope."""
    sgd = optim.SGD(learning_rate=learning_rate, weight_decay=2 * strength)
    new = sgd.step(sgd.start(w), gradient)["parameter"]
    return (loss + strength * float(np.dot(w, w)), *np.asarray(new))


def verify(
    w: list[float], gradient: list[float], loss: float, learning_rate: float, strength: float
) -> tuple[float, ...]:
    """Let torch differentiate a loss with that value and slope, and the penalty."""
    import torch

    at = torch.tensor(w, dtype=torch.float64)
    weights = at.clone().requires_grad_()
    slope = torch.tensor(gradient, dtype=torch.float64)
    total = loss + slope @ (weights - at) + strength * torch.linalg.vector_norm(weights) ** 2
    total.backward()
    assert weights.grad is not None
    return (total.item(), *(at - learning_rate * weights.grad).tolist())


def steps(
    w: list[float], gradient: list[float], loss: float, learning_rate: float, strength: float
) -> list[str]:
    """The penalty, the slopes, the step."""
    total, *new = solve(w, gradient, loss, learning_rate, strength)
    squares = " + ".join(rf"{signed(value)}^2" for value in w)
    lines = [
        rf"$\|w\|^2 = {squares} = {format_value(float(np.dot(w, w)))}$, so $\tilde L = {loss} + "
        rf"{strength} \cdot {format_value(float(np.dot(w, w)))} = {format_value(total)}$."
    ]
    for i, (w_i, g, result) in enumerate(zip(w, gradient, new, strict=True), start=1):
        decay = 2 * strength * w_i
        lines.append(
            rf"Slope {i}: ${format_value(g)} + 2 \cdot {strength} \cdot {signed(w_i)} = "
            rf"{format_value(g + decay)}$, so $w_{i}^{{k+1}} = {format_value(w_i)} - "
            rf"{learning_rate} \cdot {signed(g + decay)} = {format_value(result)}$."
        )
    return lines


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Whole weights, slopes with one decimal."""
    return {
        "w": rng.choice([-3, -2, -1, 1, 2, 3], size=2),
        "gradient": rng.choice([-8, -6, -5, -3, 2, 4, 5, 7], size=2) / 10,
        "loss": rng.integers(5, 30) / 10,
        "learning_rate": rng.choice([0.1, 0.2, 0.5]),
        "strength": rng.choice([0.05, 0.1, 0.2, 0.3]),
    }


def mistakes(
    w: list[float], gradient: list[float], loss: float, learning_rate: float, strength: float
) -> dict[str, tuple[float | None, ...]]:
    """Signs and factors lost on the way from the loss to the update."""
    weights, g, norm = np.array(w), np.array(gradient), float(np.dot(w, w))
    return {
        "You added the penalty's slope outside the bracket: it is part of the gradient, so it is "
        "multiplied by the learning rate and taken off.": (
            *(None, *(weights - learning_rate * g + 2 * strength * weights)),
        ),
        "You forgot the learning rate at the penalty's slope.": (
            *(None, *(weights - learning_rate * g - 2 * strength * weights)),
        ),
        "You left out the factor 2: the derivative of a square.": (
            *(None, *(weights - learning_rate * (g + strength * weights))),
        ),
        "You forgot the penalty in the update.": (None, *(weights - learning_rate * g)),
        "You took the norm instead of its square.": (loss + strength * norm**0.5, None, None),
        "You halved the penalty: this one has no factor one half.": (
            *(loss + strength * norm / 2, None, None),
        ),
        "You added the weights instead of their squares.": (
            *(loss + strength * float(weights.sum()), None, None),
        ),
    }
