"""BITS end-semester 2022-23, 3b: weights and biases of a fully connected network."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from unrolled import calc

EXAM = {"inputs": 50, "widths": [64, 128, 256], "outputs": 1}
EXPECTED = (3264, 8320, 33024, 257, 44865)
KEY = (None, None, None, None, 44705)


def solve(inputs: int, widths: list[int], outputs: int) -> tuple[int, ...]:
    """Let the table of the network count."""
    table = calc.network_table((inputs,), [calc.Linear(units) for units in (*widths, outputs)])
    return (*(row.parameters for row in table[1:]), calc.network_total(table).parameters)


def verify(inputs: int, widths: list[int], outputs: int) -> tuple[int, ...]:
    """Build the layers in torch, without memory for them, and count their entries."""
    import torch

    sizes = pairwise((inputs, *widths, outputs))
    net = torch.nn.Sequential(*(torch.nn.Linear(n, m, device="meta") for n, m in sizes))
    layers = [sum(p.numel() for p in layer.parameters()) for layer in net]
    return (*layers, sum(p.numel() for p in net.parameters()))


def steps(inputs: int, widths: list[int], outputs: int) -> list[str]:
    """One line per layer, then the sum."""
    *layers, total = solve(inputs, widths, outputs)
    names = ("Hidden layer 1", "Hidden layer 2", "Hidden layer 3", "Output layer")
    sizes = pairwise((inputs, *widths, outputs))
    lines = [
        rf"{name}: ${n} \cdot {m} + {m} = {count}$."
        for name, (n, m), count in zip(names, sizes, layers, strict=True)
    ]
    return [*lines, f"Together ${' + '.join(map(str, layers))} = {total}$."]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Sizes that can be multiplied on paper."""
    widths = rng.choice([10, 16, 20, 32, 50, 64, 100, 128], size=3, replace=False)
    return {
        "inputs": rng.choice([12, 24, 30, 40, 60, 90]),
        "widths": widths,
        "outputs": rng.integers(1, 5),
    }


def mistakes(inputs: int, widths: list[int], outputs: int) -> dict[str, tuple[int | None, ...]]:
    """Biases left out or given to the wrong side, layers forgotten."""
    sizes = list(pairwise((inputs, *widths, outputs)))
    *layers, total = solve(inputs, widths, outputs)
    bare, per_input = [n * m for n, m in sizes], [n * m + n for n, m in sizes]
    chained = [inputs * m + m for m in (*widths, outputs)]
    return {
        "You left out the biases: each neuron has one.": (*bare, sum(bare)),
        "You gave a bias to each input of a layer: it belongs to each of its neurons.": (
            *per_input,
            sum(per_input),
        ),
        "You let every layer read the network's input: it reads the layer before it.": (
            *chained,
            sum(chained),
        ),
        "You left the output layer out of the sum.": (None, None, None, None, total - layers[-1]),
        "You counted the inputs as parameters: they are data.": (*(None,) * 4, total + inputs),
    }
