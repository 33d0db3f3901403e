"""Osnabrück 12.1: how many numbers an LSTM layer learns."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import calc

EXAM = {"d_x": 10, "d_h": 20, "T": 70, "bias": "one bias vector"}
EXPECTED = (2480,)
BIAS = {"no bias": 0, "one bias vector": 1, "two bias vectors": 2}


def solve(d_x: int, d_h: int, T: int, bias: str) -> tuple[int]:
    """Count by the formula; T is in the question and not in the answer."""
    return (calc.lstm_parameters(d_x, d_h, bias_vectors=BIAS[bias]),)


def verify(d_x: int, d_h: int, T: int, bias: str) -> tuple[int]:
    """Count the entries of torch's own layer, which keeps two bias vectors or none."""
    import torch

    layer = torch.nn.LSTM(d_x, d_h, bias=bias != "no bias", device="meta")
    second = "bias_hh_l0" if bias == "one bias vector" else ""
    return (sum(p.numel() for name, p in layer.named_parameters() if name != second),)


def steps(d_x: int, d_h: int, T: int, bias: str) -> list[str]:
    """One gate, then four."""
    n, total = BIAS[bias], solve(d_x, d_h, T, bias)[0]
    weights = d_h * (d_h + d_x)
    return [
        rf"One gate: ${d_h} \cdot ({d_h} + {d_x}) = {weights}$ weights.",
        f"{bias.capitalize()}: ${n * d_h}$ more, together ${weights + n * d_h}$.",
        rf"Three gates and the candidate: $4 \cdot {weights + n * d_h} = {total}$, for ${T}$ steps "
        "as for one.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other sizes; T keeps clear of the factors that a slip could bring."""
    d_x, d_h = rng.choice(np.arange(2, 65), size=2, replace=False)
    T = rng.choice([10, 20, 35, 50, 100])
    return {"d_x": d_x, "d_h": d_h, "T": T, "bias": str(rng.choice(list(BIAS)[1:]))}


def mistakes(d_x: int, d_h: int, T: int, bias: str) -> dict[str, tuple[int]]:
    """Maps, matrices or biases miscounted; steps counted."""
    right, gate = solve(d_x, d_h, T, bias)[0], d_h * (d_h + d_x)
    miscounted = {
        f"You counted {other}, but here each gate has {bias}.": (4 * (gate + n * d_h),)
        for other, n in BIAS.items()
        if other != bias
    }
    return {
        "You counted one affine map: an LSTM has four, three gates and the candidate.": (
            right // 4,
        ),
        "You counted three affine maps: the candidate has weights as well.": (3 * right // 4,),
        "You left out the old hidden state: every gate reads it.": (right - 4 * d_h * d_h,),
        "You left out the input: every gate reads it.": (right - 4 * d_h * d_x,),
        "You let the gates read the old cell state too: here they read h and x only.": (
            right + 4 * d_h * d_h,
        ),
        "You counted the weights once per step: all steps share them.": (T * right,),
        **miscounted,
    }
