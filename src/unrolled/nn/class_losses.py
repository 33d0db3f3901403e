"""Losses of one class among many, from log-probabilities and from logits."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, Integers, as_float, quietly
from unrolled.nn._class_coefficients import (
    class_axis,
    class_weight,
    cross_entropy_coefficients,
    indices,
    is_soft,
    pick,
    slope_of,
    value_of,
)
from unrolled.nn._reduction import Reduction, reduced, spread
from unrolled.nn.softmax import log_softmax, log_softmax_backward

__all__ = ["cross_entropy", "cross_entropy_backward", "nll_loss", "nll_loss_backward"]


def _chosen(
    x: Array, target: ArrayLike, weight: ArrayLike | None, ignore_index: int
) -> tuple[Integers, Array]:
    """Class of every sample and its weight, 0 where it is ignored: (N, d1, ...)."""
    w, (index, kept) = class_weight(weight, x), indices(x, target, ignore_index)
    share = kept.astype(x.dtype)
    return index, share if w is None or not w.size else share * w.ravel()[index]


def nll_loss(
    input: ArrayLike,
    target: ArrayLike,
    weight: ArrayLike | None = None,
    *,
    ignore_index: int = -100,
    reduction: Reduction = "mean",
) -> Array:
    """Negative log-likelihood: minus the log-probability of the right class.

    Parameters
    ----------
    input : array_like, shape (N, C), (C,) or (N, C, d1, ...)
        Log-probabilities.
    target : array_like of int, shape (N,), () or (N, d1, ...)
        Class indices, 0 to C - 1.
    weight : array_like, shape (C,), optional
        Factor of each class; the mean divides by the sum of the weights that were met.
    ignore_index : int
        A target that counts for nothing.
    reduction : {"mean", "sum", "none"}

    Returns
    -------
    ndarray
        Shape (), or that of `target` for "none". The mean is NaN if all targets are ignored.

    Raises
    ------
    ValueError
        If shapes do not fit, a target is no class or `reduction` is unknown.
    TypeError
        If `target` does not hold integers.

    Source
    ------
    Convention of `torch.nn.functional.nll_loss`.

    Examples
    --------
    >>> nll_loss(np.log([[0.5, 0.5], [0.25, 0.75]]), [0, 0])
    array(1.03972077)
    """
    x = as_float(input)
    index, share = _chosen(x, target, weight, ignore_index)
    loss = -pick(x, index, class_axis(x))
    if weight is None and share.all():
        return reduced(loss, reduction)
    with quietly():  # what does not count may well be 0 · ∞
        loss = np.where(share == 0, x.dtype.type(0), share * loss)
    return reduced(loss, reduction, float(share.sum()))


def nll_loss_backward(
    grad_output: ArrayLike,
    input: ArrayLike,
    target: ArrayLike,
    weight: ArrayLike | None = None,
    *,
    ignore_index: int = -100,
    reduction: Reduction = "mean",
) -> tuple[Array, None]:
    """Gradient of `nll_loss` with respect to the log-probabilities.

    Parameters
    ----------
    grad_output : array_like
        Shape (), or that of `target` for "none".
    input, target, weight, ignore_index, reduction
        As in the forward pass.

    Returns
    -------
    grad_input : ndarray, shape of `input`
        Zero but for the right class.
    None
        The target holds integers.

    Raises
    ------
    ValueError
        If shapes do not fit, a target is no class or `reduction` is unknown.
    TypeError
        If `target` does not hold integers.

    Source
    ------
    Convention of `torch.nn.functional.nll_loss`.

    Examples
    --------
    >>> nll_loss_backward(1.0, np.log([[0.5, 0.5], [0.25, 0.75]]), [0, 1])
    (array([[-0.5,  0. ],
           [ 0. , -0.5]]), None)
    """
    x = as_float(input)
    index, share = _chosen(x, target, weight, ignore_index)
    axis, out = class_axis(x), np.zeros_like(x)
    each = spread(grad_output, share, reduction, float(share.sum()))
    with quietly():  # also where all targets are ignored, and the mean is 0/0
        slope = np.where(share == 0, x.dtype.type(0), -share * each)
    if x.size:
        np.put_along_axis(out, np.expand_dims(index, axis), np.expand_dims(slope, axis), axis)
    return out, None


def cross_entropy(
    input: ArrayLike,
    target: ArrayLike,
    weight: ArrayLike | None = None,
    *,
    ignore_index: int = -100,
    reduction: Reduction = "mean",
    label_smoothing: float = 0.0,
) -> Array:
    """Cross-entropy of softmax: `nll_loss` of `log_softmax`, from logits.

    Parameters
    ----------
    input : array_like, shape (N, C), (C,) or (N, C, d1, ...)
        Logits.
    target : array_like
        Class indices of shape (N,), () or (N, d1, ...), or probabilities in the shape of `input`.
    weight : array_like, shape (C,), optional
        Factor of each class. With class indices the mean divides by the weights that were met,
        with probabilities by N.
    ignore_index : int
        A class index that counts for nothing.
    reduction : {"mean", "sum", "none"}
    label_smoothing : float
        The share, in [0, 1], of the target that is spread evenly over all classes.

    Returns
    -------
    ndarray
        Shape (), or (N, d1, ...) for "none". The mean is NaN if all targets are ignored.

    Raises
    ------
    ValueError
        If shapes do not fit, a target is no class, or an option does not exist.
    TypeError
        If `target` holds neither integers nor probabilities.

    Source
    ------
    Convention of `torch.nn.functional.cross_entropy`; Szegedy et al., Rethinking the Inception
    architecture (2016), section 7, for label smoothing.

    Examples
    --------
    >>> cross_entropy([[0.0, 0.0], [0.0, np.log(3.0)]], [0, 1], reduction="none")
    array([0.69314718, 0.28768207])
    """
    x = as_float(input)
    axis = class_axis(x)
    if label_smoothing == 0 and not is_soft(x, target, ignore_index):
        log_p = log_softmax(x, axis)
        return nll_loss(log_p, target, weight, ignore_index=ignore_index, reduction=reduction)
    c = cross_entropy_coefficients(x, target, weight, ignore_index, label_smoothing)
    return value_of(c, log_softmax(x, axis), axis, reduction)


def cross_entropy_backward(
    grad_output: ArrayLike,
    input: ArrayLike,
    target: ArrayLike,
    weight: ArrayLike | None = None,
    *,
    ignore_index: int = -100,
    reduction: Reduction = "mean",
    label_smoothing: float = 0.0,
) -> tuple[Array, Array | None]:
    """Gradients of `cross_entropy`: softmax(x) - y, where y is one-hot or soft.

    Parameters
    ----------
    grad_output : array_like
        Shape (), or (N, d1, ...) for "none".
    input, target, weight, ignore_index, reduction, label_smoothing
        As in the forward pass.

    Returns
    -------
    grad_input : ndarray, shape of `input`
    grad_target : ndarray, shape of `target`, or None for class indices

    Raises
    ------
    ValueError
        If shapes do not fit, a target is no class, or an option does not exist.
    TypeError
        If `target` holds neither integers nor probabilities.

    Source
    ------
    Convention of `torch.nn.functional.cross_entropy`.

    Examples
    --------
    >>> cross_entropy_backward(1.0, [[0.0, 0.0]], [0])
    (array([[-0.5,  0.5]]), None)
    """
    x = as_float(input)
    axis = class_axis(x)
    if label_smoothing == 0 and not is_soft(x, target, ignore_index):
        grad, _ = nll_loss_backward(
            grad_output, x, target, weight, ignore_index=ignore_index, reduction=reduction
        )
        return log_softmax_backward(grad, x, axis), None
    c = cross_entropy_coefficients(x, target, weight, ignore_index, label_smoothing)
    grad_log_p, each = slope_of(c, grad_output, x, axis, reduction)
    grad_input = log_softmax_backward(grad_log_p, x, axis)
    if not c.soft:
        return grad_input, None
    w = class_weight(weight, x)
    with quietly():
        grad_target = each * -log_softmax(x, axis) * x.dtype.type(1.0 - label_smoothing)
        return grad_input, np.asarray(grad_target if w is None else grad_target * w)
