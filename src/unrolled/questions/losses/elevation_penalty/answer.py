"""FAU 3.2: a squared error with a penalty above the surface."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import nn
from unrolled.bank import format_value, signed

EXAM = {"label": -10, "high": 20, "low": -40, "penalty": 2}  # our probe: the paper asks in words
EXPECTED = (1700.0, 900.0)


def solve(label: float, high: float, low: float, penalty: float) -> tuple[float, ...]:
    """The squared error, and that of the part above the surface."""
    return tuple(
        float(nn.mse_loss([angle], [label]) + penalty * nn.mse_loss(nn.relu([angle]), [0.0]))
        for angle in (high, low)
    )


def verify(label: float, high: float, low: float, penalty: float) -> tuple[float, ...]:
    """Integrate the loss's slope, case by case, from the label to the prediction."""
    import sympy

    t = sympy.symbols("t")
    slope = 2 * (t - label) + sympy.Piecewise((2 * penalty * t, t > 0), (0, True))
    return tuple(float(sympy.integrate(slope, (t, label, angle))) for angle in (high, low))


def steps(label: float, high: float, low: float, penalty: float) -> list[str]:
    """Square, penalty."""
    return [
        rf"{angle}°: $({format_value(angle)} - {signed(label)})^2 + {format_value(penalty)} \cdot "
        rf"{format_value(max(0, angle))}^2 = {format_value(loss)}$."
        for angle, loss in zip((high, low), solve(label, high, low, penalty), strict=True)
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Two predictions as far from the label as one another."""
    label, above = -int(rng.choice([5, 10, 15, 20])), int(rng.choice([5, 10, 15, 20]))
    return {
        "label": label,
        "high": above,
        "low": 2 * label - above,
        "penalty": rng.choice([0.5, 1, 2, 3, 4]),
    }


def mistakes(
    label: float, high: float, low: float, penalty: float
) -> dict[str, tuple[float | None, ...]]:
    """No penalty, a penalty everywhere, a penalty on the error."""
    error = (high - label) ** 2
    return {
        "You left out the penalty: this prediction is above the water.": (error, None),
        "You gave the penalty to both: below the surface it is zero.": (
            *(None, error + penalty * low**2),
        ),
        "You gave the penalty to the error: it belongs to the height above the surface.": (
            *((1 + penalty) * error, None),
        ),
        "You forgot to square the height above the surface.": (error + penalty * high, None),
    }


def preset(label: float, high: float, low: float, penalty: float) -> dict[str, Any]:
    """Both predictions for the one label."""
    return {"predictions": [high, low], "targets": [label, label], "penalty": penalty}
