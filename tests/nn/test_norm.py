"""Batch, layer and group normalisation against torch."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from tests.nn import strategies as draw
from tests.nn.helpers import checks_out, same_as_torch
from unrolled import nn

spaces = st.sampled_from([(), (1,), (3,), (2, 3)])
# Where all entries are equal, the smallest rounding error is divided by the root of eps.
LOOSE = {"rtol": 1e-8, "atol": 1e-9}


def _affine(seed, shape, wanted):
    return [draw.normal(seed + i, *shape) if wanted else None for i in (1, 2)]


@draw.some
@given(
    seed=draw.seeds,
    batch=st.integers(2, 4),
    channels=draw.sizes,
    space=spaces,
    affine=st.booleans(),
    training=st.booleans(),
    eps=st.sampled_from([1e-5, 1e-3]),
)
def test_batch_norm(seed, batch, channels, space, affine, training, eps):
    x = draw.normal(seed, batch, channels, *space)
    mean, var = draw.normal(seed + 3, channels), draw.positive(seed + 4, channels) + 0.1
    w, b = _affine(seed, (channels,), affine)
    options = {"training": training, "eps": eps, **LOOSE}
    same_as_torch("batch_norm", x, mean, var, w, b, constants=(1, 2), **options)
    if training:
        same_as_torch("batch_norm", x, None, None, w, b, constants=(1, 2), **options)


@draw.few
@given(seed=draw.seeds, batch=st.integers(2, 4), channels=draw.sizes, space=spaces)
def test_running_statistics_move_as_in_torch(seed, batch, channels, space):
    x = draw.normal(seed, batch, channels, *space)
    mean, var = draw.normal(seed + 1, channels), draw.positive(seed + 2, channels)
    found = nn.batch_norm_statistics(x, mean, var, momentum=0.3)
    expected = torch.tensor(mean), torch.tensor(var)
    torch.nn.functional.batch_norm(torch.tensor(x), *expected, training=True, momentum=0.3)
    for ours, theirs in zip(found, expected, strict=True):
        np.testing.assert_allclose(ours, theirs.numpy(), rtol=1e-9)


@draw.some
@given(
    seed=draw.seeds,
    lead=st.lists(draw.sizes_or_none, max_size=2),
    shape=st.lists(st.integers(2, 4), min_size=1, max_size=2),
    affine=st.booleans(),
)
def test_layer_norm(seed, lead, shape, affine):
    x = draw.normal(seed, *lead, *shape)
    same_as_torch("layer_norm", x, tuple(shape), *_affine(seed, shape, affine), **LOOSE)


@draw.some
@given(
    seed=draw.seeds,
    batch=st.integers(2, 4),
    groups=draw.sizes,
    each=st.integers(2, 3),
    space=spaces,
    affine=st.booleans(),
)
def test_group_norm(seed, batch, groups, each, space, affine):
    x = draw.normal(seed, batch, groups * each, *space)
    same_as_torch("group_norm", x, groups, *_affine(seed, (groups * each,), affine), **LOOSE)


def test_central_differences_agree():
    x, w, b = draw.normal(0, 3, 4, 2), draw.normal(1, 4), draw.normal(2, 4)
    checks_out("batch_norm", x, None, None, w, b, training=True)
    checks_out("group_norm", x, 2, w, b)
    checks_out("layer_norm", x, (4, 2), draw.normal(1, 4, 2), draw.normal(2, 4, 2))


def test_empty_batch_and_float32():
    x = draw.normal(0, 4, 3, 2).astype(np.float32)
    mean, var = np.zeros(3, np.float32), np.ones(3, np.float32)
    same_as_torch("batch_norm", x, mean, var, constants=(1, 2), rtol=1e-5, atol=1e-6)
    same_as_torch("batch_norm", x, None, None, training=True, rtol=1e-4, atol=1e-5)
    same_as_torch("layer_norm", x, (2,), rtol=1e-3, atol=1e-3)
    same_as_torch("group_norm", x, 3, rtol=1e-3, atol=1e-3)
    same_as_torch("batch_norm", x[:0], None, None, training=True)
    same_as_torch("group_norm", x[:0], 3)
    w, b = np.ones(3, np.float32), np.zeros(3, np.float32)
    same_as_torch("batch_norm", x[:0], None, None, w, b, training=True)


def test_an_empty_batch_leaves_the_running_statistics():
    mean, var = np.array([0.5, 1.0]), np.array([2.0, 3.0])
    moved = torch.tensor(mean), torch.tensor(var)
    torch.nn.functional.batch_norm(torch.empty(0, 2, dtype=torch.float64), *moved, training=True)
    found = nn.batch_norm_statistics(np.empty((0, 2)), mean, var)
    np.testing.assert_array_equal(found, [m.numpy() for m in moved])


def test_a_channel_that_never_varied():
    x, mean, var = draw.normal(0, 4, 2), np.zeros(2), np.array([0.0, 1.0])
    options = {"constants": (1, 2), "eps": 0.0}
    same_as_torch("batch_norm", x, mean, var, np.ones(2), np.ones(2), **options)


def test_one_number_is_no_shape():
    with pytest.raises(TypeError, match="normalized_shape is 3; it must be a tuple"):
        nn.layer_norm(np.ones((2, 3)), 3)


def test_nan_stays_in_its_channel():
    x = draw.normal(0, 3, 2).copy()
    x[0, 0] = np.nan
    same_as_torch("batch_norm", x, None, None, training=True)
    x[0, 0] = np.inf
    same_as_torch("batch_norm", x, None, None, training=True)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda x: nn.batch_norm(x, None, None), "without training both are needed"),
        (lambda x: nn.batch_norm(x[:1], None, None, training=True), "training needs more than one"),
        (lambda x: nn.batch_norm(x[0], None, None), r"input has shape \(3,\); it must be \(N, C\)"),
        (lambda x: nn.batch_norm(x, [0.0], [1.0]), r"running_mean has shape \(1,\)"),
        (lambda x: nn.layer_norm(x, (2,)), r"normalized_shape is \(2,\); it must be the last axes"),
        (lambda x: nn.layer_norm(x, (3,), [1.0]), r"weight has shape \(1,\); it must be \(3,\)"),
        (lambda x: nn.group_norm(x, 2), "num_groups is 2; it must divide the channels"),
        (lambda x: nn.group_norm(x[:1, :1], 1), "has one value per group"),
    ],
)
def test_what_does_not_fit_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call(np.ones((2, 3)))
