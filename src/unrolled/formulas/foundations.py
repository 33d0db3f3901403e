"""Data, the perceptron, and gradients by the chain rule."""

from __future__ import annotations

from itertools import product

import numpy as np

from unrolled import calc, nn
from unrolled.formulas._sheet import close, formula, some


@formula("training", "updates", r"\text{per epoch } \lceil N/B \rceil, \text{ the last batch kept}")
def _() -> None:
    for n, b in product((7, 100, 256), (1, 32, 100)):
        assert -(-n // b) == len(range(0, n, b))


@formula(
    "training",
    "standardise",
    r"x' = (x - \bar x)/s, \quad \bar x, s \text{ of the training set}",
)
def _() -> None:
    x = some(50)
    scaled = (x - x.mean()) / x.std()
    close([scaled.mean(), scaled.std()], [0, 1])


@formula(
    "perceptron",
    "rule",
    r"\hat y = [w \cdot x + b > 0], \quad w \mathrel{+}= \eta (y - \hat y) x, \quad b "
    r"\mathrel{+}= \eta (y - \hat y)",
)
def _() -> None:
    x, w, b, y, eta = np.array([1.0, 2.0]), np.array([-1.0, 0.25]), 0.1, 1.0, 0.5
    said = float(w @ x + b > 0)
    step = nn.perceptron_rule(x, y, w, b, eta)
    close(step.weight, w + eta * (y - said) * x)
    close(step.bias, b + eta * (y - said))


@formula("perceptron", "parameters of a dense layer", r"n_\text{in} n_\text{out} + n_\text{out}")
def _() -> None:
    assert calc.linear_parameters(7, 3) == 7 * 3 + 3


@formula(
    "backprop",
    "linear layer",
    r"z = Wx + b: \quad \frac{\partial L}{\partial W} = \delta x^\top, \; \frac{\partial "
    r"L}{\partial b} = \delta, \; \frac{\partial L}{\partial x} = W^\top \delta, \; "
    r"\delta = \frac{\partial L}{\partial z}",
)
def _() -> None:
    w, x, delta = some(3, 4), some(4, seed=1), some(3, seed=2)
    grad_x, grad_w, grad_b = nn.linear_backward(delta, x, w, np.zeros(3))
    close(grad_w, np.outer(delta, x))
    close(grad_b, delta)
    close(grad_x, w.T @ delta)


@formula(
    "backprop",
    "activation",
    r"a = f(z): \quad \frac{\partial L}{\partial z} = \frac{\partial L}{\partial a} \odot "
    r"f'(z)",
)
def _() -> None:
    z, grad = some(5), some(5, seed=1)
    close(nn.tanh_backward(grad, z), grad * (1 - np.tanh(z) ** 2))


@formula("backprop", "softmax with cross-entropy", r"\frac{\partial L}{\partial z} = p - y")
def _() -> None:
    z = some(1, 4)
    close(nn.cross_entropy_backward(1.0, z, [2])[0], nn.softmax(z, 1) - np.eye(4)[[2]])
