"""Sequences and images, with a batch or without, as (N, C, H, W) and back."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, as_gradient


class Layout(NamedTuple):
    """How an input came."""

    axes: int  # 1 for sequences, 2 for images
    batch: bool

    def shape(self, four: tuple[int, ...]) -> tuple[int, ...]:
        """Return (N, C, H, W) without what was added on reading."""
        return (*four[0 if self.batch else 1 : 2], *four[-self.axes :])

    def restore(self, y: np.ndarray) -> np.ndarray:
        """Take off the axes that were added on reading."""
        return y.reshape(self.shape(y.shape))

    def gradient(self, grad_output: ArrayLike, four: tuple[int, ...], dtype: np.dtype) -> Array:
        """Return `grad_output`, which has to fit an output of this shape, as (N, C, H, W)."""
        return as_gradient(grad_output, self.shape(four), dtype).reshape(four)


def four_axes(x: Array, axes: int) -> tuple[Array, Layout]:
    """Return x as (N, C, H, W), the height of a sequence being 1, and how it came."""
    if x.ndim not in (axes + 1, axes + 2):
        allowed = "(N, C, L) or (C, L)" if axes == 1 else "(N, C, H, W) or (C, H, W)"
        raise ValueError(f"input has shape {x.shape}; it may be {allowed}")
    if 0 in x.shape[-axes:]:
        raise ValueError(f"input has shape {x.shape}; it must have entries to slide over")
    layout = Layout(axes, x.ndim == axes + 2)
    x = x if layout.batch else x[None]
    return x if axes == 2 else x[:, :, None], layout
