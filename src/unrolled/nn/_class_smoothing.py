"""Label smoothing, for class indices and for soft targets.

Smoothed targets are the given ones times 1 - label_smoothing, and for every class an even share of
label_smoothing. For indices that is a second loss beside `nll_loss`, as in torch, so that infinite
log-probabilities go the same way.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, as_float, quietly
from unrolled.nn._class_targets import Chosen, class_axis, class_weight
from unrolled.nn._reduction import reduced, spread
from unrolled.nn.softmax import log_softmax, log_softmax_backward


def even_share(x: Array, label_smoothing: float) -> Array:
    """What label smoothing gives to each class."""
    share: Array = np.divide(label_smoothing, x.shape[class_axis(x)], dtype=x.dtype)
    return share


def even_loss(log_p: Array, chosen: Chosen, weight: ArrayLike | None, reduction: str) -> Array:
    """Minus the sum of all log-probabilities, of samples that are not ignored."""
    w = class_weight(weight, log_p)
    with quietly():
        total = (log_p if w is None else log_p * w).sum(axis=class_axis(log_p))
    loss = np.where(chosen.kept, -total, log_p.dtype.type(0))
    return reduced(loss, reduction, float(chosen.share.sum()))


def even_backward(
    grad_output: Array, x: Array, chosen: Chosen, weight: ArrayLike | None, reduction: str
) -> Array:
    """Gradient of `even_loss` with respect to the log-probabilities."""
    w = class_weight(weight, x)
    each = spread(grad_output, chosen.share, reduction, float(chosen.share.sum()))
    grad = np.expand_dims(np.where(chosen.kept, -each, x.dtype.type(0)), class_axis(x))
    return np.asarray(grad if w is None else grad * w)


def _samples(x: Array) -> float:
    """How many samples there are; torch counts entries."""
    classes = x.shape[class_axis(x)]
    return x.size / classes if classes else 0.0


def _factor(x: Array, target: ArrayLike, weight: ArrayLike | None, label_smoothing: float) -> Array:
    """Minus the loss of soft targets is the sum of factor times log-probability."""
    factor, w = as_float(target, "target"), class_weight(weight, x)
    if label_smoothing:
        with quietly():
            factor = factor * (1.0 - label_smoothing) + even_share(x, label_smoothing)
    return factor if w is None else factor * w


def soft_loss(
    log_p: Array,
    target: ArrayLike,
    weight: ArrayLike | None,
    reduction: str,
    label_smoothing: float,
) -> Array:
    """Return the loss of soft targets, smoothed or not."""
    with quietly():
        terms = _factor(log_p, target, weight, label_smoothing) * log_p
        return reduced(-terms.sum(axis=class_axis(log_p)), reduction, _samples(log_p))


def soft_backward(
    grad_output: ArrayLike,
    x: Array,
    target: ArrayLike,
    weight: ArrayLike | None,
    reduction: str,
    label_smoothing: float,
) -> tuple[Array, Array]:
    """Gradients with respect to the logits and to soft targets."""
    axis, w = class_axis(x), class_weight(weight, x)
    unreduced = np.empty(x.shape[:axis] + x.shape[axis + 1 :], x.dtype)
    each = np.expand_dims(spread(grad_output, unreduced, reduction, _samples(x)), axis)
    with quietly():
        grad_log_p = -_factor(x, target, weight, label_smoothing) * each
        grad_target = each * -log_softmax(x, axis) * (1.0 - label_smoothing)
    grad_target = grad_target if w is None else grad_target * w
    return log_softmax_backward(grad_log_p, x, axis), grad_target
