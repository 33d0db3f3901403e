"""Second derivatives where a rule has a special case."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from unrolled import autodiff

SHUT = [
    (lambda x: autodiff.sqrt(autodiff.relu(x)), lambda x: torch.sqrt(torch.relu(x))),
    (lambda x: autodiff.log(autodiff.relu(x)), lambda x: torch.log(torch.relu(x))),
    (
        lambda x: autodiff.sqrt(autodiff.maximum(x, 0.0)),
        lambda x: torch.sqrt(torch.maximum(x, torch.zeros_like(x))),
    ),
    (lambda x: autodiff.sqrt(x**0 - 1.0) + x * x, lambda x: torch.sqrt(x**0 - 1.0) + x * x),
]


def test_an_exponent_that_is_zero_for_now_still_bends_the_slope():
    y, x = autodiff.Value(1.0), autodiff.Value(0.0)
    # y x + y^(x + 1): mixed 1 + y^x (1 + (x + 1) log y), by y twice (x + 1) x y^(x - 1)
    found = autodiff.hessian(y * x + y**x * y, [y, x])
    np.testing.assert_allclose(found, [[0.0, 2.0], [2.0, 0.0]])


@pytest.mark.parametrize("x", [-1.0, 0.0, 4.0])
@pytest.mark.parametrize(("ours", "torchs"), SHUT)
def test_through_a_gate_that_is_shut_not_even_infinity_comes(ours, torchs, x):
    t, v = torch.tensor(x, dtype=torch.float64, requires_grad=True), autodiff.Value(x)
    (first,) = torch.autograd.grad(torchs(t), t, create_graph=True)
    (second,) = torch.autograd.grad(first, t)
    np.testing.assert_array_equal(autodiff.grad(ours(v), [v]), [first.item()])
    np.testing.assert_array_equal(autodiff.hessian(ours(v), [v]), [[second.item()]])
