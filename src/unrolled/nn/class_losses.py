"""Losses of one class among many: each is minus a weighted sum of log-probabilities.

`_coefficients` gives the factor of every log-probability and the divisor of the mean; value and
gradient follow from them, for class indices and for soft targets alike.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, as_float, as_integers, optional, probability, quietly
from unrolled.nn._reduction import Reduction, reduced, spread
from unrolled.nn.softmax import log_softmax, log_softmax_backward


class _Coefficients(NamedTuple):
    factor: Array  # shape of the input
    divisor: float  # what the mean divides by
    soft: bool


def _class_axis(x: Array) -> int:
    if x.ndim == 0:
        raise ValueError("input has shape (); it may be (C,), (N, C) or (N, C, d1, ...)")
    return 0 if x.ndim == 1 else 1


def _class_weight(weight: ArrayLike | None, x: Array) -> Array | None:
    """Return the class weights in the shape (C, 1, ...), which broadcasts to the input."""
    w = optional(weight, "weight")
    if w is None:
        return None
    axis = _class_axis(x)
    if w.shape != (x.shape[axis],):
        raise ValueError(
            f"weight has shape {w.shape}; it must be (C,) = {(x.shape[axis],)} for input of "
            f"shape {x.shape}"
        )
    return w.reshape(-1, *[1] * (x.ndim - axis - 1))


def _of_indices(
    x: Array, target: ArrayLike, w: Array | None, ignore_index: int, smoothing: float
) -> _Coefficients:
    axis, y = _class_axis(x), as_integers(target, "target")
    if y.shape != x.shape[:axis] + x.shape[axis + 1 :]:
        raise ValueError(
            f"target has shape {y.shape}; for input of shape {x.shape} it must be "
            f"{x.shape[:axis] + x.shape[axis + 1 :]} (class indices)"
        )
    classes, kept = x.shape[axis], y != ignore_index
    wrong = y[kept & ((y < 0) | (y >= classes))]
    if wrong.size:
        raise ValueError(f"target holds class {wrong[0]}; it may be 0 to {classes - 1}")
    indices = np.expand_dims(np.where(kept, y, 0), axis)
    one_hot = np.zeros_like(x)
    if classes:
        np.put_along_axis(one_hot, indices, np.expand_dims(kept, axis).astype(x.dtype), axis)
    one_hot = one_hot if w is None else one_hot * w
    count = float(one_hot.sum())
    if smoothing:
        share = np.expand_dims(kept, axis) * (1.0 if w is None else w) * (smoothing / classes)
        one_hot = (one_hot * x.dtype.type(1.0 - smoothing) + share).astype(x.dtype)
    return _Coefficients(one_hot, count, soft=False)


def _of_probabilities(x: Array, y: Array, w: Array | None, smoothing: float) -> _Coefficients:
    axis = _class_axis(x)
    classes = x.shape[axis]
    factor = y * x.dtype.type(1.0 - smoothing)
    if smoothing:
        factor = factor + x.dtype.type(smoothing / classes)
    count = x.size / classes if classes else 0.0
    return _Coefficients(np.asarray(factor if w is None else factor * w), count, soft=True)


def _is_soft(x: Array, target: ArrayLike, ignore_index: int) -> bool:
    y = np.asarray(target)
    if y.dtype.kind != "f" or y.shape != x.shape:
        return False
    if ignore_index >= 0:
        raise ValueError(f"ignore_index is {ignore_index}; soft targets have no index to ignore")
    return True


def _value(c: _Coefficients, log_p: Array, axis: int, reduction: str) -> Array:
    with quietly():
        terms = -c.factor * log_p
        # A class that does not count may well have probability 0: 0 times log 0 is 0 there.
        terms = terms if c.soft else np.where(c.factor == 0, log_p.dtype.type(0), terms)
        return reduced(np.asarray(terms.sum(axis=axis)), reduction, c.divisor)


def _slope(
    c: _Coefficients, grad_output: ArrayLike, x: Array, axis: int, reduction: str
) -> tuple[Array, Array]:
    """Gradient with respect to the log-probabilities, and that of every loss."""
    unreduced = np.empty(x.shape[:axis] + x.shape[axis + 1 :], x.dtype)
    each = np.expand_dims(spread(grad_output, unreduced, reduction, c.divisor), axis)
    with quietly():
        grad = -c.factor * each
    # Also where all targets are ignored and the mean is 0/0.
    return grad if c.soft else np.where(c.factor == 0, x.dtype.type(0), grad), each


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
    c = _of_indices(x, target, _class_weight(weight, x), ignore_index, 0.0)
    return _value(c, x, _class_axis(x), reduction)


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
    c = _of_indices(x, target, _class_weight(weight, x), ignore_index, 0.0)
    return _slope(c, grad_output, x, _class_axis(x), reduction)[0], None


def _cross_entropy_coefficients(
    x: Array, target: ArrayLike, weight: ArrayLike | None, ignore_index: int, smoothing: float
) -> _Coefficients:
    probability(smoothing, "label_smoothing")
    w = _class_weight(weight, x)
    if _is_soft(x, target, ignore_index):
        return _of_probabilities(x, as_float(target, "target"), w, smoothing)
    return _of_indices(x, target, w, ignore_index, smoothing)


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
    c = _cross_entropy_coefficients(x, target, weight, ignore_index, label_smoothing)
    axis = _class_axis(x)
    return _value(c, log_softmax(x, axis), axis, reduction)


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
    c = _cross_entropy_coefficients(x, target, weight, ignore_index, label_smoothing)
    axis = _class_axis(x)
    grad_log_p, each = _slope(c, grad_output, x, axis, reduction)
    grad_input = log_softmax_backward(grad_log_p, x, axis)
    if not c.soft:
        return grad_input, None
    w = _class_weight(weight, x)
    with quietly():
        grad_target = each * -log_softmax(x, axis) * x.dtype.type(1.0 - label_smoothing)
        return grad_input, np.asarray(grad_target if w is None else grad_target * w)
