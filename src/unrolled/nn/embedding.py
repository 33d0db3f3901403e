"""Embedding: a table of vectors, looked up by index."""

from __future__ import annotations

from typing import SupportsIndex

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, Integers, as_float, as_gradient, as_integers, quietly

__all__ = ["embedding", "embedding_backward"]


def _read(
    input: ArrayLike, weight: ArrayLike, padding_idx: int | None, sparse: bool
) -> tuple[Integers, Array, int | None]:
    if sparse:
        raise ValueError("sparse is True; NumPy has no sparse arrays, and gradients are dense here")
    i, w = as_integers(input, "input"), as_float(weight, "weight")
    if w.ndim != 2:
        raise ValueError(f"weight has shape {w.shape}; it must be (number of vectors, length)")
    if i.size and (i.min() < 0 or i.max() >= len(w)):
        wrong = i.min() if i.min() < 0 else i.max()
        raise ValueError(f"input holds index {wrong}; it may be 0 to {len(w) - 1}")
    if padding_idx is not None and not isinstance(padding_idx, SupportsIndex):
        raise TypeError(f"padding_idx is {padding_idx!r}; it must be an integer")
    if padding_idx is not None and not -len(w) <= padding_idx < len(w):
        raise ValueError(f"padding_idx is {padding_idx}; it may be {-len(w)} to {len(w) - 1}")
    return i, w, None if padding_idx is None else padding_idx % len(w)


def embedding(
    input: ArrayLike,
    weight: ArrayLike,
    padding_idx: int | None = None,
    max_norm: float | None = None,
    norm_type: float = 2.0,
    scale_grad_by_freq: bool = False,  # noqa: ARG001 - torch's place for it
    sparse: bool = False,
) -> Array:
    """Look up vectors by index: the same as one-hot vectors times the table.

    Parameters
    ----------
    input : array_like of int
        Indices, any shape.
    weight : array_like, shape (V, E)
    padding_idx : int, optional
        A row that gets no gradient; no part in the forward pass.
    max_norm, norm_type : float, optional
        Vectors with a larger p-norm are scaled down to `max_norm`. torch also writes them back
        into the table; here the table stays as it is.
    scale_grad_by_freq : bool
        No part in the forward pass either.
    sparse : bool
        Whether torch keeps the gradient sparse; only False is possible here.

    Returns
    -------
    ndarray, shape (*input.shape, E)

    Raises
    ------
    ValueError
        If an index is not in the table, or `sparse` is True.
    TypeError
        If `input` does not hold integers.

    Source
    ------
    Convention of `torch.nn.functional.embedding`.

    Examples
    --------
    >>> embedding([2, 0], [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    array([[5., 6.],
           [1., 2.]])
    >>> embedding([0], [[3.0, 4.0]], max_norm=1.0).round(3)
    array([[0.6, 0.8]])
    """
    i, w, _ = _read(input, weight, padding_idx, sparse)
    vectors = w[i]
    if max_norm is None:
        return vectors
    norm = np.linalg.norm(vectors, norm_type, axis=-1, keepdims=True)
    with quietly():  # torch adds 1e-7, too
        return np.asarray(vectors * np.where(norm > max_norm, max_norm / (norm + 1e-7), 1.0))


def embedding_backward(
    grad_output: ArrayLike,
    input: ArrayLike,
    weight: ArrayLike,
    padding_idx: int | None = None,
    max_norm: float | None = None,  # noqa: ARG001 - torch's place for it
    norm_type: float = 2.0,  # noqa: ARG001
    scale_grad_by_freq: bool = False,
    sparse: bool = False,
) -> tuple[None, Array]:
    """Gradient of `embedding` with respect to the table: rows add up what their indices got.

    Parameters
    ----------
    grad_output : array_like, shape (*input.shape, E)
    input, weight, padding_idx, max_norm, norm_type, sparse
        As in the forward pass. The gradient is that of the scaled vectors, as in torch, which
        scales them outside the graph.
    scale_grad_by_freq : bool
        Divide by how often each index occurs.

    Returns
    -------
    None
        Indices have no gradient.
    grad_weight : ndarray, shape (V, E)

    Raises
    ------
    ValueError
        If an index is not in the table, or `sparse` is True.
    TypeError
        If `input` does not hold integers.

    Source
    ------
    Convention of `torch.nn.functional.embedding`.

    Examples
    --------
    >>> embedding_backward([[1.0], [2.0]], [1, 1], [[0.0], [0.0]])
    (None, array([[0.],
           [3.]]))
    """
    i, w, padding = _read(input, weight, padding_idx, sparse)
    grad = as_gradient(grad_output, (*i.shape, w.shape[1]), w.dtype).reshape(i.size, w.shape[1])
    if scale_grad_by_freq:
        grad = grad / np.bincount(i.ravel(), minlength=len(w))[i.ravel(), None].astype(w.dtype)
    out = np.zeros(w.shape, w.dtype)  # zeros_like would write to every page of it
    for row, g in zip(i.ravel().tolist(), grad, strict=True):
        out[row] += g  # not out[i] += grad, which would keep the last of equal indices alone
    if padding is not None:
        out[padding] = 0.0
    return None, out
