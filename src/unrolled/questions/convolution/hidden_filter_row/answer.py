"""BITS end-semester 2022-23, 1e: an unknown row of a filter, from three outputs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from unrolled import nn
from unrolled.bank import format_value, signed

EXAM = {
    "image": [[3, 0, 3, -3, 0], [-3, 2, 0, 3, -2], [-5, 0, 3, -2, 0]],
    "known": [[1, 0, 2], [-1, 1, 0]],
    "output": [4, 0, -3],
}
EXPECTED = (-0.5, -2.5, 1.16666666666667)
KEY = (3, 1, 4.66666666666667)

Rows = Sequence[Sequence[float]]


def solve(image: Rows, known: Rows, output: Sequence[float]) -> tuple[float, ...]:
    """Take off what the known rows contribute, and solve for the others."""
    windows = nn.unfold([[image[:1]]], (1, 3))[0].T  # (places, weights)
    return tuple(np.linalg.solve(windows, np.subtract(output, _contribution(image, known))))


def preset(image: Rows, known: Rows, output: Sequence[float]) -> dict[str, Any]:
    """The top row still unknown, at 0: the outputs are what the known rows contribute."""
    return {"picture": image, "kernel": [[0, 0, 0], *known], "wanted": output}


def verify(image: Rows, known: Rows, output: Sequence[float]) -> tuple[float, ...]:
    """Slide a filter with symbols in it and let sympy solve the equations exactly."""
    import sympy

    x, y, z = symbols = sympy.symbols("x y z")
    weights = [[x, y, z], *known]
    places = [(r, c) for r in range(3) for c in range(3)]
    equations = [
        sum(weights[r][c] * image[r][c + k] for r, c in places) - sympy.Rational(str(output[k]))
        for k in range(3)
    ]
    found = sympy.solve(equations, symbols)
    return tuple(float(found[symbol]) for symbol in symbols)


def steps(image: Rows, known: Rows, output: Sequence[float]) -> list[str]:
    """One equation per place, then the solution, then the check."""
    x, y, z = solve(image, known, output)
    lines = []
    for k, (fixed, wanted) in enumerate(zip(_contribution(image, known), output, strict=True)):
        windows = (row[k : k + 3] for row in image[1:])
        pairs = zip(chain(*known), chain(*windows), strict=True)
        products = " + ".join(rf"{signed(weight)} \cdot {signed(pixel)}" for weight, pixel in pairs)
        lines += [
            f"Place {k + 1}: the known rows contribute ${products} = {format_value(fixed)}$.",
            f"Place {k + 1}: so ${_sum(image[0][k : k + 3])} = {format_value(wanted)} - "
            f"{signed(fixed)} = {format_value(wanted - fixed)}$.",
        ]
    return [
        *lines,
        f"Solved: $x = {format_value(x)}$, $y = {format_value(y)}$, $z = {format_value(z)}$.",
        f"Put back, the outputs are ${format_value(_outputs(image, [[x, y, z], *known]))}$, "
        "as given.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Small whole numbers, a whole or half solution, and equations that have exactly one."""
    while True:
        image = rng.integers(-3, 4, size=(3, 5))
        known = rng.integers(-1, 3, size=(2, 3))
        hidden = rng.integers(-6, 7, size=3) / 2
        image[0, rng.integers(5)] = 0  # a zero makes the elimination shorter
        # The equations of the flipped filter must be solvable too, for the slip.
        if all(abs(_determinant(row)) > 0.5 for row in image[[0, 2]]) and 0 not in hidden:
            output = _outputs(image.tolist(), [hidden.tolist(), *known.tolist()])
            return {"image": image, "known": known, "output": output}


def mistakes(image: Rows, known: Rows, output: Sequence[float]) -> dict[str, tuple[float, ...]]:
    """The known rows forgotten or with the wrong sign, the filter flipped."""
    fixed = _contribution(image, known)
    turned = [row[::-1] for row in known]
    return {
        "You left out the known rows: they contribute to every output.": (
            solve(image, known, list(output + fixed))
        ),
        "You added what the known rows contribute: it has to be taken off the output.": (
            solve(image, known, list(output + 2 * fixed))
        ),
        "You flipped the filter: each output is the plain dot product.": (
            solve(image[::-1], turned, output)[::-1]
        ),
    }


def _contribution(image: Rows, known: Rows) -> nn.Array:
    """What the two known rows add to the three outputs."""
    added: nn.Array = nn.conv2d([[image[1:]]], [[known]])[0, 0, 0]
    return added


def _outputs(image: Rows, weights: Rows) -> list[float]:
    """The three outputs of the top row, without the noise of rounding."""
    found: list[float] = nn.conv2d([[image]], [[weights]])[0, 0, 0].round(9).tolist()
    return found


def _determinant(pixels: NDArray[np.integer]) -> float:
    """Of the equations that a row of pixels makes; 0 where they do not decide."""
    return float(np.linalg.det(nn.unfold(pixels.reshape(1, 1, 1, 5), (1, 3))[0]))


def _sum(pixels: Sequence[float]) -> str:
    """Write the part of an equation that holds the unknowns."""
    terms = [f"{p}{name}" for p, name in zip(pixels, "xyz", strict=True) if p]
    return re.sub(r"\b1(?=[xyz])", "", " + ".join(terms)).replace("+ -", "- ")
