"""Squared and absolute error."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array
from unrolled.nn._difference import checked_weight, gradients_of, sign, value_of
from unrolled.nn._reduction import Reduction, pair

__all__ = ["l1_loss", "l1_loss_backward", "mse_loss", "mse_loss_backward"]


def mse_loss(
    input: ArrayLike,
    target: ArrayLike,
    *,
    reduction: Reduction = "mean",
    weight: ArrayLike | None = None,
) -> Array:
    """Squared error, (x - y)², without the factor 1/2 of many papers.

    Parameters
    ----------
    input, target : array_like
        Same shape. Shapes that broadcast are accepted with a warning.
    reduction : {"mean", "sum", "none"}
    weight : array_like, shape of `input`, optional
        Factor of each entry; the mean divides by the sum of the weights.

    Returns
    -------
    ndarray
        Shape (), or that of `input` for "none". The mean of nothing is NaN.

    Raises
    ------
    ValueError
        If shapes do not fit or `reduction` is unknown.

    Source
    ------
    Convention of `torch.nn.functional.mse_loss`.

    Examples
    --------
    >>> mse_loss([1.0, 2.0], [1.0, 4.0])
    array(2.)
    """
    x, y = pair(input, target)
    return value_of(np.square, x, y, checked_weight(weight, x.shape), reduction, by_weight=True)


def mse_loss_backward(
    grad_output: ArrayLike,
    input: ArrayLike,
    target: ArrayLike,
    *,
    reduction: Reduction = "mean",
    weight: ArrayLike | None = None,
) -> tuple[Array, Array]:
    """Gradients of `mse_loss`: 2 (x - y), and its negative for the target.

    Parameters
    ----------
    grad_output : array_like
        Shape (), or that of `input` for "none".
    input, target, reduction, weight
        As in the forward pass.

    Returns
    -------
    grad_input : ndarray, shape of `input`
    grad_target : ndarray, shape of `target`

    Raises
    ------
    ValueError
        If shapes do not fit or `reduction` is unknown.

    Source
    ------
    Convention of `torch.nn.functional.mse_loss`.

    Examples
    --------
    >>> mse_loss_backward(1.0, [1.0, 2.0], [1.0, 4.0])
    (array([ 0., -2.]), array([-0.,  2.]))
    """
    x, y = pair(input, target)
    w = checked_weight(weight, x.shape)
    return gradients_of(lambda d: 2.0 * d, grad_output, x, y, w, reduction, by_weight=True)


def l1_loss(
    input: ArrayLike,
    target: ArrayLike,
    *,
    reduction: Reduction = "mean",
    weight: ArrayLike | None = None,
) -> Array:
    """Absolute error, |x - y|.

    Parameters
    ----------
    input, target, reduction, weight
        As for `mse_loss`.

    Returns
    -------
    ndarray
        Shape (), or that of `input` for "none".

    Raises
    ------
    ValueError
        If shapes do not fit or `reduction` is unknown.

    Source
    ------
    Convention of `torch.nn.functional.l1_loss`.

    Examples
    --------
    >>> l1_loss([1.0, 2.0], [1.0, 4.0], reduction="sum")
    array(2.)
    """
    x, y = pair(input, target)
    return value_of(np.abs, x, y, checked_weight(weight, x.shape), reduction, by_weight=True)


def l1_loss_backward(
    grad_output: ArrayLike,
    input: ArrayLike,
    target: ArrayLike,
    *,
    reduction: Reduction = "mean",
    weight: ArrayLike | None = None,
) -> tuple[Array, Array]:
    """Gradients of `l1_loss`: the sign of x - y, 0 where both are equal.

    Parameters
    ----------
    grad_output : array_like
        Shape (), or that of `input` for "none".
    input, target, reduction, weight
        As in the forward pass.

    Returns
    -------
    grad_input : ndarray, shape of `input`
    grad_target : ndarray, shape of `target`

    Raises
    ------
    ValueError
        If shapes do not fit or `reduction` is unknown.

    Source
    ------
    Convention of `torch.nn.functional.l1_loss`.

    Examples
    --------
    >>> l1_loss_backward(1.0, [1.0, 2.0], [0.0, 4.0], reduction="sum")
    (array([ 1., -1.]), array([-1.,  1.]))
    """
    x, y = pair(input, target)
    w = checked_weight(weight, x.shape)
    return gradients_of(sign, grad_output, x, y, w, reduction, by_weight=True)
