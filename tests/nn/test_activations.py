"""Pointwise nonlinearities and softmax against torch, over ordinary and extreme inputs."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from tests.nn import strategies as draw
from tests.nn.helpers import checks_out, same_as_torch
from unrolled import nn

POINTWISE = [
    ("relu", {}),
    ("leaky_relu", {}),
    ("leaky_relu", {"negative_slope": -0.5}),
    ("elu", {}),
    ("elu", {"alpha": -1.5}),
    ("gelu", {}),
    ("gelu", {"approximate": "tanh"}),
    ("silu", {}),
    ("softplus", {}),
    ("softplus", {"beta": 3.0, "threshold": 5.0}),
    ("sigmoid", {}),
    ("tanh", {}),
]


def _reference(name):
    return getattr(torch, name) if name in ("sigmoid", "tanh") else None


@pytest.mark.parametrize(("name", "options"), POINTWISE)
@draw.few
@given(x=draw.extreme_arrays)
def test_forward_and_backward_agree_with_torch(name, options, x):
    same_as_torch(name, x, reference=_reference(name), **options)


@pytest.mark.parametrize(("name", "options"), POINTWISE)
def test_central_differences_agree(name, options):
    checks_out(name, np.array([[-3.0, -0.7], [0.4, 2.1]]), **options)


@pytest.mark.parametrize(("name", "options"), POINTWISE)
def test_float32_stays_float32(name, options):
    x = np.linspace(-30, 30, 101, dtype=np.float32)
    same_as_torch(name, x, reference=_reference(name), rtol=2e-5, atol=1e-6, **options)
    assert getattr(nn, name + "_backward")(1.0, x, **options).dtype == np.float32


@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
@draw.some
@given(x=draw.extreme_arrays, data=st.data())
def test_softmax_agrees_with_torch(name, x, data):
    dim = data.draw(st.integers(-max(x.ndim, 1), max(x.ndim, 1) - 1))
    same_as_torch(name, x, dim=dim)


@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
def test_softmax_checks_out_and_keeps_float32(name):
    x = np.random.default_rng(0).normal(size=(2, 3, 4))
    checks_out(name, x, dim=1)
    same_as_torch(name, x.astype(np.float32), dim=1, rtol=1e-5, atol=1e-6)


def test_softmax_without_an_axis_warns_as_torch_does():
    with pytest.warns(UserWarning, match="dim was not given"):
        np.testing.assert_allclose(nn.softmax([[1.0, 1.0]]), [[0.5, 0.5]])
    with pytest.raises(ValueError, match="dim is 2; for 1 axes it may be -1 to 0"):
        nn.softmax([1.0], dim=2)


@pytest.mark.parametrize(("name", "options"), POINTWISE)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_what_is_computed_block_by_block(name, options, dtype):
    x = np.random.default_rng(0).normal(size=(3, 20_000)).astype(dtype)
    tolerance = {"rtol": 2e-5, "atol": 1e-6} if dtype == np.float32 else {}
    same_as_torch(name, x, reference=_reference(name), **tolerance, **options)


def test_gelu_keeps_its_digits_in_the_far_tail():
    many = np.linspace(-36.0, 9.0, 1001)
    # Few numbers and many take different ways; torch computes 1 + erf and has no digit left at -8.
    for x in (many, many[::25]):
        expected = [v * math.erfc(-v / math.sqrt(2.0)) / 2.0 for v in x]
        np.testing.assert_allclose(nn.gelu(x), expected, rtol=1e-12, atol=0)


def test_gelu_in_float32():
    x = np.linspace(-40.0, 40.0, 4001, dtype=np.float32)
    expected = [v * math.erfc(-v / math.sqrt(2.0)) / 2.0 for v in x.tolist()]
    np.testing.assert_allclose(nn.gelu(x), expected, rtol=2e-7, atol=6e-7)
    extremes = np.repeat(np.array([np.inf, -1e30, np.nan], np.float32), 50)
    assert np.isinf(nn.gelu(extremes)[:50]).all()
    assert (nn.gelu(extremes)[50:100] == 0).all()
    assert np.isnan(nn.gelu(extremes)[100:]).all()


def test_gelu_knows_two_ways():
    with pytest.raises(ValueError, match="approximate is 'erf'; it may be one of 'none', 'tanh'"):
        nn.gelu([1.0], approximate="erf")


def test_slope_at_zero_is_a_subgradient():
    with pytest.raises(ValueError, match=r"slope_at_zero is 1.5; .* in \[0, 1\]"):
        nn.relu_backward(1.0, 0.0, slope_at_zero=1.5)


def test_what_is_no_number_is_refused():
    with pytest.raises(TypeError, match="expected numbers"):
        nn.relu(["a"])
    with pytest.raises(TypeError, match="input: expected numbers, got an array of dtype complex"):
        nn.tanh([1j])
    with pytest.raises(ValueError, match="input: expected an array, got rows of unequal length"):
        nn.relu([[1.0], [1.0, 2.0]])
    with pytest.raises(TypeError, match="dim is 'rows'; it must be an integer"):
        nn.softmax([1.0], dim="rows")


def test_grad_output_must_look_like_output():
    with pytest.raises(ValueError, match=r"grad_output has shape \(2,\); it must be .* \(3,\)"):
        nn.relu_backward(np.ones(2), np.ones(3))


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "softmax", "log_softmax"])
@pytest.mark.parametrize("shape", [(), (5,), (3, 4), (40, 1000)])
def test_a_result_that_was_kept_leads_to_the_same_gradient(name, shape):
    x, grad = draw.normal(0, *shape), draw.normal(1, *shape)
    dim = (-1,) if "softmax" in name else ()
    output = getattr(nn, name)(x, *dim)
    before = np.array(output)
    backward = getattr(nn, f"{name}_backward")
    np.testing.assert_allclose(
        backward(grad, x, *dim, output=output), backward(grad, x, *dim), rtol=1e-12, atol=1e-15
    )
    np.testing.assert_array_equal(output, before)
    with pytest.raises(ValueError, match=r"output has shape \(7,\)"):
        backward(grad, x, *dim, output=np.zeros(7))


@pytest.mark.parametrize("slope", [0.0, 0.01, -0.5, 2.0])
def test_leaky_relu_at_infinity(slope):
    x = np.array([-np.inf, np.inf, np.nan, 0.0, -1.0])
    expected = torch.nn.functional.leaky_relu(torch.tensor(x), slope).numpy()
    np.testing.assert_array_equal(nn.leaky_relu(x, slope), expected)
