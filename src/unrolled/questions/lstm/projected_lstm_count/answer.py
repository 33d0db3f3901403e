"""BITS end-semester 2022-23, 2a: an LSTM whose hidden state is shorter than its cell state."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import calc, nn

EXAM = {"d_x": 4, "d_h": 3, "d_c": 8, "d_y": 1}
EXPECTED = (64, 24, 4, 284)
KEY = (24, None, None, 140)


def solve(d_x: int, d_h: int, d_c: int, d_y: int) -> tuple[int, ...]:
    """A gate, the projection, the output layer; the total from the count of the whole cell."""
    readout = calc.linear_parameters(d_h, d_y)
    return (
        calc.linear_parameters(d_x + d_h, d_c),
        calc.linear_parameters(d_c, d_h, bias=False),
        readout,
        calc.lstm_parameters(d_x, d_c, bias_vectors=1, projection=d_h) + readout,
    )


def verify(d_x: int, d_h: int, d_c: int, d_y: int) -> tuple[int, ...]:
    """Count the entries of torch's layers, the second bias vector left out."""
    import torch

    size = {name: p.numel() for name, p in _layer(d_x, d_c, d_h).named_parameters()}
    del size["bias_hh_l0"]
    projection = size.pop("weight_hr_l0")
    gates = sum(size.values())
    readout = sum(p.numel() for p in torch.nn.Linear(d_h, d_y, device="meta").parameters())
    return gates // 4, projection, readout, gates + projection + readout


def steps(d_x: int, d_h: int, d_c: int, d_y: int) -> list[str]:
    """Part by part."""
    gate, projection, readout, total = solve(d_x, d_h, d_c, d_y)
    return [
        rf"One gate, from $x_t$, from $h_{{t-1}}$, and its bias: ${d_c} \cdot {d_x} + "
        rf"{d_c} \cdot {d_h} + {d_c} = {gate}$.",
        rf"The projection $W_r$ is ${d_h} \times {d_c}$, without bias: ${projection}$.",
        rf"The output layer: ${d_y} \cdot {d_h} + {d_y} = {readout}$.",
        rf"Three gates, the candidate and the rest: $4 \cdot {gate} + {projection} + {readout} "
        f"= {total}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other sizes, the hidden state always the shorter one."""
    d_c = rng.integers(5, 17)
    d_h = rng.integers(2, d_c - 1)
    return {"d_x": rng.integers(2, 13), "d_h": d_h, "d_c": d_c, "d_y": rng.integers(1, 4)}


def mistakes(d_x: int, d_h: int, d_c: int, d_y: int) -> dict[str, tuple[int | None, ...]]:
    """Wrong lengths, parts left out, a bias too many."""
    gate, projection, readout, total = solve(d_x, d_h, d_c, d_y)
    short = calc.linear_parameters(d_x + d_h, d_h)
    plain, wide = calc.linear_parameters(d_x + d_c, d_c), calc.linear_parameters(d_c, d_y)
    return {
        "You made the gates as long as h: they multiply the entries of c.": (
            *(short, None, None),
            3 * short + gate + readout,
        ),
        "You let the gates read the old cell state: they read h, which is shorter.": (
            *(plain, None, None),
            4 * plain + projection + readout,
        ),
        "You took c and h to be one length: h is projected, and shorter.": (
            *(plain, None, wide),
            4 * plain + wide,
        ),
        "You left out the projection.": (None, None, None, total - projection),
        "You gave the projection a bias: it has none.": (
            *(None, projection + d_h, None),
            total + d_h,
        ),
        "You left out the output layer.": (None, None, None, total - readout),
        "You counted three maps in the cell: the candidate has weights as well.": (
            *(None, None, None),
            total - gate,
        ),
        "You left out the biases of the gates.": (gate - d_c, None, None, total - 4 * d_c),
    }


def experiment() -> dict[str, int]:
    """The key's cell cannot be computed; every one that can has another count."""
    try:
        np.ones(3) * np.ones(8)
    except ValueError:
        pass
    else:
        raise AssertionError("3 entries were multiplied with 8")
    w_ih, w_hh, w_hr = np.zeros((32, 4)), np.zeros((32, 3)), np.zeros((3, 8))
    h, c = nn.lstm_cell(np.zeros(4), (np.zeros(3), np.zeros(8)), w_ih, w_hh, w_hr=w_hr)
    assert (h.size, c.size) == (3, 8)
    with_two_biases = sum(p.numel() for p in _layer(4, 8, 3).parameters()) + 4
    found = {
        "projected": solve(4, 3, 8, 1)[-1],
        "projected_torch": with_two_biases,
        "plain_small": calc.lstm_parameters(4, 3, bias_vectors=1) + calc.linear_parameters(3, 1),
        "plain_large": calc.lstm_parameters(4, 8, bias_vectors=1) + calc.linear_parameters(8, 1),
    }
    assert 140 not in found.values()
    return found


def _layer(d_x: int, d_c: int, d_h: int) -> Any:
    import torch

    return torch.nn.LSTM(d_x, d_c, proj_size=d_h, device="meta")
