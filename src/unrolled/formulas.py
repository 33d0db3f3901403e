"""The formula sheet: what to remember by chapter, each formula with a check that runs.

A check writes the formula out in plain numbers and compares it with the reference. The tests call
every one of them; the site prints the formulas on one A4 page.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from math import erf, exp, floor, log, pi, sqrt
from typing import NamedTuple

import numpy as np

from unrolled import calc, nn, optim

__all__ = ["FORMULAS", "Formula", "close"]


class Formula(NamedTuple):
    """A line of the sheet.

    Parameters
    ----------
    chapter : str
        As in `unrolled.bank.CHAPTERS`.
    name : str
        What it is the formula of.
    tex : str
        The formula, and what its symbols are where that is not plain.
    check : callable
        Compares it with the reference; raises AssertionError where they differ.
    """

    chapter: str
    name: str
    tex: str
    check: Callable[[], None]


FORMULAS: list[Formula] = []


def formula(chapter: str, name: str, tex: str) -> Callable[[Callable[[], None]], None]:
    """Put the function that checks a formula on the sheet, with it."""

    def put(check: Callable[[], None]) -> None:
        FORMULAS.append(Formula(chapter, name, tex, check))

    return put


def close(ours: object, theirs: object, rtol: float = 1e-9) -> None:
    """Raise AssertionError where two results differ."""
    np.testing.assert_allclose(np.asarray(ours), np.asarray(theirs), rtol=rtol, atol=1e-12)


def some(*shape: int, seed: int = 0) -> np.ndarray:
    """Return random numbers."""
    return np.random.default_rng(seed).standard_normal(shape)


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


def _run(optimiser: optim.Optimiser, g: list[float]) -> float:
    gradients = iter(g)
    rows = optimiser.run(np.array([1.0]), lambda _: np.array([next(gradients)]), len(g))
    return float(np.ravel(rows[-1]["parameter"])[0])


@formula(
    "optimisation",
    "momentum",
    r"v_t = \mu v_{t-1} + g_t, \quad w \mathrel{-}= \eta v_t; \quad \text{Nesterov } w "
    r"\mathrel{-}= \eta (g_t + \mu v_t)",
)
def _() -> None:
    g, eta, mu = [0.5, -0.2], 0.1, 0.9
    v = mu * g[0] + g[1]
    close(_run(optim.SGD(learning_rate=eta, momentum=mu), g), 1 - eta * g[0] - eta * v)
    first = g[0] + mu * g[0]
    nesterov = optim.SGD(learning_rate=eta, momentum=mu, nesterov=True)
    close(_run(nesterov, g), 1 - eta * first - eta * (g[1] + mu * v))


@formula(
    "optimisation",
    "RMSProp",
    r"s_t = \alpha s_{t-1} + (1 - \alpha) g_t^2, \quad w \mathrel{-}= \eta \, g_t / "
    r"(\sqrt{s_t} + \epsilon)",
)
def _() -> None:
    g, eta, alpha = 0.5, 0.1, 0.9
    s = (1 - alpha) * g**2
    expected = 1 - eta * g / (sqrt(s) + 1e-8)
    close(_run(optim.RMSProp(learning_rate=eta, alpha=alpha), [g]), expected)


@formula(
    "optimisation",
    "Adam",
    r"m_t = \beta_1 m_{t-1} + (1 - \beta_1) g_t, \; v_t = \beta_2 v_{t-1} + (1 - \beta_2) "
    r"g_t^2, \; w \mathrel{-}= \frac{\eta \hat m_t}{\sqrt{\hat v_t} + \epsilon}, \; \hat "
    r"m_t = \frac{m_t}{1 - \beta_1^t}, \; \hat v_t = \frac{v_t}{1 - \beta_2^t}",
)
def _() -> None:
    g, eta, b1, b2 = [0.5, -0.2], 0.1, 0.9, 0.99
    m = v = 0.0
    w = 1.0
    for t, one in enumerate(g, 1):
        m, v = b1 * m + (1 - b1) * one, b2 * v + (1 - b2) * one**2
        w -= eta * (m / (1 - b1**t)) / (sqrt(v / (1 - b2**t)) + 1e-8)
    close(_run(optim.Adam(learning_rate=eta, betas=(b1, b2)), g), w)


@formula(
    "optimisation",
    "quadratic bowl",
    r"\text{curvature } h: \; \text{converges for } \eta < 2/h; \; \text{with momentum } "
    r"\eta < 2(1 + \mu)/h",
)
def _() -> None:
    h, mu = 3.0, 0.8
    for factor, settles in ((0.99, True), (1.01, False)):
        for limit, kept in ((2 / h, 0.0), (2 * (1 + mu) / h, mu)):
            rows = optim.SGD(learning_rate=factor * limit, momentum=kept).run(
                np.array([1.0]), lambda w: h * w, 2000
            )
            assert (abs(float(np.ravel(rows[-1]["parameter"])[0])) < 1) is settles


@formula(
    "regularisation",
    "L2 and weight decay",
    r"L + \frac{\lambda}{2} \|w\|^2: \quad w \leftarrow (1 - \eta\lambda) w - \eta g",
)
def _() -> None:
    sgd = optim.SGD(learning_rate=0.1, weight_decay=0.5)
    close(_run(sgd, [0.3]), (1 - 0.1 * 0.5) * 1 - 0.1 * 0.3)


@formula(
    "regularisation",
    "dropout (inverted)",
    r"\text{train } x \odot m / (1 - p), \; m \sim \mathrm{Bernoulli}(1 - p); \quad "
    r"\text{test } x",
)
def _() -> None:
    x, mask = some(8), np.array([1, 0, 1, 1, 0, 1, 0, 1], bool)
    close(nn.dropout(x, 0.25, mask=mask), x * mask / 0.75)


@formula(
    "metrics",
    "from the confusion matrix",
    r"\text{precision } \frac{TP}{TP + FP}, \; \text{recall } \frac{TP}{TP + FN}, \; F_1 "
    r"= \frac{2TP}{2TP + FP + FN}, \; \text{accuracy } \frac{TP + TN}{N}",
)
def _() -> None:
    c = calc.Confusion(tp=5, fp=2, fn=3, tn=10)
    close(float(c.precision), 5 / 7)
    close(float(c.recall), 5 / 8)
    close(float(c.f1), 10 / 15)
    close(float(c.accuracy), 15 / 20)


@formula(
    "metrics",
    "balanced accuracy",
    r"\tfrac12 \left( \frac{TP}{TP + FN} + \frac{TN}{TN + FP} \right)",
)
def _() -> None:
    c = calc.Confusion(tp=5, fp=2, fn=3, tn=10)
    close(float(c.balanced_accuracy), (5 / 8 + 10 / 12) / 2)


@formula(
    "convolution",
    "size",
    r"n' = \left\lfloor \frac{n + 2p - d(k - 1) - 1}{s} \right\rfloor + 1",
)
def _() -> None:
    for n, k, s, p, d in product((7, 12), (1, 3), (1, 2), (0, 1), (1, 2)):
        assert floor((n + 2 * p - d * (k - 1) - 1) / s) + 1 == calc.conv_output_size(n, k, s, p, d)


@formula(
    "convolution",
    "size, transposed",
    r"n' = (n - 1)s - 2p + d(k - 1) + p_\text{out} + 1",
)
def _() -> None:
    for n, k, s, p, out, d in product((7, 12), (1, 3), (2, 3), (0, 1), (0, 1), (1, 2)):
        size = (n - 1) * s - 2 * p + d * (k - 1) + out + 1
        assert size == calc.conv_transpose_output_size(n, k, s, p, out, d)
        assert floor((size + 2 * p - d * (k - 1) - 1) / s) + 1 == n  # the way back


@formula(
    "convolution",
    "parameters",
    r"k_h k_w \frac{C_\text{in}}{g} C_\text{out} + C_\text{out}, \quad \text{weight } "
    r"(C_\text{out}, C_\text{in}/g, k_h, k_w)",
)
def _() -> None:
    assert calc.conv_parameters(4, 6, (3, 5), groups=2) == 3 * 5 * 4 // 2 * 6 + 6
    assert calc.conv_weight_shape(4, 6, (3, 5), groups=2) == (6, 2, 3, 5)


@formula("convolution", "same size", r"s = 1, \; k \text{ odd}: \; p = d(k - 1)/2")
def _() -> None:
    for k, d in product((1, 3, 5, 7), (1, 2)):
        assert calc.conv_output_size(20, k, 1, d * (k - 1) // 2, d) == 20


@formula(
    "convolution",
    "receptive field",
    r"r_l = r_{l-1} + (k_l - 1) d_l \, j_{l-1}, \quad j_l = j_{l-1} s_l, \quad r_0 = j_0 "
    r"= 1",
)
def _() -> None:
    layers = [calc.Window(3, 2), calc.Window(3, 1, 0, 2), calc.Window(5, 2)]
    field, jump = 1, 1
    for window, found in zip(layers, calc.receptive_fields(layers)[-3:], strict=True):
        field, jump = field + (window.kernel - 1) * window.dilation * jump, jump * window.stride
        assert (found.size, found.jump) == (field, jump)


@formula(
    "cnn",
    "residual block",
    r"y = x + F(x): \quad \frac{\partial y}{\partial x} = I + \frac{\partial F}{\partial "
    r"x}",
)
def _() -> None:
    w, x, grad = some(3, 3), some(3, seed=1), some(3, seed=2)
    branch = nn.linear_backward(nn.relu_backward(grad, w @ x), x, w)[0]
    jacobian = np.eye(3) + np.diag((w @ x > 0).astype(float)) @ w
    close(grad + branch, jacobian.T @ grad)


@formula(
    "cnn",
    "batch normalisation",
    r"y = \gamma \frac{x - \mu_B}{\sqrt{\sigma_B^2 + \epsilon}} + \beta, \quad 2C \text{ "
    r"parameters}",
)
def _() -> None:
    x = some(6, 2)
    expected = 2 * (x - x.mean(0)) / np.sqrt(x.var(0) + 1e-5) + 3
    close(nn.batch_norm(x, None, None, np.full(2, 2.0), np.full(2, 3.0), training=True), expected)
    assert calc.batch_norm_parameters(2).trainable == 4


@formula(
    "recurrent",
    "cell",
    r"h_t = f(W x_t + V h_{t-1} + b), \quad \text{parameters } H D + H^2 + H",
)
def _() -> None:
    w, v, b, x, h = (
        some(2, 3),
        some(2, 2, seed=1),
        some(2, seed=2),
        some(1, 3, seed=3),
        some(1, 2, seed=4),
    )
    close(nn.rnn_cell(x, h, w, v, b, np.zeros(2))[0], np.tanh(w @ x[0] + v @ h[0] + b))
    assert calc.rnn_parameters(3, 2, bias_vectors=1) == 2 * 3 + 2 * 2 + 2


@formula(
    "recurrent",
    "through time",
    r"\frac{\partial h_T}{\partial h_t} = \prod_{k=t+1}^{T} \mathrm{diag}(f'(z_k)) V, "
    r"\quad \frac{\partial h_T}{\partial V} = \sum_t \frac{\partial h_T}{\partial h_t} "
    r"f'(z_t) h_{t-1}",
)
def _() -> None:
    v, w, xs, hs = 0.7, 0.4, [1.0, -0.5, 0.3], [0.2]
    for x in xs:
        hs.append(float(np.tanh(w * x + v * hs[-1])))
    slopes = [1 - h * h for h in hs]
    total = sum(
        np.prod([slopes[k] * v for k in range(t + 1, 4)]) * slopes[t] * hs[t - 1] for t in (1, 2, 3)
    )

    def last(v: float) -> float:
        h = hs[0]
        for x in xs:
            h = float(np.tanh(w * x + v * h))
        return h

    close(total, (last(v + 1e-6) - last(v - 1e-6)) / 2e-6, rtol=1e-7)


@formula(
    "lstm",
    "cell",
    r"c_t = f \odot c_{t-1} + i \odot g, \quad h_t = o \odot \tanh c_t, \quad i, f, o = "
    r"\sigma(\cdot), \; g = \tanh(\cdot)",
)
def _() -> None:
    x, h, c = some(1, 3), some(1, 2, seed=1), some(1, 2, seed=2)
    w, v, b = some(8, 3, seed=3), some(8, 2, seed=4), some(8, seed=5)
    i, f, g, o = np.split(w @ x[0] + v @ h[0] + b, 4)
    s = nn.sigmoid
    now = s(f) * c[0] + s(i) * np.tanh(g)
    found_h, found_c = nn.lstm_cell(x, (h, c), w, v, b, np.zeros(8))
    close(found_c[0], now)
    close(found_h[0], s(o) * np.tanh(now))


@formula(
    "lstm",
    "parameters",
    r"4(HD + H^2 + H), \quad \text{GRU } 3(\cdot); \quad \text{torch: two biases}",
)
def _() -> None:
    assert calc.lstm_parameters(3, 2, bias_vectors=1) == 4 * (2 * 3 + 2 * 2 + 2)
    assert calc.gru_parameters(3, 2, bias_vectors=1) == 3 * (2 * 3 + 2 * 2 + 2)


@formula(
    "generative",
    "variational autoencoder",
    r"z = \mu + \sigma \epsilon, \; \epsilon \sim N(0, 1); \quad \mathrm{KL} = \tfrac12 "
    r"\sum (\mu^2 + \sigma^2 - 1 - \ln \sigma^2)",
)
def _() -> None:
    mu, sigma = 0.7, 0.5
    x = np.linspace(-8, 8, 200_001)
    q = np.exp(-((x - mu) ** 2) / (2 * sigma**2)) / (sigma * sqrt(2 * pi))
    log_p, log_q = (
        -(x**2) / 2 - log(sqrt(2 * pi)),
        -((x - mu) ** 2) / (2 * sigma**2) - log(sigma * sqrt(2 * pi)),
    )
    integral = float((q * (log_q - log_p)).sum() * (x[1] - x[0]))
    close((mu**2 + sigma**2 - 1 - log(sigma**2)) / 2, integral, rtol=1e-6)


@formula(
    "generative",
    "GAN",
    r"\min_G \max_D \; \mathrm{E}[\ln D(x)] + \mathrm{E}[\ln(1 - D(G(z)))], \quad D^*(x) = "
    r"\frac{p_\text{data}}{p_\text{data} + p_G}",
)
def _() -> None:
    p, q = 0.3, 0.1
    d = np.linspace(0.001, 0.999, 9981)
    best = d[(p * np.log(d) + q * np.log(1 - d)).argmax()]
    close(best, p / (p + q), rtol=1e-3)


@formula(
    "design",
    "cost of training",
    r"\text{bytes per parameter, float32: } 4, \; \text{gradient } 4, \; \text{Adam } 8",
)
def _() -> None:
    assert calc.training_bytes(1000, 0, optimiser_values=2) == 1000 * (4 + 4 + 8)
