"""Which states are possible; `state.ts` has the same rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unrolled.explorables import _check as check

ACTIVATIONS = ("identity", "relu", "tanh", "sigmoid")
# In words; Σ is over the outputs, of which there are n.
LOSSES = {
    "half_squared": "half the squared error",
    "squared": "the squared error",
    "mean_squared": "the mean squared error",
    "half_mean_squared": "half the mean squared error",
    "binary": "the binary cross-entropy, summed",
    "mean_binary": "the binary cross-entropy, averaged",
    "categorical": "the cross-entropy of the outputs' softmax",
}
MOST_INPUTS, MOST_UNITS, MOST_LAYERS, MOST_UPDATES = 3, 4, 3, 100
LIMIT = 100  # of every number; training stops before a weight gets beyond


def last_stage(layers: int) -> int:
    """Inputs are stage 0; then layers, loss, layers backwards, update."""
    return 2 * layers + 2


def checked(state: Mapping[str, Any]) -> dict[str, Any]:
    """Return the full state with plain numbers and lists, or raise ValueError."""
    s = dict(state)
    s["x"] = check.array("x", s["x"], (1,), -LIMIT, LIMIT)
    _fit("x", s["x"], range(1, MOST_INPUTS + 1), "numbers", f"from 1 to {MOST_INPUTS}")
    s["weights"] = _weights(s["weights"], len(s["x"]))
    sizes = [len(matrix[0]) for matrix in s["weights"]]
    s["biases"] = _biases(s["biases"], sizes)
    s["activations"] = _activations(s["activations"], len(sizes))
    check.one_of("loss", s["loss"], tuple(LOSSES))
    if s["loss"].endswith("binary") and s["activations"][-1] != "sigmoid":
        wanted = "another, or the last activation sigmoid: it takes outputs between 0 and 1"
        check.refuse("loss", s["loss"], wanted)
    shares = s["loss"].endswith(("binary", "categorical"))
    low, high = (0, 1) if shares else (-LIMIT, LIMIT)
    s["target"] = check.array("target", s["target"], (1,), low, high)
    _fit("target", s["target"], [sizes[-1]], "numbers", f"{sizes[-1]}, one for each output")
    for name, most in (("penalty", 10), ("learning_rate", 10), ("momentum", 1)):
        s[name] = check.number(name, s[name], 0, most)
    s["updates"] = check.whole("updates", s["updates"], 0, MOST_UPDATES)
    s["stage"] = check.whole("stage", s["stage"], 0, last_stage(len(sizes)))
    return s


def resized(state: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Let what there is one of per input, unit or layer follow new weights, and the stage."""
    s = {**state, **changes}
    given = s["weights"].tolist() if hasattr(s["weights"], "tolist") else s["weights"]
    if "weights" not in changes or not isinstance(given, list | tuple) or not given:
        return s
    shapes = [check.shape(getattr(w, "tolist", lambda w=w: w)()) for w in given]
    if any(len(shape) != 2 for shape in shapes):
        return s
    sizes = [columns for _, columns in shapes]
    names, biases = state["activations"], state["biases"]
    each = [*(biases or []), *[[]] * len(sizes)]
    follow = {
        "x": _sized(state["x"], shapes[0][0], 1),
        "target": _sized(state["target"], sizes[-1], 0),
        # The last activation stays the last.
        "activations": [*_sized(names[:-1], len(sizes) - 1, "relu"), names[-1]],
        "biases": biases and [_sized(b, n, 0) for b, n in zip(each, sizes, strict=False)],
    }
    s |= {name: value for name, value in follow.items() if name not in changes}
    if "stage" not in changes:
        s["stage"] = min(state["stage"], last_stage(len(sizes)))
    return s


def _sized(values: list[Any], length: int, filler: Any) -> list[Any]:
    return [*values, *[filler] * length][:length]


def _weights(value: Any, inputs: int) -> list[Any]:
    made = _list("weights", value, f"a list of 1 to {MOST_LAYERS} matrices")
    if not 1 <= len(made) <= MOST_LAYERS:
        check.refuse("weights", value, f"a list of 1 to {MOST_LAYERS} matrices")
    rows = inputs
    for i, entry in enumerate(made):
        name = f"weights[{i}]"
        matrix: Any = check.array(name, entry, (2,), -LIMIT, LIMIT)
        _fit(name, matrix, [rows], "rows", f"{rows}, one for each value that the layer reads")
        made[i], rows = matrix, len(matrix[0])
        possible = range(1, MOST_UNITS + 1)
        _fit(name, matrix[0], possible, "columns", f"from 1 to {MOST_UNITS}, one for each unit")
    return made


def _biases(value: Any, sizes: list[int]) -> list[Any] | None:
    if value is None:
        return None
    wanted = f"nothing, or a list of {len(sizes)} lists of numbers, one for each layer"
    made = _list("biases", value, wanted)
    if len(made) != len(sizes):
        check.refuse("biases", value, wanted)
    for i, (entry, size) in enumerate(zip(made, sizes, strict=True)):
        made[i] = check.array(f"biases[{i}]", entry, (1,), -LIMIT, LIMIT)
        _fit(f"biases[{i}]", made[i], [size], "numbers", f"{size}, one for each unit")
    return made


def _activations(value: Any, layers: int) -> list[str]:
    wanted = f"a list of {layers} names, one for each layer"
    made = _list("activations", value, wanted)
    if len(made) != layers:
        check.refuse("activations", value, wanted)
    return [check.one_of(f"activations[{i}]", name, ACTIVATIONS) for i, name in enumerate(made)]


def _list(name: str, value: Any, wanted: str) -> list[Any]:
    if hasattr(value, "tolist"):
        value = value.tolist()
    if not isinstance(value, list | tuple):
        check.refuse(name, value, wanted)
    return list(value)


def _fit(name: str, value: Any, possible: Any, what: str, wanted: str) -> None:
    if len(value) not in possible:
        raise ValueError(f"{name} has {len(value)} {what}; it must have {wanted}")
