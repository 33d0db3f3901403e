"""Losses of one class among many, and the divergence, against torch."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.nn import strategies as draw
from tests.nn.helpers import checks_out, same_as_torch
from unrolled import nn

leads = st.sampled_from([(), (1,), (3,), (0,), (2, 3), (2, 0), (2, 1, 2)])


def _case(seed, lead, classes, ignored):
    """Logits (N, C, d1, ...) and indices (N, d1, ...), some of them ignored."""
    rng = np.random.default_rng(seed)
    x = draw.normal(seed, *lead[:1], classes, *lead[1:])
    y = np.array(rng.integers(0, classes, lead))
    return x, np.where(rng.uniform(size=lead) < ignored, -100, y)


@draw.some
@given(
    seed=draw.seeds,
    lead=leads,
    classes=draw.sizes,
    ignored=st.sampled_from([0.0, 0.4, 1.0]),
    reduction=draw.reductions,
    weighted=st.booleans(),
)
def test_nll_loss(seed, lead, classes, ignored, reduction, weighted):
    x, y = _case(seed, lead, classes, ignored)
    w = draw.positive(seed, classes) if weighted else None
    same_as_torch("nll_loss", x, y, w, constants=(2,), reduction=reduction)


@draw.some
@given(
    seed=draw.seeds,
    lead=leads,
    classes=draw.sizes,
    ignored=st.sampled_from([0.0, 0.4, 1.0]),
    reduction=draw.reductions,
    weighted=st.booleans(),
    smoothing=st.sampled_from([0.0, 0.1, 1.0]),
)
def test_cross_entropy_of_indices(seed, lead, classes, ignored, reduction, weighted, smoothing):
    x, y = _case(seed, lead, classes, ignored)
    w = draw.positive(seed, classes) if weighted else None
    same_as_torch(
        "cross_entropy", x, y, w, constants=(2,), reduction=reduction, label_smoothing=smoothing
    )


@draw.some
@given(
    seed=draw.seeds,
    lead=leads,
    classes=draw.sizes,
    reduction=draw.reductions,
    weighted=st.booleans(),
    smoothing=st.sampled_from([0.0, 0.1]),
)
def test_cross_entropy_of_probabilities(seed, lead, classes, reduction, weighted, smoothing):
    x, _ = _case(seed, lead, classes, 0.0)
    y = nn.softmax(draw.normal(seed + 1, *x.shape), dim=1 if lead else 0)
    w = draw.positive(seed, classes) if weighted else None
    same_as_torch(
        "cross_entropy", x, y, w, constants=(2,), reduction=reduction, label_smoothing=smoothing
    )


@draw.some
@given(
    x=draw.ordinary_arrays.filter(lambda a: a.ndim > 0),
    seed=draw.seeds,
    reduction=st.sampled_from(["none", "mean", "sum", "batchmean"]),
    log_target=st.booleans(),
)
@pytest.mark.filterwarnings("ignore:reduction. 'mean' divides")  # torch's advice
def test_kl_div(x, seed, reduction, log_target):
    y = np.random.default_rng(seed).uniform(size=x.shape).round(1)
    same_as_torch("kl_div", x, y, reduction=reduction, log_target=log_target)


@pytest.mark.parametrize("reduction", ["none", "mean", "sum"])
def test_central_differences_agree(reduction):
    x, y = _case(3, (2, 3), 4, 0.3)
    w, soft = np.array([0.5, 1.0, 2.0, 3.0]), nn.softmax(draw.normal(1, 2, 4, 3), dim=1)
    checks_out("nll_loss", x, y, w, reduction=reduction)
    checks_out("cross_entropy", x, y, w, reduction=reduction, label_smoothing=0.1)
    checks_out("cross_entropy", x, soft, w, reduction=reduction)
    checks_out("kl_div", x, soft, reduction=reduction)


def test_one_class_far_below_all_others_costs_what_torch_says():
    x = np.array([[-np.inf, 0.0, 1.0], [800.0, -800.0, 0.0]])
    for y in ([1, 1], [0, 0], [2, -100]):
        same_as_torch("cross_entropy", x, np.array(y), reduction="none")


@pytest.mark.parametrize("smoothing", [0.0, 0.1, 1.0])
@pytest.mark.parametrize("reduction", ["none", "mean", "sum"])
def test_a_class_of_weight_zero_is_not_ignored(reduction, smoothing):
    x, w = np.array([[-np.inf, 0.0, 1.0], [2.0, -1.0, 0.0]]), np.array([0.0, 1.0, 2.0])
    for y in ([0, 0], [0, 1], [-100, 2], [0, -100]):
        options = {"constants": (2,), "reduction": reduction}
        same_as_torch("nll_loss", x, np.array(y), w, **options)
        same_as_torch("cross_entropy", x, np.array(y), w, label_smoothing=smoothing, **options)


@pytest.mark.parametrize("weight", [None, np.empty(0)])
def test_of_no_class_smoothing_leaves_no_number(weight):
    x, y = np.empty((2, 0)), np.array([-100, -100])
    for target in (y, x):
        same_as_torch("cross_entropy", x, target, weight, constants=(2,), label_smoothing=0.1)


def test_float32_stays_float32():
    x, y = _case(0, (3,), 4, 0.0)
    x = x.astype(np.float32)
    same_as_torch("cross_entropy", x, y, label_smoothing=0.1, rtol=1e-5, atol=1e-6)
    same_as_torch("kl_div", x, np.abs(x), reduction="sum", rtol=1e-5, atol=1e-6)


def test_another_index_may_be_ignored():
    same_as_torch("cross_entropy", draw.normal(0, 3, 4), np.array([1, 2, 1]), ignore_index=1)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: nn.cross_entropy([[0.0, 1.0]], [2]), "target holds class 2; it may be 0 to 1"),
        (lambda: nn.cross_entropy([[0.0, 1.0]], [-1]), "target holds class -1"),
        (lambda: nn.nll_loss([[0.0, 1.0]], [0, 1]), r"target has shape \(2,\); .* \(1,\)"),
        (lambda: nn.nll_loss(0.0, 0), r"input has shape \(\); it may be \(C,\)"),
        (lambda: nn.cross_entropy([[0.0, 1.0]], [0], [1.0]), r"weight has shape \(1,\)"),
        (
            lambda: nn.cross_entropy([[0.0, 1.0]], [0], label_smoothing=2.0),
            r"label_smoothing is 2.0; a probability is in \[0, 1\]",
        ),
        (
            lambda: nn.cross_entropy([[0.0, 1.0]], [[0.5, 0.5]], ignore_index=0),
            "soft targets have no index to ignore",
        ),
        (lambda: nn.kl_div([0.0], [1.0], reduction="avg"), "'sum', 'batchmean'"),
    ],
)
def test_what_does_not_fit_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_fractions_are_no_classes():
    with pytest.raises(TypeError, match="target has dtype float64; it must hold integers"):
        nn.cross_entropy([[0.0, 1.0]], [0.5])
