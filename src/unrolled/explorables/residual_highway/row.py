"""The row of blocks as a graph of scalars; without skip connections where s is None."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

import numpy as np

from unrolled.autodiff import Value, grad, relu
from unrolled.explorables._random import normal


def drawn(state: Mapping[str, Any]) -> dict[str, Any]:
    """Return r, s, l1 and l2 as one number per block, x and relu."""
    count = state["blocks"]

    def each(name: str) -> Any:
        return np.broadcast_to(np.array(state[name], dtype=float), (count,))

    noise = np.array(list(islice(normal(state["seed"]), count)))
    r, l1 = each("slopes") + state["spread"] * noise, each("inner")
    return {"r": r, "s": each("skip"), "l1": l1, "l2": r / l1, "x": state["x"],
            "relu": state["relu"]}  # fmt: skip


def branch(s: Mapping[str, Any], x: Value, k: int) -> Value:
    """F(x) of block k, whose l1 is positive: r ReLU(x) is l2 ReLU(l1 x)."""
    if s["relu"] == "none":
        return float(s["r"][k]) * x
    after = float(s["r"][k]) * relu(x)
    return after if s["relu"] == "after_sum" and s["s"] is not None else relu(after)


def joined(s: Mapping[str, Any], x: Value, out: Value, k: int) -> Value:
    """The output of block k."""
    if s["s"] is None:
        return out
    total = float(s["s"][k]) * x + out
    return relu(total) if s["relu"] == "after_sum" else total


def run(s: Mapping[str, Any]) -> dict[str, list[Value]]:
    """All nodes: y from the input on, and F."""
    ys, outs = [Value(s["x"])], []
    for k in range(len(s["r"])):
        outs.append(branch(s, ys[-1], k))
        ys.append(joined(s, ys[-1], outs[-1], k))
    return {"y": ys, "F": outs}


def ways(s: Mapping[str, Any], y: Value, k: int) -> list[float]:
    """What block k passes back past its branch, and through it."""
    past, through = Value(y.data), Value(y.data)
    return grad(joined(s, past, branch(s, through, k), k), [past, through])


def plain_factors(s: Mapping[str, Any]) -> Any:
    """Slopes of the blocks without skip connections, each at its own input."""
    plain = {**s, "s": None}
    inputs = [Value(y.data) for y in run(plain)["y"][:-1]]
    return np.array([grad(branch(plain, x, k), [x])[0] for k, x in enumerate(inputs)])


def differentiated(s: Mapping[str, Any]) -> dict[str, Any]:
    """Values, and the gradients of the last one."""
    nodes = run(s)
    end, values = nodes["y"][-1], np.array([y.data for y in nodes["y"]])
    before = values[:-1] if s["relu"] == "none" else np.maximum(values[:-1], 0)
    h = s["l1"] * before  # ReLU(l1 x) is l1 ReLU(x)
    at_out = np.array(grad(end, nodes["F"]))
    # Through the ReLU at the end of a branch, if it is there.
    closed = s["relu"] != "none" and (s["s"] is None or s["relu"] == "before_sum")
    at_product = at_out * (s["r"] * before > 0) if closed else at_out
    found = {
        "y": values,
        "h": h,
        "gradient": np.array(grad(end, nodes["y"])),
        "grad_l1": at_product * s["l2"] * before,
        "grad_l2": at_product * h,
    }
    both = {"F": np.array([out.data for out in nodes["F"]]), "gradient_F": at_out}
    return found if s["s"] is None else {**found, **both}
