"""Pooling against torch and against plain loops; ties and padding by hand."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.nn import strategies as draw
from tests.nn.helpers import checks_out, same_as_torch
from unrolled import nn


@st.composite
def pools(draw_, axes, dilated):
    """An input, many of its entries equal, and the options of a pooling that has an output."""
    kernel = [draw_(draw.kernels) for _ in range(axes)]
    dilation = [draw_(draw.dilations) if dilated else 1 for _ in range(axes)]
    reach = [d * (k - 1) + 1 for k, d in zip(kernel, dilation, strict=True)]
    padding = [draw_(st.integers(0, k // 2)) for k in kernel]
    size = [draw_(draw.lengths) for _ in range(axes)]
    assume(all(n + 2 * p >= r for n, p, r in zip(size, padding, reach, strict=True)))
    options = {"kernel_size": tuple(kernel), "padding": tuple(padding)}
    options["stride"] = draw_(st.none() | st.tuples(*[draw.strides] * axes))
    options["ceil_mode"] = draw_(st.booleans())
    if dilated:
        options["dilation"] = tuple(dilation)
    # torch writes beyond its memory for a window of nothing but padding.
    f = getattr(nn, f"max_pool{axes}d")
    assume(np.isfinite(f(np.ones((1, *size)), **options)).all())
    lead = draw_(st.sampled_from([(2,), (0, 2), (1, 1), (2, 3)]))
    x = np.random.default_rng(draw_(draw.seeds)).integers(-3, 3, (*lead, *size)).astype(float)
    return x, options


@draw.some
@given(case=pools(1, dilated=True))
def test_max_pool1d(case):
    x, options = case
    same_as_torch("max_pool1d", x, **options)


@draw.some
@given(case=pools(2, dilated=True), nan=st.booleans())
def test_max_pool2d(case, nan):
    x, options = case
    if nan:
        x = np.where(x == 2, np.nan, np.where(x < 0, -np.inf, x))
    same_as_torch("max_pool2d", x, **options)


@draw.some
@given(case=pools(2, dilated=True))
def test_max_pool2d_indices(case):
    import torch

    x, options = case
    x = np.where(x < 0, -np.inf, x)
    _, indices = nn.max_pool2d(x, **options, return_indices=True)
    tensor = torch.tensor(x)
    _, expected = torch.nn.functional.max_pool2d(tensor, **options, return_indices=True)
    np.testing.assert_array_equal(indices, expected.numpy())


@draw.some
@given(case=pools(2, dilated=True), padding_value=st.sampled_from([-np.inf, 0.0]))
def test_indices_lead_the_gradient_where_a_search_leads_it(case, padding_value):
    x, options = case
    y, indices = nn.max_pool2d(x, **options, return_indices=True, padding_value=padding_value)
    grad = np.random.default_rng(1).normal(size=y.shape)
    searched = nn.max_pool2d_backward(grad, x, **options, padding_value=padding_value)
    led = nn.max_pool2d_backward(grad, x, **options, padding_value=padding_value, indices=indices)
    np.testing.assert_allclose(led, searched, rtol=1e-12, atol=1e-12)


@draw.some
@given(case=pools(1, dilated=False), include=st.booleans())
def test_avg_pool1d(case, include):
    x, options = case
    same_as_torch("avg_pool1d", x, **options, count_include_pad=include)


@draw.some
@given(case=pools(2, dilated=False), include=st.booleans(), divisor=st.sampled_from([None, 3]))
def test_avg_pool2d(case, include, divisor):
    x, options = case
    options |= {"count_include_pad": include, "divisor_override": divisor}
    same_as_torch("avg_pool2d", x, **options)


sizes_wanted = st.integers(1, 5) | st.tuples(*[st.none() | st.integers(1, 5)] * 2)


@draw.some
@given(seed=draw.seeds, height=draw.lengths, width=draw.lengths, wanted=sizes_wanted)
def test_adaptive_avg_pool2d(seed, height, width, wanted):
    same_as_torch("adaptive_avg_pool2d", draw.normal(seed, 2, 3, height, width), wanted)


def test_global_pooling_is_adaptive_pooling_to_size_one():
    x = draw.normal(0, 2, 3, 4, 5)
    np.testing.assert_allclose(nn.global_avg_pool2d(x), nn.adaptive_avg_pool2d(x, 1), rtol=1e-12)
    np.testing.assert_array_equal(nn.global_max_pool2d(x)[..., 0, 0], x.max(axis=(2, 3)))
    for name in ("global_avg_pool2d", "global_max_pool2d"):
        checks_out(name, x)


@draw.few
@given(case=pools(2, dilated=True), padding_value=st.sampled_from([-np.inf, 0.0]))
def test_max_pool2d_is_its_naive_twin(case, padding_value):
    x, options = case
    fast = nn.max_pool2d(x, **options, padding_value=padding_value)
    slow = nn.max_pool2d_naive(x, **options, padding_value=padding_value)
    np.testing.assert_array_equal(fast, slow)


def test_the_naive_twin_keeps_what_is_no_number():
    x = np.array([[[1.0, np.nan, 2.0, 3.0]]])
    np.testing.assert_array_equal(nn.max_pool2d_naive(x, (1, 2)), [[[np.nan, 3.0]]])


@pytest.mark.parametrize("ties", ["first", "last", "all", "split"])
def test_central_differences_agree_where_nothing_ties(ties):
    x = np.random.default_rng(0).permutation(40.0 - np.arange(60)).reshape(1, 2, 6, 5)
    options = {"stride": 1, "padding": 1, "padding_value": 0.0}
    grad = np.ones_like(nn.max_pool2d(x, 3, **options))
    expected = nn.max_pool2d_backward(grad, x, 3, **options)
    np.testing.assert_allclose(nn.max_pool2d_backward(grad, x, 3, ties=ties, **options), expected)
    checks_out("max_pool2d", x, 3, **options)
    checks_out("max_pool1d", x[0], 3, stride=2)
    checks_out("avg_pool2d", x, 3, stride=2, padding=1)
    checks_out("avg_pool1d", x[0], 2)
    checks_out("adaptive_avg_pool2d", x, (4, 3))


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        ("first", [[1, 0], [0, 0]]),
        ("last", [[0, 0], [1, 0]]),
        ("all", [[1, 0], [1, 0]]),
        ("split", [[0.5, 0], [0.5, 0]]),
    ],
)
def test_a_tie_goes_where_it_is_sent(ties, expected):
    grad = nn.max_pool2d_backward([[[1.0]]], [[[5.0, 1.0], [5.0, 2.0]]], 2, ties=ties)
    np.testing.assert_array_equal(grad[0], expected)


def test_zero_padding_of_the_papers_wins_over_negative_inputs():
    x = -np.ones((1, 2, 2))
    options = {"kernel_size": 3, "stride": 1, "padding": 1, "padding_value": 0.0}
    output, indices = nn.max_pool2d(x, **options, return_indices=True)
    np.testing.assert_array_equal(output, np.zeros((1, 2, 2)))
    np.testing.assert_array_equal(indices, -np.ones((1, 2, 2)))
    np.testing.assert_array_equal(nn.max_pool2d_backward(1.0, x, **options), np.zeros((1, 2, 2)))


def test_float32_stays_float32():
    x = draw.normal(0, 2, 3, 6, 6).astype(np.float32)
    same_as_torch("max_pool2d", x, 3, stride=2, padding=1)
    same_as_torch("avg_pool2d", x, 2, rtol=1e-5, atol=1e-6)
    same_as_torch("adaptive_avg_pool2d", x, 4, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda x: nn.max_pool2d(x, 2, padding=2), r"padding is 2; .* half of the kernel \(2, 2\)"),
        (lambda x: nn.max_pool2d(x, 7), r"the window \(7, 7\) is larger than the padded input"),
        (lambda x: nn.avg_pool2d(x, 0), "kernel_size is 0; it must be at least 1"),
        (lambda x: nn.avg_pool2d(x, 2, divisor_override=0), "divisor_override is 0"),
        (lambda x: nn.max_pool2d_backward(1.0, x, 2, ties="random"), "ties is 'random'"),
        (
            lambda x: nn.max_pool2d_backward(1.0, x, 2, ties="last", indices=[[[[0]]]]),
            "ties is 'last'; with indices",
        ),
        (
            lambda x: nn.max_pool2d_backward(1.0, x, 2, indices=[[0]]),
            r"indices has shape \(1, 1\)",
        ),
        (
            lambda x: nn.max_pool2d_backward(1.0, x, 2, indices=np.full((1, 1, 2, 2), 99)),
            "indices holds 99 to 99",
        ),
        (lambda x: nn.max_pool1d(x, 2), r"input has shape \(1, 1, 4, 4\); it may be \(N, C, L\)"),
        (lambda x: nn.adaptive_avg_pool2d(x, 0), "output_size is 0; it must be at least 1"),
        (lambda x: nn.adaptive_avg_pool2d(x[0, 0], 1), r"it may be \(N, C, H, W\) or \(C, H, W\)"),
    ],
)
def test_what_does_not_fit_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call(np.ones((1, 1, 4, 4)))


@pytest.mark.parametrize("ties", ["first", "last", "all", "split"])
def test_many_images_are_taken_in_blocks(ties):
    x = np.random.default_rng(0).integers(0, 5, (5, 8, 64, 64)).astype(np.float64)
    whole = nn.max_pool2d_backward(1.0, x, 3, 2, 1, ties=ties)
    alone = [nn.max_pool2d_backward(1.0, image, 3, 2, 1, ties=ties) for image in x]
    np.testing.assert_array_equal(whole, alone)


def test_the_maximum_of_a_whole_image():
    x = draw.normal(0, 2, 3, 5, 4)
    same_as_torch(
        "global_max_pool2d", x, reference=lambda t: torch.nn.functional.adaptive_max_pool2d(t, 1)
    )
