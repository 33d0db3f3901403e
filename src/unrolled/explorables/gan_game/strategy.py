"""States for property tests. Only tests import this."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import numpy as np
from hypothesis import strategies as st

from unrolled import nn
from unrolled.explorables.gan_game import DISCRIMINATORS, END, LEARNS, LOSSES


def states() -> st.SearchStrategy[dict[str, Any]]:
    """Draw a valid state, not all fields of it; short games mostly."""
    place, width = st.floats(-4, 4), st.floats(0.2, 2)
    rate = st.one_of(st.sampled_from([0, 0.1, 1]), st.floats(1e-3, 0.5))
    return st.fixed_dictionaries(
        {
            "real_mean": place,
            "real_deviation": width,
            "mean": place,
            "deviation": width,
            "discriminator": st.sampled_from(DISCRIMINATORS),
            "learns": st.sampled_from(LEARNS),
            "loss": st.sampled_from(LOSSES),
            "d_rate": rate,
            "g_rate": rate,
            "ahead": st.one_of(st.integers(0, 20), st.sampled_from([0, 120])),
            "rounds": st.one_of(st.integers(0, 20), st.sampled_from([60])),
            "moment": st.one_of(st.integers(0, 40), st.just(END)),
        },
        optional={
            "weights": st.lists(st.floats(-3, 3), min_size=3, max_size=3),
            "d_steps": st.integers(1, 5),
            "samples": st.integers(0, 8),
            "seed": st.integers(0, 9999),
            "reach": st.just([-10, 9.5]),
        },
    )


@contextmanager
def rounded_otherwise() -> Iterator[None]:
    """Let the probabilities err in their last bits, as they do from one language to another.

    What the players follow are differences of nearly equal means, and a game that goes round, or
    is thrown to and fro, makes more of each rounding with every turn. Whether a run is determined
    shows when it is played again like this.
    """
    rng = np.random.default_rng(1)
    exact = nn.softplus_backward

    def backward(*args: Any, **kwargs: Any) -> Any:
        found = exact(*args, **kwargs)
        return found * (1 + rng.uniform(-8, 8, np.shape(found)) * 2.0**-52)

    with patch.object(nn, "softplus_backward", backward):
        yield
