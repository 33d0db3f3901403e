"""The affine map that every layer is made of."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn.activations import Array, as_float


def linear(x: ArrayLike, weight: ArrayLike, bias: ArrayLike | None = None) -> Array:
    """Affine map x Wᵀ + b.

    Parameters
    ----------
    x : array_like, shape (..., in_features)
    weight : array_like, shape (out_features, in_features) or (in_features,)
    bias : array_like, shape (out_features,), optional

    Returns
    -------
    ndarray, shape (..., out_features)

    Raises
    ------
    ValueError
        If the last axis of `x` is not in_features, or `bias` does not fit.

    Source
    ------
    Convention of `torch.nn.functional.linear`.

    Examples
    --------
    >>> linear([1.0, 2.0], [[3.0, 4.0]], [0.5])
    array([11.5])
    """
    x, weight = as_float(x), as_float(weight)
    if weight.ndim not in (1, 2):
        raise ValueError(f"weight has shape {weight.shape}; it may be (out, in) or (in,)")
    if x.ndim == 0 or x.shape[-1] != weight.shape[-1]:
        raise ValueError(
            f"x of shape {x.shape} and weight of shape {weight.shape} do not fit: "
            "their last axes must be equal"
        )
    if bias is None:
        return np.asarray(x @ weight.T)
    bias = as_float(bias)
    if bias.shape not in ((), weight.shape[:-1]):
        raise ValueError(
            f"bias of shape {bias.shape} does not fit weight of shape {weight.shape}: "
            f"it may be {weight.shape[:-1]}"
        )
    return np.asarray(x @ weight.T + bias)
