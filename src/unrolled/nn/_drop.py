"""Dropout of entries and of channels: one decision for each, and its factor."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, as_float, as_gradient, probability
from unrolled.nn._options import Generator


def forward(
    input: ArrayLike,
    space: int,
    p: float,
    training: bool,
    generator: Generator | None,
    mask: ArrayLike | None,
) -> Array:
    """Drop entries (space 0), or channels of sequences (1) or images (2)."""
    x = as_float(input)
    return _drop(x, _decisions(x, space), p, training, generator, mask)


def backward(
    grad_output: ArrayLike,
    input: ArrayLike,
    space: int,
    p: float,
    training: bool,
    generator: Generator | None,
    mask: ArrayLike | None,
) -> Array:
    """Drop from the gradient what `forward` drops from the input."""
    x = as_float(input)
    grad = as_gradient(grad_output, x, x.dtype)
    return _drop(grad, _decisions(x, space), p, training, generator, mask)


def _decisions(x: Array, space: int) -> tuple[int, ...]:
    """Shape of a mask: one entry for each of x, or for each channel."""
    if space == 0:
        return x.shape
    if x.ndim != space + 2 and (space, x.ndim) != (1, 2):  # only sequences may have no batch
        raise ValueError(f"input has shape {x.shape}; it must have {space + 2} axes")
    return (*x.shape[:-space], *[1] * space)


def _drop(
    x: Array,
    shape: tuple[int, ...],
    p: float,
    training: bool,
    generator: Generator | None,
    mask: ArrayLike | None,
) -> Array:
    """Multiply x by 0 or 1 / (1 - p), drawn or given in an array of this shape."""
    probability(p)
    if not training:
        return x.copy()
    if mask is not None:
        keep = np.asarray(mask, dtype=bool)
        if keep.shape != shape:
            raise ValueError(f"mask has shape {keep.shape}; it must be {shape}")
    elif p in (0.0, 1.0):
        keep = np.full(shape, p == 0.0)
    elif generator is None:
        raise ValueError("generator and mask are None; training needs one of them")
    else:
        keep = np.random.default_rng(generator).uniform(size=shape) >= p
    return np.asarray(x * (keep * x.dtype.type(1.0 / (1.0 - p) if p < 1.0 else 0.0)))
