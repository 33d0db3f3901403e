"""States for property tests. Only tests import this."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st

from unrolled.explorables.digit_lab import DigitLab
from unrolled.explorables.digit_lab.networks import DIGITS, NETWORKS

FAINT = 0.01  # of a probability that changes less, too few digits are left to compare


def states() -> st.SearchStrategy[dict[str, Any]]:
    """Draw a valid state, not all fields of it; real digits, drawn ones, an empty box."""
    drawn = st.lists(
        st.lists(st.sampled_from([0, 0, 0, 7.5, 16]), min_size=8, max_size=8),
        min_size=8,
        max_size=8,
    )
    move = st.integers(-8, 8)
    place = st.integers(1, 8)
    unit = st.tuples(st.integers(1, 2), place, st.integers(1, 16), st.integers(1, 16)).map(list)
    return st.fixed_dictionaries(
        {
            "digit": st.one_of(st.sampled_from(list(DIGITS)), drawn),
            "network": st.sampled_from(NETWORKS),
        },
        optional={
            "right": move,
            "down": move,
            "edges": st.sampled_from(["end", "wrap"]),
            "watch": st.integers(0, 9),
            "shown": st.sampled_from(["whole", "covered"]),
            "patch": st.integers(1, 4),
            "cover": st.one_of(st.just(0), st.floats(0, 16)),
            "row": place,
            "column": place,
            "measure": st.sampled_from(["probability", "score"]),
            "unit": unit,
        },
    ).map(_clear)


def _clear(state: dict[str, Any]) -> dict[str, Any]:
    most = float(np.abs(DigitLab(**state).compute()["heat"]).max())
    return state if most > FAINT else {**state, "measure": "score"}
