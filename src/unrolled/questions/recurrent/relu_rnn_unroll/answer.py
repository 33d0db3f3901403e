"""TUM 2019, 6c: three steps of a scalar ReLU cell."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import nn
from unrolled.bank import format_value, signed

EXAM = {"V": 1, "W": 2, "h0": -3, "x": [1, 2, 0]}
EXPECTED = (0, 4, 4)


def solve(V: float, W: float, h0: float, x: list[float]) -> tuple[float, ...]:
    """Unroll the cell; its state and input are vectors with one entry."""
    output, _ = nn.rnn(np.reshape(x, (-1, 1)), [h0], w_ih=[[W]], w_hh=[[V]], nonlinearity="relu")
    return tuple(output[:, 0])


def verify(V: float, W: float, h0: float, x: list[float]) -> tuple[float, ...]:
    """Let torch's cell read the same sequence."""
    import torch

    cell = torch.nn.RNN(1, 1, bias=False, nonlinearity="relu", dtype=torch.float64)
    cell.load_state_dict({"weight_ih_l0": torch.tensor([[W]]), "weight_hh_l0": torch.tensor([[V]])})
    inputs = torch.tensor(x, dtype=torch.float64)[:, None]
    output, _ = cell(inputs, torch.tensor([[h0]], dtype=torch.float64))
    return tuple(output[:, 0].tolist())


def steps(V: float, W: float, h0: float, x: list[float]) -> list[str]:
    """One line per step: weigh, add, cut off."""
    lines, states = [], (h0, *solve(V, W, h0, x))
    for t, x_t in enumerate(x, start=1):
        z = V * states[t - 1] + W * x_t
        lines.append(
            rf"$z_{t} = V h_{t - 1} + W x_{t} = {format_value(V)} \cdot {signed(states[t - 1])} + "
            rf"{signed(W)} \cdot {signed(x_t)} = {format_value(z)}$, so "
            rf"$h_{t} = \mathrm{{ReLU}}({format_value(z)}) = {format_value(states[t])}$."
        )
    return lines


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Small numbers with no z_t at the kink, and a cell that is not dead to the end."""
    while True:
        params: dict[str, Any] = {
            "V": rng.choice([-2, -1, -0.5, 0.5, 1, 2]),
            "W": rng.choice([-3, -2, -1, 1, 2, 3]),
            "h0": rng.integers(-4, 5),
            "x": rng.integers(-3, 4, size=3).tolist(),
        }
        z = _preactivations(**params)
        if 0 not in z and max(z[1:]) > 0:
            return params


def mistakes(V: float, W: float, h0: float, x: list[float]) -> dict[str, tuple[float, ...]]:
    """The ReLU in the wrong places, the weights exchanged."""
    linear = [h0]
    for x_t in x:
        linear.append(V * linear[-1] + W * x_t)
    start = "carried h₀ through the ReLU" if h0 < 0 else "started from zero"
    return {
        "You stopped at zₜ: the ReLU has not been applied yet.": _preactivations(V, W, h0, x),
        f"You {start}: the start state enters as it is given.": solve(V, W, 0, x),
        "You never applied the ReLU: a negative zₜ becomes 0.": tuple(linear[1:]),
        "You exchanged V and W: V belongs to the old state, W to the input.": solve(W, V, h0, x),
    }


def _preactivations(V: float, W: float, h0: float, x: list[float]) -> tuple[float, ...]:
    before = (h0, *solve(V, W, h0, x)[:-1])
    return tuple(V * h + W * x_t for h, x_t in zip(before, x, strict=True))
