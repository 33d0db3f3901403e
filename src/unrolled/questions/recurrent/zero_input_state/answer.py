"""TUM 2019, 6b: a plain cell cannot keep its state, not even when nothing comes in."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import nn
from unrolled.bank import format_value, signed

EXAM = {"V": 1, "h": 1}  # our probe: the paper asks in general
EXPECTED = (False, 0.761594155955765)


def solve(V: float, h: float) -> tuple[bool, float]:
    """Take one step with a zero input."""
    new = nn.rnn_cell([0.0], [h], w_ih=[[1.0]], w_hh=[[V]])[0]
    return bool(new == h), float(new)


def verify(V: float, h: float) -> tuple[bool, float]:
    """Decide equality exactly: tanh of a rational number is irrational, unless that number is 0."""
    import sympy

    exact = sympy.Rational(str(h))
    new = sympy.tanh(sympy.Rational(str(V)) * exact)
    return bool(new == exact), float(new.evalf(20))


def preset(V: float, h: float) -> dict[str, Any]:
    """Six zero inputs in a row: where the state drifts."""
    return {"V": V, "W": 1, "h0": h, "x": [0, 0, 0, 0, 0, 0]}


def steps(V: float, h: float) -> list[str]:
    """What is left of the formula, and what it does to h."""
    unchanged, new = solve(V, h)
    sign = "=" if unchanged else r"\neq"
    verdict = "The claim holds here" if unchanged else "So the claim fails"
    return [
        r"With $x_t = 0$ the term $W x_t$ is zero, whatever $W$ is: $h_t = \tanh(V h_{t-1})$.",
        rf"$V h_{{t-1}} = {format_value(V)} \cdot {signed(h)} = {format_value(V * h)}$.",
        rf"$h_t = \tanh({format_value(V * h)}) = {format_value(new)} {sign} {format_value(h)}$.",
        f"{verdict}: {'zero is' if unchanged else '$h_{t-1}$ is not'} a fixed point of the cell.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Contracting, marginal and expanding cells; now and then the one state that stays."""
    V = rng.choice([-2, -1.5, -1, -0.5, 0.5, 1, 1.5, 2, 3])
    h = 0 if rng.random() < 0.15 else rng.choice([-1, 1]) * rng.integers(2, 11) / 10
    return {"V": V, "h": h}


def mistakes(V: float, h: float) -> dict[str, tuple[bool | None, float | None]]:
    """A step left out, or the verdict drawn too fast."""
    return {
        "You stopped at V·hₜ₋₁: the tanh has not been applied yet.": (None, V * h),
        "You left out V: the old state is multiplied by V before the tanh.": (
            None,
            float(np.tanh(h)),
        ),
        "A zero input removes W·xₜ only: the state still goes through V and tanh.": (True, h),
        "Zero is a fixed point: tanh(V·0) = 0, so this one state does stay.": (False, None),
    }
