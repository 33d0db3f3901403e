"""FAU 3.4: degrees as fractions of a turn."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from unrolled.bank import format_value

EXAM = {"theta": 270, "output": 0.1, "squared_error": 0.0004}  # our probe: the paper asks in words
EXPECTED = (0.75, 36.0, 7.2)


def solve(theta: float, output: float, squared_error: float) -> tuple[float, ...]:
    """Map the ends of one range to the ends of the other."""
    turns, degrees = [0.0, 1.0], [0.0, 360.0]
    return (
        float(np.interp(theta, degrees, turns)),
        float(np.interp(output, turns, degrees)),
        float(np.interp(math.sqrt(squared_error), turns, degrees)),
    )


def verify(theta: float, output: float, squared_error: float) -> tuple[float, ...]:
    """Go by way of sine and cosine, and back by the paper's hint, the arctangent."""
    import torch

    turn = 2 * math.pi
    angles = torch.tensor([theta / 180 * math.pi, output * turn], dtype=torch.float64)
    back = torch.atan2(torch.sin(angles), torch.cos(angles)) % turn
    label = torch.tensor(theta / 360, dtype=torch.float64)
    off = abs(360 * (label + squared_error**0.5) - 360 * label)  # a prediction that is off by it
    return float(back[0] / turn), float(back[1] / math.pi * 180), float(off)


def steps(theta: float, output: float, squared_error: float) -> list[str]:
    """Divide, multiply, take the root."""
    scaled, decoded, off = map(format_value, solve(theta, output, squared_error))
    root = format_value(math.sqrt(squared_error))
    return [
        rf"${format_value(theta)} / 360 = {scaled}$.",
        rf"${format_value(output)} \cdot 360° = {decoded}°$.",
        rf"$\sqrt{{{format_value(squared_error)}}} = {root}$, and ${root} \cdot 360° = {off}°$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Fractions that come out even."""
    return {
        "theta": rng.choice([18, 36, 45, 90, 135, 180, 225, 315, 324, 342]),
        "output": rng.choice([0.05, 0.15, 0.2, 0.3, 0.35, 0.4, 0.6, 0.7, 0.8, 0.95]),
        "squared_error": rng.choice([0.0001, 0.0009, 0.0016, 0.0025]),
    }


def mistakes(
    theta: float, output: float, squared_error: float
) -> dict[str, tuple[float | None, ...]]:
    """Half a turn, radians, no root."""
    scaled, decoded, off = solve(theta, output, squared_error)
    return {
        "You divided by 180: a full circle has 360 degrees.": (2 * scaled, decoded / 2, off / 2),
        "You gave radians: divide by the full turn once more.": (
            *(scaled * 2 * math.pi, decoded / 180 * math.pi, None),
        ),
        "You forgot the root: the error is squared.": (None, None, 360 * squared_error),
        "You scaled a squared error like an error.": (None, None, 360**2 * squared_error),
    }
