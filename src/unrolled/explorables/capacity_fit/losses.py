"""Losses of fits, one by one and all along an axis."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from unrolled import nn
from unrolled.explorables.capacity_fit.fit import (
    Array,
    Triangle,
    evaluate,
    interpolate,
    legendre,
)

DEGREES, POINTS = 15, 120  # at most
COUNTS = [*range(1, 20), *range(20, 40, 2), *range(40, POINTS + 1, 5)]  # along the axis of points
STRENGTHS = [0.0, *(10 ** (i / 4) for i in range(-31, 9))]  # along the axis of λ: 0, then decades
ROUNDING = 1e-20  # a smaller loss is 0


class Place(NamedTuple):
    """A value on the axis, the weights there, and how many points they were fitted to."""

    at: float
    weights: list[float]
    n: int


class Judge:
    """The losses of weights: on the points they were fitted to, on others, on all new data.

    Parameters
    ----------
    x, y, x_new, y_new : ndarray
        The points that are fitted, of which a fit may have had the first n, and those to judge by.
    truth : function or None
        The curve behind the points, if there is one.
    noise : float
        Standard deviation of y around it.
    """

    def __init__(
        self,
        x: Array,
        y: Array,
        x_new: Array,
        y_new: Array,
        truth: Callable[[float], float] | None,
        noise: float,
    ) -> None:
        line = np.linspace(-1, 1, 101)
        self.y, self.y_new, self.noise = y, y_new, noise
        self.bases = [legendre(v, DEGREES) for v in (x, x_new, line)]
        self.truth = None if truth is None else np.array([truth(float(v)) for v in line])

    def __call__(self, weights: list[float], n: int) -> tuple[float, float, float | None]:
        """Return training loss, validation loss and, where there is a truth, the expected one."""
        on_train, on_new, on_line = (evaluate(weights, basis) for basis in self.bases)
        train = _some(nn.mse_loss(on_train[:n], self.y[:n]))
        validation = _some(nn.mse_loss(on_new, self.y_new))
        if self.truth is None:
            return train, validation, None
        return train, validation, _some(nn.mse_loss(on_line, self.truth) + self.noise**2)


def fit(x: Array, y: Array, degree: int, strength: float) -> list[float]:
    """Return the weights with the least mean squared error + strength |w|²; if many, the shortest.

    Examples
    --------
    >>> fit(np.array([-1.0, 1.0]), np.array([1.0, 2.0]), 1, 0.0)
    [1.5, 0.5]
    """
    rows = legendre(x, degree).T
    if not strength and len(x) <= degree:
        *_, weights = interpolate(rows, y.tolist())
        return weights
    return _penalised(_triangle(rows, y), len(x), strength).solve(degree + 1)


def over_degrees(x: Array, y: Array, strength: float) -> list[Place]:
    """Fit every degree; one triangle has them all."""
    n, full = len(x), _penalised(_triangle(legendre(x, DEGREES).T, y), len(x), strength)
    return [
        Place(k, full.solve(k + 1) if strength or k < n else fit(x, y, k, 0.0), n)
        for k in range(DEGREES + 1)
    ]


def over_points(x: Array, y: Array, degree: int, strength: float) -> list[Place]:
    """Fit the first points, more and more of them; the triangle grows on its way."""
    rows = legendre(x, degree).T
    passing = list(interpolate(rows[:degree], y[:degree].tolist()))
    growing, places = Triangle(degree + 1), []
    for n, (row, target) in enumerate(zip(rows, y.tolist(), strict=True), start=1):
        growing.add(row, target)
        if n not in COUNTS:
            continue
        if not strength and n <= degree:
            weights = passing[n - 1]
        else:
            weights = _penalised(growing, n, strength).solve(degree + 1)
        places.append(Place(n, weights, n))
    return places


def over_strengths(x: Array, y: Array, degree: int) -> list[Place]:
    """Fit with every λ, none at first."""
    n, plain = len(x), _triangle(legendre(x, degree).T, y)
    others = [Place(v, _penalised(plain, n, v).solve(degree + 1), n) for v in STRENGTHS[1:]]
    return [Place(0.0, fit(x, y, degree, 0.0), n), *others]


def _triangle(rows: Array, y: Array) -> Triangle:
    triangle = Triangle(rows.shape[1])
    for row, target in zip(rows, y.tolist(), strict=True):
        triangle.add(row, target)
    return triangle


def _penalised(triangle: Triangle, n: int, strength: float) -> Triangle:
    # λ belongs to the mean of the squares, the triangle to their sum.
    return triangle.penalised(n * strength) if strength else triangle


def _some(loss: NDArray[np.floating[Any]] | float) -> float:
    return float(loss) if loss > ROUNDING else 0.0
