"""TUM 2019, 6a: how many numbers a plain recurrent cell learns."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import calc

EXAM = {"d_x": 4, "d_h": 12, "T": 3, "bias": "no bias"}
EXPECTED = (192,)
BIAS = {"no bias": 0, "one bias vector": 1, "two bias vectors": 2}


def solve(d_x: int, d_h: int, T: int, bias: str) -> tuple[int]:
    """Count by the formula; T is in the question and not in the answer."""
    return (calc.rnn_parameters(d_x, d_h, bias_vectors=BIAS[bias]),)


def verify(d_x: int, d_h: int, T: int, bias: str) -> tuple[int]:
    """Count the entries of torch's own cell, which keeps two bias vectors or none."""
    import torch

    cell = torch.nn.RNN(d_x, d_h, bias=bias != "no bias", device="meta")
    second = "bias_hh_l0" if bias == "one bias vector" else ""
    return (sum(p.numel() for name, p in cell.named_parameters() if name != second),)


def steps(d_x: int, d_h: int, T: int, bias: str) -> list[str]:
    """Shapes, products, sum."""
    n, total = BIAS[bias], solve(d_x, d_h, T, bias)[0]
    shape = rf"of length ${d_h}$"
    biases = ["no bias", f"one bias vector {shape}", f"two bias vectors {shape} each"]
    return [
        rf"$V$ is ${d_h} \times {d_h}$: state to state, ${d_h * d_h}$ weights.",
        rf"$W$ is ${d_h} \times {d_x}$: input to state, ${d_h * d_x}$ weights.",
        f"There are {n * d_h} biases: {biases[n]}.",
        f"The ${T}$ steps share them, so the total is "
        f"${d_h * d_h} + {d_h * d_x} + {n * d_h} = {total}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other sizes; T keeps clear of 3 and 4, the gate counts of a GRU and an LSTM."""
    d_x, d_h = rng.choice(np.arange(2, 65), size=2, replace=False)
    T = rng.choice([5, 8, 10, 20])
    return {"d_x": d_x, "d_h": d_h, "T": T, "bias": str(rng.choice(list(BIAS)))}


def mistakes(d_x: int, d_h: int, T: int, bias: str) -> dict[str, tuple[int]]:
    """Steps counted, a matrix forgotten, biases miscounted, another cell."""
    right, without = solve(d_x, d_h, T, bias)[0], d_h * (d_h + d_x)
    miscounted = {
        f"You counted {other}, but this cell has {bias}.": (without + n * d_h,)
        for other, n in BIAS.items()
        if other != bias
    }
    return {
        "You counted the weights once per step: all steps share one V and one W.": (T * right,),
        "You counted W only: the old state has a weight matrix too, V.": (right - d_h * d_h,),
        "You counted V only: the input has a weight matrix too, W.": (right - d_h * d_x,),
        **miscounted,
        "You counted four gates: that is an LSTM, this cell has one affine map.": (4 * right,),
    }
