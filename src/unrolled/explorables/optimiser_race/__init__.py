"""OptimiserRace: five optimisers on one surface, at one learning rate, with every number."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
from traitlets import Float, Int, List, Unicode

from unrolled import optim
from unrolled.explorables import _check
from unrolled.explorables._base import Explorable
from unrolled.explorables._numbers import show
from unrolled.explorables._random import normal
from unrolled.explorables.optimiser_race.surfaces import WORDS, Array, factors, slope, value

if TYPE_CHECKING:
    from matplotlib.figure import Figure

RACERS = {
    "sgd": "SGD",
    "momentum": "momentum",
    "nesterov": "Nesterov",
    "rmsprop": "RMSProp",
    "adam": "Adam",
}
STEPS = 200  # at most
FAR = 1e4  # a weight beyond this size is out of the race
# What a step of the chosen optimiser may consist of; None where it has no such value.
LEDGER = (
    *("slope", "noise_part", "gradient", "velocity", "direction", "m", "v"),
    *("m_correction", "v_correction", "m_hat", "v_hat", "denominator", "rate", "update"),
    *("before", "parameter"),
)


class OptimiserRace(Explorable):
    """SGD, momentum, Nesterov's momentum, RMSProp and Adam, from one start, with the same noise.

    Parameters
    ----------
    surface : str
        ravine, gutter (a floor of constant slope), saddle, rosenbrock, two_valleys or neuron (a
        sigmoid neuron's binary cross-entropy for one pair x, y).
    a, b : float
        The surface's constants: curvatures of ravine and saddle; slope and curvature of the
        gutter; Rosenbrock's a and b; tilt and curvature of the valleys. From 0 to 100000.
    x, y : float
        The neuron's input, from -100 to 100, and target, from 0 to 1.
    start : list of two floats
        Where all begin, each from -1000 to 1000.
    learning_rate : float
        From 0 to 10.
    decay : float
        p in η / tᵖ, the learning rate of step t; from 0 (none) to 3.
    momentum : float
        Of momentum and Nesterov, from 0 to 0.999.
    alpha : float
        Share of the old mean square that RMSProp keeps, from 0 to 0.9999.
    beta1, beta2 : float
        Adam's, from 0 to 0.9999.
    noise : float
        Standard deviation of the gradient of one example, in each coordinate; from 0 to 100.
    batch : int
        Examples a gradient is averaged over: its noise is noise / √batch; from 1 to 4096.
    seed : int
        Of the noise, from 0 to 9999.
    steps : int
        How far the race has been run, from 1 to 200.
    optimiser : str
        Whose numbers are shown: sgd, momentum, nesterov, rmsprop or adam.
    reach : list of two floats
        How far the picture reaches from the origin, each from 0.001 to 1000.

    Raises
    ------
    StateError
        If a value is not possible.

    Source
    ------
    BITS end-semester 2022-23, 4a; TUM 2019, problem 3; Osnabrück, task 7.

    Examples
    --------
    BITS 4a: Adam's first step is as long as the learning rate.

    >>> race = OptimiserRace(surface="neuron", x=3.5, y=0.5, start=[-2, -2], learning_rate=0.1,
    ...                      beta2=0.99, optimiser="adam", steps=1)
    >>> found = race.compute()
    >>> found["gradient"].round(6).tolist(), found["parameter"].round(6).tolist()
    ([-1.749568, -0.499877], [-1.9, -1.9])
    """

    presets_height = 60, 60  # they have a line of their own

    surface = Unicode("ravine").tag(sync=True)
    a = Float(1.0).tag(sync=True)
    b = Float(25.0).tag(sync=True)
    x = Float(3.5).tag(sync=True)
    y = Float(0.5).tag(sync=True)
    start = List(default_value=[-10.0, 1.0]).tag(sync=True)
    learning_rate = Float(0.05).tag(sync=True)
    decay = Float(0.0).tag(sync=True)
    momentum = Float(0.8).tag(sync=True)
    alpha = Float(0.9).tag(sync=True)
    beta1 = Float(0.9).tag(sync=True)
    beta2 = Float(0.999).tag(sync=True)
    noise = Float(0.0).tag(sync=True)
    batch = Int(1).tag(sync=True)
    seed = Int(1).tag(sync=True)
    steps = Int(60).tag(sync=True)
    optimiser = Unicode("momentum").tag(sync=True)
    reach = List(default_value=[12.0, 2.5]).tag(sync=True)

    @classmethod
    def check(cls, state: Mapping[str, Any]) -> dict[str, Any]:
        """Return the full state."""
        s = super().check(state)
        return {
            "surface": _check.one_of("surface", s["surface"], tuple(WORDS)),
            "a": _check.number("a", s["a"], 0, 1e5),
            "b": _check.number("b", s["b"], 0, 1e5),
            "x": _check.number("x", s["x"], -100, 100),
            "y": _check.number("y", s["y"], 0, 1),
            "start": _pair("start", s["start"], -1000, 1000),
            "learning_rate": _check.number("learning_rate", s["learning_rate"], 0, 10),
            "decay": _check.number("decay", s["decay"], 0, 3),
            "momentum": _check.number("momentum", s["momentum"], 0, 0.999),
            "alpha": _check.number("alpha", s["alpha"], 0, 0.9999),
            "beta1": _check.number("beta1", s["beta1"], 0, 0.9999),
            "beta2": _check.number("beta2", s["beta2"], 0, 0.9999),
            "noise": _check.number("noise", s["noise"], 0, 100),
            "batch": _check.whole("batch", s["batch"], 1, 4096),
            "seed": _check.whole("seed", s["seed"], 0, 9999),
            "steps": _check.whole("steps", s["steps"], 1, STEPS),
            "optimiser": _check.one_of("optimiser", s["optimiser"], tuple(RACERS)),
            "reach": _pair("reach", s["reach"], 1e-3, 1000),
        }

    def compute(self) -> dict[str, Any]:
        """Run the race.

        Returns
        -------
        dict
            path (5, steps + 1, 2) and loss (5, steps + 1), in which who is out stays where it was;
            last (5,), the step up to which each is in the race; final (5,), its loss there; factor
            (2,) or None, by which a plain step multiplies the weights; noise_of_mean; and the
            chosen optimiser's last step, number `ledger_step`, by the names in `LEDGER`, each (2,),
            a number or None.
        """
        s = self.state()
        spread = self.noise / math.sqrt(self.batch)
        noise = spread * np.array(list(islice(normal(self.seed), 2 * self.steps))).reshape(-1, 2)
        path = np.empty((len(RACERS), self.steps + 1, 2))
        last = []
        ledger: dict[str, Any] = {}
        for i, (name, optimiser) in enumerate(self._optimisers().items()):
            rows = self._run(s, optimiser, noise)
            stayed = len(rows) - 1 - _gone(rows[-1]["parameter"])
            for t in range(self.steps + 1):
                path[i, t] = rows[min(t, stayed)]["parameter"]
            last.append(stayed)
            if name == self.optimiser:
                before = rows[-2]["parameter"]
                ledger = {"ledger_step": rows[-1]["step"], **rows[-1], "before": before}
                ledger["rate"] = ledger["learning_rate"]
        loss = value(s, path[..., 0], path[..., 1])
        return {
            "path": path,
            "loss": loss,
            "last": last,
            "final": loss[:, -1],
            "factor": factors(s),
            "noise_of_mean": spread,
            "ledger_step": ledger["ledger_step"],
            **{name: ledger.get(name) for name in LEDGER},
        }

    def heights(self) -> tuple[int, int]:
        """Return what `view.ts` takes as it opens; measured."""
        return 1148, 1161

    def figure(self) -> Figure:
        """Draw the paths on the surface, and the loss."""
        from unrolled.explorables.optimiser_race.figure import draw

        return draw(self.state(), self.compute(), self._half())

    def alt(self) -> str:
        """Say who is where."""
        found = self.compute()
        places = "; ".join(
            f"{word}: {show(float(found['final'][i]))}"
            + ("" if found["last"][i] == self.steps else f", out after step {found['last'][i]}")
            for i, word in enumerate(RACERS.values())
        )
        return (
            f"Five optimisers on {WORDS[self.surface]}, with learning rate "
            f"{show(self.learning_rate)}. Their losses after {self.steps} steps: {places}."
        )

    def _half(self) -> tuple[float, float]:
        """Half the width and the height of the picture: the start is in it."""
        one, two = (max(r, 1.1 * abs(w)) for r, w in zip(self.reach, self.start, strict=True))
        return one, two

    def _optimisers(self) -> dict[str, optim.Optimiser]:
        rate, kept = self.learning_rate, self.momentum
        return {
            "sgd": optim.SGD(learning_rate=rate),
            "momentum": optim.SGD(learning_rate=rate, momentum=kept),
            "nesterov": optim.SGD(learning_rate=rate, momentum=kept, nesterov=kept > 0),
            "rmsprop": optim.RMSProp(learning_rate=rate, alpha=self.alpha),
            "adam": optim.Adam(learning_rate=rate, betas=(self.beta1, self.beta2)),
        }

    def _run(
        self, s: Mapping[str, Any], optimiser: optim.Optimiser, noise: Array
    ) -> list[dict[str, Any]]:
        """The ledger, up to the step that leaves the race; slope and noise apart in each row."""
        rows: list[dict[str, Any]] = [optimiser.start(np.array(self.start, dtype=float))]
        for t, part in enumerate(noise):
            found = slope(s, rows[-1]["parameter"])
            rate = self.learning_rate / (t + 1) ** self.decay
            row = optimiser.step(rows[-1], found + part, learning_rate=rate)
            rows.append({**row, "slope": found, "noise_part": part})
            if _gone(row["parameter"]):
                break
        return rows


def _gone(parameter: Any) -> bool:
    return not bool((np.abs(parameter) <= FAR).all())


def _pair(name: str, given: Any, low: float, high: float) -> Any:
    found = _check.array(name, given, [1], low, high)
    if _check.shape(found) != (2,):
        _check.refuse(name, given, "a list of 2 numbers")
    return found
