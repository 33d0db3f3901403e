"""A loss for directions: 359° and 1° are neighbours."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, as_float, as_gradient
from unrolled.nn._reduction import Reduction, reduced, same_shape, spread

__all__ = ["circular_encode", "circular_encode_backward", "circular_loss", "circular_loss_backward"]

_TURN = 2.0 * math.pi


def circular_encode(input: ArrayLike) -> Array:
    """Put a fraction of a full turn on the unit circle: (cos 2πx, sin 2πx).

    Parameters
    ----------
    input : array_like, shape (...) or (..., 1)
        Fractions of a turn; 0 and 1 are the same direction.

    Returns
    -------
    ndarray, shape (..., 2)
        A last axis of length one is replaced, so that (B, 1) becomes (B, 2).

    Source
    ------
    FAU, question 3.6, `encode`.

    Examples
    --------
    >>> circular_encode([[0.0], [0.25]]).round(12)
    array([[1., 0.],
           [0., 1.]])
    """
    x = as_float(input)
    x = x[..., 0] if x.ndim and x.shape[-1] == 1 else x
    return np.stack([np.cos(_TURN * x), np.sin(_TURN * x)], axis=-1)


def circular_encode_backward(grad_output: ArrayLike, input: ArrayLike) -> Array:
    """Gradient of `circular_encode` with respect to `input`.

    Parameters
    ----------
    grad_output : array_like, shape (..., 2)
    input : array_like, shape (...) or (..., 1)

    Returns
    -------
    ndarray
        Shape of `input`, per turn.

    Raises
    ------
    ValueError
        If shapes do not fit.

    Source
    ------
    FAU, question 3.6.

    Examples
    --------
    >>> float(circular_encode_backward([0.0, 1.0], 0.0) / np.pi)
    2.0
    """
    code = circular_encode(input)
    grad = as_gradient(grad_output, code, code.dtype)
    slope = grad[..., 1] * code[..., 0] - grad[..., 0] * code[..., 1]
    return np.asarray(_TURN * slope).reshape(np.shape(input))


def _difference(input: ArrayLike, target: ArrayLike) -> Array:
    x, y = as_float(input), as_float(target, "target")
    same_shape("target", y, "input", x.shape)
    return np.asarray(x - y)


def circular_loss(input: ArrayLike, target: ArrayLike, *, reduction: Reduction = "mean") -> Array:
    """Squared distance of two directions on the unit circle: 2 - 2 cos 2π(x - y).

    Parameters
    ----------
    input, target : array_like
        Fractions of a turn, same shape, say (B, 1).
    reduction : {"mean", "sum", "none"}

    Returns
    -------
    ndarray
        From 0 (same direction) to 4 (opposite); shape (), or that of `input` for "none".

    Raises
    ------
    ValueError
        If shapes differ or `reduction` is unknown.

    Source
    ------
    FAU, question 3.6, `forward`: the squared distance of the two codes of `circular_encode`.

    Examples
    --------
    >>> float(circular_loss([[0.5]], [[0.0]]))
    4.0
    >>> float(circular_loss([0.999], [0.001]))
    0.000158
    """
    # 2 - 2 cos a = 4 sin²(a/2), without cancellation for near directions.
    return reduced(4.0 * np.sin(0.5 * _TURN * _difference(input, target)) ** 2, reduction)


def circular_loss_backward(
    grad_output: ArrayLike,
    input: ArrayLike,
    target: ArrayLike,
    *,
    reduction: Reduction = "mean",
) -> tuple[Array, Array]:
    """Gradients of `circular_loss`: 4π sin 2π(x - y), and its negative for the target.

    Parameters
    ----------
    grad_output : array_like
        Shape (), or that of `input` for "none".
    input, target, reduction
        As in the forward pass.

    Returns
    -------
    grad_input, grad_target : ndarray
        Per turn, shape of `input`.

    Raises
    ------
    ValueError
        If shapes differ or `reduction` is unknown.

    Source
    ------
    FAU, question 3.6.

    Examples
    --------
    >>> grad_input, grad_target = circular_loss_backward(1.0, [0.25], [0.0])
    >>> (grad_input / np.pi).round(12), (grad_target / np.pi).round(12)
    (array([4.]), array([-4.]))
    """
    d = _difference(input, target)
    grad = np.asarray(spread(grad_output, d, reduction) * 2.0 * _TURN * np.sin(_TURN * d))
    return grad, -grad
