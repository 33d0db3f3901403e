"""The recurrent cell in torch, unrolled anew here: nothing of the package is used."""

from __future__ import annotations

from typing import Any

import torch

FUNCTIONS = {
    "relu": torch.relu,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "identity": lambda z: z,
}


def outputs(state: dict[str, Any]) -> dict[str, float]:
    """What an explorable in a scalar state shows, by `data-output` names; gradients by autograd.

    Parameters
    ----------
    state : dict
        V, W (a number, or one per step), x, and optionally b, h0, activation.
    """
    steps = len(state["x"])
    V, W = (_leaves(state[name], steps) for name in "VW")
    x = _leaves(state["x"], steps)
    f = FUNCTIONS[state.get("activation", "relu")]
    h = [torch.tensor(float(state.get("h0", 0)), dtype=torch.float64, requires_grad=True)]
    found: dict[str, float] = {}
    for t, (v, w, x_t) in enumerate(zip(V, W, x, strict=True), start=1):
        z = v * h[-1] + w * x_t + state.get("b", 0)
        h.append(f(z))
        found |= {f"z_{t}": z.item(), f"h_{t}": h[-1].item()}
    grads = torch.autograd.grad(h[-1], [*V, *W, *x, *h])
    parts = {"V": grads[:steps], "W": grads[steps : 2 * steps]}
    for name, each in parts.items():
        found |= {f"dh_T/d{name}@{t}": g.item() for t, g in enumerate(each, start=1)}
        found[f"dh_T/d{name}"] = sum(g.item() for g in each)
    to_inputs, to_states = grads[2 * steps : 3 * steps], grads[3 * steps :]
    found |= {f"dh_T/dx_{t}": g.item() for t, g in enumerate(to_inputs, start=1)}
    return found | {f"norm_{t}": abs(g.item()) for t, g in enumerate(to_states)}


def vector_outputs(state: dict[str, Any]) -> dict[str, float]:
    """The same for a vector state with one V (H, H) and W (H, D); gradients of entry `unit`."""
    V, W, x = (torch.tensor(state[name], dtype=torch.float64, requires_grad=True) for name in "VWx")
    b = torch.tensor(state.get("b", [0.0] * len(V)), dtype=torch.float64)
    h = torch.tensor(state["h0"], dtype=torch.float64)
    found: dict[str, float] = {}
    for t, x_t in enumerate(x, start=1):
        h = FUNCTIONS[state["activation"]](V @ h + W @ x_t + b)
        found |= {f"h_{t}[{i}]": value.item() for i, value in enumerate(h)}
    if "U" in state:
        U, c = (torch.tensor(state[name], dtype=torch.float64) for name in "Uc")
        y = U @ h + c
        y = FUNCTIONS[state["output_activation"]](y)
        found |= {f"y_{len(x)}[{i}]": value.item() for i, value in enumerate(y)}
    grads = torch.autograd.grad(h[state.get("unit", 0)], [V, W])
    for name, grad in zip("VW", grads, strict=True):
        for i, row in enumerate(grad):
            found |= {f"dh_T/d{name}[{i},{j}]": value.item() for j, value in enumerate(row)}
    return found


def _leaves(values: float | list[float], steps: int) -> list[torch.Tensor]:
    """One leaf for each step, so that each step's contribution to a shared weight is seen."""
    each = values if isinstance(values, list) else [values] * steps
    return [torch.tensor(float(v), dtype=torch.float64, requires_grad=True) for v in each]
