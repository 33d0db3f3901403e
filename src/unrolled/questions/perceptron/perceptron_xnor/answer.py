"""BITS mid-semester 2022-23, 3a: the perceptron rule on a gate that it cannot learn."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np

from unrolled import nn
from unrolled.bank import format_value

EXAM = {
    "gate": "XNOR",
    "targets": [1, 0, 0, 1],
    "learning_rate": 0.02,
    "threshold": 0.2,
    "epochs": 6,
}
EXPECTED = (0.1, 0.1, 1, False)

INPUTS = tuple(product((0, 1), repeat=2))
GATES = {
    "XNOR": [1, 0, 0, 1],
    "XOR": [0, 1, 1, 0],
    "AND": [0, 0, 0, 1],
    "OR": [0, 1, 1, 1],
    "NAND": [1, 1, 1, 0],
    "AND NOT": [0, 0, 1, 0],
    "IMPLIES": [1, 1, 0, 1],
}
UNIT = 100  # we count in hundredths: whole numbers decide a tie at the threshold exactly


def solve(
    gate: str, targets: list[int], learning_rate: float, threshold: float, epochs: int
) -> tuple[float | bool, ...]:
    """Simulate; and let a perceptron whose threshold learns try the gate, too."""
    history = _train(targets, learning_rate, threshold, epochs)
    weights, errors = history[-1]
    return (*(w / UNIT for w in weights[:2]), errors, _learnable(targets))


def verify(
    gate: str, targets: list[int], learning_rate: float, threshold: float, epochs: int
) -> tuple[float | bool, ...]:
    """Gradient descent on the perceptron's loss by torch; every line of a grid tried out.

    The loss of an example is its distance from the right side. Half a hundredth off the
    threshold a tie fires, as it should, and no sum meets the kink of the loss.
    """
    import torch

    theta = round(UNIT * threshold) - 0.5
    w = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    errors = 0
    for _ in range(epochs):
        errors = 0
        for x, t in zip(INPUTS, targets, strict=True):
            loss = torch.relu((1 - 2 * t) * (w @ torch.tensor(x).double() - theta))
            (gradient,) = torch.autograd.grad(loss, w)
            errors += int(loss > 0)
            w.data -= round(UNIT * learning_rate) * gradient
    grid = np.arange(-2, 2.5, 0.5)
    separable = any(
        [int(u * a + v * b >= s) for a, b in INPUTS] == targets
        for u, v, s in product(grid, repeat=3)
    )
    return (*(value / UNIT for value in w.tolist()), errors, separable)


def steps(
    gate: str, targets: list[int], learning_rate: float, threshold: float, epochs: int
) -> list[str]:
    """One line per epoch: where it errs, and what that makes of the weights."""
    lines, weights = [], np.zeros(3)
    weights[2] = -round(UNIT * threshold)
    for epoch in range(1, epochs + 1):
        wrong = []
        for x, t in zip(INPUTS, targets, strict=True):
            step = _rule(x, t, weights, learning_rate)
            if step.error:
                wrong.append(f"{x} should be {t}")
            weights = np.array([*step.weight, weights[2]])
        found = "; ".join(wrong) or "all four are right"
        count = f"{len(wrong)} error{'' if len(wrong) == 1 else 's'}"
        lines.append(
            f"Epoch {epoch}: {count} ({found}). Then $w = {format_value(weights[:2] / UNIT)}$."
        )
    w_1, w_2 = map(format_value, weights[:2] / UNIT)
    return [*lines, f"So $w_1 = {w_1}$ and $w_2 = {w_2}$."]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other gates, steps that reach the threshold after a few errors."""
    gate = str(rng.choice(list(GATES)))
    rates = [[0.05, 0.1], [0.05, 0.2], [0.1, 0.2], [0.1, 0.3], [0.02, 0.1], [0.25, 0.5], [0.2, 0.5]]
    rate, threshold = rng.choice(rates)
    return {
        "gate": gate,
        "targets": GATES[gate],
        "learning_rate": rate,
        "threshold": threshold,
        "epochs": rng.integers(3, 7),
    }


def mistakes(
    gate: str, targets: list[int], learning_rate: float, threshold: float, epochs: int
) -> dict[str, tuple[float | bool | None, ...]]:
    """Another rule, another tie, another conclusion."""
    free = _train(targets, learning_rate, threshold, epochs, fixed=False)[-1]
    strict = _train(targets, learning_rate, threshold, epochs, at_zero=0)[-1]
    late = _train(targets, learning_rate, threshold, epochs - 1)[-1]
    inverse = _train([1 - t for t in targets], learning_rate, threshold, epochs)[-1]
    right = _learnable(targets)
    return {
        "You moved the threshold, too: here it is fixed.": _found(free),
        "You let a sum that equals the threshold not fire: it does, by the sign in the question.": (
            _found(strict)
        ),
        "You stopped one epoch early.": _found(late),
        "You trained the inverse gate: look at the targets again.": _found(inverse),
        "A perceptron draws one straight line: for XOR and XNOR there is none, for all other "
        "gates there is.": (None, None, None, not right),
    }


def preset(
    gate: str, targets: list[int], learning_rate: float, threshold: float, epochs: int
) -> dict[str, Any]:
    """The state of the explorable: a threshold is a bias turned round, an epoch four examples."""
    run = {"learning_rate": learning_rate, "bias": -threshold, "steps": 4 * epochs}
    return {"targets": targets, **run}


def experiment() -> dict[str, int]:
    """Let the threshold learn, for long; and try all sixteen gates."""
    rounds = 1000
    history = _train(GATES["XNOR"], 0.02, 0.2, rounds, fixed=False)
    states = [tuple(weights) for weights, _ in history]
    assert len(set(states)) < 20  # the same few weights over and over
    fewest = min(errors for _, errors in history)
    assert fewest > 0
    learnable = sum(_learnable(list(gate)) for gate in product((0, 1), repeat=4))
    assert learnable == 16 - 2
    return {"rounds": rounds, "fewest": fewest, "learnable": learnable}


def _rule(
    x: tuple[int, ...], target: int, weights: Any, learning_rate: float, at_zero: int = 1
) -> nn.PerceptronStep:
    """One application of the rule, in hundredths; the last weight is minus the threshold."""
    return nn.perceptron_rule(
        np.array(x, dtype=float),
        target,
        weights[:2],
        weights[2],
        round(UNIT * learning_rate),
        at_zero=at_zero,
    )


def _train(
    targets: list[int],
    learning_rate: float,
    threshold: float,
    epochs: int,
    *,
    fixed: bool = True,
    at_zero: int = 1,
) -> list[tuple[list[float], int]]:
    """After each epoch the weights and minus the threshold, in hundredths, and its errors."""
    weights, history = np.array([0.0, 0.0, -round(UNIT * threshold)]), []
    for _ in range(epochs):
        errors = 0
        for x, t in zip(INPUTS, targets, strict=True):
            step = _rule(x, t, weights, learning_rate, at_zero)
            errors += int(abs(step.error))
            weights = np.array([*step.weight, weights[2] if fixed else step.bias])
        history.append((weights.tolist(), errors))
    return history


def _learnable(targets: list[int]) -> bool:
    """Whether a perceptron with a learning threshold gets through an epoch without an error.

    If there is a line it does so soon: the convergence theorem bounds the number of errors.
    """
    return any(errors == 0 for _, errors in _train(targets, 1.0, 0.0, 50, fixed=False))


def _found(result: tuple[list[float], int]) -> tuple[float | None, ...]:
    weights, errors = result
    return (*(w / UNIT for w in weights[:2]), errors, None)
