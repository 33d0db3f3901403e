"""The model of variances against seeded simulation, and against torch's initialisers."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
import torch

from unrolled import calc
from unrolled.calc import propagate


def rng():
    return np.random.default_rng(2019)


@pytest.mark.parametrize("mean", [0.0, 1.5])
@pytest.mark.parametrize("draw", ["normal", "uniform"])
def test_linear_variance_by_simulation(mean, draw):
    n, spread, draws = 50, 0.3, 40_000
    r = rng()
    x = r.normal(mean, 2.0, size=(draws, n))
    bound = calc.uniform_bound(spread)
    w = r.normal(0, spread**0.5, x.shape) if draw == "normal" else r.uniform(-bound, bound, x.shape)
    s = (w * x).sum(axis=1) + r.normal(0, 1.0, size=draws)
    expected = calc.linear_variance(n, spread, 4.0, input_mean=mean, bias_variance=1)
    assert s.mean() == pytest.approx(0.0, abs=5 * math.sqrt(expected / draws))
    assert s.var() == pytest.approx(expected, rel=0.04)


def simulate(widths, scales, f, draws=300):
    """Variance before and mean square after each layer, over draws of input and weights."""
    r, rows = rng(), []
    a = r.normal(size=(draws, 1, widths[0]))
    for fan_in, fan_out, scale in zip(widths, widths[1:], scales, strict=False):
        z = a @ r.normal(0, math.sqrt(scale), size=(draws, fan_in, fan_out))
        a = f(z)
        rows.append((z.var(), (a * a).mean()))
    return rows


@pytest.mark.parametrize("weights", ["he", "xavier", "lecun", 0.02])
def test_relu_layers_by_simulation(weights):
    widths = [60, 100, 50, 80]
    rule = {
        "he": lambda n, _: 2 / n,
        "xavier": lambda n, m: 2 / (n + m),
        "lecun": lambda n, _: 1 / n,
        0.02: lambda *_: 0.02,
    }[weights]
    scales = [rule(*pair) for pair in pairwise(widths)]
    measured = simulate(widths, scales, lambda z: np.maximum(z, 0))
    model = propagate(widths, weights=weights, activation="relu")
    np.testing.assert_allclose(np.array(model, dtype=float), measured, rtol=0.08)


def test_small_signals_pass_tanh_by_simulation():
    widths = [100, 100, 100]
    measured = simulate(widths, [1e-4, 1e-2], np.tanh)
    model = propagate(widths, weights=1e-4, activation="tanh")[:1]
    model += propagate([100, 100], activation="tanh", weights=1e-2, input_second_moment=1e-2)
    np.testing.assert_allclose(np.array(model), measured, rtol=0.08)


def test_the_next_terms_of_tanh():
    z = np.linspace(-8, 8, 20_001)
    for v in (0.01, 0.02):
        density = np.exp(-z * z / 2) / math.sqrt(2 * math.pi)
        exact = np.trapezoid(np.tanh(math.sqrt(v) * z) ** 2 * density, z)
        assert exact == pytest.approx(v - 2 * v**2 + 17 / 3 * v**3, abs=30 * v**4)


def test_moments_of_relu_by_simulation():
    a = np.maximum(rng().normal(0, 1.5, size=400_000), 0)
    assert a.var() == pytest.approx(calc.relu_variance(2.25), rel=0.01)
    assert (a * a).mean() == pytest.approx(calc.activation_second_moment(2.25, "relu"), rel=0.01)
    assert a.mean() ** 2 == pytest.approx(2.25 / (2 * math.pi), rel=0.01)


def test_he_keeps_the_signal_exactly():
    layers = propagate([784, 300, 20, 500, 10], weights="he", activation="relu")
    assert [layer.second_moment for layer in layers] == [Fraction(1)] * 4
    assert propagate([5, 7], weights="lecun", activation="linear") == [(1, 1)]


def test_initialisers_of_torch():
    torch.manual_seed(0)
    w = torch.empty(400, 600)  # fan_out, fan_in
    torch.nn.init.xavier_normal_(w)
    assert w.var().item() == pytest.approx(float(calc.xavier_variance(600, 400)), rel=0.02)
    torch.nn.init.kaiming_normal_(w, a=0.5)
    variance = float(calc.he_variance(600, negative_slope=0.5))
    assert w.var().item() == pytest.approx(variance, rel=0.02)
    torch.nn.init.kaiming_uniform_(w)
    assert w.abs().max().item() == pytest.approx(
        calc.uniform_bound(calc.he_variance(600)), rel=1e-3
    )


def test_the_exam():
    # TUM 2019, 2f: Var(s) = Var(x) for weights from U(-α, α) needs α = sqrt(3/n).
    n = 48
    alpha = calc.uniform_bound(Fraction(1, n))
    assert alpha == pytest.approx(0.25)
    assert calc.linear_variance(n, Fraction(1, n), 7) == 7


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: calc.linear_variance(0, 1, 1), ValueError, "fan_in is 0; it must be at least 1"),
        (lambda: calc.linear_variance(1, -1, 1), ValueError, "weight_variance is -1; it must be"),
        (lambda: calc.linear_variance(1, 1, float("nan")), ValueError, "input_variance is nan"),
        (lambda: calc.linear_variance(1, 1, "1"), TypeError, "input_variance is '1'; it must be"),
        (lambda: calc.xavier_variance(3, 0), ValueError, "fan_out is 0"),
        (lambda: calc.he_variance(2.5), TypeError, "fan_in is 2.5; it must be an integer"),
        (lambda: calc.uniform_bound(-1), ValueError, "variance is -1"),
        (
            lambda: calc.activation_second_moment(1, "gelu"),
            ValueError,
            "activation is 'gelu'",
        ),
        (lambda: propagate([3, 3], weights="glorot"), ValueError, "weights is 'glorot'; it may be"),
        (lambda: propagate([3, 3], input_second_moment=-1), ValueError, "input_second_moment is -"),
    ],
)
def test_what_is_wrong_is_named(make, error, message):
    with pytest.raises(error, match=message):
        make()
