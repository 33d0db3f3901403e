"""The finite-difference check finds what is wrong, and says where."""

from __future__ import annotations

import numpy as np
import pytest

from unrolled import nn


def test_a_wrong_entry_is_found_and_both_gradients_are_printed():
    def backward(grad, x):
        wrong = nn.sigmoid_backward(grad, x)
        wrong[1, 0] *= -1.0
        return wrong

    with pytest.raises(
        nn.GradientMismatch, match=r"argument 0, entry \(1, 0\): backward says"
    ) as e:
        nn.gradcheck(nn.sigmoid, backward, np.ones((2, 2)))
    assert "backward:\n" in str(e.value)
    assert "central differences:\n" in str(e.value)


def test_nan_is_no_agreement():
    with pytest.raises(nn.GradientMismatch, match="says nan"):
        nn.gradcheck(nn.tanh, lambda g, x: g * np.nan, np.ones(2))


def test_shapes_and_counts_are_checked():
    with pytest.raises(nn.GradientMismatch, match=r"returns shape \(\), not \(2,\)"):
        nn.gradcheck(nn.tanh, lambda g, x: g.sum(), np.ones(2))
    with pytest.raises(ValueError, match="2 gradients for 1 arrays"):
        nn.gradcheck(nn.tanh, lambda g, x: (g, g), np.ones(2))


def test_arguments_stay_as_they_were():
    x = np.arange(3.0)
    assert nn.gradcheck(nn.tanh, nn.tanh_backward, x)
    np.testing.assert_array_equal(x, [0.0, 1.0, 2.0])
