"""Pointwise nonlinearities, each next to its backward."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.floating]


def as_float(x: ArrayLike) -> Array:
    """Return `x` as a floating array: float32 and float64 stay, all else becomes float64."""
    array = np.asarray(x)
    if array.dtype in (np.float32, np.float64):
        return array
    if not (np.issubdtype(array.dtype, np.number) or array.dtype == np.bool_):
        raise TypeError(f"expected numbers, got an array of dtype {array.dtype}")
    return array.astype(np.float64)


def relu(x: ArrayLike) -> Array:
    """Rectified linear unit, max(0, x).

    Parameters
    ----------
    x : array_like
        Any shape.

    Returns
    -------
    ndarray
        Same shape as `x`; NaN stays NaN.

    Source
    ------
    Convention of `torch.nn.functional.relu`.

    Examples
    --------
    >>> relu([-1.0, 0.0, 4.0])
    array([0., 0., 4.])
    """
    return np.maximum(as_float(x), 0.0)


def relu_backward(grad_output: ArrayLike, x: ArrayLike, slope_at_zero: float = 0.0) -> Array:
    """Gradient of `relu` with respect to `x`.

    Parameters
    ----------
    grad_output : array_like
        Gradient with respect to the output, shape of `x`.
    x : array_like
        The input of the forward pass.
    slope_at_zero : float
        The subgradient taken at exactly x = 0, from 0 to 1. torch takes 0; some papers
        (TUM 2019, problem 6d) state 1.

    Returns
    -------
    ndarray
        Shape of `x`.

    Raises
    ------
    ValueError
        If `slope_at_zero` is not a subgradient of ReLU at 0.

    Source
    ------
    Convention of `torch.nn.functional.relu`.

    Examples
    --------
    >>> relu_backward([1.0, 1.0, 1.0], [-1.0, 0.0, 4.0])
    array([0., 0., 1.])
    >>> relu_backward(1.0, 0.0, slope_at_zero=1.0)
    array(1.)
    """
    if not 0.0 <= slope_at_zero <= 1.0:
        raise ValueError(
            f"slope_at_zero is {slope_at_zero}; a subgradient of ReLU at 0 is in [0, 1]"
        )
    x = as_float(x)
    slope = np.where(x > 0, 1.0, np.where(x == 0, slope_at_zero, 0.0))
    return np.asarray(as_float(grad_output) * slope)


def tanh(x: ArrayLike) -> Array:
    """Hyperbolic tangent.

    Parameters
    ----------
    x : array_like
        Any shape.

    Returns
    -------
    ndarray
        Values in [-1, 1], same shape.

    Source
    ------
    Convention of `torch.tanh`.

    Examples
    --------
    >>> float(tanh(0.0))
    0.0
    """
    return np.tanh(as_float(x))


def tanh_backward(grad_output: ArrayLike, x: ArrayLike) -> Array:
    """Gradient of `tanh` with respect to `x`: 1 - tanh(x)^2 times the incoming gradient.

    Parameters
    ----------
    grad_output, x : array_like
        Incoming gradient and the input of the forward pass, same shape.

    Returns
    -------
    ndarray
        Shape of `x`.

    Source
    ------
    Convention of `torch.tanh`.

    Examples
    --------
    >>> float(tanh_backward(2.0, 0.0))
    2.0
    """
    return np.asarray(as_float(grad_output) * (1.0 - np.tanh(as_float(x)) ** 2))


def sigmoid(x: ArrayLike) -> Array:
    """Logistic function 1 / (1 + exp(-x)), without overflow for large negative x.

    Parameters
    ----------
    x : array_like
        Any shape.

    Returns
    -------
    ndarray
        Values in [0, 1], same shape.

    Source
    ------
    Convention of `torch.sigmoid`.

    Examples
    --------
    >>> float(sigmoid(0.0))
    0.5
    >>> float(sigmoid(-1000.0))
    0.0
    """
    x = as_float(x)
    # exp of a non-positive number never overflows: exp(-|x|) serves both halves of the line.
    e = np.exp(-np.abs(x))
    return np.asarray(np.where(x >= 0, 1.0, e) / (1.0 + e))


def sigmoid_backward(grad_output: ArrayLike, x: ArrayLike) -> Array:
    """Gradient of `sigmoid` with respect to `x`: s (1 - s) times the incoming gradient.

    Parameters
    ----------
    grad_output, x : array_like
        Incoming gradient and the input of the forward pass, same shape.

    Returns
    -------
    ndarray
        Shape of `x`.

    Source
    ------
    Convention of `torch.sigmoid`.

    Examples
    --------
    >>> float(sigmoid_backward(1.0, 0.0))
    0.25
    """
    s = sigmoid(x)
    return np.asarray(as_float(grad_output) * s * (1.0 - s))
