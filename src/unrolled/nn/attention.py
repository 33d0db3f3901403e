"""Scaled dot-product attention: a weighted mean of values, the weights by softmax."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import (
    Array,
    as_float,
    as_gradient,
    broadcasts,
    probability,
    quietly,
    sum_to,
)

__all__ = ["scaled_dot_product_attention", "scaled_dot_product_attention_backward"]


class _Attention(NamedTuple):
    q: Array  # (..., L, E)
    k: Array  # (..., S, E)
    v: Array  # (..., S, D)
    scale: float
    weights: Array  # (..., L, S), rows sum to one
    dropped: Array  # the same after dropout
    keep: Array | None  # factors of dropout


def _read(query: ArrayLike, key: ArrayLike, value: ArrayLike) -> tuple[Array, Array, Array]:
    q, k, v = as_float(query, "query"), as_float(key, "key"), as_float(value, "value")
    if min(q.ndim, k.ndim, v.ndim) < 2 or q.shape[-1] != k.shape[-1] or k.shape[-2] != v.shape[-2]:
        raise ValueError(
            f"query of shape {q.shape}, key of shape {k.shape} and value of shape {v.shape} do not "
            "fit: they must be (..., L, E), (..., S, E) and (..., S, D)"
        )
    return q, k, v


def _same_batch(q: Array, k: Array, v: Array) -> None:
    try:
        np.broadcast_shapes(q.shape[:-2], k.shape[:-2], v.shape[:-2])
    except ValueError:
        raise ValueError(
            f"query of shape {q.shape}, key of shape {k.shape} and value of shape {v.shape} do not "
            "fit: their leading axes must broadcast"
        ) from None


def _repeated(name: str, x: Array, q: Array) -> Array:
    """Give each head of the query its own copy of the head that it shares."""
    if min(q.ndim, x.ndim) < 3 or not x.shape[-3] or q.shape[-3] % x.shape[-3]:
        raise ValueError(
            f"query of shape {q.shape} and {name} of shape {x.shape} do not fit: with enable_gqa "
            f"the heads of {name}, its third axis from the end, must divide those of the query"
        )
    return x.repeat(q.shape[-3] // x.shape[-3], axis=-3)


def _sum_to_shared(grad: Array, copies: Array, shape: tuple[int, ...]) -> Array:
    """Undo broadcasting, and then `_repeated`."""
    grad = sum_to(grad, copies.shape)
    if grad.shape == shape:
        return grad
    return np.asarray(
        grad.reshape(*shape[:-2], copies.shape[-3] // shape[-3], *shape[-2:]).sum(axis=-3)
    )


def _masked(scores: Array, attn_mask: ArrayLike | None, is_causal: bool) -> Array:
    minus_infinity = scores.dtype.type(-np.inf)
    if is_causal:
        if attn_mask is not None:
            raise ValueError("attn_mask is given and is_causal is True; only one of them may be")
        return np.where(np.tril(np.ones(scores.shape[-2:], dtype=bool)), scores, minus_infinity)
    if attn_mask is None:
        return scores
    mask = np.asarray(attn_mask)
    broadcasts("attn_mask", mask, scores.shape)
    if mask.dtype == np.bool_:
        mask = np.where(mask, scores.dtype.type(0), minus_infinity)
    return np.asarray(scores + as_float(mask, "attn_mask"))


def _attend(
    query: ArrayLike,
    key: ArrayLike,
    value: ArrayLike,
    attn_mask: ArrayLike | None,
    dropout_p: float,
    is_causal: bool,
    scale: float | None,
    enable_gqa: bool,
    dropout_mask: ArrayLike | None,
) -> _Attention:
    q, k, v = _read(query, key, value)
    if enable_gqa:
        k, v = _repeated("key", k, q), _repeated("value", v, q)
    _same_batch(q, k, v)
    probability(dropout_p, "dropout_p")
    factor = 1.0 / math.sqrt(max(q.shape[-1], 1)) if scale is None else scale
    with quietly():
        scores = np.asarray(q @ k.swapaxes(-1, -2))
        scores *= q.dtype.type(factor)
        weights = _masked(scores, attn_mask, is_causal)  # and softmax in the same memory
        top = weights.max(axis=-1, keepdims=True, initial=-np.inf)
        weights -= top
        np.exp(weights, out=weights)
        weights /= weights.sum(axis=-1, keepdims=True)
        # A row that may look nowhere gets zeros, not NaN, as in torch.
        np.copyto(weights, 0.0, where=top == -np.inf)
    if dropout_p == 0.0:
        return _Attention(q, k, v, factor, weights, weights, None)
    if dropout_mask is None:
        raise ValueError(f"dropout_p is {dropout_p} and dropout_mask is None; say what is kept")
    kept = np.asarray(dropout_mask, dtype=bool)
    broadcasts("dropout_mask", kept, weights.shape)
    keep = kept * weights.dtype.type(1.0 / (1.0 - dropout_p) if dropout_p < 1.0 else 0.0)
    return _Attention(q, k, v, factor, weights, np.asarray(weights * keep), keep)


def scaled_dot_product_attention(
    query: ArrayLike,
    key: ArrayLike,
    value: ArrayLike,
    attn_mask: ArrayLike | None = None,
    dropout_p: float = 0.0,
    is_causal: bool = False,
    *,
    scale: float | None = None,
    enable_gqa: bool = False,
    dropout_mask: ArrayLike | None = None,
) -> Array:
    """Attention: softmax(Q Kᵀ / √E) V.

    Parameters
    ----------
    query : array_like, shape (..., L, E)
    key : array_like, shape (..., S, E)
    value : array_like, shape (..., S, D)
    attn_mask : array_like, broadcasts to (..., L, S), optional
        True where a query may look; or numbers that are added to the scores.
    dropout_p : float
        Probability that a weight is dropped; needs `dropout_mask`.
    is_causal : bool
        Query i sees keys 0 to i.
    scale : float, optional
        Factor of the scores instead of 1 / √E.
    enable_gqa : bool
        Grouped queries: with query of shape (..., H, L, E), key and value may have fewer heads, a
        divisor of H; neighbouring queries share one.
    dropout_mask : array_like of bool, shape (..., L, S), optional
        Which weights are kept.

    Returns
    -------
    ndarray, shape (..., L, D)
        Zero for a query that may look nowhere.

    Raises
    ------
    ValueError
        If shapes do not fit or options do not go together.

    Source
    ------
    Convention of `torch.nn.functional.scaled_dot_product_attention`; Vaswani et al., Attention is
    all you need (2017), eq. 1; Ainslie et al., GQA (2023), for grouped queries.

    Examples
    --------
    >>> values = [[1.0], [3.0]]
    >>> scaled_dot_product_attention([[0.0], [0.0]], [[1.0], [1.0]], values, is_causal=True)
    array([[1.],
           [2.]])
    """
    a = _attend(query, key, value, attn_mask, dropout_p, is_causal, scale, enable_gqa, dropout_mask)
    return np.asarray(a.dropped @ a.v)


def scaled_dot_product_attention_backward(
    grad_output: ArrayLike,
    query: ArrayLike,
    key: ArrayLike,
    value: ArrayLike,
    attn_mask: ArrayLike | None = None,
    dropout_p: float = 0.0,
    is_causal: bool = False,
    *,
    scale: float | None = None,
    enable_gqa: bool = False,
    dropout_mask: ArrayLike | None = None,
) -> tuple[Array, Array, Array, Array | None]:
    """Gradients of `scaled_dot_product_attention`.

    Parameters
    ----------
    grad_output : array_like, shape (..., L, D)
    query, key, value, attn_mask, dropout_p, is_causal, scale, enable_gqa, dropout_mask
        As in the forward pass.

    Returns
    -------
    grad_query, grad_key, grad_value : ndarray
    grad_attn_mask : ndarray or None
        None for no mask and for one of booleans.

    Raises
    ------
    ValueError
        If shapes do not fit or options do not go together.

    Source
    ------
    Convention of `torch.nn.functional.scaled_dot_product_attention`.

    Examples
    --------
    >>> q, k, v = [[0.0]], [[1.0], [1.0]], [[1.0], [3.0]]
    >>> scaled_dot_product_attention_backward([[2.0]], q, k, v)[2]
    array([[1.],
           [1.]])
    """
    a = _attend(query, key, value, attn_mask, dropout_p, is_causal, scale, enable_gqa, dropout_mask)
    shape = (*np.broadcast_shapes(a.weights.shape[:-2], a.v.shape[:-2]), a.q.shape[-2])
    grad = as_gradient(grad_output, (*shape, a.v.shape[-1]), a.q.dtype)
    grad_weights = grad @ a.v.swapaxes(-1, -2)
    grad_weights = grad_weights if a.keep is None else grad_weights * a.keep
    with quietly():
        inner = (grad_weights * a.weights).sum(axis=-1, keepdims=True)
        grad_scores = a.weights * (grad_weights - inner)
    scaled = grad_scores * a.q.dtype.type(a.scale)
    mask = None if attn_mask is None else np.asarray(attn_mask)
    return (
        sum_to(scaled @ a.k, a.q.shape),
        _sum_to_shared(scaled.swapaxes(-1, -2) @ a.q, a.k, np.shape(key)),
        _sum_to_shared(a.dropped.swapaxes(-1, -2) @ grad, a.v, np.shape(value)),
        None if mask is None or mask.dtype == np.bool_ else sum_to(grad_scores, mask.shape),
    )
