"""Losses of a difference against torch; the circular one against hand values."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.nn import strategies as draw
from tests.nn.helpers import checks_out, same_as_torch
from unrolled import nn

LOSSES = [
    ("mse_loss", {}),
    ("l1_loss", {}),
    ("smooth_l1_loss", {}),
    ("smooth_l1_loss", {"beta": 0.3}),
    ("smooth_l1_loss", {"beta": 0}),
    ("huber_loss", {}),
    ("huber_loss", {"delta": 0.3}),
]


@pytest.mark.parametrize(("name", "options"), LOSSES)
@draw.few
@given(x=draw.extreme_arrays, seed=draw.seeds, reduction=draw.reductions, weighted=st.booleans())
def test_losses_agree_with_torch(name, options, x, seed, reduction, weighted):
    y = draw.normal(seed, *x.shape)
    if weighted and name != "smooth_l1_loss":
        options = {**options, "weight": draw.positive(seed + 1, *x.shape)}
    same_as_torch(name, x, y, reduction=reduction, **options)


@pytest.mark.parametrize(("name", "options"), LOSSES)
@pytest.mark.parametrize("reduction", ["none", "mean", "sum"])
def test_central_differences_agree(name, options, reduction):
    checks_out(name, draw.normal(0, 2, 3), draw.normal(1, 2, 3), reduction=reduction, **options)


@pytest.mark.parametrize(("name", "options"), LOSSES)
def test_float32_stays_float32(name, options):
    x, y = (draw.normal(i, 5).astype(np.float32) for i in (0, 1))
    same_as_torch(name, x, y, rtol=1e-5, atol=1e-6, **options)


@pytest.mark.parametrize(("name", "options"), LOSSES)
def test_equal_entries_and_an_empty_batch(name, options):
    same_as_torch(name, np.ones((2, 2)), np.ones((2, 2)), **options)
    same_as_torch(name, np.empty((0, 3)), np.empty((0, 3)), **options)


def test_the_loss_of_one_number_is_an_array_too():
    one, weight = np.array(2.0), np.array(3.0)
    for name in ("mse_loss", "l1_loss", "huber_loss"):
        options = {"reduction": "none", "weight": weight}
        assert isinstance(same_as_torch(name, one, np.array(0.5), **options), np.ndarray)


def test_shapes_that_only_broadcast_are_warned_about():
    x, y = draw.normal(0, 3, 1), draw.normal(1, 3)
    with pytest.warns(UserWarning, match="(?i)target.*broadcast"):
        same_as_torch("mse_loss", x, y)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: nn.mse_loss(np.ones(2), np.ones(3)),
            r"input of shape \(2,\) and target .* \(3,\)",
        ),
        (lambda: nn.l1_loss([1.0], [1.0], reduction="avg"), "reduction is 'avg'; it may be one of"),
        (lambda: nn.huber_loss([1.0], [1.0], delta=0.0), "delta is 0.0; it must be positive"),
        (lambda: nn.smooth_l1_loss([1.0], [1.0], beta=-1.0), "beta is -1.0; it must not be neg"),
        (lambda: nn.mse_loss([1.0], [1.0], weight=[1.0, 2.0]), r"weight has shape \(2,\)"),
        (lambda: nn.circular_loss([1.0], [1.0, 2.0]), r"target has shape \(2,\); it must be that"),
    ],
)
def test_what_does_not_fit_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_circular_loss_by_hand():
    p, t = np.array([[0.999], [0.5], [0.25]]), np.array([[0.001], [0.0], [0.0]])
    by_hand = [[2 - 2 * math.cos(math.radians(0.72))], [4.0], [2.0]]
    np.testing.assert_allclose(nn.circular_loss(p, t, reduction="none"), by_hand, rtol=1e-9)
    distance = ((nn.circular_encode(p) - nn.circular_encode(t)) ** 2).sum(axis=1).mean()
    np.testing.assert_allclose(nn.circular_loss(p, t), distance, rtol=1e-9)
    assert nn.circular_encode(p).shape == (3, 2)


def test_circular_loss_stays_exact_for_near_directions():
    np.testing.assert_allclose(nn.circular_loss(1e-9, 0.0), (2 * math.pi * 1e-9) ** 2, rtol=1e-9)


@draw.few
@given(seed=draw.seeds, batch=draw.sizes, reduction=draw.reductions)
def test_circular_gradients(seed, batch, reduction):
    p, t = draw.normal(seed, batch, 1), draw.normal(seed + 1, batch, 1)
    checks_out("circular_loss", p, t, reduction=reduction)
    checks_out("circular_encode", p)
