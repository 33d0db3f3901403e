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
# The exact expectation over N(0, 1): the trapezoidal rule, which for so smooth an integrand is as
# good as exact; the weights are made to sum to 1, so that D = 1/2 has the value -ln 4.
EXACT = np.arange(-20, 21) / 4
EXACT_WEIGHTS = np.exp(-(EXACT**2) / 2) / np.exp(-(EXACT**2) / 2).sum()


class Draws(NamedTuple):
    """Standard normal numbers for the real side and for the noise, and what each counts."""

    real: Array
    noise: Array
    weight: Array


class Players(NamedTuple):
    """Weights (3,) of the discriminator's logit v x² + w x + c; mean and spread of G(z) = a + b z."""

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
    return _cross_entropy(real, 1.0, d), _cross_entropy(fake, 0.0, d)


def _cross_entropy(logit: Array, target: float, d: Draws) -> float:
    loss = nn.binary_cross_entropy_with_logits(
        logit, np.full_like(logit, target), weight=d.weight, reduction="sum"
    )
    return -float(loss)


def towards_real(s: Mapping[str, Any], p: Players, d: Draws) -> tuple[Array, Array]:
    """Return the two parts of dV/d(v, w, c), (3,) each: it is the first minus the second."""
    parts = []
    for x, target in zip(places(s, p, d), (1.0, 0.0), strict=True):
        logit = logits(p, x)
        slope = nn.binary_cross_entropy_with_logits_backward(
            1.0, logit, np.full_like(logit, target), weight=d.weight, reduction="sum"
        )[0]
        parts.append(np.asarray(features(s, x).T @ slope))
    return -parts[0], parts[1]


def pushes(s: Mapping[str, Any], p: Players, d: Draws) -> tuple[Array, Array]:
    """Return the gradients (2,) of the generator's a and b: of V, and of -E ln D(G(z))."""
    _, x = places(s, p, d)
    logit = logits(p, x)
    along = 2 * p.weights[0] * x + p.weights[1]  # slope of the logit at x
    found = []
    for target, sign in ((0.0, -1), (1.0, 1)):
        slope = nn.binary_cross_entropy_with_logits_backward(
            1.0, logit, np.full_like(logit, target), weight=d.weight, reduction="sum"
        )[0]
        by_x = sign * np.asarray(slope) * along
        found.append(np.array([by_x.sum(), (by_x * d.noise).sum()]))
    return found[0], found[1]


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
            p = p._replace(mean=float(row["parameter"][0]), spread=float(row["parameter"][1]))
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
    found = 0.0
    for x, target in zip(places(s, p._replace(spread=wide), exact), (1.0, 0.0), strict=True):
        # Distances in standard deviations: v x² + w x + c would cancel for a narrow one.
        own, theirs = (x - p.mean) / wide, (x - s["real_mean"]) / s["real_deviation"]
        logit = (own * own - theirs * theirs) / 2 + math.log(wide / s["real_deviation"])
        found += _cross_entropy(logit, target, exact)
    return found
