"""Kullback-Leibler divergence of two distributions."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, one_of, quietly, sum_to
from unrolled.nn._reduction import REDUCTIONS, pair, reduced, spread

__all__ = ["kl_div", "kl_div_backward"]


def _divisor(reduction: str, x: Array) -> tuple[str, float | None]:
    one_of("reduction", reduction, (*REDUCTIONS, "batchmean"))
    if reduction == "batchmean":
        return "mean", float(x.shape[0]) if x.ndim else 1.0
    return reduction, None


def _terms(x: Array, y: Array, log_target: bool) -> Array:
    with quietly():
        if log_target:
            return np.asarray(np.exp(y) * (y - x))
        return np.asarray(np.where(y == 0, y, y * np.log(y)) - y * x)  # 0 log 0 is 0


def kl_div(
    input: ArrayLike,
    target: ArrayLike,
    *,
    reduction: Literal["none", "mean", "sum", "batchmean"] = "mean",
    log_target: bool = False,
) -> Array:
    """Terms of the Kullback-Leibler divergence: y (log y - x), with x the log-probabilities.

    Parameters
    ----------
    input : array_like
        Log-probabilities of the model.
    target : array_like, shape of `input`
        Probabilities y, or their logarithms with `log_target`.
    reduction : {"mean", "batchmean", "sum", "none"}
        Only "batchmean" gives the divergence of the textbook: sum over classes, mean over the
        batch. The default divides by the number of classes too.
    log_target : bool

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
    Convention of `torch.nn.functional.kl_div`.

    Examples
    --------
    >>> kl_div(np.log([[0.5, 0.5]]), [[0.0, 1.0]], reduction="batchmean")
    array(0.69314718)
    """
    x, y = pair(input, target)
    how, count = _divisor(reduction, x)
    return reduced(_terms(x, y, log_target), how, count)


def kl_div_backward(
    grad_output: ArrayLike,
    input: ArrayLike,
    target: ArrayLike,
    *,
    reduction: Literal["none", "mean", "sum", "batchmean"] = "mean",
    log_target: bool = False,
) -> tuple[Array, Array]:
    """Gradients of `kl_div`: -y, and log y + 1 - x for the target.

    Parameters
    ----------
    grad_output : array_like
        Shape (), or that of `input` for "none".
    input, target, reduction, log_target
        As in the forward pass.

    Returns
    -------
    grad_input : ndarray, shape of `input`
    grad_target : ndarray, shape of `target`
        NaN where y = 0, as in torch.

    Raises
    ------
    ValueError
        If shapes do not fit or `reduction` is unknown.

    Source
    ------
    Convention of `torch.nn.functional.kl_div`.

    Examples
    --------
    >>> kl_div_backward(1.0, np.log([[0.5, 0.5]]), [[0.5, 0.5]], reduction="sum")
    (array([[-0.5, -0.5]]), array([[1., 1.]]))
    """
    x, y = pair(input, target)
    how, count = _divisor(reduction, x)
    with quietly():
        grad = spread(grad_output, x - y, how, count)
        if log_target:
            p = np.exp(y)
            return sum_to(-grad * p, x.shape), sum_to(grad * p * (y + 1.0 - x), y.shape)
        slope = np.log(y) + y / y - x
        return sum_to(-grad * y, x.shape), sum_to(grad * slope, y.shape)
