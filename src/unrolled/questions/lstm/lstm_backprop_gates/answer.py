"""FAU 5.4, second half: from the cell state through the gates to the old states and the input."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from unrolled import autodiff
from unrolled.bank import format_value, signed

EXAM: dict[str, Any] = {  # ours: about what the question before leaves
    "f": 0.6,
    "i": 0.5,
    "g": -0.2,
    "o": 0.7,
    "c": 1,
    "grad_a": 0.11,
    "grad_o": 0.34,
    "w": [[0.4, 0.3], [-0.2, 0.4], [0.7, -0.5], [0.1, 0.9]],
}
EXPECTED = (0.066, 0.055, -0.022, 0.11, 0.05576, 0.04358)


def solve(
    f: float,
    i: float,
    g: float,
    o: float,
    c: float,
    grad_a: float,
    grad_o: float,
    w: list[list[float]],
) -> tuple[float, ...]:
    """Let the scalar engine differentiate; b enters as a change of b, which is zero."""
    b = [autodiff.Value(0.0), autodiff.Value(0.0)]
    z_f, z_i, z_g, z_o = (
        float(z) + row[0] * b[0] + row[1] * b[1]
        for z, row in zip(_arguments(f, i, g, o), w, strict=True)
    )
    forget, write = autodiff.sigmoid(z_f), autodiff.sigmoid(z_i)
    candidate, memory = autodiff.tanh(z_g), autodiff.Value(c)
    a = forget * memory + write * candidate
    loss = grad_a * a + grad_o * autodiff.sigmoid(z_o)
    return tuple(autodiff.grad(loss, [memory, candidate, write, forget, *b]))


def verify(
    f: float,
    i: float,
    g: float,
    o: float,
    c: float,
    grad_a: float,
    grad_o: float,
    w: list[list[float]],
) -> tuple[float, ...]:
    """Send both gradients back through torch's vectors at once."""
    import torch

    weight = torch.tensor(w, dtype=torch.float64)
    change = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    memory = torch.tensor(float(c), dtype=torch.float64, requires_grad=True)
    z = torch.from_numpy(_arguments(f, i, g, o)) + weight @ change
    gates = torch.sigmoid(z)
    candidate = torch.tanh(z[2])
    a = torch.dot(torch.stack([memory, candidate]), gates[:2])
    back = torch.tensor([grad_a, grad_o], dtype=torch.float64).unbind()
    by_memory, by_candidate, by_gates, by_b = torch.autograd.grad(
        (a, gates[3]), (memory, candidate, gates, change), back
    )
    by_forget, by_write, *_ = by_gates.tolist()
    return by_memory.item(), by_candidate.item(), by_write, by_forget, *by_b.tolist()


def preset(
    f: float,
    i: float,
    g: float,
    o: float,
    c: float,
    grad_a: float,
    grad_o: float,
    w: list[list[float]],
) -> dict[str, Any]:
    """Biases set the gates, as b is zero; the loss sends the gradients that were found."""
    gates = ("forget", "input", "candidate", "output")
    z = _arguments(f, i, g, o)
    e = np.tanh(f * c + i * g)
    grad_h = grad_o / e
    return {
        "c0": c,
        **{gate: row[::-1] for gate, row in zip(gates, w, strict=True)},
        **{f"{gate}_bias": bias for gate, bias in zip(gates, z, strict=True)},
        "grad_h": grad_h,
        "grad_c": grad_a - grad_h * o * (1 - e**2),
    }


def steps(
    f: float,
    i: float,
    g: float,
    o: float,
    c: float,
    grad_a: float,
    grad_o: float,
    w: list[list[float]],
) -> list[str]:
    """Four products, four ways back to b, two sums."""
    dc, dg, di, df, *db = solve(f, i, g, o, c, grad_a, grad_o, w)
    a, slopes = signed(grad_a), _slopes(f, i, g, o)
    ways = np.array([df, di, dg, grad_o]) * slopes
    lines = [
        rf"$\partial L / \partial {name} = {a} \cdot {signed(factor)} = {format_value(value)}$."
        for name, factor, value in (
            ("c_{t-1}", f, dc),
            (r"\tilde c_t", i, dg),
            ("i_t", g, di),
            ("f_t", c, df),
        )
    ]
    for k, (name, gradient, slope, way) in enumerate(
        zip(("f_t", "i_t", r"\tilde c_t", "o_t"), (df, di, dg, grad_o), slopes, ways, strict=True),
        start=1,
    ):
        y = {"f_t": f, "i_t": i, "o_t": o}.get(name)
        written = (
            rf"{format_value(y)} \cdot (1 - {format_value(y)})" if y else rf"1 - {signed(g)}^2"
        )
        lines.append(
            rf"By way of ${name}$: the slope is ${written} = {format_value(slope)}$, and "
            rf"${signed(gradient)} \cdot {format_value(slope)} = {format_value(way)}$ goes on to "
            f"$w_{k}$."
        )
    for entry in (0, 1):
        summands = " + ".join(
            rf"{signed(way)} \cdot {signed(row[entry])}" for way, row in zip(ways, w, strict=True)
        )
        lines.append(
            rf"$\partial L / \partial b_{entry + 1} = {summands} = {format_value(db[entry])}$."
        )
    return lines


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """One decimal each; gates and states that tell the factors apart, no result near zero."""
    while True:
        f, i, o = rng.choice([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], size=3, replace=False)
        params: dict[str, Any] = {"f": f, "i": i, "g": rng.choice([-8, -5, -2, 2, 5, 8]) / 10}
        params |= {"o": o, "c": rng.choice([-20, -15, -5, 5, 10, 15]) / 10}
        params |= {"grad_a": rng.choice([-5, -2, -1, 1, 2, 4]) / 10}
        params |= {"grad_o": rng.choice([-4, -3, 3, 5]) / 10}
        params["w"] = (rng.choice([-9, -7, -5, -3, -2, 2, 3, 4, 6, 8], size=(4, 2)) / 10).tolist()
        # A new state of zero would send the output gate no gradient.
        state = f * params["c"] + i * params["g"]
        if min(map(abs, solve(**params))) > 0.004 and abs(state) > 0.05:
            return params


def mistakes(
    f: float,
    i: float,
    g: float,
    o: float,
    c: float,
    grad_a: float,
    grad_o: float,
    w: list[list[float]],
) -> dict[str, tuple[float | None, ...]]:
    """The wrong factor, the wrong gradient, slopes left out or mixed up, ways forgotten."""
    slopes = _slopes(f, i, g, o)
    grads = np.array([grad_a * c, grad_a * g, grad_a * i, grad_o])
    crossed = np.array([grad_a * f, grad_a * i, grad_a * g, grad_o])

    def wrong(ways: NDArray[np.floating], *products: float) -> tuple[float | None, ...]:
        return (*(products or [None] * 4), *ways @ np.array(w))

    return {
        "You multiplied by the factor itself: in a product each factor receives the other one.": (
            wrong(crossed * slopes, grad_a * c, grad_a * g, grad_a * i, grad_a * f)
        ),
        "You sent the same gradient through all four: each way back begins with its own.": (
            wrong(grads[0] * slopes)
        ),
        "You left out the slopes: σ and tanh lie between b and the gates.": wrong(grads),
        "You took y(1 − y) for the tanh too: the slope of tanh is 1 − y².": (
            wrong(grads * [*slopes[:2], g * (1 - g), slopes[3]])
        ),
        "You left out the output gate: b reaches the loss through it, too.": (
            wrong(grads * slopes * [1, 1, 1, 0])
        ),
        "You left out the candidate: b reaches the loss through it, too.": (
            wrong(grads * slopes * [1, 1, 0, 1])
        ),
    }


def experiment() -> dict[str, float]:
    """What the four summands of the notes add up to on the numbers of the question."""
    right = solve(**EXAM)
    f, i, g, o, _, _, _, w = EXAM.values()
    slopes = _slopes(f, i, g, o)
    slopes[2] = 1 / np.cosh(np.arctanh(g) / 2) ** 2 / 4  # the sigmoid's, where the tanh's belongs
    notes = right[3] * slopes @ np.array(w)
    assert np.all(np.abs(notes - right[4:]) > 0.001)
    values = {
        "b1_notes": notes[0],
        "b2_notes": notes[1],
        "b1_right": right[4],
        "b2_right": right[5],
    }
    return {name: round(float(value), 6) for name, value in values.items()}


def _arguments(f: float, i: float, g: float, o: float) -> NDArray[np.floating]:
    """What σ and tanh were applied to."""
    gates = np.array([f, i, 0.5, o])
    z: NDArray[np.floating] = np.log(gates / (1 - gates))
    z[2] = np.arctanh(g)
    return z


def _slopes(f: float, i: float, g: float, o: float) -> NDArray[np.floating]:
    """Slopes on the ways through f, i, the candidate and o."""
    return np.array([f * (1 - f), i * (1 - i), 1 - g * g, o * (1 - o)])
