"""States for property tests. Only tests import this."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from unrolled.explorables.capacity_fit import AXES, GIVEN
from unrolled.explorables.capacity_fit.losses import DEGREES, POINTS
from unrolled.explorables.capacity_fit.points import CURVES


def states() -> st.SearchStrategy[dict[str, Any]]:
    """Draw a valid state, not all fields of it; as many weights as points among them."""
    given: st.SearchStrategy[dict[str, Any]] = st.just({"data": "given"})
    pairs = st.integers(1, GIVEN).flatmap(
        lambda n: st.fixed_dictionaries(
            {
                # A fiftieth apart: no rounding brings them nearer than is allowed.
                "x": st.lists(st.integers(-50, 50), min_size=n, max_size=n, unique=True).map(
                    lambda x: [v / 50 for v in x]
                ),
                "y": st.lists(st.floats(-100, 100), min_size=n, max_size=n),
                "data": st.just("given"),
            }
        )
    )
    some: st.SearchStrategy[dict[str, Any]] = st.one_of(st.just({}), given, pairs)
    drawn = st.fixed_dictionaries(
        {
            "axis": st.sampled_from(AXES),
            "degree": st.integers(0, DEGREES),
            "points": st.one_of(st.integers(1, 20), st.integers(1, POINTS)),
        },
        optional={
            "noise": st.floats(0, 2),
            "strength": st.one_of(st.sampled_from([0, 1e-13, 1e-12, 1e-6, 1]), st.floats(0, 100)),
            "seed": st.integers(0, 9999),
            "curve": st.sampled_from(list(CURVES)),
            "validation_points": st.integers(1, POINTS),
            "lifted": st.integers(0, 20),
            "lift": st.floats(-5, 5),
        },
    )
    return st.tuples(drawn, some).map(lambda parts: parts[0] | parts[1])
