"""BITS end-semester 2022-23, 4b: one neuron, a target that a sigmoid cannot reach."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import nn
from unrolled.bank import format_value, signed

EXAM = {"x": [0.65, 0.75], "y": 2.5, "w": [0.3, 0.5], "b": 1.75, "learning_rate": 2}
EXPECTED = (0.910519941, 1.26322343, 1.125, 0.0162, -2.97)
KEY = (0.9106, 1.2623, None, None, None)
MANY, FEW = 1000, 5


def solve(
    x: list[float], y: float, w: list[float], b: float, learning_rate: float
) -> tuple[float, ...]:
    """Forward with both activations, and one step without."""
    z = nn.linear(x, [w], [b])
    prediction = nn.sigmoid(z)
    limit = nn.sigmoid([np.inf])
    _, grad_w, grad_b = nn.linear_backward(z - y, x, [w], [b])
    assert grad_b is not None
    after = nn.linear(x, [w] - learning_rate * grad_w, b - learning_rate * grad_b)
    factor = (after - y) / (z - y)
    return (float(prediction[0]), *(_loss(v, y) for v in (prediction, limit, z)), float(factor[0]))


def verify(
    x: list[float], y: float, w: list[float], b: float, learning_rate: float
) -> tuple[float, ...]:
    """torch's layer, its own optimiser for the step, and a search for the bound."""
    import torch

    layer = torch.nn.Linear(2, 1, dtype=torch.float64)
    inputs, weight, bias = (torch.tensor(v, dtype=torch.float64) for v in (x, [w], [b]))
    layer.weight.data, layer.bias.data = weight, bias
    z = layer(inputs)
    prediction = torch.sigmoid(z)
    reachable = torch.sigmoid(torch.linspace(-60, 60, 1201, dtype=torch.float64))
    floor = (0.5 * (reachable - y) ** 2).min().item()
    loss = 0.5 * (z - y).square().sum()
    loss.backward()
    torch.optim.SGD(layer.parameters(), lr=learning_rate).step()
    factor = ((layer(inputs) - y) / (z - y)).item()
    sigmoid_loss = 0.5 * (prediction - y).square().item()
    return prediction.item(), sigmoid_loss, floor, loss.item(), factor


def steps(x: list[float], y: float, w: list[float], b: float, learning_rate: float) -> list[str]:
    """Sum, both predictions, the bound, the factor."""
    prediction, loss, floor, linear_loss, factor = map(
        format_value, solve(x, y, w, b, learning_rate)
    )
    z = format_value(nn.linear(x, [w], [b])[0])
    squares = format_value(x[0] ** 2 + x[1] ** 2 + 1)
    target = format_value(y)
    terms = " + ".join(rf"{signed(u)} \cdot {signed(v)}" for u, v in zip(w, x, strict=True))
    return [
        rf"$z = {terms} + {signed(b)} = {z}$.",
        rf"Sigmoid: $\hat y = \sigma({z}) = {prediction}$, and "
        rf"$L = \frac12 ({prediction} - {target})^2 = {loss}$.",
        rf"At best $\hat y$ comes close to 1: $L > \frac12 (1 - {target})^2 = {floor}$.",
        rf"No activation: $\hat y = {z}$, and $L = \frac12 ({z} - {target})^2 = {linear_loss}$.",
        rf"Factor: $x_1^2 + x_2^2 + 1 = {squares}$, so "
        rf"$1 - {format_value(learning_rate)} \cdot {squares} = {factor}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Targets above 1, and a start that is neither hopeless nor perfect."""
    while True:
        x = (rng.integers(4, 19, size=2) / 20).tolist()
        w = (rng.integers(2, 9, size=2) / 10).tolist()
        params: dict[str, Any] = {
            "x": x,
            "y": rng.choice([1.5, 1.75, 2, 2.25, 2.5, 3]),
            "w": w,
            "b": rng.choice([0.75, 1, 1.25, 1.5, 1.75]),
            "learning_rate": rng.choice([0.25, 0.5, 1.5, 2]),
        }
        error = float(np.dot(x, w)) + params["b"] - params["y"]
        if 0.1 < abs(error) < 0.7 and abs(solve(**params)[-1]) > 0.1:
            return params


def mistakes(
    x: list[float], y: float, w: list[float], b: float, learning_rate: float
) -> dict[str, tuple[float | None, ...]]:
    """The bias, the half, the bound, the bias's share of the step."""
    z = nn.linear(x, [w], [b])
    _, loss, _, linear_loss, factor = solve(x, y, w, b, learning_rate)
    bare = nn.sigmoid(z - b)
    return {
        "You forgot the bias.": (*(float(bare[0]), _loss(bare, y), None, _loss(z - b, y), None),),
        "You forgot the factor ½ of the loss.": (
            *(None, 2 * loss, (1 - y) ** 2, 2 * linear_loss, None),
        ),
        "You let the sigmoid reach the target: its values lie between 0 and 1.": (
            *(None, None, 0, None, None),
        ),
        "You took the loss of the start: training still improves it, if not by much.": (
            *(None, None, loss, None, None),
        ),
        "You left out the bias in the step: it moves too, with an input of 1.": (
            *(None, None, None, None, factor + learning_rate),
        ),
        "You wrote down what the step takes away, not what it leaves.": (
            *(None, None, None, None, 1 - factor),
        ),
    }


def preset(
    x: list[float], y: float, w: list[float], b: float, learning_rate: float
) -> dict[str, Any]:
    """A step on the weights moves z by the learning rate times ‖x‖² + 1 times the slope."""
    z = float(nn.linear(x, [w], [b])[0])
    rate = learning_rate * (float(np.dot(x, x)) + 1)
    return {"predictions": [round(z, 9)], "targets": [y], "rate": round(rate, 9)}


def experiment() -> dict[str, float]:
    """Train the paper's neuron both ways."""
    sigmoid = train(MANY, 2.0, "sigmoid")
    linear, careful = train(FEW, 2.0, "linear"), train(FEW, 0.5, "linear")
    assert 1.125 < sigmoid < 1.13
    assert linear > 100 > 0.0162 > careful
    return {
        "many": MANY,
        "few": FEW,
        "sigmoid_after": round(sigmoid, 4),
        "linear_after": round(linear),
        "careful_after": float(f"{careful:.1e}"),
    }


def train(count: int, learning_rate: float, activation: str) -> float:
    """The loss after `count` steps from the paper's start."""
    import torch

    x, y = torch.tensor([0.65, 0.75, 1.0], dtype=torch.float64), 2.5
    w = torch.tensor([0.3, 0.5, 1.75], dtype=torch.float64, requires_grad=True)  # the bias last
    optimiser = torch.optim.SGD([w], learning_rate)
    for _ in range(count + 1):
        optimiser.zero_grad()
        z = w @ x
        loss = 0.5 * ((torch.sigmoid(z) if activation == "sigmoid" else z) - y) ** 2
        loss.backward()
        optimiser.step()
    return float(loss.item())


def _loss(prediction: nn.Array, y: float) -> float:
    return 0.5 * float(nn.mse_loss(prediction, [y]))
