"""TUM 2019, 6e: the gates of an LSTM by what they multiply, and one step of the cell."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled.autodiff import Value, grad
from unrolled.bank import format_value, signed

# The gates' places are the exam's. Its cell has no numbers: the others are our probe.
EXAM = {"keep": 2, "write": 3, "show": 1, "memory": 2, "candidate": -0.5, "g": [0, 1, 0]}
EXPECTED = ("$g_2$", "$g_3$", "$g_1$", 2.0, 0.0)


def solve(
    keep: int, write: int, show: int, memory: float, candidate: float, g: list[float]
) -> tuple[Any, ...]:
    """The names by the derivatives of c_t: the old memory, the candidate, nothing."""
    gates = [Value(value) for value in g]
    c = gates[keep - 1] * memory + gates[write - 1] * candidate
    h = gates[show - 1] * c
    slopes = grad(c, gates)
    names = {slopes.index(value): f"$g_{slopes.index(value) + 1}$" for value in (memory, candidate)}
    (output,) = {0, 1, 2} - set(names)
    return (*names.values(), f"$g_{output + 1}$", c.data, h.data)


def verify(
    keep: int, write: int, show: int, memory: float, candidate: float, g: list[float]
) -> tuple[Any, ...]:
    """Shut one gate after the other and see what is lost: the old, the new, or the view."""
    import torch

    def cell(gates: torch.Tensor, old: float, new: float) -> torch.Tensor:
        c = gates[keep - 1] * old + gates[write - 1] * new
        return torch.stack([c, gates[show - 1] * c])

    lost = {tuple(cell(1 - torch.eye(3)[k], 10.0, 1.0).tolist()): f"$g_{k + 1}$" for k in range(3)}
    state = cell(torch.tensor(g, dtype=torch.float64), memory, candidate)
    return (lost[1, 1], lost[10, 10], lost[11, 0], *state.tolist())


def preset(
    keep: int, write: int, show: int, memory: float, candidate: float, g: list[float]
) -> dict[str, Any]:
    """Biases set the gates; to 0 and 1 they come within 10^-5."""
    z = [np.log(v / (1 - v)) if 0 < v < 1 else (-12, 12)[int(v)] for v in g]
    places = {"forget": keep, "input": write, "output": show}
    biases = {f"{gate}_bias": z[place - 1] for gate, place in places.items()}
    return {"c0": memory, **biases, "candidate_bias": np.arctanh(candidate)}


def steps(
    keep: int, write: int, show: int, memory: float, candidate: float, g: list[float]
) -> list[str]:
    """What each gate multiplies, then the two products."""
    c, h = solve(keep, write, show, memory, candidate, g)[3:]
    at_memory, at_candidate, at_state = (g[k - 1] for k in (keep, write, show))
    return [
        f"$g_{keep}$ multiplies the old memory $c_{{t-1}}$: it is the forget gate.",
        rf"$g_{write}$ multiplies the candidate $\tilde c_t$: it is the update gate.",
        f"$g_{show}$ multiplies the state on its way out: it is the output gate.",
        rf"$c_t = {format_value(at_memory)} \cdot {signed(memory)} + {format_value(at_candidate)} "
        rf"\cdot {signed(candidate)} = {format_value(c)}$.",
        rf"$h_t = {format_value(at_state)} \cdot {signed(c)} = {format_value(h)}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Another numbering, other openings; what is kept differs from what is written."""
    keep, write, show = rng.permutation(3) + 1
    while True:
        g = rng.choice([0, 0.25, 0.5, 1], size=3)
        memory, candidate = rng.choice([-4, -3, -2, 2, 3, 4]), rng.choice([-0.8, -0.5, 0.5, 0.8])
        if g[keep - 1] != g[write - 1] and g[show - 1] != g[keep - 1]:
            return {
                "keep": keep,
                "write": write,
                "show": show,
                "memory": memory,
                "candidate": candidate,
                "g": g.tolist(),
            }


def mistakes(
    keep: int, write: int, show: int, memory: float, candidate: float, g: list[float]
) -> dict[str, tuple[Any, ...]]:
    """Gates exchanged, the forget gate read backwards, the output gate left out."""
    f, u, o = (f"$g_{k}$" for k in (keep, write, show))
    at_memory, at_candidate, at_state = (g[k - 1] for k in (keep, write, show))
    c = at_memory * memory + at_candidate * candidate
    exchanged = at_candidate * memory + at_memory * candidate
    erased = (1 - at_memory) * memory + at_candidate * candidate
    return {
        "You exchanged forget and update: the forget gate multiplies the old memory.": (
            *(u, f, None),
            *(exchanged, at_state * exchanged),
        ),
        "You exchanged forget and output: the output gate multiplies what leaves the cell.": (
            *(o, None, f),
            *(None, None),
        ),
        "You exchanged update and output: the update gate multiplies the candidate.": (
            *(None, o, u),
            *(None, None),
        ),
        "You read the forget gate backwards: at 1 it keeps the memory, at 0 it forgets.": (
            *(None, None, None),
            *(erased, at_state * erased),
        ),
        "You left out the output gate: it stands between the state and the outside.": (
            *(None, None, None),
            *(None, c),
        ),
    }
