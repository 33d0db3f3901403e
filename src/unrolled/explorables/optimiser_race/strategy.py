"""States for property tests. Only tests import this."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import numpy as np
from hypothesis import strategies as st

from unrolled import nn
from unrolled.explorables.optimiser_race import RACERS
from unrolled.explorables.optimiser_race.surfaces import WORDS


def states() -> st.SearchStrategy[dict[str, Any]]:
    """Draw a valid state, not all fields of it; calm races, swinging and diverging ones."""
    share = st.sampled_from([0, 0.5, 0.9, 0.99])
    near = st.floats(-3, 3)
    return st.fixed_dictionaries(
        {
            "surface": st.sampled_from(list(WORDS)),
            "optimiser": st.sampled_from(list(RACERS)),
            "steps": st.one_of(st.integers(1, 60), st.just(200)),
            "start": st.lists(near, min_size=2, max_size=2),
            "learning_rate": st.one_of(st.sampled_from([0, 0.1, 1, 10]), st.floats(1e-4, 0.3)),
        },
        optional={
            "a": st.floats(0, 30),
            "b": st.floats(0, 30),
            "x": st.floats(-5, 5),
            "y": st.floats(0, 1),
            "decay": st.sampled_from([0, 0.5, 0.75, 1, 2]),
            "momentum": share,
            "alpha": share,
            "beta1": share,
            "beta2": share,
            "noise": st.floats(0, 5),
            "batch": st.integers(1, 4096),
            "seed": st.integers(0, 9999),
            "reach": st.just([5, 2]),
        },
    )


@contextmanager
def rounded_otherwise() -> Iterator[None]:
    """Let the sigmoid err in its last bits, more than `exp` does from one language to another.

    At its minimum RMSProp divides slopes of nearly nothing by a root of nearly nothing, and what
    is left of a rounding grows a millionfold with each step. How far a run is determined at all
    shows when it is run again like this.
    """
    rng, exact = np.random.default_rng(1), nn.sigmoid

    def sigmoid(z: float) -> Any:
        return exact(z) * (1 + rng.uniform(-8, 8) * 2.0**-52)

    with patch.object(nn, "sigmoid", sigmoid):
        yield
