"""The hinge: a loss of distances."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, keep, quietly, sum_to
from unrolled.nn._reduction import Reduction, pair, reduced, spread

__all__ = ["hinge_embedding_loss", "hinge_embedding_loss_backward"]


def hinge_embedding_loss(
    input: ArrayLike,
    target: ArrayLike,
    margin: float = 1.0,
    *,
    reduction: Reduction = "mean",
) -> Array:
    """Pull pairs together, push others a margin apart: x for y = 1, max(0, margin - x) for -1.

    Parameters
    ----------
    input : array_like
        Distances x.
    target : array_like, shape of `input`
        1 for a pair, -1 for strangers; any other value counts as both, as in torch.
    margin : float
        Distance at which strangers stop to cost.
    reduction : {"mean", "sum", "none"}

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
    Convention of `torch.nn.functional.hinge_embedding_loss`.

    Examples
    --------
    >>> hinge_embedding_loss([0.25, 0.25], [1, -1], reduction="none")
    array([0.25, 0.75])
    """
    x, y = pair(input, target)
    with quietly():
        push = np.where(y == 1, 0.0, np.maximum(margin - x, 0.0))
        loss = push + np.where(y == -1, 0.0, x)
    return reduced(loss.astype(x.dtype), reduction)


def hinge_embedding_loss_backward(
    grad_output: ArrayLike,
    input: ArrayLike,
    target: ArrayLike,
    margin: float = 1.0,
    *,
    reduction: Reduction = "mean",
) -> tuple[Array, None]:
    """Gradient of `hinge_embedding_loss`: 1 for pairs, -1 for strangers within the margin.

    Parameters
    ----------
    grad_output : array_like
        Shape (), or that of `input` for "none".
    input, target, margin, reduction
        As in the forward pass.

    Returns
    -------
    grad_input : ndarray, shape of `input`
        At x = margin the slope is -1, as in torch.
    None
        The target is a label.

    Raises
    ------
    ValueError
        If shapes do not fit or `reduction` is unknown.

    Source
    ------
    Convention of `torch.nn.functional.hinge_embedding_loss`.

    Examples
    --------
    >>> hinge_embedding_loss_backward(1.0, [0.25, 0.25, 2.0], [1, -1, -1], reduction="sum")
    (array([ 1., -1.,  0.]), None)
    """
    x, y = pair(input, target)
    with quietly():
        push, pull = (y != 1) & (margin - x >= 0), y != -1
        each = spread(grad_output, np.empty(push.shape, x.dtype), reduction)
        return sum_to(keep(each, pull) - keep(each, push), x.shape), None
