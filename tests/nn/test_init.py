"""Start weights against torch's bounds and deviations; the perceptron by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from tests.nn import strategies as draw
from unrolled import nn

shapes = st.lists(st.integers(1, 6), min_size=2, max_size=4).map(tuple)
nonlinearities = st.sampled_from(["linear", "conv2d", "sigmoid", "tanh", "relu", "selu"])


@draw.few
@given(shape=shapes)
def test_fans_are_torchs(shape):
    expected = torch.nn.init._calculate_fan_in_and_fan_out(torch.empty(shape))
    assert nn.fan_in_and_fan_out(shape) == expected


@given(name=nonlinearities, slope=st.none() | st.floats(-2, 2))
@draw.few
def test_gains_are_torchs(name, slope):
    assert nn.calculate_gain(name) == torch.nn.init.calculate_gain(name)
    expected = torch.nn.init.calculate_gain("leaky_relu", slope)
    assert nn.calculate_gain("leaky_relu", slope) == expected


def _torch_std(name, shape, **options):
    """Deviation of many values that torch draws for a weight of these fans."""
    torch.manual_seed(0)
    draws = [getattr(torch.nn.init, name + "_")(torch.empty(shape), **options) for _ in range(20)]
    return float(torch.stack(draws).std())


@pytest.mark.parametrize("options", [{}, {"gain": 2.0}])
@pytest.mark.parametrize("name", ["xavier_uniform", "xavier_normal"])
def test_xavier(name, options):
    shape = (40, 10, 3, 3)
    w = getattr(nn, name)(shape, generator=0, **options)
    std = options.get("gain", 1.0) * math.sqrt(2 / (10 * 9 + 40 * 9))
    assert w.std() == pytest.approx(std, rel=0.05)
    assert _torch_std(name, shape, **options) == pytest.approx(std, rel=0.05)
    if name.endswith("uniform"):
        assert np.abs(w).max() <= math.sqrt(3) * std


@pytest.mark.parametrize(
    "options", [{}, {"mode": "fan_out"}, {"a": 1.0}, {"nonlinearity": "tanh", "mode": "fan_out"}]
)
@pytest.mark.parametrize("name", ["kaiming_uniform", "kaiming_normal"])
def test_kaiming(name, options):
    shape = (40, 90)
    w = getattr(nn, name)(shape, generator=np.random.default_rng(0), **options)
    gain = nn.calculate_gain(options.get("nonlinearity", "leaky_relu"), options.get("a", 0.0))
    std = gain / math.sqrt(40 if "mode" in options else 90)
    assert w.std() == pytest.approx(std, rel=0.05)
    assert _torch_std(name, shape, **options) == pytest.approx(std, rel=0.05)


def test_a_seed_gives_the_same_weights_again():
    np.testing.assert_array_equal(
        nn.kaiming_normal((2, 3), generator=1), nn.kaiming_normal((2, 3), generator=1)
    )


def test_an_empty_weight_has_nothing_to_draw():
    for name in ("xavier_uniform", "xavier_normal", "kaiming_uniform", "kaiming_normal"):
        assert getattr(nn, name)((0, 0), generator=0).shape == (0, 0)


def test_options_that_do_not_exist_are_named():
    with pytest.raises(ValueError, match="nonlinearity is 'swish'; it may be one of 'linear'"):
        nn.calculate_gain("swish")
    with pytest.raises(ValueError, match="mode is 'fan_avg'; it may be one of 'fan_in', 'fan_out'"):
        nn.kaiming_normal((2, 3), mode="fan_avg", generator=0)
    with pytest.raises(ValueError, match=r"shape is \(2,\); it must have two axes at least"):
        nn.xavier_uniform((2,), generator=0)


GATE = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


def _train(targets, epochs=30):
    w, b = np.zeros(2), np.array(0.0)
    for _ in range(epochs):
        for x, y in zip(GATE, targets, strict=True):
            w, b, _ = nn.perceptron_rule(x, y, w, b, learning_rate=0.5)
    return nn.perceptron(GATE, w, b)


def test_the_perceptron_learns_and_but_not_xor():
    np.testing.assert_array_equal(_train([0, 0, 0, 1]), [0, 0, 0, 1])
    assert _train([0, 1, 1, 0]).tolist() != [0, 1, 1, 0]


def test_one_step_of_the_rule_by_hand():
    step = nn.perceptron_rule([1.0, 2.0], 0, [0.5, 0.5], -0.2, learning_rate=0.1)
    np.testing.assert_allclose(step.weight, [0.4, 0.3])
    np.testing.assert_allclose((step.bias, step.error), (-0.3, -1.0))
    right = nn.perceptron_rule([1.0, 2.0], 1, [0.5, 0.5], -0.2)
    np.testing.assert_array_equal(right.weight, [0.5, 0.5])


def test_on_the_line_both_answers_can_be_had():
    assert nn.perceptron([0.0], [1.0]) == 1
    assert nn.perceptron([0.0], [1.0], at_zero=0) == 0


def test_what_does_not_fit_is_named():
    with pytest.raises(ValueError, match=r"input has shape \(1,\) and weight \(2,\)"):
        nn.perceptron_rule([1.0], 1, [1.0, 2.0])
    with pytest.raises(ValueError, match=r"target is -1\.0; it may be one of 0\.0, 1\.0"):
        nn.perceptron_rule([1.0], -1, [1.0])
