"""Rosenblatt's perceptron: a threshold unit, and the rule that trains it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, as_float, one_of
from unrolled.nn.linear import linear

__all__ = ["PerceptronStep", "perceptron", "perceptron_rule"]


class PerceptronStep(NamedTuple):
    """What one application of the rule makes of the weights."""

    weight: Array
    bias: Array
    error: Array  # target - output, 0 where nothing changes


def perceptron(
    input: ArrayLike, weight: ArrayLike, bias: ArrayLike = 0.0, *, at_zero: int = 1
) -> Array:
    """Threshold unit: 1 where w·x + b is positive, 0 where it is negative.

    Parameters
    ----------
    input : array_like, shape (..., D)
    weight : array_like, shape (D,)
    bias : array_like, shape ()
        A threshold θ is the bias -θ.
    at_zero : {0, 1}
        Output exactly on the line; papers differ.

    Returns
    -------
    ndarray, shape (...)
        Zeros and ones.

    Raises
    ------
    ValueError
        If shapes do not fit.

    Source
    ------
    Rosenblatt, The perceptron (1958).

    Examples
    --------
    An AND gate:

    >>> perceptron([[0, 0], [0, 1], [1, 0], [1, 1]], [1.0, 1.0], -1.5)
    array([0., 0., 0., 1.])
    """
    one_of("at_zero", at_zero, (0, 1))
    z = linear(input, weight, bias)
    return np.where(z == 0, float(at_zero), (z > 0).astype(z.dtype))


def perceptron_rule(
    input: ArrayLike,
    target: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike = 0.0,
    learning_rate: float = 1.0,
    *,
    at_zero: int = 1,
) -> PerceptronStep:
    """Learn from one example: move the weights by learning_rate (target - output) x.

    Parameters
    ----------
    input : array_like, shape (D,)
    target : array_like, shape ()
        0 or 1.
    weight : array_like, shape (D,)
    bias : array_like, shape ()
        Learns like a weight whose input is 1. For a fixed threshold keep the old one.
    learning_rate : float
    at_zero : {0, 1}
        As for `perceptron`.

    Returns
    -------
    PerceptronStep
        The new weight and bias, and the error that moved them.

    Raises
    ------
    ValueError
        If shapes do not fit, or `target` is neither 0 nor 1.

    Source
    ------
    Rosenblatt, The perceptron (1958); BITS Pilani mid-semester exam, question 3a.

    Examples
    --------
    >>> perceptron_rule([1.0, 0.0], 1, [0.0, 0.0], -0.5, learning_rate=0.25)
    PerceptronStep(weight=array([0.25, 0.  ]), bias=array(-0.25), error=array(1.))
    """
    x, w, b = as_float(input), as_float(weight, "weight"), as_float(bias, "bias")
    y = as_float(target, "target")
    if x.ndim != 1 or x.shape != w.shape:
        raise ValueError(f"input has shape {x.shape} and weight {w.shape}; both must be (D,)")
    one_of("target", float(y), (0.0, 1.0))
    error = np.asarray(y - perceptron(x, w, b, at_zero=at_zero))
    step = learning_rate * error
    return PerceptronStep(w + step * x, np.asarray(b + step), error)
