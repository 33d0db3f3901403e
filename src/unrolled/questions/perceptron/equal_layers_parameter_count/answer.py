"""BITS mid-semester 2022-23, 3c: weights and biases of seven equal layers."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import calc

EXAM = {"inputs": 30, "layers": 7, "width": 8}
EXPECTED = (689, 698)


def solve(inputs: int, layers: int, width: int) -> tuple[int, ...]:
    """Let the table of the network count, once for each kind of output."""
    hidden = [calc.Linear(width)] * layers
    tables = (calc.network_table((inputs,), [*hidden, calc.Linear(k)]) for k in (1, 2))
    return tuple(calc.network_total(table).parameters for table in tables)


def verify(inputs: int, layers: int, width: int) -> tuple[int, ...]:
    """Build the network in torch, each layer as wide as what reaches it, and count."""
    import torch

    found = []
    for outputs in (1, 2):
        units = [*[width] * layers, outputs]
        net = torch.nn.Sequential(*(torch.nn.LazyLinear(n) for n in units))
        assert net(torch.zeros(1, inputs)).shape == (1, outputs)  # fixes the sizes
        found.append(sum(p.numel() for p in net.parameters()))
    return tuple(found)


def steps(inputs: int, layers: int, width: int) -> list[str]:
    """First layer, gaps, output, sums."""
    one, two = solve(inputs, layers, width)
    first, gap = (inputs + 1) * width, (width + 1) * width
    inner = (layers - 1) * gap
    return [
        rf"Input to hidden layer 1: $({inputs} + 1) \cdot {width} = {first}$.",
        rf"{layers - 1} gaps between hidden layers: "
        rf"${layers - 1} \cdot ({width} + 1) \cdot {width} = {inner}$.",
        rf"One sigmoid unit: $({width} + 1) \cdot 1 = {width + 1}$, together "
        f"${first} + {inner} + {width + 1} = {one}$.",
        rf"Two softmax units: $({width} + 1) \cdot 2 = {2 * width + 2}$, together "
        f"${first} + {inner} + {2 * width + 2} = {two}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other sizes; at least three layers, so that a gap is not mistaken for a layer unnoticed."""
    width, inputs = rng.choice(np.arange(4, 41, 2), size=2, replace=False)
    return {"inputs": inputs, "layers": rng.integers(3, 10), "width": width}


def mistakes(inputs: int, layers: int, width: int) -> dict[str, tuple[int, ...]]:
    """Gaps miscounted, biases left out."""
    right, gap = np.array(solve(inputs, layers, width)), (width + 1) * width
    biases = np.array([layers * width + 1, layers * width + 2])
    return {
        "You counted a gap for each hidden layer: there is one gap less than layers.": tuple(
            right + gap
        ),
        "You left out the biases: each unit has one.": tuple(right - biases),
        "You gave each layer one bias: each unit has its own.": tuple(right - biases + layers + 1),
        "You counted the weights between hidden layers once: each gap has its own.": tuple(
            right - (layers - 2) * gap
        ),
        "You left out the output layer.": tuple(right - (width + 1) * np.array([1, 2])),
    }
