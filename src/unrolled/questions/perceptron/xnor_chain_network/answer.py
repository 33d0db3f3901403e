"""BITS mid-semester 2022-23, 3b: five bits joined by XNOR, as a wide and as a deep network."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from itertools import combinations, pairwise, product
from typing import Any

import numpy as np

from unrolled import nn

EXAM = {"n": 5, "gate": "XNOR", "bits": [1, 0, 1, 1, 0]}
EXPECTED = (1, 2, 5, 6, 12)

Layers = list[tuple[Any, Any]]  # weight (units, inputs) and threshold (units,) of each layer
GATES: dict[str, Callable[[int, int], int]] = {
    "XNOR": lambda a, b: int(a == b),
    "XOR": lambda a, b: int(a != b),
}


def solve(n: int, gate: str, bits: list[int]) -> tuple[int, ...]:
    """Build both networks, run them, and count what they are made of."""
    wide = counting_network(n, gate)
    value, levels, blocks = _tree(bits, gate)
    assert value == _run(wide, bits)
    block = counting_network(2, gate)
    units = sum(len(threshold) for _, threshold in block)
    return value, len(wide), len(wide[0][1]), levels * len(block), blocks * units


def verify(n: int, gate: str, bits: list[int]) -> tuple[int, ...]:
    """Follow the chain gate by gate; derive the sizes from how often the output changes."""
    ordered = [reduce(GATES[gate], [1] * s + [0] * (n - s)) for s in range(n + 1)]
    changes = sum(a != b for a, b in pairwise(ordered))
    # What one unit does with the number of ones it also does with equal weights (the mean over all
    # orders of the bits), and then it changes at most once as ones are added.
    layers = 1 if changes <= 1 else 2
    levels = (n - 1).bit_length()
    return reduce(GATES[gate], bits), layers, changes, 2 * levels, 3 * (n - 1)


def steps(n: int, gate: str, bits: list[int]) -> list[str]:
    """Parity, counting units, tree."""
    value, layers, hidden, tree_layers, tree_units = solve(n, gate, bits)
    ones, turned = sum(bits), gate == "XNOR" and n % 2 == 0
    function = "1 where the number of ones is " + ("even" if turned else "odd")
    return [
        f"{n} bits, {n - 1} times {gate}: the function is {function}.",
        f"Number of ones among the bits: {ones}. So the output is {value}.",
        f"Hidden units: at least 1, at least 2, ..., at least {n} ones: {hidden} of them. With the "
        f"output unit these are {layers} layers.",
        rf"Tree: {n - 1} blocks of 3 units, ${n - 1} \cdot 3 = {tree_units}$. Levels: "
        rf"$\lceil \log_2 {n} \rceil = {tree_layers // 2}$ with 2 layers each, so {tree_layers}.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Three to five bits: for these the smallest width is known."""
    n = int(rng.integers(3, 6))
    return {"n": n, "gate": str(rng.choice(list(GATES))), "bits": rng.integers(0, 2, size=n)}


def mistakes(n: int, gate: str, bits: list[int]) -> dict[str, tuple[int | None, ...]]:
    """Gates confused, units forgotten."""
    value, layers, hidden, tree_layers, _ = solve(n, gate, bits)
    return {
        "You got the opposite: go through the gates one by one from the left.": (
            1 - value,
            *(None,) * 4,
        ),
        "You left out the output layer.": (None, layers - 1, None, None, None),
        "You took one hidden unit per gate: each number of ones needs a unit to find it.": (
            None,
            None,
            hidden - 1,
            None,
            None,
        ),
        "You took one hidden unit for each pattern with output 1: counting the ones is enough.": (
            None,
            None,
            2 ** (n - 1),
            None,
            None,
        ),
        "You built a chain of blocks: a tree joins pairs at the same time.": (
            None,
            None,
            None,
            2 * (n - 1),
            None,
        ),
        "You counted a block as one layer or one unit: XOR and XNOR need two layers and three "
        "units.": (None, None, None, tree_layers // 2, n - 1),
    }


def preset(n: int, gate: str, bits: list[int]) -> dict[str, Any]:
    """The state of the explorable."""
    return {"bits": bits, "chain": gate}


def experiment() -> dict[str, int]:
    """Both networks on all inputs; and no two units cut all edges of the three-bit cube."""
    for n, gate in product(range(2, 6), GATES):
        for bits in product((0, 1), repeat=n):
            right = reduce(GATES[gate], bits)
            assert _run(counting_network(n, gate), list(bits)) == right
            assert _tree(list(bits), gate)[0] == right
    corners = np.array(list(product((0, 1), repeat=3)))
    edges = [(i, j) for i, j in combinations(range(8), 2) if np.sum(corners[i] != corners[j]) == 1]
    grid = product(range(-2, 3), repeat=3)
    outputs = {
        tuple(nn.perceptron(corners, np.array(w, dtype=float), 0.5 - t).astype(int))
        for w in grid
        for t in range(-6, 8)
    }
    cuts = [frozenset((i, j) for i, j in edges if y[i] != y[j]) for y in outputs]
    most = max(len(a | b) for a, b in combinations(cuts, 2))
    assert len(outputs) == 104  # all threshold functions of three bits there are
    assert most < len(edges)
    return {"units": len(outputs), "cut": most, "edges": len(edges)}


def counting_network(n: int, gate: str) -> Layers:
    """Hidden unit k finds at least k ones; the output takes the alternating sum."""
    sign = 1 - 2 * (np.arange(n) % 2)
    if gate == "XNOR" and n % 2 == 0:
        sign, threshold = -sign, -0.5
    else:
        threshold = 0.5
    return [(np.ones((n, n)), np.arange(1, n + 1)), (sign[None], np.array([threshold]))]


def _run(network: Layers, bits: list[int]) -> int:
    values = np.array(bits, dtype=float)
    for weight, threshold in network:
        values = np.array(
            [nn.perceptron(values, w, -t) for w, t in zip(weight, threshold, strict=True)]
        )
    return int(values[0])


def _tree(bits: list[int], gate: str) -> tuple[int, int, int]:
    """Join neighbours, level by level: both gates are associative.

    Returns the value, the number of levels and that of blocks.
    """
    values, levels, blocks = list(bits), 0, 0
    while len(values) > 1:
        pairs = [values[i : i + 2] for i in range(0, len(values), 2)]
        values = [_run(counting_network(2, gate), p) if len(p) == 2 else p[0] for p in pairs]
        levels, blocks = levels + 1, blocks + sum(len(p) == 2 for p in pairs)
    return values[0], levels, blocks
