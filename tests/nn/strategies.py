"""What Hypothesis draws for the reference: sizes, options and arrays, named once."""

from __future__ import annotations

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

# Enough to meet every branch, few enough for a coffee-free test run.
few = settings(max_examples=25)
some = settings(max_examples=50)

seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(1, 4)
sizes_or_none = st.integers(0, 3)  # an empty batch too
lengths = st.integers(1, 7)
kernels = st.integers(1, 3)
strides = st.integers(1, 3)
paddings = st.integers(0, 4)
dilations = st.integers(1, 3)
reductions = st.sampled_from(["none", "mean", "sum"])

extremes = st.sampled_from([0.0, -0.0, np.inf, -np.inf, np.nan, 800.0, -800.0, 25.0])
shapes = hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3)
ordinary_arrays = hnp.arrays(np.float64, shapes, elements=st.floats(-5, 5))
extreme_arrays = hnp.arrays(np.float64, shapes, elements=st.floats(-1e3, 1e3) | extremes)


def normal(seed: int, *shape: int) -> np.ndarray:
    """Normal numbers that are not contiguous: every other entry of a longer array."""
    full = np.random.default_rng(seed).normal(size=(*shape, 2))
    return np.asarray(full[..., 0])


def positive(seed: int, *shape: int) -> np.ndarray:
    """Positive numbers."""
    return np.asarray(np.abs(normal(seed, *shape)))
