"""What dropout of entries and of channels share: the factor of every entry."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, probability

Generator = np.random.Generator | int


def drop(
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
