"""Which states are possible; `state.ts` has the same rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from unrolled.explorables import _check as check

GATES = ("forget", "input", "candidate", "output")
LETTERS = ("f", "i", "g", "o")  # of the gates, in this order; g is the candidate
ACTIVATIONS = ("tanh", "sigmoid")
MOST_STEPS = 10
LIMIT = 100  # of every number; ten steps of such factors stay finite


def is_per_step(weights: Any) -> bool:
    """Whether there is a pair of weights for every step, not one pair for all."""
    return len(check.shape(weights)) == 2


def checked(state: Mapping[str, Any]) -> dict[str, Any]:
    """Return the full state with plain numbers and lists, or raise ValueError."""
    s = dict(state)
    s["x"] = check.array("x", s["x"], (1,), -LIMIT, LIMIT)
    steps = len(s["x"])
    if steps > MOST_STEPS:
        raise ValueError(f"x has {steps} steps; it must have from 1 to {MOST_STEPS}")
    for name in ("h0", "c0", *(f"{gate}_bias" for gate in GATES), "grad_y", "grad_h", "grad_c"):
        s[name] = check.number(name, s[name], -LIMIT, LIMIT)
    for name in GATES:
        s[name] = check.array(name, s[name], (1, 2), -LIMIT, LIMIT)
        _fit(name, s[name], ((2,), (steps, 2)), "(weight of x, weight of h)")
    if s["V"] is not None:
        s["V"] = check.array("V", s["V"], (0, 1), -LIMIT, LIMIT)
        _fit("V", s["V"], ((), (steps,)), "a number")
    check.one_of("candidate_activation", s["candidate_activation"], ACTIVATIONS)
    check.one_of("cell_activation", s["cell_activation"], (*ACTIVATIONS, "identity"))
    check.one_of("read", s["read"], ("h", "c"))
    check.one_of("direction", s["direction"], ("forward", "backward"))
    s["step"] = check.whole("step", s["step"], 1, steps)
    return s


def resized(state: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Let what there is one of per step, and the chosen step, follow a new x."""
    s = {**state, **changes}
    x = s["x"].tolist() if hasattr(s["x"], "tolist") else s["x"]
    if "x" not in changes or not isinstance(x, Sequence) or not x:
        return s
    steps = len(x)
    for name in (*GATES, "V"):
        per_step = isinstance(s[name], list) if name == "V" else is_per_step(s[name])
        if name not in changes and per_step:
            s[name] = (s[name] + [s[name][-1]] * steps)[:steps]
    if "step" not in changes:
        s["step"] = min(s["step"], steps)
    return s


def _fit(name: str, value: Any, possible: tuple[tuple[int, ...], ...], one: str) -> None:
    shape = check.shape(value)
    if shape not in possible:
        found = ", ".join(map(str, shape))
        steps = possible[1][0]
        raise ValueError(
            f"{name} has shape ({found}); it must be {one}, or a list of {steps} such, "
            "one for each step"
        )
