"""Osnabrück 16.2: train, prune the smallest, rewind."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from unrolled.bank import format_value
from unrolled.questions.design import tickets

Vector = list[float]
EXAM = {  # ours: the paper asks in words
    "initial": [0.3, -0.8, 0.1, 0.5, -0.2],
    "trained": [0.9, -0.1, -0.7, 0.2, 0.6],
    "pruned": 2,
    "percent": 20,
    "rounds": 10,
}
EXPECTED = (0.3, 0.0, 0.1, 0.0, -0.2, 10.7374182)
HALVINGS, RUNS = 4, 3


def solve(
    initial: Vector, trained: Vector, pruned: int, percent: int, rounds: int
) -> tuple[float, ...]:
    """Sort by magnitude; take the share away round by round."""
    ticket = np.array(initial)
    ticket[np.argsort(np.abs(trained))[:pruned]] = 0
    left = np.prod(np.full(rounds, 1 - percent / 100))
    return (*map(float, ticket), 100 * float(left))


def verify(
    initial: Vector, trained: Vector, pruned: int, percent: int, rounds: int
) -> tuple[float, ...]:
    """torch's own pruning makes the mask; a population of exact size shrinks."""
    import torch
    from torch.nn.utils import prune

    layer = torch.nn.Linear(5, 1, bias=False)
    layer.weight.data = torch.tensor([trained])
    prune.l1_unstructured(layer, "weight", amount=pruned)
    ticket = layer.weight_mask[0].double() * torch.tensor(initial, dtype=torch.float64)
    left = Fraction(100)
    for _ in range(rounds):
        left -= left * Fraction(percent, 100)
    return (*ticket.tolist(), float(left))


def steps(initial: Vector, trained: Vector, pruned: int, percent: int, rounds: int) -> list[str]:
    """The magnitudes, the mask, the rewind, the power."""
    *ticket, left = solve(initial, trained, pruned, percent, rounds)
    sizes, gone = np.abs(trained), np.argsort(np.abs(trained))[:pruned]
    mask = [int(k not in gone) for k in range(5)]
    keep = format_value(1 - percent / 100)
    return [
        rf"Magnitudes after training: ${format_value(sizes)}$. The {pruned} smallest are "
        rf"${', '.join(format_value(sizes[k]) for k in gone)}$, so the mask is "
        rf"${format_value(mask)}$.",
        rf"Rewind, mask times *initial* values: ${format_value(ticket)}$.",
        rf"Each round leaves a share of ${keep}$: ${keep}^{{{rounds}}} = "
        rf"{format_value(left / 100)}$, that is ${format_value(left)}$ %.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Ten different magnitudes; the smallest before are not the smallest after training."""
    while True:
        sizes = rng.permutation(np.arange(1, 10))[:5], rng.permutation(np.arange(1, 10))[:5]
        initial, trained = (np.round(s * rng.choice([-1, 1], size=5) / 10, 1) for s in sizes)
        pruned = int(rng.integers(1, 4))
        chosen = {
            tuple(sorted(np.argsort(order)[:pruned]))
            for order in (np.abs(initial), np.abs(trained), trained)
        }
        if len(chosen) == 3 and not np.any(initial == trained):
            return {
                "initial": initial.tolist(),
                "trained": trained.tolist(),
                "pruned": pruned,
                "percent": rng.choice([10, 20, 30, 40]),
                "rounds": rng.integers(4, 13),
            }


def mistakes(
    initial: Vector, trained: Vector, pruned: int, percent: int, rounds: int
) -> dict[str, tuple[float | None, ...]]:
    """The lists exchanged, signs taken for sizes, sums for powers."""
    *right, left = solve(initial, trained, pruned, percent, rounds)
    p = percent / 100

    def ticket(values: Vector, order: Vector) -> tuple[float | None, ...]:
        found = np.array(values)
        found[np.argsort(order)[:pruned]] = 0
        pairs = zip(found.tolist(), right, strict=True)
        return (*(v if v != r else None for v, r in pairs), None)

    none = (None,) * 5
    return {
        "You kept the trained values: the ticket goes back to its initial ones.": ticket(
            trained, list(np.abs(trained))
        ),
        "You pruned by the initial magnitudes: those after training decide.": ticket(
            initial, list(np.abs(initial))
        ),
        "You pruned the smallest values: what counts is their size without the sign.": ticket(
            initial, trained
        ),
        "You took the same number away in each round: it is a share of what is left.": (
            *none,
            100 * max(0.0, 1 - p * rounds) if abs(1 - p * rounds - left / 100) > 0.01 else None,
        ),
        "You gave the share that is gone.": (*none, 100 - left if abs(left - 50) > 1 else None),
        "You took the pruned share to the power: what is left multiplies.": (
            *none,
            100 * p**rounds,
        ),
    }


def experiment() -> dict[str, float]:
    """One sixteenth of the weights, found by halving four times and in one shot."""
    found = {"iterative": 0.0, "one_shot": 0.0}
    for seed in range(RUNS):
        start = tickets.initial(seed)
        for name, shares in (("iterative", [0.5] * HALVINGS), ("one_shot", [1 - 0.5**HALVINGS])):
            mask = tickets.find(start, shares)
            found[name] += tickets.train(start, mask)[1] / RUNS
    assert found["iterative"] > found["one_shot"]
    left = round(100 * 0.5**HALVINGS, 2)
    rounded = {name: round(value) for name, value in found.items()}
    return {"ticket_left": left, "halvings": HALVINGS, "runs": RUNS, **rounded}
