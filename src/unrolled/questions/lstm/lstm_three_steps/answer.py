"""BITS sample question: an LSTM over three steps, and every reading of its columns."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from unrolled import nn
from unrolled.bank import format_value, signed

Array = NDArray[np.floating]
EXAM: dict[str, Any] = {
    "x": [1, 1, 0],
    "U": [0.5, 0.6, 0.2],
    "W": [0.2, 0.3, 0.8],
    "U_i": [0.9, 0.1, 0.3],
    "W_i": [0.1, 0.4, 0.2],
    "U_f": [0.6, 0.2, 0.3],
    "W_f": [0.5, 0.3, 0.2],
    "U_o": [0.4, 0.3, 0.2],
    "W_o": [0.9, 0.1, 0.3],
    "V": [0.4, 0.2, 0.1],
    "squash": r"\sigma",
    "read": "s",
}
EXPECTED = (
    0.442537151922,
    0.364519014410,
    0.544138521342,
    0.531524900801,
    0.515655460715,
    0.626423191758,
    0.344430324772,
)
KEY = (0.355, 0.351, None, None, None, None, None)
COLUMNS = ("U", "W", "U_i", "W_i", "U_f", "W_f", "U_o", "W_o")
SQUASH = {r"\sigma": nn.sigmoid, r"\tanh": nn.tanh}


def solve(x: list[float], squash: str, read: str, **columns: list[float]) -> tuple[float, ...]:
    """Step t with entry t of each column."""
    rows = _run(x, squash, read, columns)
    return (*(rows[0][name] for name in ("s", "h")), *(r["y"] for r in rows), *_last(rows))


def verify(x: list[float], squash: str, read: str, **columns: list[float]) -> tuple[float, ...]:
    """torch's own cell where it has the tanh, else the nested formulas to 20 digits."""
    states = _torch_cell(x, columns) if squash == r"\tanh" else _exact(x, columns)
    outputs = [
        1 / (1 + np.exp(-v * state[read == "h"]))
        for v, state in zip(columns["V"], states, strict=True)
    ]
    return (*states[0], *outputs, *states[-1])


def preset(x: list[float], squash: str, read: str, **columns: list[float]) -> dict[str, Any]:
    """Entry t of the columns, input first, as the pair of step t."""
    names = {"candidate": "", "input": "_i", "forget": "_f", "output": "_o"}
    activation = {r"\sigma": "sigmoid", r"\tanh": "tanh"}[squash]
    return {
        "x": x,
        **{gate: np.transpose([columns[f"{a}{b}"] for a in "UW"]) for gate, b in names.items()},
        "V": columns["V"],
        "read": {"s": "c", "h": "h"}[read],
        "candidate_activation": activation,
        "cell_activation": activation,
    }


def steps(x: list[float], squash: str, read: str, **columns: list[float]) -> list[str]:
    """Per step: the four functions, the cell state, the hidden state, the output."""
    lines = []
    old = {"s": 0.0, "h": 0.0}
    names = [(gate, gate, r"\sigma", f"_{gate}") for gate in "ifo"]
    names.append(("g", r"\tilde s", squash, ""))
    for t, row in enumerate(_run(x, squash, read, columns)):
        k = t + 1
        for name, tex, function, ending in names:
            u, w = columns[f"U{ending}"][t], columns[f"W{ending}"][t]
            lines.append(
                rf"${tex}_{k} = {function}({format_value(u)} \cdot {signed(x[t])} + "
                rf"{format_value(w)} \cdot {signed(old['h'])}) = {format_value(row[name])}$."
            )
        lines.append(
            rf"$s_{k} = {format_value(row['f'])} \cdot {signed(old['s'])} + "
            rf"{format_value(row['i'])} \cdot {signed(row['g'])} "
            rf"= {format_value(row['s'])}$."
        )
        lines.append(
            rf"$h_{k} = {format_value(row['o'])} \cdot {squash}({format_value(row['s'])}) "
            rf"= {format_value(row['h'])}$."
        )
        lines.append(
            rf"$\hat y_{k} = \sigma({format_value(columns['V'][t])} \cdot {signed(row[read])}) "
            rf"= {format_value(row['y'])}$."
        )
        old = row
    return lines


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other columns of positive weights, no two equal in a column, and another reading."""
    x = rng.permutation([1, rng.choice([1, 2]), 0])
    tenths = np.arange(1, 10) / 10
    columns = {name: rng.choice(tenths, size=3, replace=False).tolist() for name in COLUMNS}
    return {
        "x": x if x[0] else x[::-1],  # in step 1 something has to come in
        **columns,
        "V": rng.choice(tenths, size=3, replace=False),
        "squash": str(rng.choice(list(SQUASH))),
        "read": str(rng.choice(["s", "h"])),
    }


def mistakes(
    x: list[float], squash: str, read: str, **columns: list[float]
) -> dict[str, tuple[float, ...]]:
    """Another reading of the columns, other functions, gates exchanged, a state left out."""
    other = r"\sigma" if squash == r"\tanh" else r"\tanh"
    without_state = {k: [0.0] * 3 if k.startswith("W") else v for k, v in columns.items()}
    first = {name: [column[0]] * 3 for name, column in columns.items()}
    f, i, o = ({"U": columns[f"U_{g}"], "W": columns[f"W_{g}"]} for g in ("f", "i", "o"))
    shown = "the cell state" if read == "s" else "the hidden state"
    name = {r"\sigma": "σ", r"\tanh": "tanh"}
    return {
        "You used the first entries at all steps: on this reading step t has entry t.": solve(
            x, squash, read, **first
        ),
        f"You took {name[other]} for {name[squash]} at the candidate and the cell state.": solve(
            x, other, read, **columns
        ),
        f"You read the output off the other state: here it reads {shown}.": solve(
            x, squash, "h" if read == "s" else "s", **columns
        ),
        "You exchanged the forget gate and the input gate.": solve(
            x, squash, read, **columns | _named(f, "_i") | _named(i, "_f")
        ),
        "You exchanged the input gate and the output gate.": solve(
            x, squash, read, **columns | _named(o, "_i") | _named(i, "_o")
        ),
        "You exchanged the weights U and W: U belongs to the input, W to the old state.": solve(
            x,
            squash,
            read,
            **{k.translate(str.maketrans("UW", "WU")): v for k, v in columns.items()},
        ),
        "You left out the old hidden state: all four sums read it.": solve(
            x, squash, read, **without_state
        ),
        "You took the last entry of the input gate's U in step 1, as the paper's key does.": solve(
            x, squash, read, **columns | {"U_i": [columns["U_i"][2], *columns["U_i"][1:]]}
        ),
    }


def experiment() -> dict[str, Any]:
    """Every reading of the exam's columns; the two by tanh agree with the reference LSTM."""
    found: dict[str, Any] = {}
    x, columns = EXAM["x"], {k: v for k, v in EXAM.items() if k in (*COLUMNS, "V")}
    for squash, name in ((r"\sigma", "sigma"), (r"\tanh", "tanh")):
        rows = _run(x, squash, "s", columns)
        found |= {f"s_{name}": rows[-1]["s"], f"h_{name}": rows[-1]["h"]}
        for read in "sh":
            outputs = [row["y"] for row in _run(x, squash, read, columns)]
            found[f"y{read}_{name}"] = outputs
        s, h = _shared(x, squash, columns)
        found |= {f"s_{name}_shared": s[-1], f"h_{name}_shared": h[-1]}
        found |= {f"ys_{name}_shared": nn.sigmoid(s @ columns["V"])}
        found |= {f"yh_{name}_shared": nn.sigmoid(h @ columns["V"])}
    u, w = (_order(columns, letter) for letter in "UW")
    weights = np.reshape(u, (12, 1)), np.concatenate([np.diag(row) for row in w])
    output, _ = nn.lstm(np.reshape(x, (3, 1)), (np.zeros(3), np.zeros(3)), *weights)
    assert np.allclose(output, h)
    i_1 = float(nn.sigmoid(0.9))
    y_1_printed = float(nn.sigmoid(0.4 * 0.355))
    assert round(i_1, 3) != 0.574
    assert round(float(nn.sigmoid(0.3)), 3) == 0.574
    o_1, f_1, half = (float(nn.sigmoid(z)) for z in (0.4, 0.6, 0.355))
    own = np.array([o_1, f_1, 0.574 * 0.62, 0.598 * half])  # as the key's lines have them
    printed = [0.598, 0.645, 0.355, 0.351]
    assert np.allclose(np.floor(1000 * own) / 1000, printed)
    assert np.all(own.round(3) > printed)
    found |= {"i_1": i_1, "y_1_printed": y_1_printed}
    return {name: np.round(value, 6).tolist() for name, value in found.items()}


def _run(
    x: list[float], squash: str, read: str, columns: dict[str, list[float]]
) -> list[dict[str, float]]:
    """All values of each step."""
    f, rows, s, h = SQUASH[squash], [], np.zeros(1), np.zeros(1)
    for t in range(3):
        weight = np.array([[columns[f"{a}{b}"][t] for a in "UW"] for b in ("", "_i", "_f", "_o")])
        z = nn.linear([x[t], h[0]], weight)
        candidate, (i, forget, o) = f(z[:1]), nn.sigmoid(z[1:])
        s = forget * s + i * candidate
        h = o * f(s)
        y = nn.sigmoid(nn.linear({"s": s, "h": h}[read], [[columns["V"][t]]]))
        values = {"i": i, "f": forget, "o": o, "g": candidate, "s": s, "h": h, "y": y}
        rows.append({name: float(np.ravel(value)[0]) for name, value in values.items()})
    return rows


def _last(rows: list[dict[str, float]]) -> tuple[float, float]:
    return rows[-1]["s"], rows[-1]["h"]


def _shared(x: list[float], squash: str, columns: dict[str, list[float]]) -> tuple[Array, Array]:
    """Three units with the same weights at every step, each fed back to itself."""
    f, s, h = SQUASH[squash], np.zeros((4, 3)), np.zeros((4, 3))
    u, w = (_order(columns, letter) for letter in "UW")
    for t in range(3):
        z = u * x[t] + w * h[t]
        i, forget, o = nn.sigmoid(z[[0, 1, 3]])
        s[t + 1] = forget * s[t] + i * f(z[2])
        h[t + 1] = o * f(s[t + 1])
    return s[1:], h[1:]


def _order(columns: dict[str, list[float]], letter: str) -> Array:
    """Weights in the reference's order: input gate, forget gate, candidate, output gate."""
    return np.array([columns[f"{letter}{ending}"] for ending in ("_i", "_f", "", "_o")])


def _named(gate: dict[str, list[float]], ending: str) -> dict[str, list[float]]:
    return {letter + ending: column for letter, column in gate.items()}


def _torch_cell(x: list[float], columns: dict[str, list[float]]) -> list[tuple[float, float]]:
    """Cell and hidden state of each step, from `torch.nn.LSTMCell` with new weights each step."""
    import torch

    cell = torch.nn.LSTMCell(1, 1, bias=False, dtype=torch.float64)
    h = c = torch.zeros(1, 1, dtype=torch.float64)
    u, w = (torch.from_numpy(_order(columns, letter)) for letter in "UW")
    states = []
    for t in range(3):
        cell.load_state_dict({"weight_ih": u[:, t : t + 1], "weight_hh": w[:, t : t + 1]})
        h, c = cell(torch.tensor([[x[t]]], dtype=torch.float64), (h, c))
        states.append((c.item(), h.item()))
    return states


def _exact(x: list[float], columns: dict[str, list[float]]) -> list[tuple[float, float]]:
    """Cell and hidden state of each step with the sigmoid, to 20 digits."""
    import sympy

    def sigma(z: Any) -> Any:
        return (1 / (1 + sympy.exp(-z))).evalf(20)

    s = h = sympy.Integer(0)
    states = []
    for t in range(3):
        i, f, g, o = (
            sigma(sympy.Rational(str(columns[f"U{e}"][t])) * x[t] + columns[f"W{e}"][t] * h)
            for e in ("_i", "_f", "", "_o")
        )
        s = f * s + i * g
        h = o * sigma(s)
        states.append((float(s), float(h)))
    return states
