"""TUM 2019, 5b: the binary cross-entropy of four pixels."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import nn
from unrolled.bank import format_value

EXAM = {"s": [[0, 0.5], [0.5, 0]], "y": [[0, 1], [1, 0]]}
EXPECTED = (1.38629436111989,)

Matrix = list[list[float]]


def solve(s: Matrix, y: Matrix) -> tuple[float]:
    """Sum over the pixels."""
    return (float(nn.binary_cross_entropy(s, y, reduction="sum")),)


def verify(s: Matrix, y: Matrix) -> tuple[float]:
    """Multiply the probabilities of the truth exactly, then take one logarithm."""
    import sympy

    truth = sympy.Integer(1)
    for p, target in zip(np.ravel(s), np.ravel(y), strict=True):
        exact = sympy.Rational(str(p))
        truth *= exact if target else 1 - exact
    return (float(-sympy.log(truth)),)


def steps(s: Matrix, y: Matrix) -> list[str]:
    """One line per pixel, then the sum."""
    lines, parts = [], []
    for k, (p, target) in enumerate(zip(np.ravel(s), np.ravel(y), strict=True)):
        paid = nn.binary_cross_entropy([p], [target])
        inside = format_value(p) if target else f"1 - {format_value(p)}"
        parts.append(format_value(paid))
        lines.append(
            f"Pixel {k // 2 + 1}{k % 2 + 1}, target {int(target)}: "
            rf"$-\log({inside}) = {parts[-1]}$."
        )
    return [*lines, f"$L = {' + '.join(parts)} = {format_value(solve(s, y)[0])}$."]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Probabilities whose logarithms are quickly typed; both targets, and no perfect 1."""
    while True:
        s = rng.choice([0.1, 0.2, 0.25, 0.4, 0.5, 0.6, 0.75, 0.8, 0.9], size=(2, 2))
        y = rng.integers(0, 2, size=(2, 2))
        if 0 < y.sum() < 4:
            return {"s": s, "y": y}


def preset(s: Matrix, y: Matrix) -> dict[str, Any]:
    """S comes in as the only channel, with the weight 1, and is not pooled."""
    return {"x": [s], "target": y}


def mistakes(s: Matrix, y: Matrix) -> dict[str, tuple[float]]:
    """Half of the formula, the sign, the mean, the base."""
    loss = solve(s, y)[0]
    ones = np.ravel(s)[np.ravel(y) == 1]
    return {
        "You left out the pixels with target 0: they pay -log(1 - s).": (
            solve([ones.tolist()], [[1.0] * len(ones)])[0],
        ),
        "Your sign is wrong: logarithms of probabilities are negative, the loss is not.": (-loss,),
        "You took the mean: here the four pixels are added up.": (loss / 4,),
        "You used base 2: natural logarithms are asked for.": (loss / np.log(2),),
        "You used base 10: natural logarithms are asked for.": (loss / np.log(10),),
    }
