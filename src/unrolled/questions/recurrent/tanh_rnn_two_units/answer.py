"""BITS end-semester 2022-23, 2b: one step of two tanh units and a sigmoid output."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from unrolled import nn
from unrolled.bank import format_value, signed

EXAM = {"x": [0.5, 0.6], "h": [0.3, 0.4], "w": 0.2, "b": 0.2}
EXPECTED = (0.507977432897896, 0.507977432897896, 0.599454083698780)
KEY = (0.059964, 0.079995, 0.556275)


def solve(x: list[float], h: list[float], w: float, b: float) -> tuple[float, ...]:
    """One step of the layer, then the dense unit on its states."""
    weight = np.full((2, 2), w)
    state = nn.rnn_cell(x, h, w_ih=weight, w_hh=weight, b_ih=[b, b])
    return (*state, nn.sigmoid(nn.linear(state, weight[:1], [b]))[0])


def verify(x: list[float], h: list[float], w: float, b: float) -> tuple[float, ...]:
    """torch's own layers; the second bias vector of its cell is set to zero."""
    import torch

    cell = torch.nn.RNNCell(2, 2, dtype=torch.float64)
    dense = torch.nn.Linear(2, 1, dtype=torch.float64)
    for name, parameter in (*cell.named_parameters(), *dense.named_parameters()):
        value = 0.0 if name == "bias_hh" else b if "bias" in name else w
        torch.nn.init.constant_(parameter, value)
    state = cell(*torch.tensor([[x], [h]], dtype=torch.float64))
    return (*state[0].tolist(), torch.sigmoid(dense(state)).item())


def preset(x: list[float], h: list[float], w: float, b: float) -> dict[str, Any]:
    """The same cell with its matrices written out."""
    weight = [[w, w], [w, w]]
    return {"V": weight, "W": weight, "b": [b, b], "h0": h, "x": [x], "U": weight[:1], "c": [b]}


def steps(x: list[float], h: list[float], w: float, b: float) -> list[str]:
    """The five summands, the two units, the output."""
    state, _, y = solve(x, h, w, b)
    weighed = " + ".join(rf"{format_value(w)} \cdot {signed(value)}" for value in (*x, *h))
    s, o = format_value(w * (sum(x) + sum(h)) + b), format_value(2 * w * state + b)
    unit, bias = format_value(state), signed(b)
    return [
        "All four weights into a unit are equal, so both units add up the same: "
        f"$s = {weighed} + {bias} = {s}$.",
        rf"Both states are $h_{{t,1}} = h_{{t,2}} = \tanh({s}) = {unit}$.",
        rf"The output unit adds ${format_value(w)} \cdot {signed(state)} "
        rf"+ {format_value(w)} \cdot {signed(state)} + {bias} = {o}$.",
        rf"Its sigmoid is $y = \sigma({o}) = {format_value(y)}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other inputs, states and weights; the sum stays where tanh neither vanishes nor saturates."""
    while True:
        x, h = rng.integers(-9, 10, size=(2, 2)) / 10
        w, b = rng.integers(2, 9) / 10, rng.choice([-3, -2, -1, 1, 2, 3]) / 10
        if 0.1 < abs(w * (x.sum() + h.sum()) + b) < 1.2 and 0 not in (*x, *h):
            return {"x": x.tolist(), "h": h.tolist(), "w": w, "b": b}


def mistakes(x: list[float], h: list[float], w: float, b: float) -> dict[str, tuple[float, ...]]:
    """Arrows, terms or functions left out; a bias too many."""
    full = w * (sum(x) + sum(h))
    own = w * (np.array(x) + h)
    state = np.tanh(full + b)
    return {
        "You multiplied entry by entry: every unit hears both inputs and both old states.": (
            _read_out(np.tanh(own + b), w, b)
        ),
        "You applied tanh to the recurrent part only: the input and the bias belong inside.": (
            _read_out(np.tanh(w * np.array(h)), w, b)
        ),
        "You left the old state out: it is an input of the layer as well.": (
            _read_out(np.tanh([w * sum(x) + b] * 2), w, b)
        ),
        "You left out the bias of the recurrent layer.": _read_out(np.tanh([full] * 2), w, b),
        "You added the bias twice: torch.nn.RNN has two bias vectors, this layer has one.": (
            _read_out(np.tanh([full + 2 * b] * 2), w, b)
        ),
        "You stopped at the sum: the tanh has not been applied yet.": (
            _read_out(np.array([full + b] * 2), w, b)
        ),
        "You stopped before the sigmoid of the output unit.": (state, state, 2 * w * state + b),
        "You left out the bias of the output unit.": _read_out(np.array([state] * 2), w, 0.0),
    }


def _read_out(state: NDArray[np.floating], w: float, b: float) -> tuple[float, ...]:
    return (*state, float(nn.sigmoid(w * state.sum() + b)))
