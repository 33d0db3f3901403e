"""The small ReLU network of three questions, as a graph of scalars and in torch."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from unrolled import autodiff


class Net(NamedTuple):
    """Two inputs, two ReLU neurons, one ReLU neuron, half a squared error; no biases.

    `w1[i][j]` leads from input i to hidden neuron j, `w2[i]` from hidden neuron i to the output.
    """

    w1: list[list[Any]]
    w2: list[Any]
    d1: list[Any]
    a1: list[Any]
    d2: Any
    a2: Any
    loss: Any


def network(x: list[float], w1: list[list[float]], w2: list[float], t: float) -> Net:
    """Run forward; the weights are `Value`s, so each remembers where it was used.

    Examples
    --------
    >>> net = network([2, 1], [[1, 0], [2, -1]], [0.5, 7], 3)
    >>> [d.data for d in net.d1], net.a2.data, net.loss.data
    ([4.0, -1.0], 2.0, 0.5)
    """
    first = [[autodiff.Value(w) for w in row] for row in w1]
    second = [autodiff.Value(w) for w in w2]
    d1 = [first[0][j] * x[0] + first[1][j] * x[1] for j in (0, 1)]
    a1 = [autodiff.relu(d) for d in d1]
    d2 = second[0] * a1[0] + second[1] * a1[1]
    a2 = autodiff.relu(d2)
    return Net(first, second, d1, a1, d2, a2, (a2 - t) ** 2 / 2)


def slope(y: autodiff.Value, by: autodiff.Value) -> float:
    """Derivative of `y`, by our reverse mode."""
    return autodiff.grad(y, [by])[0]


def in_torch(x: list[float], w1: list[list[float]], w2: list[float], t: float) -> Net:
    """The same network by torch's matrix products and its loss; all entries are scalars of it."""
    import torch

    def leaf(value: float) -> Any:
        return torch.tensor(value, dtype=torch.float64, requires_grad=True)

    inputs, target = (torch.tensor(value, dtype=torch.float64) for value in (x, t))
    first, second = [[leaf(w) for w in row] for row in w1], [leaf(w) for w in w2]
    matrix = torch.stack([torch.stack(row) for row in first])  # (2, 2), from i to j
    d1 = list((inputs @ matrix).unbind())
    a1 = [torch.relu(d) for d in d1]
    d2 = torch.stack(a1) @ torch.stack(second)
    a2 = torch.relu(d2)
    return Net(first, second, d1, a1, d2, a2, torch.nn.functional.mse_loss(a2, target) / 2)


def slope_in_torch(y: Any, by: Any) -> float:
    """Derivative of `y`, by torch's autograd."""
    import torch

    return float(torch.autograd.grad(y, by, retain_graph=True)[0])


def preset(x: list[float], w1: list[list[float]], w2: list[float], t: float) -> dict[str, Any]:
    """The same network in the explorable."""
    return {"x": x, "weights": [w1, [[w] for w in w2]], "target": [t]}


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Small whole numbers; the output is alive, one hidden neuron is dead or none, no kink."""
    dead_wanted = bool(rng.random() < 0.6)
    while True:
        params: dict[str, Any] = {
            "x": rng.choice([-2, -1, 1, 2, 3], size=2, replace=False).tolist(),
            "w1": rng.choice([-2, -1, 1, 2, 3], size=(2, 2)).tolist(),
            "w2": rng.choice([-2, -1, -0.5, 0.5, 1, 2, 3, 4], size=2, replace=False).tolist(),
            "t": int(rng.integers(-3, 6)),
        }
        net = network(**params)
        d = [value.data for value in net.d1]
        if 0 in d or d[0] == d[1] or max(map(abs, d)) > 8 or net.a2.data in (0, params["t"]):
            continue
        if abs(net.a2.data - params["t"]) > 8:
            continue
        if min(d) > 0 or (dead_wanted and max(d) > 0):
            return params
