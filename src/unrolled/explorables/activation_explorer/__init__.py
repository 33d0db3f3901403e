"""ActivationExplorer: the value and the slope of an activation, alone or inside another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from traitlets import Float, Unicode

from unrolled import nn
from unrolled.explorables import _check
from unrolled.explorables._base import Explorable
from unrolled.explorables._numbers import show

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Array = NDArray[np.float64]
# In words, for the axes and the description.
WORDS = {
    "identity": "identity",
    "sigmoid": "σ",
    "tanh": "tanh",
    "relu": "ReLU",
    "leaky_relu": "leaky ReLU",
    "elu": "ELU",
    "gelu": "GELU",
    "silu": "SiLU",
    "softplus": "softplus",
}
END, POINTS = 8.0, 321  # of the curve: from -END to END


class ActivationExplorer(Explorable):
    """y = g(f(z)): what two activations make of a number, and what is left of a gradient.

    Parameters
    ----------
    z : float
        The pre-activation, from -8 to 8.
    activation, outer_activation : str
        f and g: identity, sigmoid, tanh, relu, leaky_relu, elu, gelu, silu or softplus.
    negative_slope : float
        Of leaky_relu for z < 0, from 0 to 1.
    alpha : float
        Of elu: it tends to -alpha; from 0 to 4.

    Raises
    ------
    StateError
        If a value is not possible.

    Source
    ------
    TUM 2019, problems 1b, 2c and 2e.

    Examples
    --------
    >>> found = ActivationExplorer(z=-2, activation="relu", outer_activation="sigmoid").compute()
    >>> found["y"], found["slope_total"]
    (0.5, 0.0)
    """

    z = Float(1.0).tag(sync=True)
    activation = Unicode("sigmoid").tag(sync=True)
    outer_activation = Unicode("identity").tag(sync=True)
    negative_slope = Float(0.01).tag(sync=True)
    alpha = Float(1.0).tag(sync=True)

    @classmethod
    def check(cls, state: Mapping[str, Any]) -> dict[str, Any]:
        """Return the full state."""
        s = super().check(state)
        return {
            "z": _check.number("z", s["z"], -END, END),
            "activation": _check.one_of("activation", s["activation"], tuple(WORDS)),
            "outer_activation": _check.one_of(
                "outer_activation", s["outer_activation"], tuple(WORDS)
            ),
            "negative_slope": _check.number("negative_slope", s["negative_slope"], 0, 1),
            "alpha": _check.number("alpha", s["alpha"], 0, 4),
        }

    def compute(self) -> dict[str, Any]:
        """Evaluate at z, and along the curve.

        Returns
        -------
        dict
            a = f(z), y = g(a), slope_f = f'(z), slope_g = g'(a), slope_total their product; and
            curve_y, curve_slope (321,) for z from -8 to 8.
        """
        line = np.linspace(-END, END, POINTS)
        inner, outer = self.activation, self.outer_activation
        found = {}
        for name, z in (("", np.array([self.z])), ("curve_", line)):
            a, slope_f = self._apply_to(inner, z)
            y, slope_g = self._apply_to(outer, a)
            found[name] = a, y, slope_f, slope_g
        point = [float(v[0]) for v in found[""]]
        _, curve_y, curve_f, curve_g = found["curve_"]
        return {
            **dict(zip(("a", "y", "slope_f", "slope_g"), point, strict=True)),
            "slope_total": point[2] * point[3],
            "curve_y": curve_y,
            "curve_slope": curve_g * curve_f,
        }

    def _apply_to(self, name: str, z: Array) -> tuple[Array, Array]:
        """An activation's values and slopes."""
        one = np.ones_like(z)
        if name == "identity":
            return z, one
        more = {"leaky_relu": (self.negative_slope,), "elu": (self.alpha,)}.get(name, ())
        value, back = getattr(nn, name), getattr(nn, f"{name}_backward")
        return value(z, *more), back(one, z, *more)

    def heights(self) -> tuple[int, int]:
        """Return what `view.ts` takes as it opens; measured."""
        return 668, 576

    def figure(self) -> Figure:
        """Draw the curve, its slope, and where z is."""
        import matplotlib.pyplot as plt

        from unrolled.plotting import palette, style

        found, colours = self.compute(), palette()
        line = np.linspace(-END, END, POINTS)
        with style():
            figure, axes = plt.subplots(figsize=(7.0, 3.6))
            axes.plot(line, found["curve_y"], color=colours["forward"], label=self._formula())
            axes.plot(
                line, found["curve_slope"], "--", color=colours["gradient"], label="its slope"
            )
            axes.plot([self.z], [found["y"]], "o", color=colours["forward"])
            axes.plot([self.z], [found["slope_total"]], "s", color=colours["gradient"])
            axes.set_xlabel("z")
            axes.legend()
        return figure

    def alt(self) -> str:
        """Say value and slope."""
        found = self.compute()
        return (
            f"The curve of {self._formula()} for z from −8 to 8, and its slope. At "
            f"z = {show(self.z)} the value is {show(found['y'])} and the slope "
            f"{show(found['slope_total'])}."
        )

    def _formula(self) -> str:
        inner = f"{WORDS[self.activation]}(z)" if self.activation != "identity" else "z"
        if self.outer_activation == "identity":
            return inner
        return f"{WORDS[self.outer_activation]}({inner})"
