"""Attention, embedding and dropout against torch."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.nn import strategies as draw
from tests.nn.helpers import checks_out, same_as_torch
from unrolled import nn


@draw.some
@given(
    seed=draw.seeds,
    lead=st.lists(draw.sizes, max_size=2),
    sizes=st.tuples(*[draw.sizes] * 4),
    mask=st.sampled_from(["none", "bool", "float", "causal"]),
    scale=st.sampled_from([None, 0.3]),
)
def test_attention(seed, lead, sizes, mask, scale):
    length, source, width, depth = sizes
    q = draw.normal(seed, *lead, length, width)
    k, v = draw.normal(seed + 1, *lead, source, width), draw.normal(seed + 2, *lead, source, depth)
    m = None
    if mask == "bool":  # some queries may look nowhere
        m = np.random.default_rng(seed).uniform(size=(length, source)) < 0.5
    elif mask == "float":
        m = draw.normal(seed + 3, length, source)
    same_as_torch(
        "scaled_dot_product_attention", q, k, v, m, is_causal=mask == "causal", scale=scale
    )


def test_attention_by_central_differences_and_with_dropout():
    q, k, v = draw.normal(0, 2, 3, 4), draw.normal(1, 2, 5, 4), draw.normal(2, 2, 5, 2)
    keep = draw.normal(3, 2, 3, 5) > 0
    name = "scaled_dot_product_attention"
    checks_out(name, q, k, v, draw.normal(4, 3, 5))
    checks_out(name, q, k, v, dropout_p=0.25, dropout_mask=keep)
    kept = nn.softmax(q @ k.swapaxes(1, 2) / 2.0, dim=-1) * keep / 0.75
    found = nn.scaled_dot_product_attention(q, k, v, dropout_p=0.25, dropout_mask=keep)
    np.testing.assert_allclose(found, kept @ v, rtol=1e-9)


@draw.few
@given(
    seed=draw.seeds,
    shared=draw.sizes,
    per_key=st.integers(1, 3),
    batch=st.sampled_from([(), (2,)]),
    is_causal=st.booleans(),
)
def test_grouped_queries(seed, shared, per_key, batch, is_causal):
    q = draw.normal(seed, *batch, shared * per_key, 3, 4)
    k, v = draw.normal(seed + 1, *batch, shared, 5, 4), draw.normal(seed + 2, *batch, shared, 5, 2)
    options = {"is_causal": is_causal, "enable_gqa": True}
    same_as_torch("scaled_dot_product_attention", q, k, v, **options)


def test_attention_that_may_look_nowhere_is_zero():
    mask = np.array([[True, True], [False, False]])
    q, k, v = (draw.normal(i, 2, 2) for i in range(3))
    for m in (mask, np.where(mask, 0.0, -np.inf)):
        output = same_as_torch("scaled_dot_product_attention", q, k, v, m, constants=(3,))
        np.testing.assert_array_equal(output[1], [0.0, 0.0])


def test_attention_to_queries_of_no_length_is_the_mean():
    q, k, v = np.empty((2, 0)), np.empty((3, 0)), draw.normal(0, 3, 2)
    output = same_as_torch("scaled_dot_product_attention", q, k, v)
    np.testing.assert_allclose(output, [v.mean(axis=0)] * 2)


def test_a_mask_does_not_hide_what_is_no_number():
    q, k, v = (draw.normal(i, 2, 2).copy() for i in range(3))
    q[0, 0] = np.nan
    mask = np.array([[False, False], [True, False]])
    same_as_torch("scaled_dot_product_attention", q, k, v, mask)


@draw.few
@given(
    seed=draw.seeds,
    shape=st.lists(draw.sizes_or_none, max_size=2),
    padding=st.sampled_from([None, 0, -1]),
    by_frequency=st.booleans(),
    max_norm=st.sampled_from([None, 0.0, 0.5, 2.0]),
    norm_type=st.sampled_from([2.0, 1.0, 3.5, np.inf, 0.0, -1.0]),
)
def test_embedding(seed, shape, padding, by_frequency, max_norm, norm_type):
    i, w = np.array(np.random.default_rng(seed).integers(0, 3, shape)), draw.normal(seed, 3, 2)
    options = {"max_norm": max_norm, "norm_type": norm_type, "scale_grad_by_freq": by_frequency}
    same_as_torch("embedding", i, w, padding, **options)


@pytest.mark.parametrize(
    ("name", "shape", "mask"),
    [("dropout", (4, 5), (4, 5)), ("dropout1d", (2, 3, 4), (2, 3, 1)),
     ("dropout2d", (2, 3, 4, 2), (2, 3, 1, 1))],
)  # fmt: skip
def test_dropout(name, shape, mask):
    x, keep = draw.normal(0, *shape), draw.normal(1, *mask) > 0
    f = getattr(nn, name)
    np.testing.assert_allclose(f(x, 0.2, mask=keep), x * keep / 0.8, rtol=1e-12)
    np.testing.assert_array_equal(f(x, 0.2, training=False), x)
    checks_out(name, x, 0.2, generator=3)
    checks_out(name, x, 0.2, mask=keep)
    for p in (0.0, 1.0):
        same_as_torch(name, x, p)
    rng = np.random.default_rng(0)
    kept = f(np.ones((100, *shape[1:])), 0.3, generator=rng) > 0
    assert abs(kept.mean() - 0.7) < 0.05
    whole = kept.reshape(*kept.shape[: len(mask) - mask.count(1)], -1)
    assert name == "dropout" or (whole.all(axis=-1) | ~whole.any(axis=-1)).all()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: nn.dropout([1.0], 1.5), r"p is 1.5; a probability is in \[0, 1\]"),
        (lambda: nn.dropout([1.0]), "generator and mask are None; training needs one of them"),
        (
            lambda: nn.dropout([1.0], mask=[True] * 2),
            r"mask has shape \(2,\); it must be \(1,\)",
        ),
        (lambda: nn.dropout2d([[[1.0]]], generator=0), "it must have 4 axes"),
        (lambda: nn.embedding([3], [[1.0]]), "input holds index 3; it may be 0 to 0"),
        (lambda: nn.embedding([-1], [[1.0]]), "input holds index -1"),
        (lambda: nn.embedding([0], [[1.0]], 1), "padding_idx is 1; it may be -1 to 0"),
        (lambda: nn.embedding([0], [1.0]), r"weight has shape \(1,\)"),
        (lambda: nn.embedding([0], [[1.0]], sparse=True), "sparse is True; NumPy has no sparse"),
        (
            lambda: nn.scaled_dot_product_attention(
                *(np.ones((heads, 2, 2)) for heads in (3, 2, 3)), enable_gqa=True
            ),
            r"query of shape \(3, 2, 2\) and key of shape \(2, 2, 2\) do not fit",
        ),
        (
            lambda: nn.scaled_dot_product_attention([[1.0]], [[1.0, 2.0]], [[1.0]]),
            r"query of shape \(1, 1\), key of shape \(1, 2\)",
        ),
        (
            lambda: nn.scaled_dot_product_attention([[1.0]], [[1.0]], [[1.0]], [[0.0]], 0.0, True),
            "only one of them may be",
        ),
        (
            lambda: nn.scaled_dot_product_attention([[1.0]], [[1.0]], [[1.0]], dropout_p=0.5),
            "dropout_mask is None",
        ),
        (
            lambda: nn.scaled_dot_product_attention([[1.0]], [[1.0]], [[1.0]], [True, False]),
            r"attn_mask has shape \(2,\); it does not broadcast to \(1, 1\)",
        ),
        (
            lambda: nn.scaled_dot_product_attention(*(np.ones((n, 1, 1)) for n in (2, 3, 3))),
            "their leading axes must broadcast",
        ),
    ],
)
def test_what_does_not_fit_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_indices_are_integers():
    with pytest.raises(TypeError, match="input has dtype float64; it must hold integers"):
        nn.embedding([0.5], [[1.0]])
    with pytest.raises(TypeError, match=r"padding_idx is 0\.5; it must be an integer"):
        nn.embedding([0], [[1.0]], 0.5)
