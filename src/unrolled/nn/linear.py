"""The affine map that every layer is made of."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, as_float, as_gradient, optional

__all__ = ["linear", "linear_backward"]


def _checked(
    input: ArrayLike, weight: ArrayLike, bias: ArrayLike | None
) -> tuple[Array, Array, Array | None]:
    x, w, b = as_float(input), as_float(weight, "weight"), optional(bias, "bias")
    if w.ndim not in (1, 2):
        raise ValueError(f"weight has shape {w.shape}; it may be (out, in) or (in,)")
    if x.ndim == 0 or x.shape[-1] != w.shape[-1]:
        raise ValueError(
            f"input of shape {x.shape} and weight of shape {w.shape} do not fit: "
            "their last axes must be equal"
        )
    if b is not None and b.shape not in ((), w.shape[:-1]):
        raise ValueError(
            f"bias of shape {b.shape} does not fit weight of shape {w.shape}: "
            f"it may be {w.shape[:-1]}"
        )
    return x, w, b


def _rows(x: Array) -> Array:
    """All leading axes as one, of the right length also where there is nothing to count."""
    return x.reshape(math.prod(x.shape[:-1]), x.shape[-1])


def linear(input: ArrayLike, weight: ArrayLike, bias: ArrayLike | None = None) -> Array:
    """Affine map x Wᵀ + b.

    Parameters
    ----------
    input : array_like, shape (..., in_features)
    weight : array_like, shape (out_features, in_features) or (in_features,)
    bias : array_like, shape (out_features,), optional

    Returns
    -------
    ndarray, shape (..., out_features)

    Raises
    ------
    ValueError
        If the last axis of `input` is not in_features, or `bias` does not fit.

    Source
    ------
    Convention of `torch.nn.functional.linear`.

    Examples
    --------
    >>> linear([1.0, 2.0], [[3.0, 4.0]], [0.5])
    array([11.5])
    """
    x, w, b = _checked(input, weight, bias)
    # One matrix product over all leading axes: NumPy would loop over them.
    out = (_rows(x) @ w.T).reshape((*x.shape[:-1], *w.shape[:-1]))
    return np.asarray(out if b is None else out + b)


def linear_backward(
    grad_output: ArrayLike, input: ArrayLike, weight: ArrayLike, bias: ArrayLike | None = None
) -> tuple[Array, Array, Array | None]:
    """Gradients of `linear`: G W, Gᵀ x and the sum of G over the batch.

    Parameters
    ----------
    grad_output : array_like, shape (..., out_features)
    input, weight, bias
        As in the forward pass.

    Returns
    -------
    grad_input : ndarray, shape of `input`
    grad_weight : ndarray, shape of `weight`
    grad_bias : ndarray, shape of `bias`, or None

    Raises
    ------
    ValueError
        If shapes do not fit.

    Source
    ------
    Convention of `torch.nn.functional.linear`.

    Examples
    --------
    >>> linear_backward([1.0], [1.0, 2.0], [[3.0, 4.0]], [0.5])
    (array([3., 4.]), array([[1., 2.]]), array([1.]))
    """
    x, w, b = _checked(input, weight, bias)
    grad = as_gradient(grad_output, (*x.shape[:-1], *w.shape[:-1]), x.dtype)
    matrix = np.atleast_2d(w)
    rows = grad.reshape(math.prod(x.shape[:-1]), len(matrix))
    grad_input = (rows @ matrix).reshape(x.shape)
    grad_weight = (rows.T @ _rows(x)).reshape(w.shape)
    # A bias of shape () serves all outputs.
    grad_bias = None if b is None else np.asarray(rows.sum(axis=0 if b.ndim else None))
    return grad_input, grad_weight, grad_bias
