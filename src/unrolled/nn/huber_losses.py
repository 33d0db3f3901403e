"""Losses that are squared near zero and absolute far out: Huber's and its rescaled twin."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array
from unrolled.nn._difference import checked_weight, gradients_of, sign, value_of
from unrolled.nn._reduction import Reduction, pair

__all__ = ["huber_loss", "huber_loss_backward", "smooth_l1_loss", "smooth_l1_loss_backward"]


def _huber(d: Array, delta: float) -> Array:
    slope = _huber_slope(d, delta)  # d within the edges, and there slope * (d - d / 2) = d² / 2
    loss = d.dtype.type(-0.5) * slope
    loss += d
    loss *= slope
    return np.asarray(loss)


def _huber_slope(d: Array, delta: float) -> Array:
    edge = d.dtype.type(delta)
    return np.asarray(np.clip(d, -edge, edge))


def huber_loss(
    input: ArrayLike,
    target: ArrayLike,
    reduction: Reduction = "mean",
    delta: float = 1.0,
    weight: ArrayLike | None = None,
) -> Array:
    """Huber's loss: (x - y)² / 2 up to |x - y| = delta, then a line of slope delta.

    Parameters
    ----------
    input, target : array_like
        Same shape.
    reduction : {"mean", "sum", "none"}
    delta : float
        Positive; where the parabola ends.
    weight : array_like, shape of `input`, optional
        Factor of each entry; here, unlike in `mse_loss`, torch's mean divides by their number.

    Returns
    -------
    ndarray
        Shape (), or that of `input` for "none".

    Raises
    ------
    ValueError
        If shapes do not fit, `reduction` is unknown or `delta` is not positive.

    Source
    ------
    Convention of `torch.nn.functional.huber_loss`; Huber, Robust estimation of a location
    parameter (1964).

    Examples
    --------
    >>> huber_loss([0.5, 3.0], [0.0, 0.0], reduction="none")
    array([0.125, 2.5  ])
    """
    _positive("delta", delta)
    x, y = pair(input, target)
    w = checked_weight(weight, x.shape)
    return value_of(lambda d: _huber(d, delta), x, y, w, reduction, by_weight=False)


def huber_loss_backward(
    grad_output: ArrayLike,
    input: ArrayLike,
    target: ArrayLike,
    reduction: Reduction = "mean",
    delta: float = 1.0,
    weight: ArrayLike | None = None,
) -> tuple[Array, Array]:
    """Gradients of `huber_loss`: x - y, clipped to [-delta, delta].

    Parameters
    ----------
    grad_output : array_like
        Shape (), or that of `input` for "none".
    input, target, reduction, delta, weight
        As in the forward pass.

    Returns
    -------
    grad_input : ndarray, shape of `input`
    grad_target : ndarray, shape of `target`

    Raises
    ------
    ValueError
        If shapes do not fit, `reduction` is unknown or `delta` is not positive.

    Source
    ------
    Convention of `torch.nn.functional.huber_loss`.

    Examples
    --------
    >>> huber_loss_backward(1.0, [0.5, 3.0], [0.0, 0.0], reduction="sum")
    (array([0.5, 1. ]), array([-0.5, -1. ]))
    """
    _positive("delta", delta)
    x, y = pair(input, target)
    w = checked_weight(weight, x.shape)

    def slope(d: Array) -> Array:
        return _huber_slope(d, delta)

    return gradients_of(slope, grad_output, x, y, w, reduction, by_weight=False)


def _positive(name: str, value: float) -> None:
    if not value > 0:
        raise ValueError(f"{name} is {value}; it must be positive")


def smooth_l1_loss(
    input: ArrayLike, target: ArrayLike, *, reduction: Reduction = "mean", beta: float = 1.0
) -> Array:
    """Huber's loss divided by beta: its slope far out is 1 whatever beta is.

    Parameters
    ----------
    input, target : array_like
        Same shape.
    reduction : {"mean", "sum", "none"}
    beta : float
        Where the parabola ends; 0 gives `l1_loss`.

    Returns
    -------
    ndarray
        Shape (), or that of `input` for "none".

    Raises
    ------
    ValueError
        If shapes do not fit, `reduction` is unknown or `beta` is negative.

    Source
    ------
    Convention of `torch.nn.functional.smooth_l1_loss`; Girshick, Fast R-CNN (2015), eq. 3.

    Examples
    --------
    >>> smooth_l1_loss([0.5, 3.0], [0.0, 0.0], reduction="none")
    array([0.125, 2.5  ])
    """
    _not_negative(beta)
    x, y = pair(input, target)

    def value(d: Array) -> Array:
        if beta == 0:
            return np.abs(d)
        return _huber(d, beta) if beta == 1 else _huber(d, beta) / d.dtype.type(beta)

    return value_of(value, x, y, None, reduction, by_weight=False)


def smooth_l1_loss_backward(
    grad_output: ArrayLike,
    input: ArrayLike,
    target: ArrayLike,
    *,
    reduction: Reduction = "mean",
    beta: float = 1.0,
) -> tuple[Array, Array]:
    """Gradients of `smooth_l1_loss`: (x - y) / beta, clipped to [-1, 1].

    Parameters
    ----------
    grad_output : array_like
        Shape (), or that of `input` for "none".
    input, target, reduction, beta
        As in the forward pass.

    Returns
    -------
    grad_input : ndarray, shape of `input`
    grad_target : ndarray, shape of `target`

    Raises
    ------
    ValueError
        If shapes do not fit, `reduction` is unknown or `beta` is negative.

    Source
    ------
    Convention of `torch.nn.functional.smooth_l1_loss`.

    Examples
    --------
    >>> smooth_l1_loss_backward(1.0, [0.5, 3.0], [0.0, 0.0], reduction="sum", beta=2.0)
    (array([0.25, 1.  ]), array([-0.25, -1.  ]))
    """
    _not_negative(beta)
    x, y = pair(input, target)
    slope = sign if beta == 0 else lambda d: _huber_slope(d, beta) / d.dtype.type(beta)
    return gradients_of(slope, grad_output, x, y, None, reduction, by_weight=False)


def _not_negative(beta: float) -> None:
    if not beta >= 0:
        raise ValueError(f"beta is {beta}; it must not be negative")
