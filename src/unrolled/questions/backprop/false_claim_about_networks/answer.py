"""FAU 1.3: four claims about networks, each put to the test."""

from __future__ import annotations

from itertools import product

import numpy as np

from unrolled import nn

FEW, MANY = 4, 64


def experiment() -> dict[str, float | int]:
    """Collapse linear layers, fit a sine, count what is kept, try lines on XOR."""
    kept_training, kept_inference = kept(train=True), kept(train=False)
    assert kept_inference == 0 < kept_training
    assert _collapse() < 1e-12
    error_few, error_many = _worst_error(FEW), _worst_error(MANY)
    assert error_many < error_few / 10
    best = _best_line()
    assert best == 3
    return {
        "few": FEW,
        "many": MANY,
        "error_few": round(error_few, 3),
        "error_many": round(error_many, 4),
        "kept_training": kept_training,
        "kept_inference": kept_inference,
        "best": best,
    }


def kept(*, train: bool) -> int:
    """How many tensors a forward pass keeps for the backward pass."""
    import torch

    torch.manual_seed(0)
    net = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.ReLU(), torch.nn.Linear(8, 2))
    x, saved = torch.ones(3, 4), list[torch.Tensor]()
    hooks = torch.autograd.graph.saved_tensors_hooks(saved.append, lambda _: None)
    with torch.set_grad_enabled(train), hooks:
        y = net(x)
    assert torch.equal(y.detach(), net(x).detach())
    return len(saved)


def _collapse() -> float:
    """Largest difference between three linear layers and the one that they make."""
    rng = np.random.default_rng(1)
    layers = [(rng.normal(size=(5, 5)), rng.normal(size=5)) for _ in range(3)]
    x = rng.normal(size=(20, 5))
    deep: nn.Array = x
    matrix, vector = np.eye(5), np.zeros(5)
    for w, b in layers:
        deep, matrix, vector = nn.linear(deep, w, b), w @ matrix, w @ vector + b
    return float(np.abs(deep - nn.linear(x, matrix, vector)).max())


def _worst_error(units: int) -> float:
    """Fit a sine on [-π, π] with one ReLU at each of `units` places; least squares for the rest."""
    x = np.linspace(-np.pi, np.pi, 1000)
    places = np.linspace(-np.pi, np.pi, units, endpoint=False)
    hidden = np.column_stack([nn.relu(x[:, None] - places), np.ones_like(x)])
    weights = np.linalg.lstsq(hidden, np.sin(x), rcond=None)[0]
    return float(np.abs(hidden @ weights - np.sin(x)).max())


def _best_line() -> int:
    """The most corners that one perceptron gets right on XOR, over a grid of lines."""
    corners = np.array(list(product((0.0, 1.0), repeat=2)))
    lines = product(np.arange(-2, 2.5, 0.5), repeat=3)
    return max(int(np.sum(nn.perceptron(corners, [u, v], -s) == [0, 1, 1, 0])) for u, v, s in lines)
