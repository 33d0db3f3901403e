"""The network forwards, backwards and through updates, by the NumPy reference."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from unrolled import nn, optim
from unrolled.explorables.mlp_stepper.state import LIMIT

Array = nn.Array
Found = dict[str, Any]


def run(s: Mapping[str, Any]) -> Found:
    """Make the updates, then a pass forwards and back, and one more update to look at."""
    sgd = optim.SGD(learning_rate=s["learning_rate"], momentum=s["momentum"])
    row = sgd.start(_flat([np.array(w, float) for w in s["weights"]], _biases(s)))
    found = once(s, row["parameter"])
    ahead = sgd.step(row, found["gradient"])
    losses = [found["total"]]
    while len(losses) <= s["updates"] and np.all(np.abs(ahead["parameter"]) <= LIMIT):
        row = ahead
        found = once(s, row["parameter"])
        ahead = sgd.step(row, found["gradient"])
        losses.append(found["total"])
    after = once(s, ahead["parameter"])["total"]
    velocity = ahead.get("velocity", found["gradient"])  # without momentum it is the gradient
    all_three = {"": row["parameter"], "velocity_": velocity, "new_": ahead["parameter"]}
    for name, flat in all_three.items():
        weights, biases = _unflat(s, np.asarray(flat))
        for i, (w, b) in enumerate(zip(weights, biases, strict=True), start=1):
            found |= {f"{name}W{i}": w, f"{name}b{i}": b}
    del found["gradient"]
    return found | {
        "loss_after": after,
        "losses": np.array([*losses, after]),
        "taken": len(losses) - 1,
    }


def once(s: Mapping[str, Any], flat: Any) -> Found:
    """One pass forwards and back: every value by name, and the gradient as `flat` is."""
    weights, biases = _unflat(s, np.asarray(flat))
    layers, a = range(1, len(weights) + 1), np.array(s["x"], float)
    found: Found = {"a0": a}
    for i, w, b, name in zip(layers, weights, biases, s["activations"], strict=True):
        d = nn.linear(a, w.T, b)
        a, slope = _activated(name, d)
        found |= {f"d{i}": d, f"a{i}": a, f"slope{i}": slope}
    found["p"] = nn.softmax(a, 0) if s["loss"] == "categorical" else None
    loss, grad = _loss(s["loss"], a, np.array(s["target"], float))
    norm = float(sum(nn.mse_loss(w, np.zeros_like(w), reduction="sum") for w in weights))
    grad_w: list[Array] = []
    grad_b: list[Any] = []
    for i in reversed(layers):
        delta = grad * found[f"slope{i}"]
        found |= {f"dL_da{i}": grad, f"dL_dd{i}": delta}
        w = weights[i - 1]
        grad, by_w, by_b = nn.linear_backward(delta, found[f"a{i - 1}"], w.T, biases[i - 1])
        shrink, _ = nn.mse_loss_backward(s["penalty"], w, np.zeros_like(w), reduction="sum")
        found |= {f"dL_dW{i}": by_w.T + shrink, f"dL_db{i}": by_b}
        grad_w.insert(0, found[f"dL_dW{i}"])
        grad_b.insert(0, by_b if s["biases"] is not None else np.zeros_like(by_b))
    del found["a0"]
    return found | {
        "dL_dx": grad,
        "loss": loss,
        "norm": norm,
        "total": loss + s["penalty"] * norm,
        "gradient": _flat(grad_w, grad_b),
    }


def _activated(name: str, d: Array) -> tuple[Array, Array]:
    one = np.ones_like(d)
    if name == "identity":
        return d, one
    return getattr(nn, name)(d), getattr(nn, f"{name}_backward")(one, d)


def _loss(name: str, y: Array, t: Array) -> tuple[float, Array]:
    """The loss of the outputs, and its gradient."""
    if name == "categorical":
        return float(nn.cross_entropy(y, t)), nn.cross_entropy_backward(1.0, y, t)[0]
    factor = 0.5 if name.startswith("half") else 1.0
    kind = "binary_cross_entropy" if name.endswith("binary") else "mse_loss"
    value, back = getattr(nn, kind), getattr(nn, f"{kind}_backward")
    reduction = "mean" if "mean" in name else "sum"
    loss = factor * float(value(y, t, reduction=reduction))
    return loss, back(factor, y, t, reduction=reduction)[0]


def _biases(s: Mapping[str, Any]) -> list[Array]:
    given = s["biases"] or [[0.0] * len(matrix[0]) for matrix in s["weights"]]
    return [np.array(b, float) for b in given]


def _flat(weights: list[Array], biases: list[Array]) -> Array:
    return np.concatenate([values.ravel() for values in (*weights, *biases)])


def _unflat(s: Mapping[str, Any], flat: Array) -> tuple[list[Array], list[Array]]:
    shapes = [np.shape(w) for w in s["weights"]]
    shapes += [(columns,) for _, columns in shapes]
    ends = np.cumsum([np.prod(shape) for shape in shapes])
    parts = np.split(flat, ends[:-1])
    made = [part.reshape(shape) for part, shape in zip(parts, shapes, strict=True)]
    return made[: len(made) // 2], made[len(made) // 2 :]
