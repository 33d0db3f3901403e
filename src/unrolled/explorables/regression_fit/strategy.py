"""States for property tests. Only tests import this."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st


def states() -> st.SearchStrategy[dict[str, Any]]:
    """Draw a valid state, not all fields of it; classes apart, mixed, and points on points."""
    x = st.one_of(st.integers(-9, 9), st.floats(-60, 60).map(lambda v: round(v, 2)))
    points = st.lists(x, min_size=1, max_size=8)
    return st.fixed_dictionaries(
        {"zeros": points, "ones": points}, optional={"penalty": st.floats(0.01, 100)}
    )
