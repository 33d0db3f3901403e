"""BITS mid-semester 2022-23, 1b: the same chain with tanh and with ReLU."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import autodiff, nn
from unrolled.bank import format_value, signed

EXAM = {"x": 1, "layers": 7}  # our probe: the paper asks in words
EXPECTED = (0.0642575576, 1.0)


def solve(x: float, layers: int) -> tuple[float, float]:
    """Differentiate both chains by the scalar engine."""
    found = []
    for activation in (autodiff.tanh, autodiff.relu):
        start = autodiff.Value(float(x))
        y = start
        for _ in range(layers):
            y = activation(y)
        found += autodiff.grad(y, [start])
    return found[0], found[1]


def verify(x: float, layers: int) -> tuple[float, float]:
    """torch's modules and autograd."""
    import torch

    found = []
    for activation in (torch.nn.Tanh, torch.nn.ReLU):
        start = torch.tensor(float(x), dtype=torch.float64, requires_grad=True)
        stack = torch.nn.Sequential(*(activation() for _ in range(layers)))
        found.append(torch.autograd.grad(stack(start), start)[0].item())
    return found[0], found[1]


def steps(x: float, layers: int) -> list[str]:
    """One slope per layer."""
    tanh, relu = map(format_value, solve(x, layers))
    lines, y, product = [], float(x), 1.0
    for k in range(1, layers + 1):
        value, slope = float(nn.tanh(y)), float(nn.tanh_backward(1.0, y))
        product *= slope
        lines.append(
            rf"Layer {k}: $\tanh({format_value(y)}) = {format_value(value)}$, slope $1 - "
            rf"{signed(value)}^2 = {format_value(slope)}$, product so far "
            rf"${format_value(product)}$."
        )
        y = value
    sign = (
        "positive, so every ReLU has slope 1" if x > 0 else "negative: the first ReLU has slope 0"
    )
    return [
        *lines,
        rf"$\tanh$: ${tanh}$ arrives.",
        rf"ReLU: $x = {format_value(x)}$ is {sign}. So ${relu}$ arrives.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """A few layers, inputs of either sign."""
    return {
        "x": rng.choice([-3, -2, -1.5, -1, -0.5, 0.5, 1, 1.5, 2, 3]),
        "layers": rng.choice([2, 3, 4]),
    }


def mistakes(x: float, layers: int) -> dict[str, tuple[float | None, ...]]:
    """One slope for all layers, one layer only, the values."""
    slope, y = float(nn.tanh_backward(1.0, x)), float(x)
    for _ in range(layers):
        y = float(nn.tanh(y))
    dead = x < 0
    return {
        "You took the slope at x for every layer: each layer has an input of its own.": (
            *(slope**layers, None),
        ),
        "You differentiated one layer only: the slopes of all layers multiply.": (slope, None),
        "You gave the output, not the derivative.": (y, max(0.0, x) if x != 1 else None),
        (
            "You let a negative number pass the ReLU."
            if dead
            else "You gave ReLU a slope of 0 here."
        ): (*(None, float(dead)),),
    }
