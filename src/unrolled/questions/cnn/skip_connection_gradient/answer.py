"""TUM digits sheet, 7e: the derivative by an early weight, through two blocks."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import autodiff
from unrolled.autodiff import Value, relu
from unrolled.bank import format_value

# The numbers are ours. All are positive, so that every ReLU really has the derivative 1.
EXAM = {"x": 2, "w_0": 0.6, "w_1": 0.4, "w_2": 0.3, "w_3": 0.2}
EXPECTED = (0.848, 0.048, 0.048)
SWITCHES = ((1, 1), (0, 0), (1, 0))  # which of the two skip connections are there


def solve(x: float, w_0: float, w_1: float, w_2: float, w_3: float) -> tuple[float, ...]:
    """Differentiate the graph for the three networks."""
    found = []
    for first, second in SWITCHES:
        early = Value(w_0)
        y = relu(w_1 * relu(early * x) + first * x)
        z = relu(w_3 * relu(w_2 * y) + second * y)
        found += autodiff.grad(z, [early])
    return tuple(found)


def verify(x: float, w_0: float, w_1: float, w_2: float, w_3: float) -> tuple[float, ...]:
    """Nudge the weight: while no ReLU switches, z is a straight line in it."""

    def z(early: float, first: int, second: int) -> float:
        y = max(0.0, w_1 * max(0.0, early * x) + first * x)
        return max(0.0, w_3 * max(0.0, w_2 * y) + second * y)

    step = w_0 / 2
    return tuple((z(w_0 + step, *on) - z(w_0 - step, *on)) / (2 * step) for on in SWITCHES)


def preset(x: float, w_0: float, w_1: float, w_2: float, w_3: float) -> dict[str, Any]:
    """Two blocks, each with the two weights of its branch; w_0 is the first one's first layer."""
    return {"x": x, "slopes": [w_0 * w_1, w_2 * w_3], "inner": [w_0, w_2]}


def steps(x: float, w_0: float, w_1: float, w_2: float, w_3: float) -> list[str]:
    """Factors, then products."""
    both, none, first = (
        format_value(value) for value in solve(x=x, w_0=w_0, w_1=w_1, w_2=w_2, w_3=w_3)
    )
    early, late = format_value(w_1 * x), format_value(w_3 * w_2)
    return [
        rf"$\partial y / \partial w_0 = w_1 x = {w_1} \cdot {x} = {early}$, with or without "
        "the first skip connection.",
        rf"$\partial z / \partial y = w_3 w_2 + 1 = {w_3} \cdot {w_2} + 1 = "
        f"{format_value(w_3 * w_2 + 1)}$ with the second one, ${late}$ without.",
        rf"Both: ${format_value(w_3 * w_2 + 1)} \cdot {early} = {both}$.",
        rf"None: ${late} \cdot {early} = {none}$.",
        rf"First only: ${late} \cdot {early} = {first}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Positive numbers: every ReLU stays on its straight part."""
    weights = (rng.choice(np.arange(1, 10), size=4, replace=False) / 10).tolist()
    return {"x": rng.integers(1, 7), **{f"w_{i}": weight for i, weight in enumerate(weights)}}


def mistakes(
    x: float, w_0: float, w_1: float, w_2: float, w_3: float
) -> dict[str, tuple[float | None, ...]]:
    """The 1 in the wrong place, factors too many or too few."""
    both, none, _ = solve(x=x, w_0=w_0, w_1=w_1, w_2=w_2, w_3=w_3)
    return {
        "You gave the first block a + 1 as well: x does not depend on the weight w₀.": (
            (w_3 * w_2 + 1) * (w_1 * x + 1),
            None,
            w_3 * w_2 * (w_1 * x + 1),
        ),
        "You kept w₀ as a factor: differentiating by it removes it.": (
            both * w_0,
            none * w_0,
            none * w_0,
        ),
        "You forgot the factor x: the weight w₀ multiplies x.": (both / x, none / x, none / x),
        "You left out the + 1 of the second skip connection.": (none, None, None),
        "That is the second connection's work: the first carries x only.": (None, None, both),
    }
