"""GanGame: generator and discriminator on a line, taking turns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from traitlets import Float, Int, List, Unicode

from unrolled.explorables import _check
from unrolled.explorables._base import Explorable
from unrolled.explorables._numbers import show
from unrolled.explorables.gan_game import game

AHEAD, ROUNDS, D_STEPS, SAMPLES = 1000, 400, 5, 8  # at most
END = AHEAD + ROUNDS
DISCRIMINATORS = "linear", "quadratic"
LEARNS = "mean", "both"
LOSSES = "minimax", "non_saturating"
MARKS = 10, 100, 1000  # steps of the discriminator ahead, after which the slopes are told
# What a turn consists of; None before the first one, and where the generator waits or there are
# no samples.
LEDGER = (
    *("log_real", "log_fake", "d_before", "d_real", "d_fake", "d_gradient", "d_after"),
    *("g_before", "g_gradient", "g_after", "x_real", "x_fake", "D_real", "D_fake", "D_after"),
)


class GanGame(Explorable):
    """Real numbers from N(μ, σ²), a generator a + b z, a discriminator σ(v x² + w x + c).

    In each round the discriminator takes `d_steps` gradient steps up V = E[ln D(x)] +
    E[ln(1 - D(a + b z))], then the generator one step down its loss. The discriminator may begin
    `ahead` of the generator. A turn is one of these steps ahead, or one round.

    Parameters
    ----------
    real_mean, real_deviation : float
        μ from -10 to 10, σ from 0.05 to 5.
    mean, deviation : float
        Where a and b begin, with the same ranges.
    weights : list of 3 floats
        Where v, w and c begin, each from -50 to 50.
    discriminator : {"quadratic", "linear"}
        Linear has no v. The best discriminator of two normal distributions is quadratic, and
        linear if they are equally wide.
    learns : {"both", "mean"}
        What of the generator is trained: a and b, or a alone.
    loss : {"minimax", "non_saturating"}
        The generator's: V, or -E[ln D(a + b z)].
    d_rate, g_rate : float
        The learning rates, from 0 to 10.
    d_steps : int
        Steps of the discriminator in a round, from 1 to 5.
    ahead : int
        Steps that it takes before the first round, from 0 to 1000.
    rounds : int
        From 0 to 400.
    samples : int
        0 for exact expectations; else so many real and so many generated samples, from 1 to 8:
        few enough to compute by hand.
    seed : int
        Of the samples, from 0 to 9999.
    moment : int
        The turn that is shown, from 0 to 1400; after the last one it is the last one.
    reach : list of 2 floats
        The part of the line that is shown, its ends from -30 to 30.

    Raises
    ------
    StateError
        If a value is not possible.

    Source
    ------
    FAU, question 1.5. Goodfellow et al., Generative adversarial nets (2014).

    Examples
    --------
    With the discriminator far ahead, the minimax loss has hardly a slope left for the generator.

    >>> game = GanGame(real_mean=4, real_deviation=0.5, mean=0, discriminator="linear",
    ...                learns="mean", d_rate=1, ahead=1000, rounds=0)
    >>> found = game.compute()
    >>> [float(f"{found[f'after_{steps}']:.2g}") for steps in (10, 100, 1000)]
    [-0.2, -0.049, -0.011]
    """

    presets_height = 60, 60  # they have a line of their own

    real_mean = Float(1.0).tag(sync=True)
    real_deviation = Float(1.0).tag(sync=True)
    mean = Float(-2.0).tag(sync=True)
    deviation = Float(0.5).tag(sync=True)
    weights = List(default_value=[0, 0, 0]).tag(sync=True)
    discriminator = Unicode("quadratic").tag(sync=True)
    learns = Unicode("both").tag(sync=True)
    loss = Unicode("minimax").tag(sync=True)
    d_rate = Float(0.3).tag(sync=True)
    g_rate = Float(0.1).tag(sync=True)
    d_steps = Int(1).tag(sync=True)
    ahead = Int(0).tag(sync=True)
    rounds = Int(300).tag(sync=True)
    samples = Int(0).tag(sync=True)
    seed = Int(1).tag(sync=True)
    moment = Int(20).tag(sync=True)
    reach = List(default_value=[-5, 5]).tag(sync=True)

    @classmethod
    def check(cls, state: Mapping[str, Any]) -> dict[str, Any]:
        """Return the full state."""
        s = super().check(state)
        return {
            "real_mean": _check.number("real_mean", s["real_mean"], -10, 10),
            "real_deviation": _check.number("real_deviation", s["real_deviation"], 0.05, 5),
            "mean": _check.number("mean", s["mean"], -10, 10),
            "deviation": _check.number("deviation", s["deviation"], 0.05, 5),
            "weights": _numbers("weights", s["weights"], 3, 50),
            "discriminator": _check.one_of("discriminator", s["discriminator"], DISCRIMINATORS),
            "learns": _check.one_of("learns", s["learns"], LEARNS),
            "loss": _check.one_of("loss", s["loss"], LOSSES),
            "d_rate": _check.number("d_rate", s["d_rate"], 0, 10),
            "g_rate": _check.number("g_rate", s["g_rate"], 0, 10),
            "d_steps": _check.whole("d_steps", s["d_steps"], 1, D_STEPS),
            "ahead": _check.whole("ahead", s["ahead"], 0, AHEAD),
            "rounds": _check.whole("rounds", s["rounds"], 0, ROUNDS),
            "samples": _check.whole("samples", s["samples"], 0, SAMPLES),
            "seed": _check.whole("seed", s["seed"], 0, 9999),
            "moment": _check.whole("moment", s["moment"], 0, END),
            "reach": _reach(s["reach"]),
        }

    def compute(self) -> dict[str, Any]:
        """Play the game, and look at the moment.

        Returns
        -------
        dict
            total, the turns played, and gone, whether the next one would lead beyond all bounds;
            moment, the turn that is shown; after every turn from 0 on mean and spread
            (total + 1,), weights (total + 1, 3), value, V; best, V with the best discriminator
            (exactly, also with samples); slope and slope_other, the gradients of a of V and of
            -E[ln D(a + b z)]; of these, after_10 to after_1000 and other_10 to other_1000, so many
            steps ahead, None where there are fewer; at the moment now_mean, now_spread, now_value,
            now_best, now_slope, now_slope_other, seen_real and seen_fake, the means of D, and
            optimum (3,), the best v, w and c; and the moment's turn by the names in `LEDGER`: the
            value's parts before the last step of the discriminator, that step (3,), the generator's
            (2,), and the samples (n,) with D before and after the discriminator's step.
        """
        s = self.state()
        d = game.draws(s)
        played = game.run(s)
        total = len(played.after) - 1
        t = min(self.moment, total)
        now = played.after[t]
        slopes = np.array([[push[0] for push in game.pushes(s, p, d)] for p in played.after])
        value = np.array([sum(game.logs(s, p, d)) for p in played.after])
        best = np.array([game.best(s, p) for p in played.after])
        real, fake = game.places(s, now, d)
        return {
            "total": total,
            "gone": played.gone,
            "moment": t,
            "mean": np.array([p.mean for p in played.after]),
            "spread": np.array([p.spread for p in played.after]),
            "weights": np.array([p.weights for p in played.after]),
            "value": value,
            "best": best,
            "slope": slopes[:, 0],
            "slope_other": slopes[:, 1],
            **self._marked(slopes),
            "now_mean": now.mean,
            "now_spread": now.spread,
            "now_value": value[t],
            "now_best": best[t],
            "now_slope": slopes[t, 0],
            "now_slope_other": slopes[t, 1],
            "seen_real": float(d.weight @ game.probabilities(now, real)),
            "seen_fake": float(d.weight @ game.probabilities(now, fake)),
            "optimum": game.optimum(s, now),
            **self._turn(s, played, d, t),
        }

    def heights(self) -> tuple[int, int]:
        """Return what `view.ts` takes as it opens; measured."""
        return 1301, 1958

    def alt(self) -> str:
        """Say where both players are."""
        found = self.compute()
        return (
            f"Real numbers from N({show(self.real_mean)}, {show(self.real_deviation)}²). After "
            f"{found['moment']} of {found['total']} turns the generated ones are from "
            f"N({show(found['now_mean'])}, {show(abs(found['now_spread']))}²), the value is "
            f"{show(float(found['now_value']))}, at most {show(float(found['now_best']))} with the "
            f"best discriminator and {show(-np.log(4))} at the equilibrium. The slope for "
            f"the generator's mean is {show(float(found['now_slope']))} with the minimax loss, "
            f"{show(float(found['now_slope_other']))} with the non-saturating one."
        )

    def _marked(self, slopes: np.ndarray) -> dict[str, Any]:
        reached = min(self.ahead, len(slopes) - 1)
        return {
            f"{name}_{mark}": slopes[mark, i] if mark <= reached else None
            for i, name in enumerate(("after", "other"))
            for mark in MARKS
        }

    def _turn(
        self, s: Mapping[str, Any], played: game.Run, d: game.Draws, t: int
    ) -> dict[str, Any]:
        """The turn's last step of the discriminator, then the generator's."""
        found: dict[str, Any] = dict.fromkeys(LEDGER)
        if t == 0:
            return found
        after, waits = played.after[t], t <= self.ahead
        before = played.after[t - 1]._replace(weights=played.held[t])
        meets = before._replace(weights=after.weights)  # what the generator's step is taken by
        real, fake = game.towards_real(s, before, d)
        found |= dict(zip(("log_real", "log_fake"), game.logs(s, before, d), strict=True))
        found |= {"d_before": before.weights, "d_real": real, "d_fake": fake}
        found |= {"d_gradient": real - fake, "d_after": after.weights}
        found |= {"g_before": np.array([before.mean, before.spread])}
        found |= {"g_gradient": game.chosen(s, meets, d)}
        found |= {"g_after": None if waits else np.array([after.mean, after.spread])}
        if s["samples"]:
            x, made = game.places(s, before, d)
            found |= {"x_real": x, "x_fake": made, "D_real": game.probabilities(before, x)}
            found |= {"D_fake": game.probabilities(before, made)}
            found |= {"D_after": game.probabilities(meets, made)}
        return found


def _numbers(name: str, given: Any, count: int, most: float) -> Any:
    found = _check.array(name, given, [1], -most, most)
    if _check.shape(found) != (count,):
        _check.refuse(name, given, f"a list of {count} numbers")
    return found


def _reach(given: Any) -> Any:
    found = _numbers("reach", given, 2, 30)
    if found[1] - found[0] < 1:
        _check.refuse("reach", given, "two ends at least 1 apart, the lower first")
    return found
