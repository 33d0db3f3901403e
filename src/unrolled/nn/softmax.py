"""Softmax and its logarithm: from scores to probabilities along one axis."""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, as_float, as_gradient, axis_of, kept, quietly

__all__ = ["log_softmax", "log_softmax_backward", "softmax", "softmax_backward"]


def _axis(dim: int | None, ndim: int) -> int:
    if dim is None:
        dim = 0 if ndim in (0, 1, 3) else 1
        warnings.warn(f"dim was not given; torch's old choice {dim} is taken", stacklevel=3)
    return axis_of(dim, ndim)


def _centred(x: Array, axis: int) -> Array:
    # The largest score becomes 0: nothing overflows, and softmax does not change.
    top = x.max(axis=axis, keepdims=True) if x.size else 0.0
    return np.asarray(x - top)


def softmax(input: ArrayLike, dim: int | None = None) -> Array:
    """Normalised exponentials, exp(x_i) / Σ exp(x_j), along one axis.

    Parameters
    ----------
    input : array_like, shape (..., K, ...)
        Scores (logits).
    dim : int
        The axis that sums to one. Without it torch's old choice is made, with a warning:
        0 for zero, one or three axes, else 1.

    Returns
    -------
    ndarray
        Values in [0, 1], same shape. NaN where the scores hold NaN, +∞ or only -∞.

    Raises
    ------
    ValueError
        If there is no such axis.

    Source
    ------
    Convention of `torch.nn.functional.softmax`.

    Examples
    --------
    >>> softmax([0.0, 0.0, np.log(2.0)], dim=0)
    array([0.25, 0.25, 0.5 ])
    """
    x = np.atleast_1d(as_float(input))
    axis = _axis(dim, np.ndim(input))
    with quietly():
        e = np.exp(_centred(x, axis))
        e /= e.sum(axis=axis, keepdims=True)
    return np.asarray(e).reshape(np.shape(input))


def softmax_backward(
    grad_output: ArrayLike,
    input: ArrayLike,
    dim: int | None = None,
    *,
    output: ArrayLike | None = None,
) -> Array:
    """Gradient of `softmax` with respect to `input`: p_i (g_i - Σ g_j p_j).

    Parameters
    ----------
    grad_output, input : array_like, shape (..., K, ...)
        Incoming gradient and the scores of the forward pass.
    dim : int
        As in the forward pass.
    output : array_like, optional
        What the forward pass returned, where it was kept: it need not be computed again.

    Returns
    -------
    ndarray
        Shape of `input`.

    Raises
    ------
    ValueError
        If there is no such axis, or shapes differ.

    Source
    ------
    Convention of `torch.nn.functional.softmax`.

    Examples
    --------
    >>> softmax_backward([1.0, 0.0], [0.0, 0.0], dim=0)
    array([ 0.25, -0.25])
    """
    axis, x = _axis(dim, np.ndim(input)), as_float(input)
    p = np.atleast_1d(softmax(x, axis) if output is None else kept(output, x))
    grad = np.atleast_1d(as_gradient(grad_output, x, p.dtype))
    with quietly():
        inner = (grad * p).sum(axis=axis, keepdims=True)
        out = np.asarray(grad - inner)
        out *= p
    return out.reshape(x.shape)


def log_softmax(input: ArrayLike, dim: int | None = None) -> Array:
    """Logarithm of `softmax`, x_i - log Σ exp(x_j), exact where softmax would round to zero.

    Parameters
    ----------
    input : array_like, shape (..., K, ...)
        Scores (logits).
    dim : int
        As for `softmax`.

    Returns
    -------
    ndarray
        Values of at most 0, same shape.

    Raises
    ------
    ValueError
        If there is no such axis.

    Source
    ------
    Convention of `torch.nn.functional.log_softmax`.

    Examples
    --------
    >>> log_softmax([0.0, -1000.0], dim=0)
    array([    0., -1000.])
    """
    x = np.atleast_1d(as_float(input))
    axis = _axis(dim, np.ndim(input))
    with quietly():
        z = _centred(x, axis)
        z -= np.log(np.exp(z).sum(axis=axis, keepdims=True))
    return z.reshape(np.shape(input))


def log_softmax_backward(
    grad_output: ArrayLike,
    input: ArrayLike,
    dim: int | None = None,
    *,
    output: ArrayLike | None = None,
) -> Array:
    """Gradient of `log_softmax` with respect to `input`: g_i - p_i Σ g_j.

    Parameters
    ----------
    grad_output, input : array_like, shape (..., K, ...)
        Incoming gradient and the scores of the forward pass.
    dim : int
        As in the forward pass.
    output : array_like, optional
        What the forward pass returned, where it was kept: it need not be computed again.

    Returns
    -------
    ndarray
        Shape of `input`.

    Raises
    ------
    ValueError
        If there is no such axis, or shapes differ.

    Source
    ------
    Convention of `torch.nn.functional.log_softmax`.

    Examples
    --------
    >>> log_softmax_backward([1.0, 0.0], [0.0, 0.0], dim=0)
    array([ 0.5, -0.5])
    """
    axis, x = _axis(dim, np.ndim(input)), as_float(input)
    with quietly():
        p = np.atleast_1d(softmax(x, axis) if output is None else np.exp(kept(output, x)))
        grad = np.atleast_1d(as_gradient(grad_output, x, p.dtype))
        p *= -grad.sum(axis=axis, keepdims=True)
        p += grad
    return p.reshape(x.shape)
