"""The unrolled cell as a graph of scalars; the scalar engine differentiates it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from unrolled.autodiff import Value, grad, sigmoid, tanh
from unrolled.explorables.lstm_cell.state import GATES, LETTERS, is_per_step

Nodes = dict[str, list[Value]]
ACTIVATIONS: dict[str, Callable[[Value], Value]] = {
    "tanh": tanh,
    "sigmoid": sigmoid,
    "identity": lambda z: 1.0 * z,
}


def unroll(s: Mapping[str, Any]) -> tuple[Nodes, Value]:
    """Return the nodes by name, one for each step, and the loss.

    c and h have the start state first. `a` and `d` are what the cell computes, c_t and h_t what it
    hands on: the same numbers, but a gradient at `a` has come back on all ways.
    """
    steps = range(len(s["x"]))
    nodes: Nodes = defaultdict(list)
    nodes["c"], nodes["h"] = [Value(s["c0"])], [Value(s["h0"])]
    nodes["x"] = [Value(x) for x in s["x"]]
    nodes["bias"] = [Value(s[f"{gate}_bias"]) for gate in GATES]
    pairs = {gate: _pairs(s[gate], len(steps), nodes[gate]) for gate in GATES}
    for t in steps:
        for gate, letter, bias in zip(GATES, LETTERS, nodes["bias"], strict=True):
            w_x, w_h = pairs[gate][t]
            z = w_x * nodes["x"][t] + w_h * nodes["h"][t] + bias
            f = ACTIVATIONS[s["candidate_activation"]] if gate == "candidate" else sigmoid
            nodes["z"].append(z)
            nodes[letter].append(f(z))
        f_t, i_t, g_t, o_t = (nodes[letter][t] for letter in LETTERS)
        a = f_t * nodes["c"][t] + i_t * g_t
        e = ACTIVATIONS[s["cell_activation"]](a)
        d = o_t * e
        for name, value in {"a": a, "e": e, "d": d, "c": 1.0 * a, "h": 1.0 * d}.items():
            nodes[name].append(value)
        if s["V"] is not None:
            V = s["V"][t] if isinstance(s["V"], list) else s["V"]
            nodes["y"].append(sigmoid(V * (d if s["read"] == "h" else a)))
    loss = s["grad_h"] * nodes["h"][-1] + s["grad_c"] * nodes["c"][-1]
    if nodes["y"]:
        loss = loss + s["grad_y"] * nodes["y"][-1]
    return nodes, loss


def plain(s: Mapping[str, Any]) -> list[Value]:
    """The states of a cell without gates: the candidate itself is handed on as h."""
    h = [Value(s["h0"])]
    for x, (w_x, w_h) in zip(s["x"], _pairs(s["candidate"], len(s["x"]), []), strict=True):
        f = ACTIVATIONS[s["candidate_activation"]]
        h.append(f(w_x * x + w_h * h[-1] + s["candidate_bias"]))
    return h


def gradients(loss: Value, nodes: Nodes) -> dict[str, list[float]]:
    """Return the gradients of all nodes in the same lists, as `dL_d<name>`."""
    found = iter(grad(loss, [value for values in nodes.values() for value in values]))
    return {f"dL_d{name}": [next(found) for _ in values] for name, values in nodes.items()}


def _pairs(weights: Any, steps: int, leaves: list[Value]) -> list[tuple[Value, Value]]:
    """One pair of weights for each step; each weight once in `leaves`, however often it is used."""
    rows = weights if is_per_step(weights) else [weights]
    made = [(Value(w_x), Value(w_h)) for w_x, w_h in rows]
    leaves.extend(value for pair in made for value in pair)
    return made if len(made) == steps else made * steps
