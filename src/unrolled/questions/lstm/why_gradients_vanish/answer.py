"""Osnabrück 11.1: products of different factors, and powers of one."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import nn
from unrolled.bank import format_value

EXAM = {"n": 20, "u": 0.5, "v": 1.8}  # our probe: the paper asks in words
EXPECTED = (0.3486784401, 9.5367431640625e-7)
SIGMOID_LAYERS = 10


def solve(n: int, u: float, v: float) -> tuple[float, float]:
    """Send a gradient of 1 back through the layers, and back through time."""
    grad: nn.Array = np.ones(1)
    for k in range(n):
        grad = nn.linear_backward(grad, np.ones(1), [[(v, u)[k % 2]]])[0]
    last = [[float(t == n - 1)] for t in range(n)]  # positive states: every ReLU is linear
    x = np.zeros((n, 1))
    through_time = nn.rnn_backward(last, x, [1.0], [[1.0]], [[u]], nonlinearity="relu")
    return float(grad[0]), float(through_time.h0[0])


def verify(n: int, u: float, v: float) -> tuple[float, float]:
    """Differentiate both chains by torch."""
    import torch

    found = []
    for weights in ([u, v] * (n // 2), [u] * n):
        x = torch.ones((), dtype=torch.float64, requires_grad=True)
        y = x
        for weight in weights:
            y = weight * y
        found.append(torch.autograd.grad(y, x)[0].item())
    return found[0], found[1]


def steps(n: int, u: float, v: float) -> list[str]:
    """Two products."""
    deep, recurrent = map(format_value, solve(n, u, v))
    a, b, half = format_value(u), format_value(v), n // 2
    return [
        rf"Deep: two layers together give ${a} \cdot {b} = {format_value(u * v)}$, and there are "
        rf"${half}$ pairs: ${format_value(u * v)}^{{{half}}} = {deep}$.",
        rf"Recurrent: the same factor ${n}$ times, ${a}^{{{n}}} = {recurrent}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Pairs of layers that nearly make up for each other; no power that reads badly."""
    while True:
        u, v = rng.choice([0.2, 0.4, 0.5, 0.6, 0.8]), rng.choice([1.25, 1.5, 1.6, 1.8, 2, 2.5])
        n = rng.choice([6, 8, 10, 16, 20])
        if 0.7 <= u * v <= 1.3 and not 1e-4 < u**n < 1e-2:
            return {"n": n, "u": u, "v": v}


def mistakes(n: int, u: float, v: float) -> dict[str, tuple[float | None, ...]]:
    """Sums for products, pairs miscounted, one factor for all layers."""
    return {
        "You added the weights: along a chain factors are multiplied.": (
            *(n / 2 * (u + v), n * u),
        ),
        "You multiplied one factor per pair of layers: there are twice as many.": (
            *(u ** (n // 2), None),
        ),
        "You multiplied the two weights once only: all layers count.": (u * v, None),
        "You gave each layer both weights: every other layer has the one, the rest the other.": (
            *((u * v) ** n, None),
        ),
        "You used both weights in the recurrent network: it has one, used at every step.": (
            *(None, (u * v) ** (n // 2)),
        ),
    }


def experiment() -> dict[str, float]:
    """The best case of ten sigmoid layers: all of them at their steepest point."""
    z = np.zeros(1)
    grad: nn.Array = np.ones(1)
    for _ in range(SIGMOID_LAYERS):
        grad = nn.sigmoid_backward(grad, z)
    slopes = nn.sigmoid_backward(np.ones(2001), np.linspace(-10, 10, 2001))
    assert slopes.max() == nn.sigmoid_backward(1.0, 0.0) == 0.25
    return {"sigmoid_layers": SIGMOID_LAYERS, "sigmoid_best": float(f"{grad[0]:.2e}")}
