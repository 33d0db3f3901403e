"""Pointwise nonlinearities against torch, over ordinary and extreme inputs."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from unrolled import nn

arrays = hnp.arrays(
    np.float64,
    hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3),
    elements=st.floats(-1e3, 1e3) | st.sampled_from([0.0, -0.0, np.inf, -np.inf, np.nan]),
)


@pytest.mark.parametrize("name", ["relu", "tanh", "sigmoid"])
@given(x=arrays)
def test_forward_and_backward_agree_with_torch(name, x):
    tensor = torch.tensor(x, requires_grad=True)
    expected = getattr(torch, name)(tensor)
    np.testing.assert_allclose(
        getattr(nn, name)(x), expected.detach().numpy(), rtol=1e-9, atol=1e-15
    )
    finite = np.isfinite(x).all()
    expected.backward(torch.full_like(expected, 1.5))
    if finite:
        grad = getattr(nn, name + "_backward")(np.full_like(x, 1.5), x)
        np.testing.assert_allclose(grad, tensor.grad.numpy(), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", ["relu", "tanh", "sigmoid"])
def test_float32_stays_float32(name):
    assert getattr(nn, name)(np.ones(3, np.float32)).dtype == np.float32


def test_slope_at_zero_is_a_subgradient():
    with pytest.raises(ValueError, match=r"slope_at_zero is 1.5; .* in \[0, 1\]"):
        nn.relu_backward(1.0, 0.0, slope_at_zero=1.5)


def test_text_is_refused():
    with pytest.raises(TypeError, match="expected numbers"):
        nn.relu(["a"])


def test_linear_agrees_with_torch_and_names_shapes_that_do_not_fit():
    rng = np.random.default_rng(0)
    x, w, b = rng.normal(size=(2, 4, 3)), rng.normal(size=(5, 3)), rng.normal(size=5)
    expected = torch.nn.functional.linear(*map(torch.tensor, (x, w, b)))
    np.testing.assert_allclose(nn.linear(x, w, b), expected.numpy(), rtol=1e-12)
    with pytest.raises(ValueError, match=r"x of shape \(2, 4, 3\) and weight of shape \(5, 2\)"):
        nn.linear(x, w[:, :2])
    with pytest.raises(ValueError, match=r"bias of shape \(4,\)"):
        nn.linear(x, w, b[:4])
