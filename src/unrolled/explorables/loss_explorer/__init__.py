"""LossExplorer: what a loss charges for a prediction, and which way it pushes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from traitlets import Float, Int, List, Unicode

from unrolled.explorables import _check
from unrolled.explorables._base import Explorable
from unrolled.explorables._numbers import several, show
from unrolled.explorables.loss_explorer import losses
from unrolled.explorables.loss_explorer.losses import BOUNDS, FAMILIES, FAMILY, OUTPUTS, WORDS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# What a prediction and a target may be.
LIMITS = {"number": (-400, 400), "class": (-10, 10), "angle": (0, 360)}
TARGETS = {"number": (-400, 400), "class": (0, 1), "angle": (0, 360)}
# What takes the place of points that a new loss has no use for.
OPENINGS = {"number": ([3.0], [1.0]), "class": ([-2.0], [1.0]), "angle": ([350.0], [20.0])}
ONE_HOT = ("cross_entropy", "hinge")
MOST = 4  # points
HEIGHTS = {"number": (905, 955), "class": (823, 910), "angle": (777, 1156)}  # px
FAR = 1e6  # where a descent is given up


class LossExplorer(Explorable):
    """Predictions against targets: value and slope of a loss, and a descent along it.

    Parameters
    ----------
    loss : str
        For numbers squared, half_squared, absolute, huber or smooth_l1; for classes
        binary_cross_entropy, cross_entropy, hinge or sigmoid_squared; for directions in degrees
        angle_squared, angle_arc or angle_circular.
    predictions : list of float
        One to four: numbers from -400 to 400, scores (logits) from -10 to 10, or degrees from 0 to
        360. With an output activation they are what goes into it.
    targets : list of float
        As many: numbers from -400 to 400, 1 or 0 for a class (binary cross-entropy takes
        probabilities, too), degrees from 0 to 360. With cross_entropy 0 means that class 2 is the
        right one.
    output : str
        What a predicted number passes first: identity, sigmoid or tanh.
    delta : float
        Where Huber's parabola ends, and that of smooth L1 (its beta); from 0.1 to 100.
    penalty : float
        Added for numbers above 0: penalty · max(0, prediction)², from 0 to 10; not with an output
        activation.
    others : list of float
        Scores of the classes 2 and 3 of cross_entropy, from -4 to 4.
    rate : float
        Of the descent, from 0.001 to 1000: the first prediction loses rate · slope each step.
    steps : int
        Of the descent, from 0 to 200.

    Raises
    ------
    StateError
        If a value is not possible.

    Source
    ------
    FAU, questions 3.1 to 3.6; BITS end-semester 2022-23, 4b; Osnabrück 7.4 and 7.5.

    Examples
    --------
    >>> seam = LossExplorer(loss="angle_squared", predictions=[359], targets=[1]).compute()
    >>> float(seam["loss"][0]), float(seam["arc"][0])
    (128164.0, -2.0)
    """

    loss = Unicode("squared").tag(sync=True)
    predictions = List(default_value=[3.0]).tag(sync=True)
    targets = List(default_value=[1.0]).tag(sync=True)
    output = Unicode("identity").tag(sync=True)
    delta = Float(1.0).tag(sync=True)
    penalty = Float(0.0).tag(sync=True)
    others = List(default_value=[0.0, 0.0]).tag(sync=True)
    rate = Float(0.1).tag(sync=True)
    steps = Int(10).tag(sync=True)

    @classmethod
    def check(cls, state: Mapping[str, Any]) -> dict[str, Any]:
        """Return the full state."""
        s = super().check(state)
        loss = _check.one_of("loss", s["loss"], tuple(FAMILY))
        family = FAMILY[loss]
        predictions = _check.array("predictions", s["predictions"], [1], *LIMITS[family])
        targets = _check.array("targets", s["targets"], [1], *TARGETS[family])
        others = _check.array("others", s["others"], [1], -4, 4)
        assert isinstance(predictions, list)
        assert isinstance(targets, list)
        if len(predictions) > MOST:
            _check.refuse("predictions", predictions, f"a list of 1 to {MOST} numbers")
        if len(targets) != len(predictions):
            _check.refuse("targets", targets, "a list as long as predictions")
        if loss in ONE_HOT:
            targets = [_check.whole(f"targets[{i}]", t, 0, 1) for i, t in enumerate(targets)]
        if _check.shape(others) != (2,):
            _check.refuse("others", others, "a list of 2 numbers")
        return {
            "loss": loss,
            "predictions": predictions,
            "targets": targets,
            "output": _check.one_of("output", s["output"], OUTPUTS),
            "delta": _check.number("delta", s["delta"], 0.1, 100),
            "penalty": _check.number("penalty", s["penalty"], 0, 10),
            "others": others,
            "rate": _check.number("rate", s["rate"], 0.001, 1000),
            "steps": _check.whole("steps", s["steps"], 0, 200),
        }

    @classmethod
    def merge(cls, state: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
        """Return `state` after `changes`; points that a new loss cannot take are replaced."""
        merged = {**state, **changes}
        if "loss" not in changes or changes["loss"] not in FAMILY:
            return merged
        try:
            cls.check(merged)
        except ValueError:
            points = dict(zip(("predictions", "targets"), OPENINGS[FAMILY[merged["loss"]]],
                              strict=True))  # fmt: skip
            return {**merged, **points, **changes}
        return merged

    def compute(self) -> dict[str, Any]:
        """Evaluate all points under the loss, the first also under its relatives, and descend.

        Returns
        -------
        dict
            Per point, (n,): `output` (what the loss sees: an activation's value or a
            probability), `error` (output minus target; for hinge the margin; for angles the
            difference of the numbers), `arc` (degrees, angles only), `loss`, `slope` by the
            prediction, `floor` (a bound that the loss cannot pass; with an output activation
            only). `total` and `mean` of the losses. Per loss of the same family, (k,):
            `family_mean`, and `family_slope` at the first point (a probability as target is
            the mean over the two classes). Of the descent: `path`,
            `path_loss`, `path_slope` (steps + 1,), and `last`, the step it got to.
        """
        s = self.state()
        q, t = (np.array(s[name], dtype=float) for name in ("predictions", "targets"))
        family = FAMILY[self.loss]
        value, slope = losses.value_and_slope(self.loss, s, q, t)
        seen, _ = losses.output(s, q)
        error = seen - t
        if self.loss == "hinge":
            error = (2 * t - 1) * q
        elif family == "class":
            seen = losses.probability(self.loss, s, q)
            error = seen - t
        all_of = [losses.value_and_slope(name, s, q, t) for name in FAMILIES[family]]
        return {
            "output": seen,
            "error": error,
            "arc": losses.arc(q, t) if family == "angle" else None,
            "loss": value,
            "slope": slope,
            "floor": self._floor(t),
            "total": float(value.sum()),
            "mean": float(value.mean()),
            "family_mean": np.array([float(v.mean()) for v, _ in all_of]),
            "family_slope": np.array([float(d[0]) for _, d in all_of]),
            **self._descent(s),
        }

    def _floor(self, t: np.ndarray) -> np.ndarray | None:
        """The loss of the nearest value that the output activation may come near to."""
        if FAMILY[self.loss] != "number" or self.output == "identity":
            return None
        return losses.of_number(self.loss, self.delta, np.clip(t, *BOUNDS[self.output]), t)[0]

    def _descent(self, s: dict[str, Any]) -> dict[str, Any]:
        """The first prediction goes down the slope until it has run away."""
        q, t = np.array([self.predictions[0]], dtype=float), np.array(self.targets[:1], dtype=float)
        rows, last = [], 0
        for step in range(self.steps + 1):
            value, slope = losses.value_and_slope(self.loss, s, q, t)
            rows.append((q[0], value[0], slope[0]))
            after = q - self.rate * slope
            if abs(after[0]) <= FAR and last == step < self.steps:
                q, last = after, step + 1
        path, path_loss, path_slope = np.array(rows).T
        return {"path": path, "path_loss": path_loss, "path_slope": path_slope, "last": last}

    def heights(self) -> tuple[int, int]:
        """Return what `view.ts` takes as it opens; measured."""
        return HEIGHTS[FAMILY[self.loss]]

    def figure(self) -> Figure:
        """Draw the loss over the prediction, its relatives, and where the points are."""
        import matplotlib.pyplot as plt

        from unrolled.plotting import palette, style

        found, colours, s = self.compute(), palette(), self.state()
        q = np.linspace(*self._window(), 401)
        curve, _ = losses.value_and_slope(self.loss, s, q, np.full_like(q, self.targets[0]))
        top = max(1.15 * found["loss"].max(), 0.35 * curve.max())
        with style():
            figure, axes = plt.subplots(figsize=(7.0, 3.6))
            axes.plot(q, curve, color=colours["forward"])
            axes.plot(self.predictions, found["loss"], "o", color=colours["forward"])
            reach = 0.1 * (q[-1] - q[0])
            at, slope = self.predictions[0], found["slope"][0]
            line = np.array([-reach, reach])
            axes.plot(at + line, found["loss"][0] + slope * line, color=colours["gradient"])
            if found["floor"] is not None:
                axes.axhline(found["floor"][0], linestyle="--", color=colours["wrong"])
            elif FAMILY[self.loss] != "class":
                axes.axvline(self.targets[0], linestyle="--", color=colours["target"])
            axes.set(xlabel=self._axis(), ylabel=WORDS[self.loss], xlim=(q[0], q[-1]),
                     ylim=(-0.06 * top, top))  # fmt: skip
        return figure

    def alt(self) -> str:
        """Say values and slope."""
        found = self.compute()
        several_points = len(self.predictions) > 1
        mean = f" The mean is {show(found['mean'])}." if several_points else ""
        return (
            f"{WORDS[self.loss].capitalize()} over the {self._axis()}, for the target "
            f"{show(self.targets[0])}. At {several(self.predictions)} it is "
            f"{several(found['loss'], 4)}; the slope at the first point is "
            f"{show(found['slope'][0])}.{mean}"
        )

    def _axis(self) -> str:
        family = FAMILY[self.loss]
        if family == "number" and self.output != "identity":
            return f"input z of the {self.output}"
        return {"number": "prediction", "class": "score z", "angle": "predicted degrees"}[family]

    def _window(self) -> tuple[float, float]:
        """From where to where the curve is drawn."""
        family = FAMILY[self.loss]
        if family == "angle":
            return 0.0, 360.0
        shown = [*self.predictions, *(self.targets if self.output == "identity" else ())]
        size = 1.1 * max(abs(v) for v in shown)
        return -max(size, 4.0), max(size, 4.0)
