"""RnnUnroller's backpropagation through time against torch's autograd, one leaf for each step."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings

from unrolled import RnnUnroller
from unrolled.explorables.rnn_unroller.strategy import states

FUNCTIONS = {
    "relu": torch.relu,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "identity": lambda z: z,
}


class Relu(torch.autograd.Function):
    """ReLU with a slope at zero of one's choice; torch's own has 0."""

    @staticmethod
    def forward(ctx: Any, z: torch.Tensor, slope_at_zero: float) -> torch.Tensor:
        """Remember where z is positive and where it is zero."""
        ctx.slope = (z > 0).double() + slope_at_zero * (z == 0)
        return z.clamp(min=0)

    @staticmethod
    def backward(ctx: Any, grad: torch.Tensor) -> tuple[torch.Tensor, None]:
        """Multiply."""
        return grad * ctx.slope, None


def leaves(value: Any, steps: int, dims: int) -> list[torch.Tensor]:
    """One tensor for each step, so that each step's share is seen."""
    array = torch.tensor(value, dtype=torch.float64)
    per_step = array.dim() == dims + 1
    return [(array[t] if per_step else array).clone().requires_grad_() for t in range(steps)]


def unrolled(state: dict[str, Any]) -> dict[str, Any]:
    """The same by torch."""
    vector = np.ndim(state["V"]) >= 2
    steps, dims = len(state["x"]), 2 if vector else 0
    V, W = leaves(state["V"], steps, dims), leaves(state["W"], steps, dims)
    x = [torch.tensor(v, dtype=torch.float64) for v in state["x"]]
    x = [(v.reshape(-1) if vector else v).requires_grad_() for v in x]
    hidden = V[0].shape[0] if vector else 1
    h0 = torch.tensor(state["h0"], dtype=torch.float64)
    h = [(h0.expand(hidden).clone() if vector else h0).requires_grad_()]
    b = torch.tensor(state["b"], dtype=torch.float64)

    def times(matrix: torch.Tensor, by: torch.Tensor) -> torch.Tensor:
        return (matrix * by).sum(-1) if vector else matrix * by

    z, y = [], []
    for t in range(steps):
        z.append(times(V[t], h[-1]) + times(W[t], x[t]) + b)
        f = FUNCTIONS[state["activation"]]
        relu = state["activation"] == "relu"
        h.append(Relu.apply(z[-1], state["slope_at_zero"]) if relu else f(z[-1]))
        if state["U"] is not None:
            U = leaves(state["U"], steps, dims)[t]
            g = FUNCTIONS[state["output_activation"]]
            y.append(
                g(times(U, h[-1]) + torch.tensor(state["c"], dtype=torch.float64)).detach().numpy()
            )
    units = [h[-1][i] for i in range(hidden)] if vector else [h[-1]]
    back = [torch.autograd.grad(u, h, retain_graph=True, materialize_grads=True) for u in units]
    norm = [np.sqrt(sum(float((row[t] ** 2).sum()) for row in back)) for t in range(steps + 1)]
    grads = torch.autograd.grad(units[state["unit"]], [*V, *W, *x, *z], materialize_grads=True)
    parts = [[g.numpy() for g in grads[i * steps : (i + 1) * steps]] for i in range(4)]
    numbers = [value.detach().numpy() for value in h]
    return {"h": numbers, "y": y or None, "norm": norm, "dx": parts[2], "g": parts[3],
            "dV_steps": parts[0], "dW_steps": parts[1]}  # fmt: skip


@settings(max_examples=150)
@given(state=states())
def test_states_and_gradients_are_torch_s(state: dict[str, Any]):
    ours, theirs = RnnUnroller(**state).compute(), unrolled(state)
    for key, value in theirs.items():
        if value is None:
            assert ours[key] is None
            continue
        scale = max(1.0, float(np.max(np.abs(value))))
        left, right = np.ravel(ours[key]), np.ravel(value)
        np.testing.assert_allclose(left, right, rtol=1e-9, atol=1e-11 * scale, err_msg=key)


@settings(max_examples=60)
@given(state=states())
def test_the_sum_over_steps_is_the_gradient_of_a_shared_weight(state: dict[str, Any]):
    found = RnnUnroller(**state).compute()
    for name in ("V", "W"):
        gradient, parts = found[f"d{name}"], found[f"d{name}_steps"]
        assert gradient.shape == np.shape(state[name])
        expected = parts if np.ndim(state[name]) % 2 else parts.sum(axis=0)
        np.testing.assert_allclose(gradient, expected, rtol=1e-9, atol=1e-9 * np.abs(parts).max())


def test_tum_2019_problem_6d():
    found = RnnUnroller(V=1, W=2, h0=-3, x=[1, 2, 0], slope_at_zero=1).compute()
    assert found["z"].tolist() == [-1, 4, 4]
    assert found["h"].tolist() == [-3, 0, 4, 4]
    assert found["dV_steps"].tolist() == [0, 0, 4]
    assert (found["dV"], found["dW"], found["dx"][0]) == (4, 2, 0)
    assert found["norm"].tolist() == [0, 1, 1, 1]


def test_the_slope_at_zero_decides_at_zero_only():
    def gradient(slope: float, h0: float) -> float:
        w = RnnUnroller(V=1, W=1, h0=h0, x=[-1], slope_at_zero=slope)
        return float(w.compute()["norm"][0])

    assert [gradient(slope, 1) for slope in (0, 0.5, 1)] == [0, 0.5, 1]
    assert [gradient(slope, 2) for slope in (0, 0.5, 1)] == [1, 1, 1]


def test_bits_per_step_weights():
    w = RnnUnroller(
        V=[0.2, 0.3, 0.8], W=[0.5, 0.6, 0.2], U=[0.4, 0.2, 0.1], h0=0, x=[1, 1, 0],
        activation="sigmoid", output_activation="relu",
    )  # fmt: skip
    assert w.compute()["y"].tolist() == pytest.approx([0.24898, 0.13742, 0.06341], abs=1e-5)


def test_the_largest_values_stay_finite():
    w = RnnUnroller(V=1e6, W=1e6, h0=1e6, b=1e6, x=[1e6] * 20)
    assert all(np.isfinite(value).all() for value in w.compute().values() if value is not None)
