"""Batch normalisation, in training and with running statistics."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, as_float, as_gradient, optional, quietly
from unrolled.nn._normalise import centre, centre_backward

__all__ = ["batch_norm", "batch_norm_backward", "batch_norm_statistics"]


def _channels(x: Array) -> Array:
    """(N, C, ...) as (N, C, R)."""
    if x.ndim < 2:
        raise ValueError(f"input has shape {x.shape}; it must be (N, C) or (N, C, ...)")
    rest = int(np.prod(x.shape[2:]))
    return x.reshape(x.shape[0], x.shape[1], rest)


def _per_channel(name: str, value: ArrayLike | None, x: Array) -> Array | None:
    array = optional(value, name)
    if array is not None and array.shape != x.shape[1:2]:
        raise ValueError(
            f"{name} has shape {array.shape}; for input of shape {x.shape} it must be "
            f"{x.shape[1:2]}"
        )
    return None if array is None else array[None, :, None]


def _needs_two(x: Array) -> None:
    if x.shape[0] * x.shape[2] == 1:
        raise ValueError(
            f"input has one value per channel (shape {x.shape}); training needs more than one"
        )


def _running(
    running_mean: ArrayLike | None, running_var: ArrayLike | None, x: Array
) -> tuple[Array, Array]:
    mean = _per_channel("running_mean", running_mean, x)
    var = _per_channel("running_var", running_var, x)
    if mean is None or var is None:
        raise ValueError("running_mean and running_var are None; without training both are needed")
    return mean, var


def batch_norm(
    input: ArrayLike,
    running_mean: ArrayLike | None,
    running_var: ArrayLike | None,
    weight: ArrayLike | None = None,
    bias: ArrayLike | None = None,
    training: bool = False,
    momentum: float = 0.1,  # noqa: ARG001 - torch's place for it
    eps: float = 1e-5,
) -> Array:
    """Normalise each channel over batch and space, then scale and shift it.

    Parameters
    ----------
    input : array_like, shape (N, C) or (N, C, ...)
    running_mean, running_var : array_like, shape (C,), or None
        What is used when not training. torch changes them in place while training; here
        `batch_norm_statistics` returns the new ones.
    weight, bias : array_like, shape (C,), optional
        Scale γ and shift β.
    training : bool
        Normalise by the statistics of this batch.
    momentum : float
        Share of the batch in the new running statistics; no part in the output.
    eps : float
        Added to the variance. torch refuses 0 in training; exact examples need it.

    Returns
    -------
    ndarray, shape of `input`

    Raises
    ------
    ValueError
        If shapes do not fit, running statistics are missing, or a batch in training has one
        value per channel.

    Source
    ------
    Convention of `torch.nn.functional.batch_norm`; Ioffe and Szegedy, Batch normalization (2015),
    algorithm 1.

    Examples
    --------
    >>> batch_norm([[1.0], [3.0]], None, None, training=True, eps=0.0)
    array([[-1.],
           [ 1.]])
    """
    x = as_float(input)
    flat = _channels(x)
    w, b = _per_channel("weight", weight, x), _per_channel("bias", bias, x)
    if training:
        _needs_two(flat)
        _per_channel("running_mean", running_mean, x)
        _per_channel("running_var", running_var, x)
        with quietly():
            c = centre(flat, eps)
            y = c.x
            y *= c.rstd if w is None else c.rstd * w
            return (y if b is None else np.add(y, b, out=y)).reshape(x.shape)
    mean, var = _running(running_mean, running_var, x)
    with quietly():
        rstd = 1.0 / np.sqrt(var + var.dtype.type(eps))
        scale = rstd if w is None else rstd * w
        y = flat * scale
        y += -mean * scale if b is None else b - mean * scale
    return y.reshape(x.shape)


def batch_norm_backward(
    grad_output: ArrayLike,
    input: ArrayLike,
    running_mean: ArrayLike | None,
    running_var: ArrayLike | None,
    weight: ArrayLike | None = None,
    bias: ArrayLike | None = None,
    training: bool = False,
    momentum: float = 0.1,  # noqa: ARG001 - torch's place for it
    eps: float = 1e-5,
) -> tuple[Array, None, None, Array | None, Array | None]:
    """Gradients of `batch_norm`.

    Parameters
    ----------
    grad_output : array_like, shape of `input`
    input, running_mean, running_var, weight, bias, training, momentum, eps
        As in the forward pass.

    Returns
    -------
    grad_input : ndarray, shape of `input`
        In training also through mean and variance of the batch.
    None, None
        Running statistics are constants.
    grad_weight, grad_bias : ndarray, shape (C,), or None

    Raises
    ------
    ValueError
        As in the forward pass.

    Source
    ------
    Convention of `torch.nn.functional.batch_norm`.

    Examples
    --------
    >>> grads = batch_norm_backward([[1.0], [0.0]], [[1.0], [3.0]], None, None, [1.0], [0.0], True)
    >>> grads[3], grads[4]
    (array([-1.]), array([1.]))
    """
    x = as_float(input)
    flat = _channels(x)
    grad = _channels(as_gradient(grad_output, x, x.dtype))
    w, b = _per_channel("weight", weight, x), _per_channel("bias", bias, x)
    with quietly():
        if training:
            _needs_two(flat)
            grad_x, sums = centre_backward(grad, centre(flat, eps), w)
            grad_weight, grad_bias = sums.grad_y.ravel(), sums.grad.ravel()
        else:
            mean, var = _running(running_mean, running_var, x)
            rstd = 1.0 / np.sqrt(var + var.dtype.type(eps))
            grad_x = grad * (rstd if w is None else rstd * w)
            grad_weight = np.einsum("ncr,ncr->c", grad, flat - mean) * rstd.ravel()
            grad_bias = grad.sum(axis=2).sum(axis=0)
    return (
        grad_x.reshape(x.shape),
        None,
        None,
        None if w is None else grad_weight,
        None if b is None else grad_bias,
    )


def batch_norm_statistics(
    input: ArrayLike,
    running_mean: ArrayLike,
    running_var: ArrayLike,
    momentum: float = 0.1,
) -> tuple[Array, Array]:
    """Running statistics after one batch of training: (1 - momentum) old + momentum new.

    Parameters
    ----------
    input : array_like, shape (N, C) or (N, C, ...)
    running_mean, running_var : array_like, shape (C,)
    momentum : float
        Share of this batch, from 0 to 1.

    Returns
    -------
    running_mean, running_var : ndarray, shape (C,)
        The variance of the batch is divided by its count - 1 here, unlike in the output. An empty
        batch changes nothing.

    Raises
    ------
    ValueError
        If shapes do not fit, or the batch has one value per channel.

    Source
    ------
    What `torch.nn.functional.batch_norm` does to its arguments in training.

    Examples
    --------
    >>> batch_norm_statistics([[1.0], [3.0]], [0.0], [1.0])
    (array([0.2]), array([1.1]))
    """
    x = as_float(input)
    flat = _channels(x)
    _needs_two(flat)
    mean, var = _running(running_mean, running_var, x)
    count = flat.shape[0] * flat.shape[2]
    if not count:
        return mean.ravel().copy(), var.ravel().copy()
    c = centre(flat, 1.0)
    unbiased = c.var * (count / (count - 1))
    new_mean = (1.0 - momentum) * mean + momentum * c.mean
    new_var = (1.0 - momentum) * var + momentum * unbiased
    return new_mean.ravel(), new_var.ravel()
