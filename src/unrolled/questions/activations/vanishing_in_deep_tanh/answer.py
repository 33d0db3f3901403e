"""TUM 2019, 2b: a gradient through many saturated layers."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from unrolled import nn
from unrolled.bank import format_value, signed

EXAM = {"layers": 15, "w": 1, "z": 1}  # our probe: the paper asks in words
EXPECTED = (0.419974342, 2.23018746e-6, 2.38109785)


def solve(layers: int, w: float, z: float) -> tuple[float, float, float]:
    """Layer by layer through the reference's backward passes."""
    grads: list[nn.Array] = [np.ones(1)]
    for _ in range(layers):
        at_z = nn.tanh_backward(grads[-1], [z])
        grads.append(nn.linear_backward(at_z, [0.0], [[w]])[0])
    slope = nn.tanh_backward(1.0, z)
    return float(grads[1][0]), float(grads[-1][0]), float(1.0 / slope)


def verify(layers: int, w: float, z: float) -> tuple[float, float, float]:
    """Build the chain in torch; for the weight, the inverse function's slope."""
    import torch

    x = torch.full((), math.tanh(z), dtype=torch.float64, requires_grad=True)
    values = [x]
    for _ in range(layers):
        bias = z - w * math.tanh(z)
        values.append(torch.tanh(w * values[-1] + bias))
    (one,) = torch.autograd.grad(values[1], x, retain_graph=True)
    (every,) = torch.autograd.grad(values[-1], x)
    y = torch.tensor(math.tanh(z), dtype=torch.float64, requires_grad=True)
    (inverse,) = torch.autograd.grad(torch.atanh(y), y)
    return one.item(), every.item(), inverse.item()


def preset(layers: int, w: float, z: float) -> dict[str, Any]:
    """The state of the explorable: one unit wide, one sample, held at z by the biases."""
    return {"depth": layers, "constant": w, "centre": z}


def steps(layers: int, w: float, z: float) -> list[str]:
    """Slope, factor, power, inverse."""
    factor, arriving, weight = map(format_value, solve(layers, w, z))
    slope = format_value(float(nn.tanh_backward(1.0, z)))
    return [
        rf"Slope: $1 - \tanh^2({format_value(z)}) = {slope}$.",
        rf"Factor of a layer: ${signed(w)} \cdot {slope} = {factor}$.",
        rf"${layers}$ layers: $({factor})^{{{layers}}} = {arriving}$.",
        rf"The factor is 1 for $w^* = 1 / {slope} = {weight}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Different depths, weights and saturation, as far as the product is not too small to tell."""
    while True:
        params = {
            "layers": rng.choice([3, 4, 5, 6, 8, 10, 12]),
            "w": rng.choice([0.5, 1.5, 2, 2.5]),
            "z": rng.choice([0.75, 1, 1.25, 1.5, 2]),
        }
        factor, arriving, _ = solve(**params)
        if factor < 0.9 and arriving > 1e-6:
            return params


def mistakes(layers: int, w: float, z: float) -> dict[str, tuple[float | None, ...]]:
    """The weight, the product, the value for the slope."""
    factor, _, _ = solve(layers, w, z)
    slope, value = factor / w, math.tanh(z)
    return {
        "You multiplied by the number of layers: factors multiply, so take a power.": (
            *(None, layers * factor, None),
        ),
        "You counted one layer too few.": (None, factor ** (layers - 1), None),
        "You took the value of tanh for its slope.": (w * value, (w * value) ** layers, 1 / value),
        "You gave the slope for the weight: the product of the two must be 1.": (
            *(None, None, slope),
        ),
        "You forgot the square of tanh.": (
            *(w * (1 - value), (w * (1 - value)) ** layers, 1 / (1 - value)),
        ),
    }
