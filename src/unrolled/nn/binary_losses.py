"""Losses of a yes or no: cross-entropy from probabilities and from logits."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, as_float, broadcasts, optional, quietly
from unrolled.nn._reduction import Reduction, reduced, same_shape, spread
from unrolled.nn.smooth import sigmoid

__all__ = [
    "binary_cross_entropy",
    "binary_cross_entropy_backward",
    "binary_cross_entropy_with_logits",
    "binary_cross_entropy_with_logits_backward",
]

# torch cuts log at -100 forward, and the denominator p (1 - p) at 1e-12 backward.
LOG_FLOOR = -100.0
DENOMINATOR_FLOOR = float(np.float32(1e-12))  # the constant that torch's kernel holds


def _checked(
    input: ArrayLike, target: ArrayLike, weight: ArrayLike | None, name: str = "weight"
) -> tuple[Array, Array, Array | None]:
    x, y, w = as_float(input), as_float(target, "target"), optional(weight, name)
    same_shape("target", y, "input", x.shape)
    if w is not None:
        broadcasts(name, w, x.shape)
    return x, y, w


def _probabilities(name: str, x: Array) -> None:
    if not np.all((x >= 0) & (x <= 1)):
        raise ValueError(f"{name} must hold probabilities: all of its entries lie in [0, 1]")


def binary_cross_entropy(
    input: ArrayLike,
    target: ArrayLike,
    weight: ArrayLike | None = None,
    *,
    reduction: Reduction = "mean",
) -> Array:
    """Cross-entropy of a probability: -y log p - (1 - y) log(1 - p).

    Parameters
    ----------
    input : array_like
        Probabilities p. Their logarithms are cut at -100, so that no loss exceeds 100.
    target : array_like, shape of `input`
        Probabilities y, often 0 or 1.
    weight : array_like, optional
        Factor of each entry; broadcasts to `input`.
    reduction : {"mean", "sum", "none"}
        The mean divides by the number of entries, whatever the weights.

    Returns
    -------
    ndarray
        Shape (), or that of `input` for "none".

    Raises
    ------
    ValueError
        If shapes differ, `input` or `target` is no probability, or `reduction` is unknown.

    Source
    ------
    Convention of `torch.nn.functional.binary_cross_entropy`.

    Examples
    --------
    >>> binary_cross_entropy([0.5, 0.0], [1.0, 1.0], reduction="none")
    array([  0.69314718, 100.        ])
    """
    x, y, w = _checked(input, target, weight)
    _probabilities("input", x)
    _probabilities("target", y)
    with quietly():
        log_p, log_q = np.maximum(np.log(x), LOG_FLOOR), np.maximum(np.log1p(-x), LOG_FLOOR)
        loss = (y - 1.0) * log_q - y * log_p
    return reduced(np.asarray(loss if w is None else w * loss), reduction)


def binary_cross_entropy_backward(
    grad_output: ArrayLike,
    input: ArrayLike,
    target: ArrayLike,
    weight: ArrayLike | None = None,
    *,
    reduction: Reduction = "mean",
) -> tuple[Array, Array]:
    """Gradients of `binary_cross_entropy`: (p - y) / (p (1 - p)) and log(1 - p) - log p.

    Parameters
    ----------
    grad_output : array_like
        Shape (), or that of `input` for "none".
    input, target, weight, reduction
        As in the forward pass.

    Returns
    -------
    grad_input : ndarray, shape of `input`
        The denominator is at least 1e-12: slopes are finite also where the loss is cut.
    grad_target : ndarray, shape of `target`
        Not cut, hence infinite at p = 0 and p = 1.

    Raises
    ------
    ValueError
        If shapes differ, `input` or `target` is no probability, or `reduction` is unknown.

    Source
    ------
    Convention of `torch.nn.functional.binary_cross_entropy`.

    Examples
    --------
    >>> binary_cross_entropy_backward(1.0, [0.5], [1.0])
    (array([-2.]), array([0.]))
    """
    x, y, w = _checked(input, target, weight)
    _probabilities("input", x)
    _probabilities("target", y)
    with quietly():
        grad = spread(grad_output, x, reduction)
        grad = grad if w is None else w * grad
        grad_input = grad * (x - y) / np.maximum(x * (1.0 - x), x.dtype.type(DENOMINATOR_FLOOR))
        return np.asarray(grad_input), np.asarray(grad * (np.log1p(-x) - np.log(x)))


def _softplus_of_minus(x: Array) -> Array:
    """log(1 + exp(-x)) = -log sigmoid(x), for all x."""
    return np.asarray(np.log1p(np.exp(-np.abs(x))) + np.maximum(-x, 0.0))


def binary_cross_entropy_with_logits(
    input: ArrayLike,
    target: ArrayLike,
    weight: ArrayLike | None = None,
    *,
    reduction: Reduction = "mean",
    pos_weight: ArrayLike | None = None,
) -> Array:
    """Cross-entropy of sigmoid(x), computed without ever forming the sigmoid.

    Parameters
    ----------
    input : array_like
        Logits x.
    target : array_like, shape of `input`
        Probabilities y, often 0 or 1.
    weight : array_like, optional
        Factor of each entry; broadcasts to `input`.
    reduction : {"mean", "sum", "none"}
    pos_weight : array_like, optional
        Factor of the y-term alone, say (number of negatives) / (number of positives).

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
    Convention of `torch.nn.functional.binary_cross_entropy_with_logits`.

    Examples
    --------
    >>> binary_cross_entropy_with_logits([0.0, -1000.0], [1.0, 1.0], reduction="none")
    array([6.93147181e-01, 1.00000000e+03])
    """
    x, y, w = _checked(input, target, weight)
    _, _, positive = _checked(input, target, pos_weight, "pos_weight")
    log_weight = 1.0 if positive is None else 1.0 + (positive - 1.0) * y
    with quietly():
        loss = (1.0 - y) * x + log_weight * _softplus_of_minus(x)
        loss = loss if w is None else w * loss
    return reduced(np.asarray(loss), reduction)


def binary_cross_entropy_with_logits_backward(
    grad_output: ArrayLike,
    input: ArrayLike,
    target: ArrayLike,
    weight: ArrayLike | None = None,
    *,
    reduction: Reduction = "mean",
    pos_weight: ArrayLike | None = None,
) -> tuple[Array, Array]:
    """Gradients of `binary_cross_entropy_with_logits`: sigmoid(x) - y, and -x for the target.

    Parameters
    ----------
    grad_output : array_like
        Shape (), or that of `input` for "none".
    input, target, weight, reduction, pos_weight
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
    Convention of `torch.nn.functional.binary_cross_entropy_with_logits`.

    Examples
    --------
    >>> binary_cross_entropy_with_logits_backward(1.0, [0.0], [1.0])
    (array([-0.5]), array([-0.]))
    """
    x, y, w = _checked(input, target, weight)
    _, _, positive = _checked(input, target, pos_weight, "pos_weight")
    with quietly():
        grad = spread(grad_output, x, reduction)
        grad = grad if w is None else w * grad
        if positive is None:
            return np.asarray(grad * (sigmoid(x) - y)), np.asarray(grad * -x)
        t = positive * y
        slope = (t + 1.0 - y) * sigmoid(x) - t
        slope_y = positive * _softplus_of_minus(x) - _softplus_of_minus(-x)
        return np.asarray(grad * slope), np.asarray(grad * slope_y)
