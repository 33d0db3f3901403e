"""Which states are possible, and how the shapes of V, W, U, b, h0, c and x fit together.

`model.ts` has the same rules under the same names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unrolled.explorables import _check as check

ACTIVATIONS = ("relu", "tanh", "sigmoid")
OUTPUTS = ("identity", *ACTIVATIONS)
MOST_STEPS = 20
MOST_UNITS = 3  # of the state, of an input and of an output
WEIGHTS = ("V", "W", "U")


def is_vector(state: Mapping[str, Any]) -> bool:
    """Whether the state h_t is a vector: then weights are matrices, otherwise numbers."""
    return len(check.shape(state["V"])) >= 2


def is_per_step(weight: Any) -> bool:
    """Whether a weight has one value for every step: a list of numbers or of matrices."""
    return len(check.shape(weight)) % 2 == 1


def checked(state: Mapping[str, Any]) -> dict[str, Any]:
    """Return the state with plain numbers and lists and x as long as `length`, or raise ValueError.

    All fields are there but perhaps `length`, which follows from x then.
    """
    s = _checked_fields(state)
    steps = len(s["x"])
    if steps > MOST_STEPS:
        raise ValueError(f"x has {steps} steps; it must have from 1 to {MOST_STEPS}")
    hidden = _check_shapes(s, steps)
    s["unit"] = check.whole("unit", s["unit"], 0, hidden - 1)
    s["length"] = check.whole("length", s.get("length", steps), 1, MOST_STEPS)
    return _resized(s)


def _checked_fields(state: Mapping[str, Any]) -> dict[str, Any]:
    s = dict(state)
    for name in ("V", "W"):
        s[name] = check.array(name, s[name], (0, 1, 2, 3))
    s["U"] = None if s["U"] is None else check.array("U", s["U"], (0, 1, 2, 3))
    for name in ("b", "h0", "c"):
        s[name] = check.array(name, s[name], (0, 1))
    s["x"] = check.array("x", s["x"], (1, 2))
    s["activation"] = check.one_of("activation", s["activation"], ACTIVATIONS)
    s["output_activation"] = check.one_of("output_activation", s["output_activation"], OUTPUTS)
    s["slope_at_zero"] = check.number("slope_at_zero", s["slope_at_zero"], 0, 1)
    return s


def _check_shapes(s: Mapping[str, Any], steps: int) -> int:
    """Refuse shapes that do not fit; return the size of the state."""
    shapes = {name: () if s[name] is None else check.shape(s[name]) for name in (*WEIGHTS, "x")}
    vector = is_vector(s)
    hidden = shapes["V"][-1] if vector else 1
    inputs = shapes["x"][1] if len(shapes["x"]) == 2 else 1
    outputs = shapes["U"][-2] if len(shapes["U"]) >= 2 else 1
    for name, size in (("V", hidden), ("x", inputs), ("U", outputs)):
        if size > MOST_UNITS:
            raise ValueError(
                f"{name} has shape {shapes[name]}; a step has at most {MOST_UNITS} of each"
            )
    matrices = {"V": (hidden, hidden), "W": (hidden, inputs), "U": (outputs, hidden)}
    where = f"for H = {hidden}, D = {inputs} and T = {steps}"
    for name in WEIGHTS:
        if s[name] is not None:
            one = matrices[name] if vector else ()
            _fit(name, shapes[name], (one, (steps, *one)), where)
    for name, size in (("b", hidden), ("h0", hidden), ("c", outputs)):
        _fit(name, check.shape(s[name]), ((), (size,)) if vector else ((),), where)
    if not vector:
        _fit("x", shapes["x"], ((steps,),), where)
    return hidden


def _fit(
    name: str, shape: tuple[int, ...], possible: tuple[tuple[int, ...], ...], where: str
) -> None:
    if shape not in possible:
        wanted = " or ".join(map(_written, possible))
        raise ValueError(f"{name} has shape {_written(shape)}; {where} it must be {wanted}")


def _written(shape: tuple[int, ...]) -> str:
    return f"({', '.join(map(str, shape))})" if shape else "a number"


def _resized(s: dict[str, Any]) -> dict[str, Any]:
    """Cut what is one per step to `length`, or continue x by zeros and weights as they end."""
    length, steps = s["length"], len(s["x"])
    if length == steps:
        return s
    zero = [0] * len(s["x"][0]) if isinstance(s["x"][0], list) else 0
    s["x"] = (s["x"] + [zero] * length)[:length]
    for name in WEIGHTS:
        if s[name] is not None and is_per_step(s[name]):
            s[name] = (s[name] + [s[name][-1]] * length)[:length]
    return s
