"""TUM 2019, 2i: standard deviations of start weights."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from unrolled import calc, nn
from unrolled.bank import format_value

EXAM = {"fan_in": 400, "fan_out": 100}  # our probe: the paper asks for formulas
EXPECTED = (0.05, 0.0632455532, 0.0707106781)
DEPTH, WIDTH = 20, 256


def solve(fan_in: int, fan_out: int) -> tuple[float, float, float]:
    """Roots of the exact variances."""
    variances = (
        calc.xavier_variance(fan_in, fan_in),  # as many outputs as inputs: inputs only
        calc.xavier_variance(fan_in, fan_out),
        calc.he_variance(fan_in),
    )
    signals, both, relu = map(math.sqrt, variances)
    return signals, both, relu


def verify(fan_in: int, fan_out: int) -> tuple[float, float, float]:
    """Let torch draw, and compare with the standard normal numbers of the same seed."""
    import torch

    def std(fill: Any, rows: int, **options: Any) -> float:
        torch.manual_seed(0)
        drawn = fill(torch.empty(rows, fan_in, dtype=torch.float64), **options)
        torch.manual_seed(0)
        normal = torch.empty(rows, fan_in, dtype=torch.float64).normal_()
        return float((drawn / normal).mean())

    kaiming, xavier = torch.nn.init.kaiming_normal_, torch.nn.init.xavier_normal_
    return (
        std(kaiming, 1, nonlinearity="linear"),
        std(xavier, fan_out),
        std(kaiming, fan_out, nonlinearity="relu"),
    )


def preset(fan_in: int, fan_out: int) -> dict[str, Any]:
    """The state of the explorable: one layer."""
    return {"inputs": fan_in, "width": fan_out}


def steps(fan_in: int, fan_out: int) -> list[str]:
    """Three roots."""
    signals, both, relu = map(format_value, solve(fan_in, fan_out))
    return [
        rf"Xavier, inputs only: $\sqrt{{1 / {fan_in}}} = {signals}$.",
        rf"Xavier, both: $\sqrt{{2 / ({fan_in} + {fan_out})}} = {both}$.",
        rf"Kaiming: $\sqrt{{2 / {fan_in}}} = {relu}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Layers that narrow or widen."""
    while True:
        fan_in, fan_out = rng.choice([16, 25, 64, 100, 128, 200, 256, 300, 400, 500], size=2)
        if fan_in != fan_out:
            return {"fan_in": fan_in, "fan_out": fan_out}


def mistakes(fan_in: int, fan_out: int) -> dict[str, tuple[float | None, ...]]:
    """Variances, exchanged fans, a factor in the wrong place."""
    signals, both, relu = solve(fan_in, fan_out)
    return {
        "You gave variances: take the root.": (signals**2, both**2, relu**2),
        "You took the outputs where the inputs count.": (
            *(math.sqrt(1 / fan_out), None, math.sqrt(2 / fan_out)),
        ),
        "You doubled the standard deviation for ReLU: the variance is doubled.": (
            *(None, None, 2 * signals),
        ),
        "You forgot the 2: the mean of inputs and outputs is half of their sum.": (
            *(None, both / math.sqrt(2), None),
        ),
    }


def experiment() -> dict[str, float]:
    """Mean squares of the activations below and above a stack of ReLU layers."""
    found = []
    for variance in (1 / WIDTH, 2 / WIDTH):
        rng = np.random.default_rng(0)
        x: nn.Array = rng.normal(size=(100, WIDTH))
        before = float((x**2).mean())
        for _ in range(DEPTH):
            x = nn.relu(nn.linear(x, rng.normal(0, math.sqrt(variance), size=(WIDTH, WIDTH))))
        found.append(float((x**2).mean()) / before)
    assert found[0] < 1e-5
    assert 0.3 < found[1] < 3
    return {
        "depth": DEPTH,
        "width": WIDTH,
        "shrunk": float(f"{found[0]:.0e}"),
        "kept": round(found[1], 2),
    }
