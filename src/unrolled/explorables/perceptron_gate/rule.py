"""The perceptron rule on the four inputs of a gate, and where it ends."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from unrolled import nn

LAST = 200  # examples on show
EPOCHS = 400  # in which the weights must return, if they are to be found to
UNIT = 1e6  # counted in millionths, all sums are whole numbers: exact, ties too

Weights = tuple[float, float, float]  # w_1, w_2, b


def corners(inputs: str) -> list[tuple[int, int]]:
    """The four inputs, in the order of the truth table."""
    low = 0 if inputs == "binary" else -1
    return [(low, low), (low, 1), (1, low), (1, 1)]


def train(s: Mapping[str, Any]) -> dict[str, Any]:
    """See `PerceptronGate.compute`."""
    w_1, w_2 = map(_units, s["weights"])
    state: Weights = (w_1, w_2, _units(s["bias"]))
    at, seen = [state], {state: 0}
    epochs: list[list[dict[str, Any]]] = []
    loop_start = None
    while loop_start is None and len(epochs) < EPOCHS:
        epochs.append(_epoch(s, state))
        state = epochs[-1][-1]["weights"]
        loop_start = seen.setdefault(state, len(epochs))
        if loop_start == len(epochs):
            loop_start = None
    loop = [] if loop_start is None else epochs[loop_start:]
    while 4 * len(epochs) < LAST:  # from here on they are the same again
        epochs.append(loop[(len(epochs) - (loop_start or 0)) % len(loop)])
    rows = [row for epoch in epochs for row in epoch]
    at += [row["weights"] for row in rows[:LAST]]
    path = np.array(at) / UNIT
    now = [_answer(s, x, at[s["steps"]]) for x in corners(s["inputs"])]
    found: dict[str, Any] = {
        "path": path,
        "example": [s["order"][i % 4] for i in range(LAST)],
        **{name: [row[name] for row in rows[:LAST]] for name in ("net", "output", "error")},
        "errors": [sum(map(_moved, epoch)) for epoch in epochs[: LAST // 4]],
        "now_net": [net for net, _ in now],
        "now_output": [y for _, y in now],
        "wrong": sum(y != t for (_, y), t in zip(now, s["targets"], strict=True)),
    }
    if loop_start is None:
        return {
            **found,
            "loop_start": None,
            "loop": None,
            "loop_errors": None,
            "loop_updates": None,
        }
    ring = [row for epoch in loop for row in epoch]
    weights = [row["weights"] for row in ring]
    before = [weights[-1], *weights[:-1]]
    return {
        **found,
        "loop_start": loop_start,
        "loop": np.array(weights) / UNIT,
        "loop_errors": sum(map(_moved, ring)),
        "loop_updates": sum(a != b for a, b in zip(before, weights, strict=True)),
    }


def _epoch(s: Mapping[str, Any], weights: Weights) -> list[dict[str, Any]]:
    """Show all four once; what each does to the weights, in millionths."""
    rows = []
    for place in s["order"]:
        x, target = corners(s["inputs"])[place], s["targets"][place]
        net, y = _answer(s, x, weights)
        step = nn.perceptron_rule(
            np.array(x, dtype=float), target, weights[:2], weights[2],
            _units(s["learning_rate"]), at_zero=s["at_zero"],
        )  # fmt: skip
        bias = step.bias if s["bias_rule"] == "learned" else weights[2]
        weights = (float(step.weight[0]), float(step.weight[1]), float(bias))
        rows.append({"net": net, "output": y, "error": int(step.error), "weights": weights})
    return rows


def _answer(s: Mapping[str, Any], x: tuple[int, int], weights: Weights) -> tuple[float, int]:
    """Net input and output."""
    net = float(nn.linear(np.array(x, dtype=float), weights[:2], weights[2])) / UNIT
    y = nn.perceptron(np.array(x, dtype=float), weights[:2], weights[2], at_zero=s["at_zero"])
    return net, int(y)


def _moved(row: Mapping[str, Any]) -> int:
    return abs(int(row["error"]))


def _units(value: float) -> float:
    # Not round(), which JavaScript has otherwise for halves.
    return float(math.floor(value * UNIT + 0.5))
