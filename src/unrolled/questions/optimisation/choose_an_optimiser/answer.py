"""BITS mid-semester 2022-23, 1d: what Adam gains on a deep stack, and what it has to remember."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from unrolled import calc, optim
from unrolled.threads import one_thread

EXAM = {"inputs": 196608, "widths": [1048, 512, 256, 128, 64, 32, 16, 8]}
EXPECTED = (206758544, 413517088)
DIGITS, SMALL, EPOCHS = 400, (256, 128, 64, 64, 32, 32, 16), 6


def solve(inputs: int, widths: list[int]) -> tuple[int, int]:
    """Add up the layers; one number of Adam's first row is its step, one the parameter."""
    parameters = sum(_layers(inputs, widths))
    averages = len(set(optim.Adam().start(0.0)) - {"step", "parameter"})
    return parameters, averages * parameters


def verify(inputs: int, widths: list[int]) -> tuple[int, int]:
    """Take a step in torch, on weights without memory, and count what its optimiser keeps."""
    import torch

    sizes = [inputs, *widths]
    net = torch.nn.Sequential(*(torch.nn.Linear(*pair, device="meta") for pair in pairwise(sizes)))
    adam = torch.optim.Adam(net.parameters(), foreach=False)
    for parameter in net.parameters():
        parameter.grad = torch.zeros_like(parameter)
    adam.step()
    kept = [
        state[name].numel() for state in adam.state.values() for name in state if name != "step"
    ]
    return sum(p.numel() for p in net.parameters()), sum(kept)


def steps(inputs: int, widths: list[int]) -> list[str]:
    """One line for each layer, then the sums."""
    counts = _layers(inputs, widths)
    lines = [
        rf"${n} \cdot {m} + {m} = {count}$."
        for (n, m), count in zip(pairwise([inputs, *widths]), counts, strict=True)
    ]
    total = sum(counts)
    return [
        *lines,
        f"Together ${total}$ parameters.",
        rf"Adam keeps $m$ and $v$ for each: $2 \cdot {total} = {2 * total}$ numbers.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Smaller stacks, three layers high."""
    first, second = sorted(rng.choice([16, 20, 32, 50, 64, 100, 128], 2, replace=False))[::-1]
    return {
        "inputs": rng.choice([64, 100, 192, 300, 784]),
        "widths": [first, second, rng.choice([2, 5, 8, 10])],
    }


def mistakes(inputs: int, widths: list[int]) -> dict[str, tuple[int | None, int | None]]:
    """Biases, averages and weights miscounted."""
    total = sum(_layers(inputs, widths))
    unbiased = total - sum(widths)
    return {
        "You left out the biases.": (unbiased, 2 * unbiased),
        "That is momentum's memory: Adam keeps an average of the square as well.": (None, total),
        "You counted the parameters themselves with what Adam remembers.": (None, 3 * total),
        "You left out the first layer.": (
            *(sum(_layers(inputs, widths)[1:]), 2 * sum(_layers(inputs, widths)[1:])),
        ),
    }


@one_thread()
def experiment() -> dict[str, Any]:
    """Eight dense layers on digits, with both optimisers' default rates of Keras."""
    import torch

    sgd = _error(lambda weights: torch.optim.SGD(weights, lr=0.01))
    adam = _error(lambda weights: torch.optim.Adam(weights, lr=0.001))
    assert adam < 0.4 < 0.6 < sgd
    small = ", ".join(map(str, (*SMALL, 10)))
    return {"digits": DIGITS, "epochs": EPOCHS, "small": small, "sgd": sgd, "adam": adam}


def _layers(inputs: int, widths: list[int]) -> list[int]:
    return [calc.linear_parameters(n, m) for n, m in pairwise([inputs, *widths])]


def _error(make: Any) -> float:
    """Train with mini-batches of 20; the share of training digits that are misclassified."""
    import torch
    from sklearn.datasets import load_digits

    torch.manual_seed(0)
    digits = load_digits()
    x = torch.tensor(digits.data[:DIGITS] / 16, dtype=torch.float32)
    y = torch.tensor(digits.target[:DIGITS])
    layers: list[torch.nn.Module] = []
    for n, m in pairwise((64, *SMALL, 10)):
        layers += [torch.nn.Linear(n, m), torch.nn.ReLU()]
        torch.nn.init.xavier_uniform_(layers[-2].weight)  # as Keras starts
    net = torch.nn.Sequential(*layers[:-1])
    optimiser = make(net.parameters())
    for _ in range(EPOCHS):
        for batch in torch.randperm(DIGITS).split(20):
            optimiser.zero_grad()
            torch.nn.functional.cross_entropy(net(x[batch]), y[batch]).backward()
            optimiser.step()
    with torch.no_grad():
        return round(float((net(x).argmax(1) != y).double().mean()), 3)
