"""FAU 3.3: squared error, shorter arc and cyclic loss across the seam."""

from __future__ import annotations

import cmath
import math
from typing import Any

import numpy as np

from unrolled import nn
from unrolled.bank import format_value

EXAM = {"prediction": 359, "label": 1}  # our probe: the paper asks in words
EXPECTED = (128164.0, 4.0, 0.00121834596)


def solve(prediction: float, label: float) -> tuple[float, ...]:
    """Three losses by the reference; the arc is the angle between two codes."""
    turns = np.array([prediction, label]) / 360
    p, t = nn.circular_encode(turns)
    arc = np.degrees(np.arctan2(p[1] * t[0] - p[0] * t[1], p @ t))
    return (
        float(nn.mse_loss([prediction], [label])),
        float(nn.mse_loss([arc], [0.0])),
        float(nn.circular_loss(turns[:1], turns[1:])),
    )


def verify(prediction: float, label: float) -> tuple[float, ...]:
    """Try full turns for the arc; measure the distance between complex numbers."""
    gap = prediction - label
    points = [cmath.exp(1j * math.radians(angle)) for angle in (prediction, label)]
    arc = min(abs(gap + 360 * turns) for turns in (-1, 0, 1))
    return float(gap**2), float(arc**2), abs(points[0] - points[1]) ** 2


def steps(prediction: float, label: float) -> list[str]:
    """Difference, shorter way, cosine."""
    plain, arc, cyclic = map(format_value, solve(prediction, label))
    gap = abs(prediction - label)
    return [
        rf"The numbers differ by ${format_value(gap)}$, so the squared error is "
        rf"${format_value(gap)}^2 = {plain}$.",
        rf"The other way round it is $360 - {format_value(gap)} = {format_value(360 - gap)}$; "
        rf"squared ${arc}$.",
        rf"$2 - 2 \cos({format_value(360 - gap)}°) = {cyclic}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Two directions on either side of the seam."""
    after, before = (
        rng.choice([1, 2, 3, 5, 10, 15, 20, 25]),
        rng.choice([1, 2, 4, 5, 8, 10, 20, 35]),
    )
    angles = [360 - int(before), int(after)]
    prediction, label = rng.permutation(angles)
    return {"prediction": prediction, "label": label}


def mistakes(prediction: float, label: float) -> dict[str, tuple[float | None, ...]]:
    """Roots, degrees in a cosine, the formula's factors."""
    gap = abs(prediction - label)
    arc = 360 - gap
    distance = 2 - 2 * math.cos(math.radians(arc))
    return {
        "You did not square.": (gap, arc, distance**0.5),
        "You took the longer way round for the arc.": (None, gap**2, None),
        "You gave degrees to a cosine that expects radians.": (None, None, 2 - 2 * math.cos(gap)),
        "You left out a factor 2: the squared distance is 2 − 2 cos.": (None, None, distance / 2),
    }


def preset(prediction: float, label: float) -> dict[str, Any]:
    """One pair of directions."""
    return {"predictions": [prediction], "targets": [label]}


def experiment() -> dict[str, float]:
    """What folding the circle in half does to opposite directions."""
    folded = {angle: angle - 180 * (angle > 180) for angle in (90, 270, 179, 181)}
    assert folded[90] == folded[270]
    assert folded[179] - folded[181] == 178
    opposite = solve(90, 270)[1] ** 0.5
    return {"opposite": round(opposite)}
