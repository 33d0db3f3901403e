"""BITS mid-semester 2022-23, 4, last part: three weights after a second step, with momentum."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import nn, optim
from unrolled.bank import format_value, signed
from unrolled.questions.backprop import softmax_net
from unrolled.questions.backprop.softmax_net import preset

__all__ = ["preset"]

EXAM = {
    "x": [1, 1],
    "w": [[0.1, 0.2], [0.3, 0.4]],
    "v": [[0.5, 0.6], [0.7, 0.2]],
    "target": [0, 1],
    "learning_rate": 0.01,
    "momentum": 0.9,
}
EXPECTED = (0.133480, 0.108314, 0.108314, 0.697962, 0.198346, 0.398346)


def solve(**params: Any) -> tuple[float, ...]:
    """Two rows of the optimiser's ledger."""
    return _outcome(_ledger(**params)[-1])


def verify(learning_rate: float, momentum: float, **params: Any) -> tuple[float, ...]:
    """torch's modules, autograd and optimiser, twice."""
    import torch

    hidden, output = softmax_net.in_torch(params["w"], params["v"])
    weights = [hidden.weight, output.weight]
    optimiser = torch.optim.SGD(weights, lr=learning_rate, momentum=momentum)
    for _ in range(2):
        optimiser.zero_grad()
        softmax_net.loss_in_torch(params["x"], params["target"], hidden, output).backward()
        optimiser.step()
    u, v = (optimiser.state[weight]["momentum_buffer"].T for weight in weights)
    w_after, v_after = (weight.detach().T for weight in weights)
    return (*softmax_net.asked(u, v), *softmax_net.asked(w_after, v_after))


def steps(**params: Any) -> list[str]:
    """Gradients at both times, velocities, weights."""
    _, first, second = _ledger(**params)
    beta, rate = format_value(params["momentum"]), format_value(params["learning_rate"])
    lines = [
        f"Gradient at $t - 1$: ${format_value(_three(first['gradient']))}$ for "
        f"$(v_{{21}}, w_{{12}}, w_{{22}})$. Weights at $t$: "
        f"${format_value(_three(first['parameter']))}$.",
        f"Gradient at $t$, with all eight weights changed: "
        f"${format_value(_three(second['gradient']))}$.",
    ]
    rows = [_three(first["gradient"]), _three(second["gradient"]), _three(second["velocity"])]
    rows += [_three(first["parameter"]), _three(second["parameter"])]
    names = ("v_{21}", "w_{12}", "w_{22}")
    for name, old_g, g, u, before, after in zip(names, *rows, strict=True):
        lines.append(
            rf"$u_{{{name}}} = {beta} \cdot {signed(old_g)} + {signed(g)} = {format_value(u)}$, "
            rf"so ${name} = {format_value(before)} - {rate} \cdot {signed(u)} "
            f"= {format_value(after)}$."
        )
    return lines


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other weights, learning rates and momenta."""
    return {
        **softmax_net.vary(rng),
        "learning_rate": rng.choice([0.01, 0.05, 0.1]),
        "momentum": rng.choice([0.5, 0.8, 0.9]),
    }


def mistakes(**params: Any) -> dict[str, tuple[float | None, ...]]:
    """Another momentum, or none; one step only; uphill."""
    _, first, second = _ledger(**params)
    rate, beta = params["learning_rate"], params["momentum"]
    old_g, g = np.array(_three(first["gradient"])), np.array(_three(second["gradient"]))
    at_t = np.array(_three(first["parameter"]))

    def along(u: nn.Array) -> tuple[float, ...]:
        return (*u, *(at_t - rate * u))

    return {
        "You left the momentum out: the old velocity counts, times β.": along(g),
        "You averaged with 1 − β: here the gradient enters in full.": along(
            beta * old_g + (1 - beta) * g
        ),
        "You did not weaken the old velocity: it is multiplied by β.": along(old_g + g),
        "You weakened the new gradient: β belongs to the old velocity.": along(old_g + beta * g),
        "You took the step from the start weights: the first step had been taken already.": (
            *(None,) * 3,
            *(at_t + rate * old_g - rate * np.array(_three(second["velocity"]))),
        ),
    }


def _ledger(learning_rate: float, momentum: float, **params: Any) -> optim.Ledger:
    """Both steps, on all eight weights in one array: w above v.

    The optimiser's first velocity is the gradient, so its first step is a plain one.
    """

    def gradient(weights: Any) -> nn.Array:
        w, v = weights[:2], weights[2:]
        found = softmax_net.run(params["x"], w, v, params["target"])
        return np.concatenate([found.grad_w, found.grad_v])

    sgd = optim.SGD(learning_rate=learning_rate, momentum=momentum)
    return sgd.run(np.array([*params["w"], *params["v"]]), gradient, steps=2)


def _three(weights: Any) -> tuple[float, ...]:
    return softmax_net.asked(weights[:2], weights[2:])


def _outcome(row: optim.Row) -> tuple[float, ...]:
    return (*_three(row["velocity"]), *_three(row["parameter"]))
