"""The game: what each player sees of the other, and their steps in turn."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import islice
from typing import Any, NamedTuple

import numpy as np

from unrolled import nn, optim
from unrolled.explorables._random import normal

Array = np.ndarray
FAR = 1e3  # a player whose numbers are larger than this has left the game
THIN = 1e-6  # a generated distribution is at least as wide, where its density is needed
EVEN = 40.0  # softplus of more is the number itself, to the last bit
# The exact expectation over N(0, 1): the trapezoidal rule, which for so smooth an integrand is as
# good as exact; the weights are made to sum to 1, so that D = 1/2 has the value -ln 4.
EXACT = np.arange(-24, 25) / 4
EXACT_WEIGHTS = np.exp(-(EXACT**2) / 2) / np.exp(-(EXACT**2) / 2).sum()


class Draws(NamedTuple):
    """Standard normal numbers for the real side and for the noise, and what each counts."""

    real: Array
    noise: Array
    weight: Array


class Players(NamedTuple):
    """The discriminator's weights (3,), of its logit v x² + w x + c; a and b of G(z) = a + b z."""

    weights: Array
    mean: float
    spread: float


class Run(NamedTuple):
    """The players after every turn, and the weights before the last step of the discriminator."""

    after: list[Players]
    held: list[Array]
    gone: bool


def draws(s: Mapping[str, Any]) -> Draws:
    """Return what expectations are taken over."""
    count = s["samples"]
    if not count:
        return Draws(EXACT, EXACT, EXACT_WEIGHTS)
    numbers = np.array(list(islice(normal(s["seed"]), 2 * count)))
    return Draws(numbers[:count], numbers[count:], np.full(count, 1 / count))


def places(s: Mapping[str, Any], p: Players, d: Draws) -> tuple[Array, Array]:
    """Return the real numbers and the generated ones, (n,) each."""
    return s["real_mean"] + s["real_deviation"] * d.real, p.mean + p.spread * d.noise


def features(s: Mapping[str, Any], x: Array) -> Array:
    """Return x², x and 1, (n, 3); without a quadratic term the first is 0."""
    square = x * x if s["discriminator"] == "quadratic" else np.zeros_like(x)
    return np.column_stack([square, x, np.ones_like(x)])


def logits(p: Players, x: Array) -> Array:
    """Return the discriminator's logits."""
    v, w, c = p.weights
    return np.asarray(v * x * x + w * x + c)


def probabilities(p: Players, x: Array) -> Array:
    """Return D(x)."""
    return np.asarray(nn.sigmoid(logits(p, x)))


def logs(s: Mapping[str, Any], p: Players, d: Draws) -> tuple[float, float]:
    """Return E ln D(x) and E ln(1 - D(G(z))), the two parts of the value."""
    real, fake = (logits(p, x) for x in places(s, p, d))
    return _log_sigmoid(real, d), _log_sigmoid(-fake, d)


def _log_sigmoid(logit: Array, d: Draws) -> float:
    """The mean of ln sigmoid(logit), exact also where it is nearly 0."""
    return -float(d.weight @ nn.softplus(-logit, threshold=EVEN))


def _taken(logit: Array, d: Draws) -> Array:
    """The share of each draw in the mean of sigmoid(logit): the slope of that of softplus."""
    return np.asarray(nn.softplus_backward(d.weight, logit, threshold=EVEN))


def towards_real(s: Mapping[str, Any], p: Players, d: Draws) -> tuple[Array, Array]:
    """Return the two parts of dV/d(v, w, c), (3,) each: it is the first minus the second."""
    real, fake = places(s, p, d)
    not_yet = features(s, real).T @ _taken(-logits(p, real), d)
    wrongly = features(s, fake).T @ _taken(logits(p, fake), d)
    return np.asarray(not_yet), np.asarray(wrongly)


def pushes(s: Mapping[str, Any], p: Players, d: Draws) -> tuple[Array, Array]:
    """Return the gradients (2,) of the generator's a and b: of V, and of -E ln D(G(z))."""
    _, x = places(s, p, d)
    logit = logits(p, x)
    along = 2 * p.weights[0] * x + p.weights[1]  # slope of the logit at x
    minimax, other = (-_taken(sign * logit, d) * along for sign in (1, -1))
    return (
        np.array([minimax.sum(), (minimax * d.noise).sum()]),
        np.array([other.sum(), (other * d.noise).sum()]),
    )


def chosen(s: Mapping[str, Any], p: Players, d: Draws) -> Array:
    """Return the gradient (2,) that the generator follows; that of b is 0 if it stays."""
    both = pushes(s, p, d)[s["loss"] == "non_saturating"]
    return both if s["learns"] == "both" else both * np.array([1.0, 0.0])


def run(s: Mapping[str, Any]) -> Run:
    """Play: `ahead` turns of the discriminator alone, then rounds of both."""
    d = draws(s)
    discriminator = optim.SGD(learning_rate=s["d_rate"])
    generator = optim.SGD(learning_rate=s["g_rate"])
    weights = np.array(s["weights"], float)
    if s["discriminator"] == "linear":
        weights[0] = 0.0
    p = Players(weights, float(s["mean"]), float(s["deviation"]))
    after, held = [p], [weights]
    for turn in range(s["ahead"] + s["rounds"]):
        for _ in range(1 if turn < s["ahead"] else s["d_steps"]):
            before = p.weights
            real, fake = towards_real(s, p, d)
            row = discriminator.step(discriminator.start(before), fake - real)
            p = p._replace(weights=np.asarray(row["parameter"]))
        if turn >= s["ahead"]:
            row = generator.step(generator.start(np.array([p.mean, p.spread])), chosen(s, p, d))
            mean, spread = np.asarray(row["parameter"]).tolist()
            p = p._replace(mean=mean, spread=spread)
        if not (np.abs([*p.weights, p.mean, p.spread]) <= FAR).all():  # catches NaN, too
            return Run(after, held, gone=True)
        after.append(p)
        held.append(before)
    return Run(after, held, gone=False)


def optimum(s: Mapping[str, Any], p: Players) -> Array:
    """Return (3,) of the best discriminator: its logit is ln of the ratio of the two densities."""
    mu, var = s["real_mean"], s["real_deviation"] ** 2
    wide = max(abs(p.spread), THIN)
    own = wide * wide
    return np.array(
        [
            (1 / own - 1 / var) / 2,
            mu / var - p.mean / own,
            (p.mean * p.mean / own - mu * mu / var) / 2 + math.log(wide / s["real_deviation"]),
        ]
    )


def best(s: Mapping[str, Any], p: Players) -> float:
    """Return the exact value with the best discriminator: -ln 4 + 2 JSD, at most 0."""
    exact = Draws(EXACT, EXACT, EXACT_WEIGHTS)
    wide = max(abs(p.spread), THIN)
    shift = math.log(wide / s["real_deviation"])
    real, fake = places(s, p._replace(spread=wide), exact)
    # Distances in standard deviations: v x² + w x + c would cancel for a narrow one.
    own, theirs = (real - p.mean) / wide, (fake - s["real_mean"]) / s["real_deviation"]
    logit_real = (own * own - EXACT * EXACT) / 2 + shift
    logit_fake = (EXACT * EXACT - theirs * theirs) / 2 + shift
    return _log_sigmoid(logit_real, exact) + _log_sigmoid(-logit_fake, exact)
