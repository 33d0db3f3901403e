"""BITS end-semester 2022-23, 3c: the size of an LSTM from the number of its parameters."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import calc

EXAM = {"d_x": 3, "T": 15, "P": 180}
EXPECTED = (5,)
KEY = (2,)


def solve(d_x: int, T: int, P: int) -> tuple[int]:
    """Count for one size after the other until the count is met."""
    return (next(H for H in range(1, P) if calc.lstm_parameters(d_x, H, bias_vectors=1) == P),)


def verify(d_x: int, T: int, P: int) -> tuple[int]:
    """The positive root of the quadratic equation, exactly."""
    import sympy

    H = sympy.symbols("H", positive=True)
    (root,) = sympy.solve(H**2 + (d_x + 1) * H - sympy.Rational(P, 4), H)
    return (int(root) if root.is_integer else root,)


def steps(d_x: int, T: int, P: int) -> list[str]:
    """Equation, discriminant, root, check."""
    H = solve(d_x, T, P)[0]
    n = d_x + 1
    return [
        rf"One gate has $H \cdot H + {d_x} H + H$ parameters; four have $4 (H^2 + {n} H) = {P}$.",
        f"Divided by 4: $H^2 + {n} H - {P // 4} = 0$.",
        rf"$H = \tfrac12 \bigl(-{n} + \sqrt{{{n}^2 + 4 \cdot {P // 4}}}\bigr) "
        rf"= \tfrac12 (-{n} + {2 * H + n}) = {H}$.",
        rf"Check: $4 \cdot ({H} \cdot {H} + {d_x} \cdot {H} + {H}) = {P}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Choose the size, then count."""
    d_x, H = rng.integers(1, 11), rng.integers(3, 25)
    P = calc.lstm_parameters(int(d_x), int(H), bias_vectors=1)
    return {"d_x": d_x, "T": rng.choice([10, 12, 15, 24, 30]), "P": P}


def mistakes(d_x: int, T: int, P: int) -> dict[str, tuple[int]]:
    """The nearest whole number where the count of the slip is met.

    Biases left out, or counted twice, move the root by less than half: not told from the right one.
    """
    return {
        "You left out the factor 4: a gate is only one of four affine maps.": (
            _root(1, d_x + 1, P),
        ),
        "You counted three maps: the candidate has weights as well.": (_root(3, d_x + 1, P),),
        "You left out the old state: each gate has H · H weights for it.": (
            round(P / (4 * (d_x + 1))),
        ),
        "You divided the parameters among the time steps: they all share them.": (
            _root(4, d_x + 1, P / T),
        ),
    }


def experiment() -> dict[str, float]:
    """One convention alone gives a whole number; and what the key's own lines come to."""
    whole = [
        (bias_vectors, outputs)
        for bias_vectors in (0, 1, 2)
        for outputs in (0, 1, 3)  # no output layer, one value, all three features
        for H in range(1, 20)
        if calc.lstm_parameters(3, H, bias_vectors=bias_vectors) + outputs * (H + 1) == 180
    ]
    assert whole == [(1, 0)]
    printed_root = float(max(np.roots([3, 7, -45])))
    count_printed, count_right = (calc.lstm_parameters(3, H, bias_vectors=1) for H in (2, 5))
    assert round(printed_root) != 2
    assert (count_printed, count_right) == (48, 180)
    return {
        "printed_root": round(printed_root, 3),
        "count_printed": count_printed,
        "count_right": count_right,
    }


def _root(maps: int, n: int, P: float) -> int:
    """Nearest whole solution of maps · (H² + n H) = P."""
    return round(float(max(np.roots([1, n, -P / maps]))))
