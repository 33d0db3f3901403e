"""RegressionFit: a straight line and a logistic curve through two classes, and a point far out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from traitlets import Float, List

from unrolled import nn
from unrolled.explorables import _check
from unrolled.explorables._base import Explorable
from unrolled.explorables._numbers import several, show
from unrolled.explorables.regression_fit import fits

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST = 8  # points of a class
EDGE = 1000.0  # of x
HALF = 0.5 - 1e-9  # from here on a point is put into class 1; a rounding does not matter

ROUNDING = 1e-12  # an error below it is what is left of a line that goes through the point


class RegressionFit(Explorable):
    """Linear and logistic regression of a class on one number.

    Parameters
    ----------
    zeros, ones : list of float
        Where the points of class 0 and of class 1 are, from -1000 to 1000; one to eight each.
    penalty : float
        Of the logistic curve: penalty / 2 · weight², from 0.001 to 100. scikit-learn's C is 1 over
        it. Where the classes do not overlap, a curve without it would grow steeper for ever.

    Raises
    ------
    StateError
        If a value is not possible.

    Source
    ------
    TUM 2019, problem 2h.

    Examples
    --------
    >>> found = RegressionFit(zeros=[1, 2, 3, 4], ones=[5, 6, 7, 30]).compute()
    >>> found["line_crossing"], found["line_wrong"], found["curve_wrong"]
    (7.25, 3, 0)
    """

    zeros = List(default_value=[1.0, 2.0, 3.0, 4.0]).tag(sync=True)
    ones = List(default_value=[5.0, 6.0, 7.0, 30.0]).tag(sync=True)
    penalty = Float(1.0).tag(sync=True)

    @classmethod
    def check(cls, state: Mapping[str, Any]) -> dict[str, Any]:
        """Return the full state."""
        s = super().check(state)
        found: dict[str, Any] = {}
        for name in ("zeros", "ones"):
            points = _check.array(name, s[name], [1], -EDGE, EDGE)
            if _check.shape(points)[0] > MOST:
                _check.refuse(name, points, f"a list of 1 to {MOST} numbers")
            found[name] = points
        return {**found, "penalty": _check.number("penalty", s["penalty"], 0.001, 100)}

    def compute(self) -> dict[str, Any]:
        """Fit both, to all points and to all but the one farthest out.

        Returns
        -------
        dict
            `line` (slope, intercept) and `curve` (weight, bias). For each of the two, as
            `line_...` and `curve_...`: `crossing`, the x where it passes one half (None if
            nowhere); per point, class 0 first, (n,), `value`, `error` (value minus class) and
            `loss` (squared error, cross-entropy); `total` of the losses; `wrong`, how many
            points are on the wrong side of one half; `crossing_without` the point `far` (None if
            it is alone in its class).
        """
        x = np.array([*self.zeros, *self.ones], dtype=float)
        y = np.repeat([0.0, 1.0], [len(self.zeros), len(self.ones)])
        line, curve = fits.line(x, y), fits.curve(x, y, self.penalty)
        z = curve[0] * x + curve[1]
        values = {"line": line[0] * x + line[1], "curve": nn.sigmoid(z)}
        errors = {name: value - y for name, value in values.items()}
        errors["line"][np.abs(errors["line"]) < ROUNDING] = 0.0
        losses = {
            "line": nn.mse_loss(errors["line"], np.zeros_like(y), reduction="none"),
            "curve": nn.binary_cross_entropy_with_logits(z, y, reduction="none"),
        }
        far = self._farthest()
        found: dict[str, Any] = {"line": np.array(line), "curve": np.array(curve), "far": far}
        for name, fit, level in (("line", line, 0.5), ("curve", curve, 0.0)):
            value = values[name]
            found |= {
                f"{name}_crossing": fits.crossing(*fit, level, x),
                f"{name}_value": value,
                f"{name}_error": errors[name],
                f"{name}_loss": losses[name],
                f"{name}_total": float(losses[name].sum()),
                f"{name}_wrong": int(((value >= HALF) != (y == 1)).sum()),
            }
        return {**found, **self._without(far, x, y)}

    def _farthest(self) -> int:
        """The point with the greatest distance from the mean, the first of equals."""
        points = [*self.zeros, *self.ones]
        middle = sum(points) / len(points)
        far = 0
        for i, point in enumerate(points):
            if abs(point - middle) > abs(points[far] - middle) + fits.FLAT:
                far = i
        return far

    def _without(self, far: int, x: np.ndarray, y: np.ndarray) -> dict[str, float | None]:
        """Where both cross one half if a point is left out."""
        if (y == y[far]).sum() == 1:
            return {"line_crossing_without": None, "curve_crossing_without": None}
        u, v = np.delete(x, far), np.delete(y, far)
        return {
            "line_crossing_without": fits.crossing(*fits.line(u, v), 0.5, u),
            "curve_crossing_without": fits.crossing(*fits.curve(u, v, self.penalty), 0.0, u),
        }

    def heights(self) -> tuple[int, int]:
        """Return what `view.ts` takes as it opens; measured."""
        return 931, 1018

    def figure(self) -> Figure:
        """Draw the points, both fits, and where they cross one half."""
        import matplotlib.pyplot as plt

        from unrolled.plotting import palette, style

        found, colours = self.compute(), palette()
        points = [*self.zeros, *self.ones]
        margin = 0.06 * (max(points) - min(points)) + 0.5
        x = np.linspace(min(points) - margin, max(points) + margin, 401)
        with style():
            figure, axes = plt.subplots(figsize=(7.0, 3.6))
            axes.axhline(0.5, color=colours["line"], linewidth=1.2)
            line, (weight, bias) = found["line"], found["curve"]
            axes.plot(x, line[0] * x + line[1], "--", color=colours["ink"], label="line")
            axes.plot(x, nn.sigmoid(weight * x + bias), color=colours["forward"], label="curve")
            axes.plot(self.zeros, [0] * len(self.zeros), "o", color=colours["target"],
                      markerfacecolor="none")  # fmt: skip
            axes.plot(self.ones, [1] * len(self.ones), "o", color=colours["target"])
            axes.set(xlabel="x", ylabel="class", yticks=(0, 0.5, 1), ylim=(-0.4, 1.5))
            axes.legend()
        return figure

    def alt(self) -> str:
        """Say where both cross one half, and what they get wrong."""
        found = self.compute()

        def said(name: str) -> str:
            at, wrong = found[f"{name}_crossing"], found[f"{name}_wrong"]
            where = "crosses one half nowhere" if at is None else f"crosses one half at {show(at)}"
            return f"{where} and has {wrong} points on the wrong side"

        return (
            f"Points of class 0 at x = {several(self.zeros)} and of class 1 at "
            f"{several(self.ones)}. The least-squares line {said('line')}; the logistic curve "
            f"{said('curve')}."
        )
