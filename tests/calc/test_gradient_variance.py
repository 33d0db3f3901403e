"""The model of gradients against torch's backward pass, averaged over weights."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise, product

import numpy as np
import pytest
import torch

from unrolled.calc import propagate, propagate_gradient

WIDTHS = [60, 100, 50, 80]


def simulate(widths, scales, f, draws=300):
    """Mean squares of the gradients at preactivations and inputs, by torch's backward pass."""
    g = torch.Generator().manual_seed(2019)
    a = torch.randn(draws, 1, widths[0], generator=g, requires_grad=True)
    inputs, before = [], []
    for (fan_in, fan_out), scale in zip(pairwise(widths), scales, strict=True):
        w = torch.randn(draws, fan_in, fan_out, generator=g) * math.sqrt(scale)
        inputs.append(a)
        before.append(a @ w)
        a = f(before[-1])
    grads = torch.autograd.grad(a, before + inputs, torch.randn(a.shape, generator=g))
    squares = [(x * x).mean().item() for x in grads]
    return list(zip(squares[: len(scales)], squares[len(scales) :], strict=True))


@pytest.mark.parametrize("weights", ["he", "xavier", "lecun", 0.02])
def test_relu_layers_by_backward(weights):
    rule = {
        "he": lambda n, _: 2 / n,
        "xavier": lambda n, m: 2 / (n + m),
        "lecun": lambda n, _: 1 / n,
        0.02: lambda *_: 0.02,
    }[weights]
    measured = simulate(WIDTHS, [rule(*pair) for pair in pairwise(WIDTHS)], torch.relu)
    model = propagate_gradient(WIDTHS, weights=weights, activation="relu")
    np.testing.assert_allclose(np.array(model, dtype=float), measured, rtol=0.08)


def test_small_signals_pass_tanh_by_backward():
    measured = simulate([100, 100, 100], [1e-4, 1e-4], torch.tanh)
    model = propagate_gradient([100, 100, 100], weights=1e-4, activation="tanh")
    np.testing.assert_allclose(np.array(model, dtype=float), measured, rtol=0.08)


def test_linear_layers_exactly_over_all_signs():
    """Weights of ±1 have variance 1; the mean over all of them is no sample."""
    upper, lower = list(product((-1, 1), repeat=6)), list(product((-1, 1), repeat=6))
    g = np.array([1, 3])  # a gradient at the output; its mean square is 5
    total = np.zeros(2)
    for u in upper:
        at_hidden = np.reshape(u, (2, 3)).T @ g
        at_input = np.array([np.reshape(v, (3, 2)).T @ at_hidden for v in lower])
        total += [(at_hidden**2).mean(), (at_input**2).mean()]
    hidden, below = total / len(upper)
    model = propagate_gradient([2, 3, 2], weights=1, activation="linear", output_variance=5)
    assert [layer.input for layer in model] == [below, hidden] == [30, 10]
    assert [layer.preactivation for layer in model] == [10, 5]


def test_forward_and_backward_cannot_both_be_kept():
    """Glorot's compromise: what one gains in a widening network, the other loses."""
    widths = [50, 100, 200]
    forward = propagate(widths, weights="xavier", activation="linear")
    backward = propagate_gradient(widths, weights="xavier", activation="linear")
    assert forward[-1].second_moment == Fraction(4, 9)
    assert backward[0].input == Fraction(16, 9)
    square = propagate_gradient([64] * 5, weights="xavier", activation="linear")
    assert {layer.input for layer in square} == {1}


def test_gradients_vanish_and_explode():
    deep = [100] * 51
    assert propagate_gradient(deep, weights="xavier")[0].input == Fraction(1, 2**50)
    assert propagate_gradient(deep, weights=Fraction(4, 100))[0].input == 2**50


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"weights": "glorot"}, "weights is 'glorot'; it may be"),
        ({"activation": "gelu"}, "activation is 'gelu'"),
        ({"output_variance": -1}, "output_variance is -1; it must be at least 0"),
        ({"widths": [3, 0], "weights": 1}, "fan_out is 0; it must be at least 1"),
        ({"widths": [0, 3], "weights": "lecun"}, "fan_in is 0; it must be at least 1"),
    ],
)
def test_what_is_wrong_is_named(options, message):
    with pytest.raises(ValueError, match=message):
        propagate_gradient(**{"widths": [3, 3], **options})
