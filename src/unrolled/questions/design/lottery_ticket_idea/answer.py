"""Osnabrück 16.1: a ticket, and the same ticket without its luck."""

from __future__ import annotations

from unrolled.questions.design import tickets


def experiment() -> dict[str, float]:
    """Find a ticket by four rounds of halving; take its initial values or its structure away."""
    import torch

    start = tickets.initial(seed=0)
    ones = [a.new_ones(a.shape) for a in start]
    mask = tickets.find(start, [0.5] * 4)
    mixed = [m.flatten()[torch.randperm(m.numel())].view_as(m) for m in mask]
    found = {
        "dense": tickets.train(start, ones)[1],
        "quarter": tickets.train(start, tickets.find(start, [0.5] * 2))[1],
        "ticket": tickets.train(start, mask)[1],
        "fresh": tickets.train(tickets.initial(seed=100), mask)[1],
        "shuffled": tickets.train(start, mixed)[1],
    }
    weights = sum(m.numel() for m in mask)
    assert found["quarter"] > found["dense"] - 2
    assert found["ticket"] > max(found["fresh"], found["shuffled"]) + 20
    left = 100 * sum(m.sum().item() for m in mask) / weights
    return {"weights": weights, "left": round(left, 1), **{k: round(v) for k, v in found.items()}}
