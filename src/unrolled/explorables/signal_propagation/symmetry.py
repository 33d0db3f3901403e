"""Two inputs, a few hidden units and a linear output: whether units that start equal differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from unrolled import nn, optim
from unrolled.explorables.signal_propagation.signals import Array, functions, numbers

LAST = 20  # updates
SPREAD = 0.5  # standard deviation of the random start
ALIKE = 1e-9  # weights that differ by less are the same
FAR = 1e3  # training stops where a weight is larger


def train(s: Mapping[str, Any]) -> dict[str, Any]:
    """See `SignalPropagation.compute`."""
    optimiser = optim.SGD(learning_rate=s["learning_rate"])
    row = optimiser.start(first(s))
    path = [first(s)]
    for _ in range(s["updates"]):
        if np.abs(path[-1]).max() <= FAR:
            row = optimiser.step(row, run(s, path[-1])["gradient"])
        path.append(np.asarray(row["parameter"]))
    found = run(s, path[-1])
    cut = 2 * s["units"]
    units = np.column_stack([path[-1][:cut].reshape(-1, 2), path[-1][cut:]])
    return {
        "incoming": units[:, :2],
        "outgoing": units[:, 2],
        "grad_incoming": found["gradient"][:cut].reshape(-1, 2),
        "grad_outgoing": found["gradient"][cut:],
        **{name: found[name] for name in ("unit_net", "unit_value", "output", "loss")},
        "distinct": sum(
            all(np.abs(unit - other).max() > ALIKE for other in units[:i])
            for i, unit in enumerate(units)
        ),
        "path": np.array([weights[:cut].reshape(-1, 2) for weights in path]),
    }


def first(s: Mapping[str, Any]) -> Array:
    """The weights at the start: those of each unit's inputs, then the output's."""
    count = s["units"]
    weights = SPREAD * numbers("normal", s["seed"], 3 * count)
    constants = {"equal": 3 * count, "incoming": 2 * count, "random": 0}[s["start"]]
    return np.where(np.arange(3 * count) < constants, float(s["constant"]), weights)


def run(s: Mapping[str, Any], parameter: Array) -> dict[str, Any]:
    """Forward, and back from half the squared error."""
    cut = 2 * s["units"]
    w, v = parameter[:cut].reshape(-1, 2), parameter[None, cut:]
    value, back = functions(s["activation"])
    x = np.array(s["x"], dtype=float)
    z = nn.linear(x, w)
    h = value(z)
    output = nn.linear(h, v)
    error = output - s["target"]
    grad_h, grad_v, _ = nn.linear_backward(error, h, v)
    grad_w = nn.linear_backward(back(grad_h, z), x, w)[1]
    return {
        "unit_net": z,
        "unit_value": h,
        "output": float(output[0]),
        "loss": float(error[0] ** 2 / 2),
        "gradient": np.concatenate([grad_w.ravel(), grad_v.ravel()]),
    }
