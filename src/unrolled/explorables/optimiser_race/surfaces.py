"""The losses of two weights that the optimisers race on: value and slope."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from unrolled import nn

Array = NDArray[np.float64]
# In words, for titles and descriptions; `a` and `b` are fields of the state.
WORDS = {
    "ravine": "a ravine, ½(a w₁² + b w₂²)",
    "gutter": "a gutter, a w₁ + ½ b w₂²",
    "saddle": "a saddle, ½(a w₁² − b w₂²)",
    "rosenbrock": "Rosenbrock's banana, (a − w₁)² + b(w₂ − w₁²)²",
    "two_valleys": "two valleys, (w₁² − 1)² + a w₁ + ½ b w₂²",
    "neuron": "the cross-entropy of σ(w₁x + w₂) and y",
}


def value(s: Mapping[str, Any], w1: Array, w2: Array) -> Array:
    """Return the loss at weights of any shape."""
    a: float = s["a"]
    b: float = s["b"]
    surface = s["surface"]
    if surface == "ravine":
        return 0.5 * (a * w1 * w1 + b * w2 * w2)
    if surface == "gutter":
        return a * w1 + 0.5 * b * w2 * w2
    if surface == "saddle":
        return 0.5 * (a * w1 * w1 - b * w2 * w2)
    if surface == "rosenbrock":
        return (a - w1) ** 2 + b * (w2 - w1 * w1) ** 2
    if surface == "two_valleys":
        return (w1 * w1 - 1) ** 2 + a * w1 + 0.5 * b * w2 * w2
    z = s["x"] * w1 + w2
    # Both terms are positive, so that nothing cancels where the neuron is sure.
    loss: Array = s["y"] * nn.softplus(-z) + (1 - s["y"]) * nn.softplus(z)
    return loss


def slope(s: Mapping[str, Any], w: Array) -> Array:
    """Return the gradient at one point; `surfaces.ts` adds up in the same order, to the bit."""
    a, b, surface = s["a"], s["b"], s["surface"]
    w1, w2 = float(w[0]), float(w[1])
    if surface == "ravine":
        return np.array([a * w1, b * w2])
    if surface == "gutter":
        return np.array([a, b * w2])
    if surface == "saddle":
        return np.array([a * w1, -(b * w2)])
    if surface == "rosenbrock":
        above = w2 - w1 * w1  # the floor of the valley
        return np.array([-2 * (a - w1) - 4 * b * w1 * above, 2 * b * above])
    if surface == "two_valleys":
        return np.array([4 * w1 * (w1 * w1 - 1) + a, b * w2])
    error = float(nn.sigmoid(s["x"] * w1 + w2)) - s["y"]
    return np.array([error * s["x"], error])


def factors(s: Mapping[str, Any]) -> Array | None:
    """What a plain step multiplies each weight by, where the slope is proportional to it."""
    sign = {"ravine": 1, "saddle": -1}.get(s["surface"])
    if sign is None:
        return None
    return np.array([1 - s["learning_rate"] * s["a"], 1 - sign * s["learning_rate"] * s["b"]])
