"""Convolutions, and networks of them."""

from __future__ import annotations

from itertools import product
from math import floor

import numpy as np

from unrolled import calc, nn
from unrolled.formulas._sheet import close, formula, some


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
