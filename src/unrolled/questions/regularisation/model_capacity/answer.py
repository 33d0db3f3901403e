"""FAU 1.6: what depth adds, and what a more complicated activation does not."""

from __future__ import annotations

import numpy as np

from unrolled import nn

WIDTH, DEPTH = 50, 6


def experiment() -> dict[str, int]:
    """Count linear pieces by depth, and independent functions by activation."""
    pieces = [pieces_of(depth) for depth in range(1, DEPTH + 1)]
    assert pieces == [2**depth for depth in range(1, DEPTH + 1)]
    assert pieces_of(DEPTH, linear=True) == 1
    rng = np.random.default_rng(0)
    x = np.linspace(-1, 1, 400)[:, None]
    z = nn.linear(x, rng.normal(size=(WIDTH, 1)), rng.uniform(-1, 1, WIDTH))  # (400, WIDTH)
    relu, cubic = (int(np.linalg.matrix_rank(f)) for f in (nn.relu(z), z**3))
    assert cubic == 4 < relu
    return {
        "depth": DEPTH,
        "pieces": pieces[-1],
        "flat_units": pieces[-1] - 1,
        "width": WIDTH,
        "relu": relu,
        "cubic": cubic,
    }


def pieces_of(depth: int, *, linear: bool = False) -> int:
    """Linear pieces on [0, 1] of a network with two units in each hidden layer."""
    x: nn.Array = np.linspace(0, 1, 2**12 + 1)[:, None]
    for _ in range(depth):  # a tent: up to 1 in the middle, down to 0
        z = nn.linear(x, [[2.0], [4.0]], [0.0, -2.0])
        x = nn.linear(z if linear else nn.relu(z), [[1.0, -1.0]])
    slopes = np.diff(x[:, 0])
    return 1 + int(np.count_nonzero(~np.isclose(slopes[1:], slopes[:-1])))
