"""The 2-2-2 network of three questions, forwards and backwards through the NumPy reference."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from unrolled import nn

Matrix = list[list[float]]


class Pass(NamedTuple):
    """What the network computes: hidden values, outputs, probabilities, loss; and gradients."""

    h: nn.Array
    y: nn.Array
    p: nn.Array
    loss: float
    grad_w: nn.Array  # in the paper's order: row i is where a weight comes from
    grad_v: nn.Array


def run(x: list[float], w: Matrix, v: Matrix, target: list[float]) -> Pass:
    """ReLU hidden layer, sigmoid outputs, cross-entropy of the softmax of these; no biases.

    Examples
    --------
    >>> found = run([1, 1], [[0.1, 0.2], [0.3, 0.4]], [[0.5, 0.6], [0.7, 0.2]], [0, 1])
    >>> found.h, found.y.round(4), round(found.loss, 4)
    (array([0.4, 0.6]), array([0.6502, 0.589 ]), 0.7242)
    """
    x_, w_, v_, t = (np.array(value, dtype=float) for value in (x, w, v, target))
    z = nn.linear(x_, w_.T)
    h = nn.relu(z)
    o = nn.linear(h, v_.T)
    y = nn.sigmoid(o)
    grad_y, _ = nn.cross_entropy_backward(1.0, y, t)
    grad_h, grad_v, _ = nn.linear_backward(nn.sigmoid_backward(grad_y, o), h, v_.T)
    _, grad_w, _ = nn.linear_backward(nn.relu_backward(grad_h, z), x_, w_.T)
    loss = float(nn.cross_entropy(y, t))
    return Pass(h, y, nn.softmax(y, dim=0), loss, grad_w.T, grad_v.T)


def asked(w: Any, v: Any) -> tuple[float, ...]:
    """The three entries that the paper asks for: v21, w12, w22."""
    return float(v[1][0]), float(w[0][1]), float(w[1][1])


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other start weights of one decimal, all positive, so that both hidden units are alive."""
    while True:
        tenths = rng.choice(np.arange(1, 10), size=8, replace=False) / 10
        params: dict[str, Any] = {
            "x": rng.choice([1, 2], size=2).tolist(),
            "w": tenths[:4].reshape(2, 2).tolist(),
            "v": tenths[4:].reshape(2, 2).tolist(),
            "target": [[0, 1], [1, 0]][rng.integers(2)],
        }
        found = run(**params)
        if abs(found.grad_w[0, 1]) > 0.012 and abs(found.y[0] - found.y[1]) > 0.02:
            return params


def preset(**params: Any) -> dict[str, Any]:
    """The same network in the explorable."""
    rest = {name: params[name] for name in ("learning_rate", "momentum") if name in params}
    return {
        "x": params["x"],
        "weights": [params["w"], params["v"]],
        "target": params["target"],
    } | rest


def in_torch(w: Matrix, v: Matrix) -> tuple[Any, Any]:
    """Both layers as torch modules without bias."""
    import torch

    hidden, output = (torch.nn.Linear(2, 2, bias=False, dtype=torch.float64) for _ in range(2))
    hidden.weight.data = torch.tensor(w, dtype=torch.float64).T.clone()
    output.weight.data = torch.tensor(v, dtype=torch.float64).T.clone()
    return hidden, output


def loss_in_torch(x: list[float], target: list[float], hidden: Any, output: Any) -> Any:
    """The loss as a torch scalar."""
    import torch

    inputs, t = torch.tensor([x, target], dtype=torch.float64)
    y = torch.sigmoid(output(torch.relu(hidden(inputs))))
    return torch.nn.functional.cross_entropy(y, t)
