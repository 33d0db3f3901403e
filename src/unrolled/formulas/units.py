"""Activations with their start weights, and losses."""

from __future__ import annotations

from itertools import product
from math import erf, exp, log, pi, sqrt

import numpy as np

from unrolled import calc, nn
from unrolled.formulas._sheet import close, formula, some


@formula(
    "activations",
    "sigmoid",
    r"\sigma(z) = \frac{1}{1 + e^{-z}}, \quad \sigma' = \sigma(1 - \sigma) \le \tfrac14",
)
def _() -> None:
    z = np.linspace(-3, 3, 13)
    s = 1 / (1 + np.exp(-z))
    close(nn.sigmoid(z), s)
    close(nn.sigmoid_backward(np.ones(13), z), s * (1 - s))
    close((s * (1 - s)).max(), 0.25)


@formula("activations", "tanh", r"\tanh z = 2 \sigma(2z) - 1, \quad \tanh' = 1 - \tanh^2 \le 1")
def _() -> None:
    z = np.linspace(-3, 3, 13)
    close(nn.tanh(z), 2 * nn.sigmoid(2 * z) - 1)
    close(nn.tanh_backward(np.ones(13), z), 1 - np.tanh(z) ** 2)


@formula(
    "activations",
    "others",
    r"\text{ReLU } \max(0, z), \; \text{leaky } \max(\alpha z, z), \; \text{ELU } "
    r"\alpha(e^z - 1), z < 0, \; \text{SiLU } z\sigma(z), \; \text{GELU } z "
    r"\Phi(z)",
)
def _() -> None:
    z = some(9)
    close(nn.relu(z), [max(0.0, v) for v in z])
    close(nn.leaky_relu(z, 0.1), [max(0.1 * v, v) for v in z])
    close(nn.elu(z, 0.7), [v if v > 0 else 0.7 * (exp(v) - 1) for v in z])
    close(nn.silu(z), [v / (1 + exp(-v)) for v in z])
    close(nn.gelu(z), [v * (1 + erf(v / sqrt(2))) / 2 for v in z])


@formula(
    "activations",
    "variance of a sum",
    r"\mathrm{Var}(z) = n \, \mathrm{Var}(w) \, \mathrm{E}[x^2], \quad \mathrm{E}[w] = 0",
)
def _() -> None:
    assert calc.linear_variance(10, 2, 3, input_mean=4) == 10 * 2 * (3 + 4**2)


@formula(
    "activations",
    "initialisation",
    r"\text{Xavier } \mathrm{Var}(w) = \frac{2}{n_\text{in} + n_\text{out}}, \quad "
    r"\text{Kaiming (ReLU) } \frac{2}{n_\text{in}}, \quad U(-a, a): a = \sqrt{3 "
    r"\mathrm{Var}}",
)
def _() -> None:
    close(float(calc.xavier_variance(30, 10)), 2 / 40)
    close(float(calc.he_variance(30)), 2 / 30)
    close(calc.uniform_bound(0.5), sqrt(3 * 0.5))


@formula(
    "losses",
    "regression",
    r"\text{MSE } \frac1n \sum (\hat y - y)^2, \quad \text{MAE } \frac1n \sum |\hat y - y|",
)
def _() -> None:
    p, y = some(6), some(6, seed=1)
    close(nn.mse_loss(p, y), ((p - y) ** 2).sum() / 6)
    close(nn.l1_loss(p, y), abs(p - y).sum() / 6)


@formula(
    "losses",
    "binary cross-entropy",
    r"-y \ln p - (1 - y) \ln(1 - p), \quad \frac{\partial}{\partial z} = \sigma(z) - y",
)
def _() -> None:
    p, y = 0.3, 0.8
    close(nn.binary_cross_entropy([p], [y]), -y * log(p) - (1 - y) * log(1 - p))
    slope = nn.binary_cross_entropy_with_logits_backward(1.0, [0.4], [y])[0]
    close(slope, [1 / (1 + exp(-0.4)) - y])


@formula(
    "losses",
    "softmax, cross-entropy",
    r"p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}, \quad L = -\ln p_\text{true}; \quad \text{by "
    r"chance } \ln C",
)
def _() -> None:
    z = some(1, 5)
    p = np.exp(z[0]) / np.exp(z[0]).sum()
    close(nn.softmax(z, 1)[0], p)
    close(nn.cross_entropy(z, [3]), -log(p[3]))
    close(nn.cross_entropy(np.zeros((1, 5)), [0]), log(5))


@formula(
    "losses",
    "on the circle",
    r"\text{predict } (\cos\theta, \sin\theta), \; \hat\theta = \mathrm{atan2}; \; "
    r"\text{or } 1 - \cos(\hat\theta - \theta)",
)
def _() -> None:
    for a, b in product((0.1, 3.0, 6.2), (0.2, 6.1)):
        unit = np.array([np.cos(a), np.sin(a)]), np.array([np.cos(b), np.sin(b)])
        close(((unit[0] - unit[1]) ** 2).sum() / 2, 1 - np.cos(a - b))
        close(np.arctan2(unit[0][1], unit[0][0]) % (2 * pi), a)
