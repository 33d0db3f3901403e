"""Sizes against the shapes that torch computes, refusals included."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional as F  # noqa: N812  # as torch's own documents call it

from unrolled import calc

sizes, kernels, strides, dilations = (st.integers(1, n) for n in (12, 5, 4, 3))
paddings = st.integers(0, 4)


def agree(ours, theirs):
    """Both give the same size, or both refuse."""
    try:
        expected = theirs()
    except RuntimeError:
        with pytest.raises(ValueError, match=r"it must|leaves|does not fit"):
            ours()
    else:
        assert ours() == expected


@settings(max_examples=200)
@given(n=sizes, k=kernels, s=strides, p=paddings, d=dilations)
def test_conv(n, k, s, p, d):
    x, w = torch.zeros(1, 1, n), torch.zeros(1, 1, k)
    agree(
        lambda: calc.conv_output_size(n, k, s, p, d),
        lambda: F.conv1d(x, w, stride=s, padding=p, dilation=d).shape[-1],
    )


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel:UserWarning")  # it may
@given(n=sizes, k=kernels, d=dilations, padding=st.sampled_from(["same", "valid"]))
def test_conv_with_named_padding(n, k, d, padding):
    x, w = torch.zeros(1, 1, n), torch.zeros(1, 1, k)
    agree(
        lambda: calc.conv_output_size(n, k, padding=padding, dilation=d),
        lambda: F.conv1d(x, w, padding=padding, dilation=d).shape[-1],
    )


@given(n=sizes, k=kernels, s=strides, d=dilations)
def test_same_padding_gives_the_size_that_same_means(n, k, s, d):
    before, after = calc.same_padding(n, k, s, d)
    assert after - before in (0, 1)
    padded = F.pad(torch.zeros(1, 1, n), (before, after))
    out = F.conv1d(padded, torch.zeros(1, 1, k), stride=s, dilation=d).shape[-1]
    assert out == calc.conv_output_size(n, k, s, "same", d)


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel:UserWarning")  # it may
@given(n=st.integers(3, 9), k=kernels, d=dilations)
def test_same_padding_is_where_torch_puts_it(n, k, d):
    x, w = torch.arange(1.0, n + 1).view(1, 1, n), torch.arange(1.0, k + 1).view(1, 1, k)
    ours = F.conv1d(F.pad(x, calc.same_padding(n, k, 1, d)), w, dilation=d)
    assert torch.equal(ours, F.conv1d(x, w, padding="same", dilation=d))


@settings(max_examples=200)
@given(n=sizes, k=kernels, s=strides, p=paddings, o=st.integers(0, 4), d=dilations)
def test_conv_transpose(n, k, s, p, o, d):
    x, w = torch.zeros(1, 1, n, 1), torch.zeros(1, 1, k, 1)
    agree(
        lambda: calc.conv_transpose_output_size(n, k, s, p, o, d),
        lambda: F.conv_transpose2d(
            x, w, stride=(s, 1), padding=(p, 0), output_padding=(o, 0), dilation=(d, 1)
        ).shape[-2],
    )


@settings(max_examples=200)
@given(n=sizes, k=kernels, s=st.none() | strides, p=paddings, d=dilations, ceil=st.booleans())
def test_max_pool(n, k, s, p, d, ceil):
    x = torch.zeros(1, 1, n, n)
    agree(
        lambda: calc.pool_output_size(n, k, s, p, d, ceil_mode=ceil),
        lambda: F.max_pool2d(x, k, s, p, d, ceil_mode=ceil).shape[-1],
    )


@settings(max_examples=200)
@given(n=sizes, k=kernels, s=st.none() | strides, p=paddings, ceil=st.booleans())
def test_avg_pool(n, k, s, p, ceil):
    x = torch.zeros(1, 1, n, n)
    agree(
        lambda: calc.pool_output_size(n, k, s, p, ceil_mode=ceil),
        lambda: F.avg_pool2d(x, k, s, p, ceil_mode=ceil).shape[-1],
    )


def test_several_axes():
    x = torch.zeros(1, 1, 20, 31)
    conv = F.conv2d(x, torch.zeros(1, 1, 3, 5), stride=(2, 3), padding=(1, 0), dilation=(2, 1))
    sizes = calc.conv_output_size((20, 31), (3, 5), (2, 3), (1, 0), (2, 1))
    assert sizes == tuple(conv.shape[2:])
    assert calc.conv_output_size([20, 31], 3, 2, "same") == (10, 16)
    assert calc.pool_output_size((20, 31), 2, ceil_mode=True) == (10, 16)
    up = F.conv_transpose2d(x, torch.zeros(1, 1, 4, 4), stride=2, padding=1)
    assert calc.conv_transpose_output_size((20, 31), 4, 2, 1) == tuple(up.shape[2:])


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: calc.conv_output_size(0, 3), ValueError, "size is 0; it must be at least 1"),
        (lambda: calc.conv_output_size(5, 3, 0), ValueError, "stride is 0; it must be at least 1"),
        (lambda: calc.conv_output_size(5, 3, padding=-1), ValueError, "padding is -1"),
        (lambda: calc.conv_output_size(5, 3, padding="full"), ValueError, "padding is 'full'"),
        (lambda: calc.conv_output_size(5, 2.5), TypeError, "kernel is 2.5; it must be an integer"),
        (lambda: calc.conv_output_size("5", 2), TypeError, "size is '5'; it must be an integer"),
        (lambda: calc.conv_output_size(5, (3, 3)), ValueError, r"kernel is \(3, 3\); .* 1 of them"),
        (lambda: calc.conv_output_size((5, 5), (3, 0)), ValueError, r"kernel\[1\] is 0"),
        (lambda: calc.conv_output_size(5, 3, dilation=3), ValueError, "kernel 3 with dilation 3 c"),
        (lambda: calc.same_padding(5, 0), ValueError, "kernel is 0"),
        (lambda: calc.conv_transpose_output_size(5, 3, 2, 0, 2), ValueError, "output_padding is 2"),
        (
            lambda: calc.conv_transpose_output_size(1, 1, 1, 1),
            ValueError,
            "padding is 1; it leaves",
        ),
        (lambda: calc.pool_output_size(5, 3, padding=2), ValueError, "padding is 2; .* half"),
    ],
)
def test_what_is_wrong_is_named(make, error, message):
    with pytest.raises(error, match=message):
        make()
