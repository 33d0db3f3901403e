"""Convolutions and transposed convolutions against torch and against plain loops."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.nn import strategies as draw
from tests.nn.helpers import checks_out, same_as_torch
from unrolled import nn


@st.composite
def convolutions(draw_, axes, transposed=False):
    """(x, weight, bias) and options of a convolution that has an output."""
    one_each = lambda s: draw_(s | st.tuples(*[s] * axes))  # noqa: E731 - a word for this line
    groups, seed = draw_(st.integers(1, 2)), draw_(draw.seeds)
    kernel = [draw_(draw.kernels) for _ in range(axes)]
    size = [draw_(draw.lengths) for _ in range(axes)]
    ins, outs = groups * draw_(st.integers(1, 2)), groups * draw_(st.integers(1, 2))
    options = {"stride": one_each(draw.strides), "dilation": one_each(draw.dilations)}
    options |= {"padding": one_each(draw.paddings), "groups": groups}
    wide = {k: np.broadcast_to(v, axes) for k, v in options.items()}
    reach = wide["dilation"] * (np.array(kernel) - 1) + 1
    if transposed:
        limit = int(max(np.min(wide["stride"]), np.min(wide["dilation"])))
        options["output_padding"] = draw_(st.integers(0, limit - 1))
        full = (np.array(size) - 1) * wide["stride"] + reach + options["output_padding"]
        assume((full > 2 * wide["padding"]).all())
    else:
        if draw_(st.booleans()):
            options["padding"] = draw_(st.sampled_from(["same", "valid"]))
            options["stride"] = 1 if options["padding"] == "same" else options["stride"]
            wide["padding"] = (reach // 2) if options["padding"] == "same" else 0 * reach
        assume((np.array(size) + 2 * wide["padding"] >= reach).all())
    lead = draw_(st.sampled_from([(), (0,), (1,), (3,)]))
    x = draw.normal(seed, *lead, ins, *size)
    shape = (ins, outs // groups) if transposed else (outs, ins // groups)
    weight = draw.normal(seed + 1, *shape, *kernel)
    return (x, weight, draw_(st.sampled_from([None, draw.normal(seed + 2, outs)]))), options


torch_copies = pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel")


@torch_copies
@draw.some
@given(convolutions(1))
def test_conv1d(case):
    same_as_torch("conv1d", *case[0], **case[1])


@torch_copies
@draw.some
@given(convolutions(2))
def test_conv2d(case):
    same_as_torch("conv2d", *case[0], **case[1])


@draw.some
@given(convolutions(1, transposed=True))
def test_conv_transpose1d(case):
    same_as_torch("conv_transpose1d", *case[0], **case[1])


@draw.some
@given(convolutions(2, transposed=True))
def test_conv_transpose2d(case):
    same_as_torch("conv_transpose2d", *case[0], **case[1])


@draw.few
@given(convolutions(2))
def test_conv2d_is_its_naive_twin(case):
    args, options = case
    np.testing.assert_allclose(
        nn.conv2d(*args, **options), nn.conv2d_naive(*args, **options), rtol=1e-9, atol=1e-12
    )


def test_central_differences_agree():
    x1, x2 = draw.normal(0, 2, 4, 5), draw.normal(0, 2, 4, 4, 5)
    w1, w2, b = draw.normal(1, 4, 2, 3), draw.normal(1, 4, 2, 2, 3), draw.normal(2, 4)
    checks_out("conv1d", x1, w1, b, stride=2, padding=1, groups=2)
    checks_out("conv2d", x2, w2, b, padding="same", dilation=(1, 2), groups=2)
    checks_out("conv_transpose1d", x1, w1, b, stride=2, padding=1, output_padding=1, groups=2)
    checks_out("conv_transpose2d", x2, w2, b, stride=(1, 2), dilation=2, groups=2)


def test_a_batch_that_does_not_fit_one_block_of_columns():
    x, w = draw.normal(0, 5, 8, 64, 64), draw.normal(1, 4, 8, 5, 5)
    same_as_torch("conv2d", x, w, atol=1e-9)


def test_float32_and_columns_of_memory_in_another_order():
    x = np.asfortranarray(np.random.default_rng(0).normal(size=(2, 3, 6, 5)).astype(np.float32))
    w = np.random.default_rng(1).normal(size=(4, 3, 3, 3)).astype(np.float32)[:, ::-1]
    same_as_torch("conv2d", x, w, rtol=1e-4, atol=1e-4)
    same_as_torch("conv_transpose2d", x, w.swapaxes(0, 1), rtol=1e-4, atol=1e-4)


def test_infinity_stays_where_its_windows_are():
    x = draw.normal(0, 1, 1, 5, 5).copy()
    x[0, 0, 0, 0] = np.inf
    same_as_torch("conv2d", x, draw.normal(1, 1, 1, 2, 2), backward=False)


X, W = np.ones((1, 4, 5, 5)), np.ones((4, 4, 3, 3))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"padding": "same", "stride": 2}, "padding='same' needs stride 1"),
        ({"padding": "full"}, "padding is 'full'; it may be numbers, 'same' or 'valid'"),
        ({"padding": -1}, "padding is -1; it must be at least 0"),
        ({"stride": 0}, "stride is 0; it must be at least 1"),
        ({"dilation": (1, 2, 3)}, r"dilation is \(1, 2, 3\); it may be one integer or 2"),
        ({"dilation": 3}, r"the kernel spans \(7, 7\), more than the padded input of \(5, 5\)"),
        ({"groups": 3}, r"weight of shape \(4, 4, 3, 3\) and groups=3 do not fit"),
        ({"bias": np.ones(3)}, r"bias has shape \(3,\); for 4 channels it must be \(4,\)"),
    ],
)
def test_what_does_not_fit_is_named(options, message):
    with pytest.raises(ValueError, match=message):
        nn.conv2d(X, W, **options)


def test_nothing_but_the_batch_may_be_empty():
    for x in (X[:, :, :0], X[..., :0]):
        with pytest.raises(ValueError, match="it must have entries to slide over"):
            nn.conv2d(x, W, padding=2)
        with pytest.raises(ValueError, match="it must have entries to slide over"):
            nn.max_pool2d(x, 2, padding=1)


def test_more_that_does_not_fit():
    with pytest.raises(TypeError, match=r"stride is 1\.5; it must hold integers"):
        nn.conv2d(X, W, stride=1.5)
    with pytest.raises(ValueError, match=r"input has shape \(5, 5\); it may be \(N, C, H, W\)"):
        nn.conv2d(X[0, 0], W)
    with pytest.raises(ValueError, match=r"weight has shape \(4, 4, 3\); it must have 4 axes"):
        nn.conv2d(X, W[..., 0])
    with pytest.raises(ValueError, match="output_padding is 2; it must be smaller than stride or"):
        nn.conv_transpose2d(X, W, stride=2, output_padding=2)
    with pytest.raises(ValueError, match="padding 4 leaves nothing"):
        nn.conv_transpose2d(X, W, padding=4)
    with pytest.raises(ValueError, match=r"grad_output has shape \(1, 4, 5, 5\); it must be"):
        nn.conv2d_backward(X, X, W)


@pytest.mark.parametrize("stride", [1, 2])
def test_many_images_with_a_kernel_for_each_channel(stride):
    x, w = draw.normal(0, 5, 8, 64, 64), draw.normal(1, 8, 1, 3, 3)
    same_as_torch("conv2d", x, w, None, stride=stride, padding=1, groups=8)
