"""Receptive fields by brute force: change nothing, ask torch which pixels a unit depends on."""

from __future__ import annotations

from fractions import Fraction

import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st
from torch.nn import functional as F  # noqa: N812  # as torch's own documents call it

from unrolled.calc import Field, Window, field_cut_off, receptive_fields, seen_pixels

windows = st.builds(
    Window,
    kernel=st.integers(1, 4),
    stride=st.integers(1, 3),
    padding=st.integers(0, 3),
    dilation=st.integers(1, 3),
)
stacks = st.lists(windows, min_size=1, max_size=4)


def through_torch(x, layers):
    for kernel, stride, padding, dilation in layers:
        weight = torch.ones(1, 1, kernel, dtype=torch.float64)
        if x.shape[-1] + 2 * padding < dilation * (kernel - 1) + 1:
            return None  # it does not fit
        x = F.conv1d(x, weight, stride=stride, padding=padding, dilation=dilation)
    return x


def influences(layers, size):
    """Per output unit the pixels with a gradient; all weights are 1, so none cancels."""
    x = torch.zeros(1, 1, size, dtype=torch.float64, requires_grad=True)
    y = through_torch(x, layers)
    if y is None:
        return None
    units = y.shape[-1]
    grads = [torch.autograd.grad(y[0, 0, i], x, retain_graph=True)[0] for i in range(units)]
    return [g[0, 0].nonzero().flatten().tolist() for g in grads]


@given(layers=stacks, size=st.integers(1, 30))
def test_seen_pixels_are_those_with_a_gradient(layers, size):
    expected = influences(layers, size)
    assume(expected is not None)
    assert [seen_pixels(layers, size, unit) for unit in range(len(expected))] == expected


@given(layers=stacks, size=st.integers(1, 30))
def test_cut_off_is_first_to_last(layers, size):
    expected = influences(layers, size)
    assume(expected is not None)
    for unit, pixels in enumerate(expected):
        span = (pixels[0], pixels[-1]) if pixels else None
        assert field_cut_off(layers, size, unit) == span


@given(layers=stacks)
def test_far_from_the_border_the_field_is_the_whole_one(layers):
    size = 400
    expected = influences_of_the_middle(layers, size)
    assume(expected is not None)
    unit, pixels = expected
    field = receptive_fields(layers)[-1]
    assert (pixels[0], pixels[-1]) == field.span(unit)
    assert pixels[-1] - pixels[0] + 1 == field.size
    assert field.centre + unit * field.jump == Fraction(pixels[0] + pixels[-1], 2)


def influences_of_the_middle(layers, size):
    x = torch.zeros(1, 1, size, dtype=torch.float64, requires_grad=True)
    y = through_torch(x, layers)
    if y is None:
        return None
    unit = y.shape[-1] // 2
    pixels = torch.autograd.grad(y[0, 0, unit], x)[0][0, 0].nonzero().flatten().tolist()
    touches_border = not pixels or pixels[0] < 10 or pixels[-1] > size - 11
    return None if touches_border else (unit, pixels)


def test_the_border_of_a_layer_in_between_counts():
    # Unit 2 looks at places 1, 2, 3 of the first layer, which has 0, 1, 2: pixels 2 and 4 only.
    layers = [Window(1, stride=2), Window(3, padding=1)]
    assert receptive_fields(layers)[-1].span(2) == (2, 6)
    assert seen_pixels(layers, 6, 2) == [2, 4]
    assert field_cut_off(layers, 6, 2) == (2, 4)


def test_known_networks():
    # VGG-16's last pooling sees 212 pixels (Araujo et al. 2019). ResNet-50 with the stride in the
    # 3x3 of a stage's first block, by hand: 11 after the stem, + 3 · 8, + 8 + 3 · 16,
    # + 16 + 5 · 32, + 32 + 2 · 64.
    conv, pool = Window(3, 1, 1), Window(2, 2)
    vgg = [conv, conv, pool] * 2 + [conv, conv, conv, pool] * 3
    assert receptive_fields(vgg)[-1][:2] == (212, 32)
    resnet = [Window(7, 2, 3), Window(3, 2, 1)]
    for blocks, stride in ((3, 1), (4, 2), (6, 2), (3, 2)):
        for block in range(blocks):
            resnet += [Window(1), Window(3, 1 if block else stride, 1), Window(1)]
    assert receptive_fields(resnet)[-1][:2] == (427, 32)


def test_no_layer_sees_one_pixel():
    assert receptive_fields([]) == []
    assert seen_pixels([], 5, 3) == [3]


def test_a_unit_in_the_padding_sees_nothing():
    assert seen_pixels([Window(1, padding=1)], 3, 0) == []
    assert field_cut_off([Window(1, padding=1)], 3, 0) is None


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: receptive_fields([Window(0)]), ValueError, r"layers\[0\].kernel is 0; it must"),
        (lambda: receptive_fields([(3, 0)]), ValueError, r"layers\[0\].stride is 0"),
        (lambda: receptive_fields([Window(2.5)]), TypeError, r"layers\[0\].kernel is 2.5"),
        (lambda: seen_pixels([Window(3)], 9, 7), ValueError, "unit is 7; the last layer has 7"),
        (lambda: seen_pixels([Window(3)], 9, -1), ValueError, "unit is -1; it must be at least 0"),
        (lambda: seen_pixels([Window(3)], 2, 0), ValueError, "kernel 3 with dilation 1 covers 3"),
        (lambda: Field(3, 1, 0).span(-1), ValueError, "unit is -1"),
    ],
)
def test_what_is_wrong_is_named(make, error, message):
    with pytest.raises(error, match=message):
        make()
