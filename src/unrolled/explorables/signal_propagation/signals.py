"""Signals forward and gradients backward through the layers, as drawn and as predicted."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import islice, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from unrolled import calc, nn
from unrolled.explorables import _random

Array = NDArray[np.floating[Any]]
PRODUCTS = 300_000  # of a weight and a signal, in one pass
FEWEST = 4  # samples in the largest network
APART = 1000  # between the seeds of weights, inputs and gradients
DUST = 1e-9  # a mean or deviation below this share of the values is what rounding left


def send(s: Mapping[str, Any]) -> dict[str, Any]:
    """See `SignalPropagation.compute`."""
    widths = [s["inputs"], *[s["width"]] * s["depth"]]
    variances = [variance(s, n, m) for n, m in pairwise(widths)]
    weights = draw(s, widths)
    samples = used(s, widths)
    x = s["mean"] + s["deviation"] * numbers("normal", s["seed"] + APART, samples * s["inputs"])
    signals: list[Array] = [x.reshape(samples, s["inputs"])]
    nets: list[Array] = []
    value, back = functions(s["activation"])
    for weight in weights:
        z = nn.linear(signals[-1], weight)
        if s["biases"] == "centred":
            z = s["centre"] + (z - _mean(z, axis=0))
        nets.append(z)
        signals.append(value(z))
    # Of random sign: equal ones would add up what weights and slopes have in common.
    coins = numbers("uniform", s["seed"] + 2 * APART, samples * s["width"]) < 0
    grads: list[Array] = [np.where(coins == coins[0], 1.0, -1.0).reshape(samples, s["width"])]
    for weight, z, a in zip(weights[::-1], nets[::-1], signals[-2::-1], strict=True):
        at_z = back(grads[0], z)
        grads.insert(0, nn.linear_backward(at_z, a, weight)[0])
    grad_rms = [_rms(g) for g in grads]
    n, m = widths[:2]
    keeping = math.sqrt(
        s["deviation"] ** 2 / calc.linear_variance(n, 1, s["deviation"] ** 2, input_mean=s["mean"])
    )
    rules = (calc.xavier_variance(n, n), calc.xavier_variance(n, m), calc.he_variance(n))
    return {
        **_measured("signal", signals),
        **{f"net_{key}": [f(z) for z in nets] for key, f in (("mean", _average), ("std", _std))},
        "slope_mean": [_average(back(np.ones_like(z), z)) for z in nets],
        **_measured("grad", grads),
        "grad_factor": [a / b if b else 0.0 for a, b in pairwise(grad_rms)],
        "weight_std": [math.sqrt(v) for v in variances],
        **theory(s, widths, variances),
        "samples_used": samples,
        "rules": [math.sqrt(v) for v in rules],
        "keeping_std": keeping,
        "keeping_bound": calc.uniform_bound(keeping**2),
    }


def used(s: Mapping[str, Any], widths: list[int]) -> int:
    """Samples for which there is time."""
    weights = sum(n * m for n, m in pairwise(widths))
    return int(min(s["samples"], max(PRODUCTS // weights, FEWEST)))


def variance(s: Mapping[str, Any], fan_in: int, fan_out: int) -> float:
    """Variance of a layer's weights by its rule; 0 where all are the same."""
    rule = s["rule"]
    if rule == "xavier":
        return float(calc.xavier_variance(fan_in, fan_out))
    if rule == "kaiming":
        return float(calc.he_variance(fan_in))
    if rule == "uniform":
        return float(s["bound"] ** 2 / 3)
    return float(s["factor"] ** 2 / fan_in) if rule == "scaled" else 0.0


def draw(s: Mapping[str, Any], widths: list[int]) -> list[Array]:
    """The weights of all layers, from one stream of random numbers."""
    shapes = list(zip(widths[1:], widths, strict=False))
    if s["rule"] == "constant":
        return [np.full(shape, float(s["constant"])) for shape in shapes]
    kind = "uniform" if s["rule"] == "uniform" else "normal"
    stream = numbers(kind, s["seed"], sum(m * n for m, n in shapes))
    weights, start = [], 0
    for m, n in shapes:
        unit = stream[start : start + m * n].reshape(m, n)
        start += m * n
        scale = s["bound"] if kind == "uniform" else math.sqrt(variance(s, n, m))
        weights.append(scale * unit)
    return weights


def theory(s: Mapping[str, Any], widths: list[int], variances: list[float]) -> dict[str, Any]:
    """What independent weights of mean 0 should make of the sizes; tanh is taken as z."""
    names = "theory_net_std", "theory_rms", "theory_grad_rms"
    if s["rule"] == "constant" or s["biases"] == "centred" or s["activation"] == "sigmoid":
        return dict.fromkeys(names)
    second = s["mean"] ** 2 + s["deviation"] ** 2
    nets, seconds = [], [second]
    for n, v in zip(widths, variances, strict=False):
        nets.append(calc.linear_variance(n, v, second))
        second = calc.activation_second_moment(nets[-1], s["activation"])
        seconds.append(second)
    grads = [1.0]
    for m, v in zip(widths[:0:-1], variances[::-1], strict=True):
        at_z = calc.activation_second_moment(grads[0], s["activation"])
        grads.insert(0, float(calc.linear_variance(m, v, at_z)))
    sizes: list[list[Any]] = [nets, seconds, grads]
    return {name: [math.sqrt(v) for v in values] for name, values in zip(names, sizes, strict=True)}


def functions(name: str) -> tuple[Callable[..., Array], Callable[..., Array]]:
    """An activation and its way back."""
    if name == "linear":
        return (lambda z: z), (lambda grad, _: grad)
    return getattr(nn, name), getattr(nn, f"{name}_backward")


@lru_cache(maxsize=8)
def numbers(kind: str, seed: int, count: int) -> Array:
    """Random numbers of mean 0: normal of deviation 1, or uniform from -1 to 1."""
    if kind == "uniform":
        return np.array([2 * u - 1 for u in islice(_random.uniform(seed), count)])
    return np.array(list(islice(_random.normal(seed), count)))


def _measured(name: str, layers: list[Array]) -> dict[str, list[float]]:
    kinds = ("mean", _average), ("std", _std), ("rms", _rms)
    return {f"{name}_{key}": [f(values) for values in layers] for key, f in kinds}


def _mean(values: Array, axis: int | None = None) -> Any:
    first = values[0] if axis == 0 else values.flat[0]
    return first + (values - first).mean(axis=axis)  # of equal values exactly that value


def _average(values: Array) -> float:
    found = float(_mean(values))
    return found if abs(found) > DUST * _rms(values) else 0.0


def _rms(values: Array) -> float:
    return float(np.sqrt((values**2).mean()))


def _std(values: Array) -> float:
    found = _rms(values - _mean(values))
    return found if found > DUST * _rms(values) else 0.0
