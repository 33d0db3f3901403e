"""TUM 2019, 6d: backpropagation through three steps of a scalar ReLU cell."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import nn
from unrolled.bank import format_value, signed

EXAM = {"V": 1, "W": 2, "h0": -3, "x": [1, 2, 0]}
EXPECTED = (4, 2, 0)


def solve(V: float, W: float, h0: float, x: list[float]) -> tuple[float, ...]:
    """Send a gradient of 1 back from the last state, none from the others."""
    grad = nn.rnn_backward(
        [[0.0], [0.0], [1.0]],
        np.reshape(x, (-1, 1)),
        [h0],
        w_ih=[[W]],
        w_hh=[[V]],
        nonlinearity="relu",
        slope_at_zero=1.0,
    )
    return grad.w_hh[0, 0], grad.w_ih[0, 0], grad.x[0, 0]


def verify(V: float, W: float, h0: float, x: list[float]) -> tuple[float, ...]:
    """Write the three steps in torch and let autograd differentiate them."""
    import torch

    v, w, *inputs = torch.tensor([V, W, *x], dtype=torch.float64).unbind()
    leaves = [tensor.requires_grad_() for tensor in (v, w, inputs[0])]
    h = torch.tensor(float(h0), dtype=torch.float64)
    for x_t in inputs:
        h = torch.relu(v * h + w * x_t)
    return tuple(grad.item() for grad in torch.autograd.grad(h, leaves))


def steps(V: float, W: float, h0: float, x: list[float]) -> list[str]:
    """Forward, slopes, then path by path."""
    z, h, r = _forward(V, W, h0, x)
    v, w = signed(V), signed(W)
    grad_v, grad_w, grad_x = solve(V, W, h0, x)
    lines = [
        rf"Step {t}: $z_{t} = {format_value(z[t - 1])}$, $h_{t} = {format_value(h[t])}$, slope "
        f"$r_{t} = {r[t - 1]}${' (dead)' if r[t - 1] == 0 else ''}."
        for t in (1, 2, 3)
    ]
    for name, (last, middle, first), total in (("V", h[2::-1], grad_v), ("W", x[::-1], grad_w)):
        lines.append(
            rf"$\partial h_3 / \partial {name} = {r[2]} \cdot {signed(last)} "
            rf"+ {r[2]} \cdot {v} \cdot {r[1]} \cdot {signed(middle)} "
            rf"+ {r[2]} \cdot {v} \cdot {r[1]} \cdot {v} \cdot {r[0]} \cdot {signed(first)} "
            f"= {format_value(total)}$."
        )
    lines.append(
        rf"$\partial h_3 / \partial x_1 = {r[2]} \cdot {v} \cdot {r[1]} \cdot {v} \cdot {r[0]} "
        rf"\cdot {w} = {format_value(grad_x)}$."
    )
    return lines


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Small numbers, no z_t at the kink, the last step alive: half of the time one is dead."""
    dead_wanted = bool(rng.random() < 0.5)
    while True:
        params: dict[str, Any] = {
            "V": rng.choice([-2, -1, -0.5, 0.5, 1, 2]),
            "W": rng.choice([-3, -2, -1, 1, 2, 3]),
            "h0": rng.integers(-4, 5),
            "x": rng.integers(-3, 4, size=3).tolist(),
        }
        z, _, r = _forward(**params)
        if 0 not in z and r[2] == 1 and (0 in r) == dead_wanted:
            return params


def mistakes(V: float, W: float, h0: float, x: list[float]) -> dict[str, tuple[float, ...]]:
    """Slopes, weights or paths left out."""
    _, h, r = _forward(V, W, h0, x)
    return {
        "You left out the slopes: a step with zₜ < 0 lets nothing back through.": _paths(
            V, W, h, x, [1, 1, 1]
        ),
        "You differentiated the last step only: V, W and x₁ also act through h₂ and h₁.": (
            r[2] * h[2],
            r[2] * x[2],
            0,
        ),
        "You left out the factors V: each move from a state to the next brings one.": _paths(
            1, W, h, x, r
        ),
        "You gave each path one slope only: it needs that of every step it passes.": (
            r[2] * h[2] + r[1] * V * h[1] + r[0] * V**2 * h[0],
            r[2] * x[2] + r[1] * V * x[1] + r[0] * V**2 * x[0],
            r[0] * V**2 * W,
        ),
    }


def _forward(
    V: float, W: float, h0: float, x: list[float]
) -> tuple[list[float], list[float], list[int]]:
    """Return z_1..z_3, h_0..h_3 and the slopes r_1..r_3."""
    h, z = [h0], []
    for x_t in x:
        z.append(V * h[-1] + W * x_t)
        h.append(float(nn.relu(z[-1])))
    return z, h, [int(z_t >= 0) for z_t in z]


def _paths(V: float, W: float, h: list[float], x: list[float], r: list[int]) -> tuple[float, ...]:
    """Sum the paths with the given slopes."""
    third, second = r[2], r[2] * V * r[1]
    first = second * V * r[0]
    return (
        third * h[2] + second * h[1] + first * h[0],
        third * x[2] + second * x[1] + first * x[0],
        first * W,
    )
