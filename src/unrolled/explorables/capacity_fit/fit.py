"""Least squares in Legendre polynomials, in a fixed order of operations.

`fit.ts` does the same additions, products, quotients and roots in the same order. Where a fit is
badly conditioned (as many weights as points) any other order would give other last digits, and a
wild polynomial makes them visible. So no sum here is left to NumPy.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
DEPENDENT = 1e-20  # what is left of a row that the others span, squared: rounding


def legendre(x: Array, degree: int) -> Array:
    """Return P_0 to P_degree at x, (degree + 1, len(x)); none exceeds 1 on [-1, 1].

    Source
    ------
    Bonnet's recursion, (k + 1) P_(k+1) = (2k + 1) x P_k - k P_(k-1).

    Examples
    --------
    >>> legendre(np.array([0.5]), 2).ravel().tolist()
    [1.0, 0.5, -0.125]
    """
    rows = [np.ones_like(x), x]
    for k in range(1, degree):
        rows.append(((2 * k + 1) * x * rows[k] - k * rows[k - 1]) / (k + 1))
    return np.array(rows[: degree + 1])


def evaluate(weights: Sequence[float], basis: Array) -> Array:
    """Return the weighted sum of the basis' first rows, from the lowest degree up."""
    total = np.zeros(basis.shape[1])
    for weight, row in zip(weights, basis, strict=False):
        total = total + weight * row
    return total


class Triangle:
    """R and Qᵀy of a growing matrix of rows: every row is rotated into it as it comes (Givens).

    Its leading block is the triangle of the first columns alone, so one triangle holds the fits of
    all degrees, and it has the fit to the first n points on its way to the next.
    """

    def __init__(self, size: int) -> None:
        self.r = np.zeros((size, size))
        self.z = [0.0] * size

    def copy(self) -> Triangle:
        """Return one that can grow by itself."""
        other = Triangle(len(self.z))
        other.r, other.z = self.r.copy(), [*self.z]
        return other

    def add(self, row: Array, target: float) -> None:
        """Take in one more equation, row · w = target."""
        row = row.copy()
        for j, line in enumerate(self.r):
            a, b = float(line[j]), float(row[j])
            length = math.sqrt(a * a + b * b)
            if b == 0 or length == 0:
                continue
            c, s = a / length, b / length
            line[j:], row[j:] = c * line[j:] + s * row[j:], c * row[j:] - s * line[j:]
            self.z[j], target = c * self.z[j] + s * target, c * target - s * self.z[j]

    def penalised(self, strength: float) -> Triangle:
        """Return it with `strength` |w|² added to the sum of squares."""
        other = self.copy()
        for row in math.sqrt(strength) * np.eye(len(self.z)):
            other.add(row, 0.0)
        return other

    def solve(self, size: int) -> list[float]:
        """Return the weights of the first `size` columns."""
        weights = [0.0] * size
        r = self.r.tolist()
        for i in reversed(range(size)):
            rest = self.z[i]
            for j in range(i + 1, size):
                rest -= r[i][j] * weights[j]
            weights[i] = rest / r[i][i] if r[i][i] else 0.0
        return weights


def interpolate(rows: Array, y: Sequence[float]) -> Iterator[list[float]]:
    """Yield the shortest weights through the first 1, 2, ... points, of all that pass through.

    Every new point adds the smallest change that keeps the fit at the points before it: one at a
    right angle to their rows. Gradient descent from weights of zero ends in the same place.
    """
    weights = [0.0] * rows.shape[1]
    before: list[list[float]] = []
    for row, target in zip(rows.tolist(), y, strict=True):
        left = [*row]
        for _ in range(2):  # once more, against the roundings of the first time
            for unit in before:
                part = _dot(left, unit)
                left = [a - part * b for a, b in zip(left, unit, strict=True)]
        size = _dot(left, left)
        if size > DEPENDENT:
            step = (target - _dot(row, weights)) / size
            weights = [w + step * a for w, a in zip(weights, left, strict=True)]
            length = math.sqrt(size)
            before.append([a / length for a in left])
        yield weights


def _dot(a: Sequence[float], b: Sequence[float]) -> float:
    """Add up one by one: `sum` compensates from Python 3.12 on, and NumPy adds in pairs."""
    total = 0.0
    for one, other in zip(a, b, strict=True):
        total += one * other
    return total
