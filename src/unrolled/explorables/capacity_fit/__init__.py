"""CapacityFit: a polynomial through noisy points, and its losses over degree, points or penalty."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np
from traitlets import Float, Int, List, Unicode

from unrolled.explorables import _check
from unrolled.explorables._base import Explorable
from unrolled.explorables._numbers import show
from unrolled.explorables.capacity_fit.fit import Array, evaluate, legendre
from unrolled.explorables.capacity_fit.losses import (
    DEGREES,
    POINTS,
    Judge,
    fit,
    over_degrees,
    over_points,
    over_strengths,
)
from unrolled.explorables.capacity_fit.points import CURVES, WORDS, draw

GIVEN = 12  # own points, at most
AXES = ("degree", "points", "strength")
NONE = 1e-12  # a smaller λ is none
FAR = 2.0  # how far own points lie from 0
APART = 0.01  # own points, at least


class CapacityFit(Explorable):
    """A polynomial fitted to points by least squares with an L2 penalty, judged on other points.

    The polynomial is a sum of Legendre polynomials, Σ w_k P_k(x); what is made small is the mean
    squared error plus λ|w|². Where more weights than points and no penalty leave a choice, it is
    the shortest w.

    Parameters
    ----------
    degree : int
        0 to 15; the polynomial has degree + 1 weights.
    points : int
        How many are drawn to be fitted, 1 to 120.
    noise : float
        Standard deviation of their y, 0 to 2.
    strength : float
        λ, 0 to 100; below 1e-12 it is none.
    seed : int
        Of all points, 0 to 9999.
    curve : str
        The truth behind the points: wave, sin(3x + 1/2); line, 0.8x; or step, -0.7 and 0.7.
    validation_points : int
        How many are drawn to judge by, 1 to 120.
    lifted : int
        Which of the drawn points is moved upwards, from 1; 0 for none.
    lift : float
        By how much, -5 to 5.
    data : str
        drawn, or given: x and y are fitted, x_new and y_new are to judge by.
    x, y, x_new, y_new : list of float
        1 to 12 of each pair. x from -1 to 1, no two closer than 0.01; x_new from -2 to 2; y and
        y_new from -100 to 100.
    axis : str
        What the curves of the losses run over: degree, points or strength.

    Raises
    ------
    StateError
        If a value is not possible.

    Source
    ------
    TUM 2019, 1a and 2d; FAU, questions 4.1 to 4.3.

    Examples
    --------
    FAU 4.2, its smallest case: three points, and a new one.

    >>> found = CapacityFit(data="given", degree=2).compute()
    >>> found["curve_train"][:3].round(6).tolist(), found["curve_validation"][:3].round(6).tolist()
    ([2.0, 0.5, 0.0], [4.0, 1.0, 16.0])
    """

    degree = Int(9).tag(sync=True)
    points = Int(12).tag(sync=True)
    noise = Float(0.3).tag(sync=True)
    strength = Float(0.0).tag(sync=True)
    seed = Int(75).tag(sync=True)
    curve = Unicode("wave").tag(sync=True)
    validation_points = Int(40).tag(sync=True)
    lifted = Int(0).tag(sync=True)
    lift = Float(0.0).tag(sync=True)
    data = Unicode("drawn").tag(sync=True)
    x = List(default_value=[-1.0, 0.0, 1.0]).tag(sync=True)
    y = List(default_value=[-2.0, 1.0, 1.0]).tag(sync=True)
    x_new = List(default_value=[2.0]).tag(sync=True)
    y_new = List(default_value=[2.0]).tag(sync=True)
    axis = Unicode("degree").tag(sync=True)

    @classmethod
    def check(cls, state: Mapping[str, Any]) -> dict[str, Any]:
        """Return the full state."""
        s = super().check(state)
        return {
            "degree": _check.whole("degree", s["degree"], 0, DEGREES),
            "points": _check.whole("points", s["points"], 1, POINTS),
            "noise": _check.number("noise", s["noise"], 0, 2),
            "strength": _check.number("strength", s["strength"], 0, 100),
            "seed": _check.whole("seed", s["seed"], 0, 9999),
            "curve": _check.one_of("curve", s["curve"], tuple(CURVES)),
            "validation_points": _check.whole(
                "validation_points", s["validation_points"], 1, POINTS
            ),
            "lifted": _check.whole("lifted", s["lifted"], 0, POINTS),
            "lift": _check.number("lift", s["lift"], -5, 5),
            "data": _check.one_of("data", s["data"], ("drawn", "given")),
            **_pairs(s, "x", "y", 1.0, APART),
            **_pairs(s, "x_new", "y_new", FAR, 0.0),
            "axis": _check.one_of("axis", s["axis"], AXES),
        }

    def compute(self) -> dict[str, Any]:
        """Fit, and fit again all along the axis.

        Returns
        -------
        dict
            points_x, points_y, fitted, residual and square (n,), the same after `new_` (m,);
            weights (degree + 1,); losses (3,), of training and validation and the gap between them;
            expected, the loss on all new data, None for given points; norm, |w|², penalty, λ|w|²,
            and total; typical, the mean training loss over all draws where the polynomial can be
            the truth, s² (1 - p/n), None where it does not apply; along (a,), the values on the
            axis, with curve_train, curve_validation and curve_expected, None for given points;
            best, the first of `along` with the least validation loss, and best_loss; line_fit and
            line_truth (201,) for x from -1 to 1, or -2 to 2 for given points, which have no truth.
        """
        x, y, x_new, y_new = self._data()
        n = len(x) if self.data == "given" else self.points
        strength = self.strength if self.strength >= NONE else 0.0
        weights = fit(x[:n], y[:n], self.degree, strength)
        truth = None if self.data == "given" else CURVES[self.curve]
        judge = Judge(x, y, x_new, y_new, truth, self.noise)
        train, validation, expected = judge(weights, n)
        fitted, new = (evaluate(weights, legendre(v, self.degree)) for v in (x[:n], x_new))
        places = {
            "degree": lambda: over_degrees(x[:n], y[:n], strength),
            "points": lambda: over_points(x, y, self.degree, strength),
            "strength": lambda: over_strengths(x[:n], y[:n], self.degree),
        }[self.axis]()
        along = [place.at for place in places]
        curves = [judge(place.weights, place.n) for place in places]
        curve_validation = np.array([one[1] for one in curves])
        best = int(np.argmax(curve_validation <= curve_validation.min() * (1 + 1e-9)))
        norm = sum(w * w for w in weights)
        line = np.linspace(-1, 1, 201) * (FAR if self.data == "given" else 1)
        return {
            "points_x": x[:n],
            "points_y": y[:n],
            "fitted": fitted,
            "residual": y[:n] - fitted,
            "square": (y[:n] - fitted) ** 2,
            "new_x": x_new,
            "new_y": y_new,
            "new_fitted": new,
            "new_residual": y_new - new,
            "new_square": (y_new - new) ** 2,
            "weights": weights,
            "losses": np.array([train, validation, validation - train]),
            "expected": expected,
            "norm": norm,
            "penalty": strength * norm,
            "total": train + strength * norm,
            "typical": self._typical(n),
            "along": np.array(along),
            "curve_train": np.array([one[0] for one in curves]),
            "curve_validation": curve_validation,
            "curve_expected": None if expected is None else np.array([one[2] for one in curves]),
            "best": along[best],
            "best_loss": curve_validation[best],
            "line_fit": evaluate(weights, legendre(line, self.degree)),
            "line_truth": truth and np.array([truth(float(v)) for v in line]),
        }

    def heights(self) -> tuple[int, int]:
        """Return what `view.ts` takes as it opens; measured."""
        return 923, 1383

    def alt(self) -> str:
        """Say the losses, and where the validation loss is least."""
        found = self.compute()
        n, m = len(found["points_x"]), len(found["new_x"])
        word = {"degree": "degree", "points": "number of points", "strength": "λ"}[self.axis]
        truth = f" around {WORDS[self.curve]}" if self.data == "drawn" else ""
        train, validation = (show(loss) for loss in found["losses"][:2])
        return (
            f"A polynomial of degree {self.degree} fitted to {n} points{truth}, with λ = "
            f"{show(self.strength)}. Its loss on them is {train}, on {m} new ones {validation}. "
            f"Beside it both losses over the {word}: on new points it is least at "
            f"{show(found['best'])}, {show(found['best_loss'])}."
        )

    def _data(self) -> tuple[Array, Array, Array, Array]:
        """All points there are on the axis, those to fit and those to judge by."""
        if self.data == "given":
            x, y, x_new, y_new = (
                np.array(v, dtype=float) for v in (self.x, self.y, self.x_new, self.y_new)
            )
            return x, y, x_new, y_new
        about = self.curve, self.noise
        x, y = draw(*about, 4 * self.seed, POINTS, apart=True)
        if self.lifted:
            y[self.lifted - 1] += self.lift
        return x, y, *draw(*about, 4 * self.seed + 2, self.validation_points, apart=False)

    def _typical(self, n: int) -> float | None:
        """s² (1 - p/n): the residuals are noise without its part along p directions."""
        possible = self.data == "drawn" and self.curve == "line" and self.degree >= 1
        if not possible or self.lifted or self.strength >= NONE:
            return None
        return self.noise**2 * max(0.0, 1 - (self.degree + 1) / n)


def _pairs(s: Mapping[str, Any], x: str, y: str, far: float, apart: float) -> dict[str, Any]:
    """Check x and y together."""
    places: Any = _check.array(x, s[x], [1], -far, far)
    targets: Any = _check.array(y, s[y], [1], -100, 100)
    if len(places) > GIVEN:
        _check.refuse(x, s[x], f"a list of at most {GIVEN} numbers")
    if len(targets) != len(places):
        _check.refuse(y, s[y], f"a list of as many numbers as {x}, {len(places)}")
    ordered = sorted(places)
    if any(b - a < apart for a, b in pairwise(ordered)):
        _check.refuse(x, s[x], f"a list of numbers at least {apart} apart")
    return {x: places, y: targets}
