"""Embedding: a table of vectors, looked up by index."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, Integers, as_float, as_gradient, as_integers


def _read(
    input: ArrayLike, weight: ArrayLike, padding_idx: int | None
) -> tuple[Integers, Array, int | None]:
    i, w = as_integers(input, "input"), as_float(weight, "weight")
    if w.ndim != 2:
        raise ValueError(f"weight has shape {w.shape}; it must be (number of vectors, length)")
    if i.size and (i.min() < 0 or i.max() >= len(w)):
        wrong = i.min() if i.min() < 0 else i.max()
        raise ValueError(f"input holds index {wrong}; it may be 0 to {len(w) - 1}")
    if padding_idx is not None and not -len(w) <= padding_idx < len(w):
        raise ValueError(f"padding_idx is {padding_idx}; it may be {-len(w)} to {len(w) - 1}")
    return i, w, None if padding_idx is None else padding_idx % len(w)


def embedding(input: ArrayLike, weight: ArrayLike, padding_idx: int | None = None) -> Array:
    """Look up vectors by index: the same as one-hot vectors times the table.

    Parameters
    ----------
    input : array_like of int
        Indices, any shape.
    weight : array_like, shape (V, E)
    padding_idx : int, optional
        A row that gets no gradient; no part in the forward pass.

    Returns
    -------
    ndarray, shape (*input.shape, E)

    Raises
    ------
    ValueError
        If an index is not in the table.
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
    """
    i, w, _ = _read(input, weight, padding_idx)
    return w[i]


def embedding_backward(
    grad_output: ArrayLike,
    input: ArrayLike,
    weight: ArrayLike,
    padding_idx: int | None = None,
    *,
    scale_grad_by_freq: bool = False,
) -> tuple[None, Array]:
    """Gradient of `embedding` with respect to the table: rows add up what their indices got.

    Parameters
    ----------
    grad_output : array_like, shape (*input.shape, E)
    input, weight, padding_idx
        As in the forward pass.
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
        If an index is not in the table.
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
    i, w, padding = _read(input, weight, padding_idx)
    grad = as_gradient(grad_output, (*i.shape, w.shape[1]), w.dtype).reshape(i.size, w.shape[1])
    if scale_grad_by_freq:
        grad = grad / np.bincount(i.ravel(), minlength=len(w))[i.ravel(), None].astype(w.dtype)
    out = np.zeros_like(w)
    np.add.at(out, i.ravel(), grad)
    if padding is not None:
        out[padding] = 0.0
    return None, out
