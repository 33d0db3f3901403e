"""The losses: value and slope of one prediction against one target, by the reference."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import nn

Array = nn.Array
State = dict[str, Any]

# Which losses compare what, in the order of the table.
FAMILIES = {
    "number": ("squared", "half_squared", "absolute", "huber", "smooth_l1"),
    "class": ("binary_cross_entropy", "cross_entropy", "hinge", "sigmoid_squared"),
    "angle": ("angle_squared", "angle_arc", "angle_circular"),
}
# In words, for the axes and the description.
WORDS = {
    "squared": "squared error",
    "half_squared": "half the squared error",
    "absolute": "absolute error",
    "huber": "Huber loss",
    "smooth_l1": "smooth L1 loss",
    "binary_cross_entropy": "binary cross-entropy",
    "cross_entropy": "cross-entropy of three classes",
    "hinge": "hinge loss",
    "sigmoid_squared": "squared error of the sigmoid",
    "angle_squared": "squared difference of the degrees",
    "angle_arc": "square of the shorter arc",
    "angle_circular": "squared distance on the unit circle",
}
FAMILY = {loss: family for family, losses in FAMILIES.items() for loss in losses}
OUTPUTS = ("identity", "sigmoid", "tanh")
BOUNDS = {"sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0)}


def output(s: State, q: Array) -> tuple[Array, Array]:
    """What the loss sees of `q`, and its slope by `q`: only a predicted number is squashed."""
    if FAMILY[s["loss"]] != "number" or s["output"] == "identity":
        return q, np.ones_like(q)
    # Slopes as products: far out 1 - σ and 1 - tanh² would have lost most of their digits.
    if s["output"] == "sigmoid":
        return nn.sigmoid(q), nn.sigmoid(q) * nn.sigmoid(-q)
    return nn.tanh(q), 4 * nn.sigmoid(2 * q) * nn.sigmoid(-2 * q)


def arc(q: Array, t: Array) -> Array:
    """The way from target to prediction in degrees, the shorter one, with its sign."""
    gap = q - t
    return np.asarray(gap - 360 * np.floor((gap + 180) / 360))


def value_and_slope(loss: str, s: State, q: Array, t: Array) -> tuple[Array, Array]:
    """The loss of each prediction `q` for its target `t`, and its slope by `q`."""
    family = FAMILY[loss]
    if family == "angle":
        return _angle(loss, q, t)
    if family == "class":
        return _class(loss, s, q, t)
    y, bend = output(s, q)
    value, slope = of_number(loss, s["delta"], y, t)
    if s["output"] == "identity":
        above = nn.relu(q)
        value, slope = value + s["penalty"] * above**2, slope + 2 * s["penalty"] * above
    return value, slope * bend


def of_number(loss: str, delta: float, y: Array, t: Array) -> tuple[Array, Array]:
    """The losses of a difference, and their slopes by the prediction `y`."""
    one = np.ones_like(y)
    if loss in ("squared", "half_squared"):
        share = 0.5 if loss == "half_squared" else 1.0
        slope = nn.mse_loss_backward(one, y, t, reduction="none")[0]
        return share * nn.mse_loss(y, t, reduction="none"), share * slope
    if loss == "absolute":
        slope = nn.l1_loss_backward(one, y, t, reduction="none")[0]
        return nn.l1_loss(y, t, reduction="none"), slope
    if loss == "huber":
        slope = nn.huber_loss_backward(one, y, t, reduction="none", delta=delta)[0]
        return nn.huber_loss(y, t, reduction="none", delta=delta), slope
    slope = nn.smooth_l1_loss_backward(one, y, t, reduction="none", beta=delta)[0]
    return nn.smooth_l1_loss(y, t, reduction="none", beta=delta), slope


def probability(loss: str, s: State, q: Array) -> Array:
    """Of the class whose score is `q`: against all others, or against two."""
    if loss != "cross_entropy":
        return nn.sigmoid(q)
    return np.asarray(nn.softmax(_scores(s, q), 1)[:, 0])


def _scores(s: State, q: Array) -> Array:
    return np.column_stack([q, *(np.full_like(q, other) for other in s["others"])])


def _class(loss: str, s: State, q: Array, t: Array) -> tuple[Array, Array]:
    one = np.ones_like(q)
    if loss == "binary_cross_entropy":
        back = nn.binary_cross_entropy_with_logits_backward(one, q, t, reduction="none")
        return nn.binary_cross_entropy_with_logits(q, t, reduction="none"), back[0]
    if loss == "cross_entropy":
        wanted, scores = np.column_stack([t, 1 - t, 0 * t]), _scores(s, q)
        grad = nn.cross_entropy_backward(one, scores, wanted, reduction="none")[0]
        return nn.cross_entropy(scores, wanted, reduction="none"), grad[:, 0]
    if loss == "hinge":
        yes, no = (_hinge(q, side) for side in (1.0, -1.0))
        return t * yes[0] + (1 - t) * no[0], t * yes[1] + (1 - t) * no[1]
    p = nn.sigmoid(q)
    grad = nn.mse_loss_backward(one, p, t, reduction="none")[0]
    return nn.mse_loss(p, t, reduction="none"), grad * p * nn.sigmoid(-q)


def _hinge(q: Array, side: float) -> tuple[Array, Array]:
    """max(0, 1 - side q), for the class 1 or -1: what a stranger within the margin 1 costs."""
    margin, stranger = side * q, -np.ones_like(q)
    back = nn.hinge_embedding_loss_backward(-stranger, margin, stranger, reduction="none")[0]
    return nn.hinge_embedding_loss(margin, stranger, reduction="none"), side * back


def _angle(loss: str, q: Array, t: Array) -> tuple[Array, Array]:
    one = np.ones_like(q)
    if loss == "angle_circular":
        back = nn.circular_loss_backward(one, q / 360, t / 360, reduction="none")[0]
        return nn.circular_loss(q / 360, t / 360, reduction="none"), back / 360
    gap, zero = (q - t, 0 * q) if loss == "angle_squared" else (arc(q, t), 0 * q)
    back = nn.mse_loss_backward(one, gap, zero, reduction="none")[0]
    return nn.mse_loss(gap, zero, reduction="none"), back
