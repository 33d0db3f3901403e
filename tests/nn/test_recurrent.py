"""The recurrent reference against torch, forward and every gradient."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from unrolled import nn

sizes = st.integers(1, 3)


def _draw(seed: int, length: int, batch: int | None, inputs: int, hidden: int, bias: bool):
    rng = np.random.default_rng(seed)
    lead = () if batch is None else (batch,)
    arrays = [
        rng.normal(size=(length, *lead, inputs)),
        rng.normal(size=(*lead, hidden)),
        rng.normal(size=(hidden, inputs)),
        rng.normal(size=(hidden, hidden)),
    ]
    return [*arrays, *(rng.normal(size=hidden) if bias else None for _ in range(2))]


def _torch_rnn(x, h, w_ih, w_hh, b_ih, b_hh, f):
    states = []
    for x_t in x:
        z = x_t @ w_ih.T + h @ w_hh.T
        z = z if b_ih is None else z + b_ih + b_hh
        h = f(z)
        states.append(h)
    return torch.stack(states) if states else torch.empty(0, *h.shape, dtype=h.dtype)


@given(
    seed=st.integers(0, 2**32 - 1),
    length=st.integers(1, 6),
    batch=st.none() | sizes,
    inputs=sizes,
    hidden=sizes,
    bias=st.booleans(),
    nonlinearity=st.sampled_from(["tanh", "relu", "sigmoid"]),
)
def test_rnn_and_its_gradients_agree_with_torch(
    seed, length, batch, inputs, hidden, bias, nonlinearity
):
    arrays = _draw(seed, length, batch, inputs, hidden, bias)
    output, h_n = nn.rnn(*arrays, nonlinearity=nonlinearity)
    tensors = [None if a is None else torch.tensor(a, requires_grad=True) for a in arrays]
    expected = _torch_rnn(*tensors, getattr(torch, nonlinearity))
    np.testing.assert_allclose(output, expected.detach().numpy(), rtol=1e-9, atol=1e-12)
    np.testing.assert_array_equal(h_n, output[-1])

    grad_output = np.random.default_rng(seed + 1).normal(size=output.shape)
    expected.backward(torch.tensor(grad_output))
    grads = nn.rnn_backward(grad_output, *arrays, nonlinearity=nonlinearity)
    for name, grad, tensor in zip(grads._fields, grads, tensors, strict=True):
        if tensor is None:
            assert grad is None, name
        else:
            np.testing.assert_allclose(
                grad, tensor.grad.numpy(), rtol=1e-9, atol=1e-12, err_msg=name
            )


@pytest.mark.parametrize("nonlinearity", ["tanh", "relu"])
def test_rnn_is_torch_nn_rnn(nonlinearity):
    torch.manual_seed(0)
    module = torch.nn.RNN(4, 12, nonlinearity=nonlinearity, dtype=torch.float64)
    x, h0 = torch.randn(3, 2, 4, dtype=torch.float64), torch.randn(1, 2, 12, dtype=torch.float64)
    expected, _ = module(x, h0)
    weights = [
        getattr(module, name + "_l0").detach().numpy() for name in ("weight_ih", "weight_hh")
    ]
    biases = [getattr(module, name + "_l0").detach().numpy() for name in ("bias_ih", "bias_hh")]
    output, _ = nn.rnn(x.numpy(), h0[0].numpy(), *weights, *biases, nonlinearity)
    np.testing.assert_allclose(output, expected.detach().numpy(), rtol=1e-12)


def test_an_empty_sequence_leaves_the_start_state():
    output, h_n = nn.rnn(np.empty((0, 2)), [1.0, 2.0, 3.0], np.ones((3, 2)), np.eye(3))
    assert output.shape == (0, 3)
    np.testing.assert_array_equal(h_n, [1.0, 2.0, 3.0])


def test_inputs_stay_as_they_were():
    arrays = _draw(0, 4, 2, 3, 2, bias=True)
    before = [a.copy() for a in arrays]
    nn.rnn_backward(np.ones((4, 2, 2)), *arrays)
    for a, b in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"w_hh": np.ones((2, 3))}, r"w_hh of shape \(2, 3\) does not fit h of shape \(2,\)"),
        ({"w_ih": np.ones((2, 5))}, r"w_ih of shape \(2, 5\) does not fit x of shape \(3,\)"),
        ({"b_ih": np.ones(3)}, r"b_ih has shape \(3,\); it must be \(2,\)"),
        ({"nonlinearity": "swish"}, "nonlinearity is 'swish'; it may be one of"),
    ],
)
def test_what_does_not_fit_is_named(change, message):
    fine = {"x": np.ones(3), "h": np.ones(2), "w_ih": np.ones((2, 3)), "w_hh": np.ones((2, 2))}
    with pytest.raises(ValueError, match=message):
        nn.rnn_cell(**{**fine, **change})


def test_grad_output_must_look_like_output():
    with pytest.raises(ValueError, match=r"grad_output has shape \(2, 1\); it must be that of"):
        nn.rnn_backward(np.ones((2, 1)), np.ones((3, 1)), [0.0], [[1.0]], [[1.0]])
