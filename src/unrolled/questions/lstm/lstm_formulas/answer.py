"""FAU 5.3: an LSTM cell as formulas, checked on a cell with one entry."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import nn
from unrolled.bank import format_value, signed

EXAM: dict[str, Any] = {  # our probe: the paper asks for formulas
    "b": [0.5, 1],
    "c": 0.8,
    "w": [[0.4, 0.3], [-0.2, 0.4], [0.7, -0.5], [0.1, 0.9]],
    "u": 0.6,
    "v": 0.8,
}
EXPECTED = (0.412441571531, 0.281627078541, 0.569945078699, 0.64, 0.16)


def solve(b: list[float], c: float, w: list[list[float]], u: float, v: float) -> tuple[float, ...]:
    """One step of the reference cell; its rows are in the order i, f, candidate, o."""
    weight = np.array(w)[[1, 0, 2, 3]]
    h, state = nn.lstm_cell(b[1:], (b[:1], [c]), weight[:, 1:], weight[:, :1])
    p, q = np.arctanh(u), np.log(v / (1 - v))
    slopes = float(nn.tanh_backward(1.0, p)), float(nn.sigmoid_backward(1.0, q))
    return (state[0], h[0], nn.sigmoid(h)[0], *slopes)


def verify(b: list[float], c: float, w: list[list[float]], u: float, v: float) -> tuple[float, ...]:
    """Exact expressions: the cell to 20 digits, and the slopes by differentiating."""
    import sympy

    f, i, g, o = (
        sum(
            sympy.Rational(str(weight)) * sympy.Rational(str(x))
            for weight, x in zip(row, b, strict=True)
        )
        for row in w
    )
    x = sympy.symbols("x")
    sigma = 1 / (1 + sympy.exp(-x))
    state = sigma.subs(x, f) * sympy.Rational(str(c)) + sigma.subs(x, i) * sympy.tanh(g)
    h = sympy.tanh(state) * sigma.subs(x, o)
    p, q = sympy.atanh(sympy.Rational(str(u))), sympy.log(sympy.Rational(str(v)) / (1 - v))
    slopes = sympy.diff(sympy.tanh(x), x).subs(x, p), sympy.diff(sigma, x).subs(x, q)
    return tuple(float(value.evalf(20)) for value in (state, h, sigma.subs(x, h), *slopes))


def preset(b: list[float], c: float, w: list[list[float]], u: float, v: float) -> dict[str, Any]:
    """One step: b is h above x, and so are the weights."""
    gates = zip(("forget", "input", "candidate", "output"), w, strict=True)
    return {"h0": b[0], "x": b[1:], "c0": c, **{gate: row[::-1] for gate, row in gates}}


def steps(b: list[float], c: float, w: list[list[float]], u: float, v: float) -> list[str]:
    """Four gates, three results, two slopes."""
    state, h, y, tanh_slope, sigmoid_slope = map(format_value, solve(b, c, w, u, v))
    names = (("f_t", r"\sigma"), ("i_t", r"\sigma"), (r"\tilde c_t", r"\tanh"), ("o_t", r"\sigma"))
    z, gates = _gates(b, w)
    lines = [
        rf"${name} = {function}(w_{k + 1} b) = {function}({_product(w[k], b)}) "
        rf"= {function}({format_value(z[k])}) = {format_value(gates[k])}$."
        for k, (name, function) in enumerate(names)
    ]
    f, i, g, o = map(signed, gates)
    return [
        *lines,
        rf"$c_t = {f} \cdot {signed(c)} + {i} \cdot {g} = {state}$.",
        rf"$h_t = \tanh({state}) \cdot {o} = {h}$.",
        rf"$\hat y_t = \sigma({h}) = {y}$.",
        rf"$\tanh'(p) = 1 - {signed(u)}^2 = {tanh_slope}$ and "
        rf"$\sigma'(q) = {format_value(v)} \cdot (1 - {format_value(v)}) = {sigmoid_slope}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Weights and states with one decimal; all gates half open, the state away from zero."""
    while True:
        b, *w = rng.choice(_TENTHS, size=(5, 2)).tolist()
        params = {"b": b, "c": rng.choice(_TENTHS), "w": w}
        params["u"] = rng.choice([-0.8, -0.6, -0.3, 0.2, 0.5, 0.9])
        params["v"] = rng.choice([0.1, 0.2, 0.3, 0.6, 0.9])
        if min(abs(_gates(b, w)[0])) > 0.05 and abs(solve(**params)[0]) > 0.1:
            return params


def mistakes(
    b: list[float], c: float, w: list[list[float]], u: float, v: float
) -> dict[str, tuple[float | None, ...]]:
    """Factors too many or too few, functions exchanged, the formulas of the exam sheet."""
    state, h, *_ = solve(b, c, w, u, v)
    (_, _, z_g, _), (f, i, g, o) = _gates(b, w)
    linear, swapped = f * c + i * z_g, i * c + f * g
    sigma_g = f * c + i * nn.sigmoid(z_g)
    return {
        "You multiplied by the cell state once more: it enters h through the tanh only.": (
            *(None, state * h, _sigma(state * h), None, None),
        ),
        "You left out the tanh between the cell state and the output gate.": (
            *(None, o * state, _sigma(o * state), None, None),
        ),
        "You left out the output gate.": (
            *(None, np.tanh(state), _sigma(np.tanh(state)), None, None),
        ),
        "You exchanged the forget gate and the input gate.": (
            *(swapped, *_shown(swapped, o), None, None),
        ),
        "You left out the tanh of the candidate.": (*(linear, *_shown(linear, o), None, None),),
        "You took a sigmoid for the candidate: it has a tanh, so it can be negative.": (
            *(sigma_g, *_shown(sigma_g, o), None, None),
        ),
        "You stopped at h: the output is its sigmoid.": (None, None, h, None, None),
        "You put the given value into the function again: it is tanh(p), not p.": (
            *(None, None, None, 1 - np.tanh(u) ** 2, float(nn.sigmoid_backward(1.0, v))),
        ),
        "You exchanged the two slopes: 1 − y² belongs to tanh, y(1 − y) to the sigmoid.": (
            *(None, None, None, u * (1 - u), 1 - v**2),
        ),
    }


def experiment() -> dict[str, float]:
    """The three lines of the exam sheet, and the formula for h in the notes."""
    x = np.linspace(-3, 3, 61)
    wide = nn.sigmoid(2 * x)
    assert np.allclose(np.tanh(x), 2 * wide - 1)
    assert np.allclose(nn.tanh_backward(np.ones_like(x), x), 4 * wide * (1 - wide))
    assert nn.sigmoid(0.0) == 0.5
    assert 4 * nn.sigmoid(0.0) == 2
    c_t, h_t, *_ = solve(**EXAM)
    assert abs(c_t * h_t - h_t) > 0.1
    return {"h_notes": round(float(c_t * h_t), 6), "h_right": round(float(h_t), 6)}


_TENTHS = np.array([-9, -8, -7, -6, -5, -4, -3, -2, 2, 3, 4, 5, 6, 7, 8, 9]) / 10


def _gates(b: list[float], w: list[list[float]]) -> tuple[Any, Any]:
    """Sums and values of f, i, candidate and o."""
    z = nn.linear(b, w)
    return z, np.where([False, False, True, False], np.tanh(z), nn.sigmoid(z))


def _shown(state: float, o: float) -> tuple[float, float]:
    h = o * float(np.tanh(state))
    return h, _sigma(h)


def _sigma(z: float) -> float:
    return float(nn.sigmoid(z))


def _product(row: list[float], b: list[float]) -> str:
    return " + ".join(rf"{signed(v)} \cdot {signed(x)}" for v, x in zip(row, b, strict=True))
