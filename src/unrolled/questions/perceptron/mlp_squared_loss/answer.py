"""BITS mid-semester 2022-23, 2c: a 1-2-1 network of sigmoids, its loss and a penalty."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import nn
from unrolled.bank import format_value, signed

EXAM = {
    "x": 0.75,
    "w_hidden": [0.5, -0.6],
    "b_hidden": [0.1, -0.2],
    "w_out": [0.7, -0.8],
    "b_out": 0.3,
    "d": 1.25,
}
EXPECTED = (0.616567, 0.342990, 0.612351, 0.406596, 0.203298, 1.74)


def solve(
    x: float,
    w_hidden: list[float],
    b_hidden: list[float],
    w_out: list[float],
    b_out: float,
    d: float,
) -> tuple[float, ...]:
    """Two layers, then the two parts of the loss."""
    h = nn.sigmoid(nn.linear([x], np.reshape(w_hidden, (2, 1)), b_hidden))
    y = nn.sigmoid(nn.linear(h, w_out, b_out))
    squared, weights = nn.mse_loss(y, d), np.array([*w_hidden, *w_out])
    norm = nn.mse_loss(weights, np.zeros(4), reduction="sum")
    return (*h, y, squared, squared / 2, norm)


def verify(**params: Any) -> tuple[float, ...]:
    """torch's own layers, and its vector norm."""
    import torch

    net = _network(**params)
    x, d = (torch.tensor([params[name]], dtype=torch.float64) for name in ("x", "d"))
    h = net[:2](x)
    y = net[2:](h)
    squared = torch.nn.functional.mse_loss(y, d).item()
    weights = torch.cat([net[0].weight.flatten(), net[2].weight.flatten()])
    norm = torch.linalg.vector_norm(weights).item() ** 2
    return (*h.tolist(), y.item(), squared, squared / 2, norm)


def preset(
    x: float,
    w_hidden: list[float],
    b_hidden: list[float],
    w_out: list[float],
    b_out: float,
    d: float,
) -> dict[str, Any]:
    """Half the squared error; the penalty is there to be switched on."""
    weights = [[w_hidden], [[w] for w in w_out]]
    return {"x": [x], "weights": weights, "biases": [b_hidden, [b_out]], "target": [d]}


def steps(
    x: float,
    w_hidden: list[float],
    b_hidden: list[float],
    w_out: list[float],
    b_out: float,
    d: float,
) -> list[str]:
    """Three sums with their sigmoids, the error, the penalty."""
    h1, h2, y, squared, half, norm = solve(x, w_hidden, b_hidden, w_out, b_out, d)
    lines = []
    for i, (w, b, h) in enumerate(zip(w_hidden, b_hidden, (h1, h2), strict=True), start=1):
        z = format_value(w * x + b)
        lines.append(
            rf"$h_{i} = \sigma({format_value(w)} \cdot {signed(x)} + {signed(b)}) = \sigma({z}) "
            f"= {format_value(h)}$."
        )
    z = format_value(w_out[0] * h1 + w_out[1] * h2 + b_out)
    weights = " + ".join(f"{signed(w)}^2" for w in (*w_hidden, *w_out))
    return [
        *lines,
        rf"$\hat y = \sigma({format_value(w_out[0])} \cdot {format_value(h1)} + "
        rf"{signed(w_out[1])} \cdot {format_value(h2)} + {signed(b_out)}) = \sigma({z}) "
        f"= {format_value(y)}$.",
        rf"$(d - \hat y)^2 = ({format_value(d)} - {format_value(y)})^2 = {format_value(squared)}$, "
        f"and half of it is {format_value(half)}.",
        rf"$\lVert w \rVert^2 = {weights} = {format_value(norm)}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other weights of one decimal, none of them zero, and targets in reach or out of it."""
    w, v, b = rng.choice([-1, 1], size=(3, 2)) * rng.integers(1, 10, size=(3, 2)) / 10
    return {
        "x": rng.choice([-1, -0.5, 0.25, 0.5, 0.75, 1.5, 2]),
        "w_hidden": w,
        "b_hidden": b,
        "w_out": v,
        "b_out": rng.choice([-5, -3, -2, 2, 3, 5]) / 10,
        "d": rng.choice([0, 1, 1.25]),
    }


def mistakes(
    x: float,
    w_hidden: list[float],
    b_hidden: list[float],
    w_out: list[float],
    b_out: float,
    d: float,
) -> dict[str, tuple[float | None, ...]]:
    """Sigmoids or biases left out, the penalty misread."""
    right = solve(x, w_hidden, b_hidden, w_out, b_out, d)
    weights, biases = np.array([*w_hidden, *w_out]), np.array([*b_hidden, b_out])
    sums = np.multiply(w_hidden, x) + b_hidden
    raw, flat = nn.linear(right[:2], w_out, b_out), nn.sigmoid(nn.linear(sums, w_out, b_out))
    only = (None,) * 5
    return {
        "You left out the sigmoid of the output unit.": _after(right[:2], raw, d),
        "You left out the sigmoids of the hidden units.": _after(sums, flat, d),
        "You left out the biases.": (*solve(x, w_hidden, [0, 0], w_out, 0, d)[:5], None),
        "You took the norm without its square.": (*only, np.sqrt(right[5])),
        "You put the square inside the norm, as the paper prints it.": (
            *only,
            np.sqrt(np.sum(weights**4)),
        ),
        "You put the biases into the penalty: it is over the weights.": (
            *only,
            right[5] + np.sum(biases**2),
        ),
    }


def experiment() -> dict[str, float]:
    """Train the paper's network towards its target, without and with a penalty."""
    rounds, strength = 500, 0.001
    free, free_norm = _trained(rounds, 0.0)
    held, held_norm = _trained(rounds, strength)
    assert 0.0625 < free < held
    assert held_norm < free_norm
    return {
        "rounds": rounds,
        "strength": strength,
        "free": round(free, 4),
        "free_norm": round(free_norm, 2),
        "held": round(held, 4),
        "held_norm": round(held_norm, 2),
    }


def _after(h: Any, y: Any, d: float) -> tuple[float | None, ...]:
    return (*h, float(y), float((d - y) ** 2), float((d - y) ** 2 / 2), None)


def _network(**params: Any) -> Any:
    """The network as a torch module."""
    import torch

    net = torch.nn.Sequential(
        torch.nn.Linear(1, 2), torch.nn.Sigmoid(), torch.nn.Linear(2, 1), torch.nn.Sigmoid()
    ).double()
    values = (params[name] for name in ("w_hidden", "b_hidden", "w_out", "b_out"))
    for parameter, value in zip(net.parameters(), values, strict=True):
        parameter.data = torch.tensor(value, dtype=torch.float64).reshape(parameter.shape)
    return net


def _trained(rounds: int, strength: float) -> tuple[float, float]:
    """Squared error and squared norm of the weights after training by gradient descent."""
    import torch

    net = _network(**EXAM)
    x, d = torch.tensor([0.75, 1.25], dtype=torch.float64).split(1)
    optimiser = torch.optim.SGD(net.parameters(), lr=1.0)

    def norm() -> Any:
        return net[0].weight.square().sum() + net[2].weight.square().sum()

    for _ in range(rounds):
        optimiser.zero_grad()
        loss = (d - net(x)).square().sum() / 2 + strength * norm()
        loss.backward()
        optimiser.step()
    return (d - net(x)).square().item(), norm().item()
