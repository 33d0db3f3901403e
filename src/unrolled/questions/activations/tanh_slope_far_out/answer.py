"""TUM 2019, 2a: tanh and sigmoid where they are saturated."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import nn
from unrolled.bank import format_value

EXAM = {"z": 5}  # our probe: the paper asks in words
EXPECTED = (0.000181583231, 0.00664805667)


def solve(z: float) -> tuple[float, float]:
    """Send a gradient of 1 back through each."""
    return float(nn.tanh_backward(1.0, z)), float(nn.sigmoid_backward(1.0, z))


def verify(z: float) -> tuple[float, float]:
    """Differentiate by sympy, evaluate to 20 digits."""
    import sympy

    x = sympy.symbols("x")
    point = sympy.Rational(str(z))
    curves = sympy.tanh(x), 1 / (1 + sympy.exp(-x))
    first, second = (float(sympy.diff(f, x).subs(x, point).evalf(20)) for f in curves)
    return first, second


def steps(z: float) -> list[str]:
    """Value, slope, and the rule of thumb."""
    tanh, sigmoid = (f"{float(f(z)):.6f}" for f in (nn.tanh, nn.sigmoid))
    first, second = map(format_value, solve(z))
    at = format_value(z)
    return [
        rf"$\tanh({at}) \approx {tanh}$, so the slope is $1 - \tanh^2({at}) = {first}$.",
        rf"By the rule of thumb, $4 e^{{-2 \cdot {at}}} \approx "
        rf"{format_value(float(f'{4 * np.exp(-2 * z):.3g}'))}$.",
        rf"$\sigma({at}) \approx {sigmoid}$, so the slope is $\sigma (1 - \sigma) = {second}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """From barely to hopelessly saturated."""
    return {"z": rng.integers(8, 36) / 5}


def mistakes(z: float) -> dict[str, tuple[float | None, ...]]:
    """Values for slopes, a square or a factor forgotten."""
    tanh, sigmoid = float(nn.tanh(z)), float(nn.sigmoid(z))
    return {
        "You gave the values: the slopes are asked for.": (tanh, sigmoid),
        "You forgot the square of tanh.": (1 - tanh, None),
        "You took 1 − σ² for the sigmoid: that is the rule of tanh.": (None, 1 - sigmoid**2),
        "You took σ (1 − σ) for tanh, with tanh in the place of σ.": (tanh * (1 - tanh), None),
    }
