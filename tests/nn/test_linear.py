"""The affine map against torch."""

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
    lead=st.lists(draw.sizes_or_none, max_size=2),
    inputs=draw.sizes,
    outputs=draw.sizes,
    bias=st.booleans(),
)
def test_linear_agrees_with_torch(seed, lead, inputs, outputs, bias):
    x, w = draw.normal(seed, *lead, inputs), draw.normal(seed + 1, outputs, inputs)
    b = draw.normal(seed + 2, outputs) if bias else None
    same_as_torch("linear", x, w, b)
    if 0 not in lead:
        checks_out("linear", x, w, b)


def test_a_weight_of_one_row_may_be_a_vector():
    same_as_torch("linear", draw.normal(0, 3, 4), draw.normal(1, 4))
    same_as_torch("linear", draw.normal(0, 4), draw.normal(1, 4))
    checks_out("linear", draw.normal(0, 3, 4), draw.normal(1, 4), np.array(0.5))


def test_what_does_not_fit_is_named():
    x, w, b = np.ones((2, 4, 3)), np.ones((5, 3)), np.ones(5)
    with pytest.raises(ValueError, match=r"input of shape \(2, 4, 3\) and weight of .* \(5, 2\)"):
        nn.linear(x, w[:, :2])
    with pytest.raises(ValueError, match=r"bias of shape \(4,\)"):
        nn.linear(x, w, b[:4])
    with pytest.raises(ValueError, match=r"weight has shape \(\); it may be \(out, in\)"):
        nn.linear(x, 3.0)
