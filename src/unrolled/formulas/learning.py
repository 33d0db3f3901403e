"""Steps that descend, what holds them back, and how to judge the result."""

from __future__ import annotations

from math import sqrt

import numpy as np

from unrolled import calc, nn, optim
from unrolled.formulas._sheet import close, formula, some


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
