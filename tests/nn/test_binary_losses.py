"""Losses of a yes or no against torch."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tests.nn import strategies as draw
from tests.nn.helpers import checks_out, same_as_torch
from unrolled import nn

probabilities = hnp.arrays(
    np.float64, draw.shapes, elements=st.sampled_from([0.0, 1.0, 1e-14, 0.5]) | st.floats(0, 1)
)


def _labels(seed, shape):
    return np.array(np.random.default_rng(seed).integers(0, 2, shape), float)


@draw.some
@given(p=probabilities, seed=draw.seeds, reduction=draw.reductions, weighted=st.booleans())
def test_binary_cross_entropy(p, seed, reduction, weighted):
    w = draw.normal(seed, *p.shape) if weighted else None
    y = _labels(seed, p.shape)
    same_as_torch("binary_cross_entropy", p, y, w, constants=(2,), reduction=reduction)


@draw.some
@given(
    x=draw.extreme_arrays,
    seed=draw.seeds,
    reduction=draw.reductions,
    weighted=st.booleans(),
    positive=st.booleans(),
)
def test_binary_cross_entropy_with_logits(x, seed, reduction, weighted, positive):
    w = draw.normal(seed, *x.shape) if weighted else None
    y = np.asarray(np.random.default_rng(seed).uniform(size=x.shape))
    extra = {"pos_weight": draw.positive(seed + 1, *x.shape[-1:])} if positive else {}
    same_as_torch(
        "binary_cross_entropy_with_logits", x, y, w, constants=(2,), reduction=reduction, **extra
    )


@draw.some
@given(x=draw.extreme_arrays, seed=draw.seeds, reduction=draw.reductions)
def test_hinge_embedding_loss(x, seed, reduction):
    y = np.asarray(2 * np.random.default_rng(seed).integers(0, 2, x.shape) - 1)
    same_as_torch("hinge_embedding_loss", x, y, 0.7, reduction=reduction)


def test_hinge_at_its_margin_and_for_other_labels():
    x, y = np.array([1.0, 0.5, 2.0]), np.array([-1, 0, 3])
    same_as_torch("hinge_embedding_loss", x, y, reduction="none")


def test_hinge_sends_not_a_number_where_torch_does():
    x, y = np.array([np.nan, np.nan, np.inf, -np.inf, 0.5]), np.array([1.0, -1.0, -1.0, 1.0, -1.0])
    same_as_torch("hinge_embedding_loss", x, y, reduction="none", constants=(1,))
    grad, _ = nn.hinge_embedding_loss_backward(np.inf, x[2:], y[2:], reduction="sum")
    np.testing.assert_array_equal(grad, [0.0, np.inf, -np.inf])


@pytest.mark.parametrize("reduction", ["none", "mean", "sum"])
def test_central_differences_agree(reduction):
    p, y, w = np.array([[0.2, 0.9]]), np.array([[0.8, 0.3]]), np.array([[2.0, 0.5]])
    checks_out("binary_cross_entropy", p, y, reduction=reduction, weight=w)
    logits = np.array([[-1.0, 3.0]])
    checks_out("binary_cross_entropy_with_logits", logits, y, reduction=reduction, pos_weight=w)
    checks_out("hinge_embedding_loss", p, np.array([[1, -1]]), reduction=reduction)


@pytest.mark.parametrize(
    "name", ["binary_cross_entropy", "binary_cross_entropy_with_logits", "hinge_embedding_loss"]
)
def test_float32_stays_float32(name):
    p, y = np.array([0.2, 0.9], np.float32), np.array([1.0, 0.0], np.float32)
    target = y if name[0] == "b" else np.array([1, -1])
    same_as_torch(name, p, target, rtol=1e-5, atol=1e-6)


def test_the_cut_is_where_torch_has_it():
    loss = nn.binary_cross_entropy([0.0, 1.0], [1.0, 0.0], reduction="none")
    np.testing.assert_array_equal(loss, [100.0, 100.0])
    grad, _ = nn.binary_cross_entropy_backward(1.0, [0.0, 1.0], [1.0, 0.0], reduction="sum")
    np.testing.assert_allclose(grad, [-1e12, 1e12])


def test_what_does_not_fit_is_named():
    with pytest.raises(ValueError, match=r"all of its entries lie in \[0, 1\]"):
        nn.binary_cross_entropy([1.5], [1.0])
    with pytest.raises(ValueError, match="target must hold probabilities"):
        nn.binary_cross_entropy([0.5], [-1.0])
    with pytest.raises(ValueError, match=r"target has shape \(1,\); it must be that of input"):
        nn.binary_cross_entropy([0.5, 0.5], [1.0])
    with pytest.raises(ValueError, match="reduction is 'batch'"):
        nn.binary_cross_entropy_with_logits([0.5], [1.0], reduction="batch")
    with pytest.raises(ValueError, match=r"pos_weight has shape \(3,\); it does not broadcast"):
        nn.binary_cross_entropy_with_logits([0.5], [1.0], pos_weight=[1.0, 1.0, 1.0])


def test_torch_takes_the_same_arguments_by_position():
    p, y, w = np.array([0.5]), np.array([1.0]), np.array([2.0])
    expected = torch.nn.functional.binary_cross_entropy(*map(torch.tensor, (p, y, w)))
    np.testing.assert_allclose(nn.binary_cross_entropy(p, y, w), expected.numpy())
