"""Losses of one class among many, from log-probabilities and from logits."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, as_float, probability, quietly
from unrolled.nn._class_smoothing import (
    even_backward,
    even_loss,
    even_share,
    soft_backward,
    soft_loss,
)
from unrolled.nn._class_targets import choose, class_axis, is_soft, pick
from unrolled.nn._reduction import Reduction, reduced, spread
from unrolled.nn.softmax import log_softmax, log_softmax_backward

__all__ = ["cross_entropy", "cross_entropy_backward", "nll_loss", "nll_loss_backward"]


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
    index, kept, share = choose(x, target, weight, ignore_index)
    loss = -pick(x, index, class_axis(x))
    if weight is None and kept.all():
        return reduced(loss, reduction)
    with quietly():  # what is ignored may well be 0 · ∞
        loss = np.where(kept, share * loss, x.dtype.type(0))
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
    index, kept, share = choose(x, target, weight, ignore_index)
    axis, out = class_axis(x), np.zeros_like(x)
    each = spread(grad_output, share, reduction, float(share.sum()))
    with quietly():  # also where all targets are ignored, and the mean is 0/0
        slope = np.where(kept, -share * each, x.dtype.type(0))
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
    probability(label_smoothing, "label_smoothing")
    x = as_float(input)
    axis = class_axis(x)
    log_p = log_softmax(x, axis)
    if is_soft(x, target, ignore_index):
        return soft_loss(log_p, target, weight, reduction, label_smoothing)
    loss = nll_loss(log_p, target, weight, ignore_index=ignore_index, reduction=reduction)
    if label_smoothing == 0:
        return loss
    even = even_loss(log_p, choose(x, target, weight, ignore_index), weight, reduction)
    with quietly():
        return np.asarray(loss * (1.0 - label_smoothing) + even * even_share(x, label_smoothing))


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
    probability(label_smoothing, "label_smoothing")
    x = as_float(input)
    axis = class_axis(x)
    if is_soft(x, target, ignore_index):
        return soft_backward(grad_output, x, target, weight, reduction, label_smoothing)
    grad = as_float(grad_output, "grad_output")
    hard = grad if label_smoothing == 0 else grad * (1.0 - label_smoothing)
    grad_log_p, _ = nll_loss_backward(
        hard, x, target, weight, ignore_index=ignore_index, reduction=reduction
    )
    if label_smoothing:
        chosen = choose(x, target, weight, ignore_index)
        with quietly():
            grad_log_p += even_backward(
                grad * even_share(x, label_smoothing), x, chosen, weight, reduction
            )
    return log_softmax_backward(grad_log_p, x, axis), None
