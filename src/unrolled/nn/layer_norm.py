"""Layer and group normalisation: the statistics of one sample, no running ones."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, as_float, as_gradient, optional, quietly
from unrolled.nn._normalise import centre, centre_backward

__all__ = ["group_norm", "group_norm_backward", "layer_norm", "layer_norm_backward"]

Gradients = tuple[Array, Array | None, Array | None]


def _affine(name: str, value: ArrayLike | None, shape: tuple[int, ...]) -> Array | None:
    array = optional(value, name)
    if array is not None and array.shape != shape:
        raise ValueError(f"{name} has shape {array.shape}; it must be {shape}")
    return array


def _layers(x: Array, normalized_shape: Sequence[int]) -> tuple[Array, tuple[int, ...]]:
    """(..., *shape) as (1, all else, entries of shape)."""
    if not np.iterable(normalized_shape):
        raise TypeError(f"normalized_shape is {normalized_shape!r}; it must be a tuple of integers")
    shape = tuple(normalized_shape)
    if not shape or x.shape[-len(shape) :] != shape:
        raise ValueError(
            f"normalized_shape is {shape}; it must be the last axes of input of shape {x.shape}"
        )
    lead = x.shape[: x.ndim - len(shape)]
    return x.reshape(1, math.prod(lead), math.prod(shape)), shape


def layer_norm(
    input: ArrayLike,
    normalized_shape: Sequence[int],
    weight: ArrayLike | None = None,
    bias: ArrayLike | None = None,
    eps: float = 1e-5,
) -> Array:
    """Normalise over the last axes of every sample, then scale and shift each entry.

    Parameters
    ----------
    input : array_like, shape (..., *normalized_shape)
    normalized_shape : sequence of int
    weight, bias : array_like, shape `normalized_shape`, optional
    eps : float
        Added to the variance.

    Returns
    -------
    ndarray, shape of `input`

    Raises
    ------
    ValueError
        If shapes do not fit.
    TypeError
        If `normalized_shape` is a number.

    Source
    ------
    Convention of `torch.nn.functional.layer_norm`; Ba et al., Layer normalization (2016).

    Examples
    --------
    >>> layer_norm([[1.0, 3.0], [5.0, 5.0]], (2,), eps=0.001).round(3)
    array([[-1.,  1.],
           [ 0.,  0.]])
    """
    x = as_float(input)
    flat, shape = _layers(x, normalized_shape)
    w, b = _affine("weight", weight, shape), _affine("bias", bias, shape)
    with quietly():
        c = centre(flat, eps)
        y = np.multiply(c.x, c.rstd, out=c.x).reshape(x.shape)
    y = y if w is None else y * w
    return y if b is None else y + b


def layer_norm_backward(
    grad_output: ArrayLike,
    input: ArrayLike,
    normalized_shape: Sequence[int],
    weight: ArrayLike | None = None,
    bias: ArrayLike | None = None,
    eps: float = 1e-5,
) -> Gradients:
    """Gradients of `layer_norm`.

    Parameters
    ----------
    grad_output : array_like, shape of `input`
    input, normalized_shape, weight, bias, eps
        As in the forward pass.

    Returns
    -------
    grad_input : ndarray, shape of `input`
    grad_weight, grad_bias : ndarray, shape `normalized_shape`, or None

    Raises
    ------
    ValueError
        If shapes do not fit.
    TypeError
        If `normalized_shape` is a number.

    Source
    ------
    Convention of `torch.nn.functional.layer_norm`.

    Examples
    --------
    A gradient that shifts or scales the whole sample has no effect:

    >>> layer_norm_backward([[1.0, 1.0]], [[1.0, 3.0]], (2,))
    (array([[0., 0.]]), None, None)
    """
    x = as_float(input)
    flat, shape = _layers(x, normalized_shape)
    w, b = _affine("weight", weight, shape), _affine("bias", bias, shape)
    grad = as_gradient(grad_output, x, x.dtype)
    rows = grad.reshape(flat.shape)
    with quietly():
        c = centre(flat, eps)
        grad_x = centre_backward(rows if w is None else rows * w.ravel(), c)[0].reshape(x.shape)
        y = np.multiply(c.x, c.rstd, out=c.x)
        grad_w = None if w is None else np.einsum("agr,agr->r", rows, y).reshape(shape)
    return grad_x, grad_w, None if b is None else rows.sum(axis=(0, 1)).reshape(shape)


def _groups(x: Array, num_groups: int) -> Array:
    """(N, C, ...) as (1, N · groups, entries of a group)."""
    if x.ndim < 2 or num_groups < 1 or x.shape[1] % num_groups:
        raise ValueError(
            f"num_groups is {num_groups}; it must divide the channels of input of shape {x.shape}"
        )
    size = x.shape[1] // num_groups * math.prod(x.shape[2:])
    if x.shape[0] * size == 1:
        raise ValueError(f"input of shape {x.shape} has one value per group; more are needed")
    return x.reshape(1, x.shape[0] * num_groups, size)


def group_norm(
    input: ArrayLike,
    num_groups: int,
    weight: ArrayLike | None = None,
    bias: ArrayLike | None = None,
    eps: float = 1e-5,
) -> Array:
    """Normalise groups of channels of every sample, then scale and shift each channel.

    Parameters
    ----------
    input : array_like, shape (N, C) or (N, C, ...)
    num_groups : int
        Divides C. One group is a layer norm, C groups are an instance norm.
    weight, bias : array_like, shape (C,), optional
    eps : float
        Added to the variance.

    Returns
    -------
    ndarray, shape of `input`

    Raises
    ------
    ValueError
        If shapes do not fit.

    Source
    ------
    Convention of `torch.nn.functional.group_norm`; Wu and He, Group normalization (2018).

    Examples
    --------
    >>> group_norm([[1.0, 3.0, 10.0, 30.0]], 2, eps=0.0)
    array([[-1.,  1., -1.,  1.]])
    """
    x = as_float(input)
    flat = _groups(x, num_groups)
    w, b = _affine("weight", weight, x.shape[1:2]), _affine("bias", bias, x.shape[1:2])
    with quietly():
        c = centre(flat, eps)
        y = np.multiply(c.x, c.rstd, out=c.x).reshape(x.shape)
    wide = (-1, *[1] * (x.ndim - 2))
    y = y if w is None else y * w.reshape(wide)
    return y if b is None else y + b.reshape(wide)


def group_norm_backward(
    grad_output: ArrayLike,
    input: ArrayLike,
    num_groups: int,
    weight: ArrayLike | None = None,
    bias: ArrayLike | None = None,
    eps: float = 1e-5,
) -> Gradients:
    """Gradients of `group_norm`.

    Parameters
    ----------
    grad_output : array_like, shape of `input`
    input, num_groups, weight, bias, eps
        As in the forward pass.

    Returns
    -------
    grad_input : ndarray, shape of `input`
    grad_weight, grad_bias : ndarray, shape (C,), or None

    Raises
    ------
    ValueError
        If shapes do not fit.

    Source
    ------
    Convention of `torch.nn.functional.group_norm`.

    Examples
    --------
    >>> group_norm_backward([[1.0, 1.0]], [[1.0, 3.0]], 1)
    (array([[0., 0.]]), None, None)
    """
    x = as_float(input)
    flat = _groups(x, num_groups)
    w, b = _affine("weight", weight, x.shape[1:2]), _affine("bias", bias, x.shape[1:2])
    grad = as_gradient(grad_output, x, x.dtype)
    planes = grad.reshape(*x.shape[:2], math.prod(x.shape[2:]))
    with quietly():
        c = centre(flat, eps)
        inner = planes if w is None else planes * w[:, None]
        grad_x = centre_backward(inner.reshape(flat.shape), c)[0].reshape(x.shape)
        y = np.multiply(c.x, c.rstd, out=c.x).reshape(planes.shape)
        grad_w = None if w is None else np.einsum("ncr,ncr->c", planes, y)
    return grad_x, grad_w, None if b is None else planes.sum(axis=2).sum(axis=0)
