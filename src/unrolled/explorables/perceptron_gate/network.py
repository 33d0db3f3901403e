"""Two layers of threshold units that count ones, for a chain of XNOR or XOR gates."""

from __future__ import annotations

import math
from itertools import accumulate, product
from typing import Any

import numpy as np

from unrolled import nn

GATES = {"XNOR": lambda a, b: int(a == b), "XOR": lambda a, b: int(a != b)}


def signs(n: int, chain: str) -> tuple[list[int], float]:
    """The output unit's weights, alternating, and its threshold."""
    turned = -1 if chain == "XNOR" and n % 2 == 0 else 1
    return [turned * (-1) ** k for k in range(n)], 0.5 * turned


def run(bits: list[int], chain: str, units: list[int]) -> dict[str, Any]:
    """See `PerceptronGate.compute`."""
    n = len(bits)
    hidden, top_net, top = forward(bits, chain, units)
    chained = list(accumulate(bits, GATES[chain]))[1:]
    by_ones = [forward([1] * s + [0] * (n - s), chain, units) for s in range(n + 1)]
    wanted = [list(accumulate([1] * s + [0] * (n - s), GATES[chain]))[-1] for s in range(n + 1)]
    patterns = list(product((0, 1), repeat=n))
    return {
        "ones": sum(bits),
        "hidden": hidden,
        "top_net": top_net,
        "top": top,
        "chained": chained,
        "sums": [net for _, net, _ in by_ones],
        "outputs": [y for *_, y in by_ones],
        "wanted": wanted,
        "misses": sum(by_ones[sum(p)][2] != wanted[sum(p)] for p in patterns),
        "patterns": len(patterns),
        "tree_layers": 2 * math.ceil(math.log2(n)),
        "tree_units": 3 * (n - 1),
    }


def forward(bits: list[int], chain: str, units: list[int]) -> tuple[list[int], float, int]:
    """Hidden unit k fires from k ones on; then the alternating sum of those connected."""
    n = len(bits)
    ones, (weights, threshold) = np.ones(n), signs(n, chain)
    x = np.array(bits, dtype=float)
    hidden = np.array([float(nn.perceptron(x, ones, -float(k))) for k in range(1, n + 1)])
    connected = np.array(weights, dtype=float) * np.array(units[:n])
    net = float(nn.linear(hidden, connected))
    return hidden.astype(int).tolist(), net, int(nn.perceptron(hidden, connected, -threshold))
