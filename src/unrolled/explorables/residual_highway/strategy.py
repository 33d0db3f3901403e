"""States for property tests. Only tests import this."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from unrolled.explorables.residual_highway.state import MOST, RELU


@st.composite
def states(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a valid state, not all fields of it: short rows and long ones, numbers and lists."""
    blocks = draw(st.one_of(st.integers(1, 6), st.integers(1, MOST)))

    def shared(one: st.SearchStrategy[float]) -> st.SearchStrategy[Any]:
        return st.one_of(one, st.lists(one, min_size=blocks, max_size=blocks))

    # Slopes near -1 cancel: two decimals keep what is left from being all rounding.
    slope = st.one_of(st.sampled_from([0, 1, -1, 0.5, 3]), st.integers(-150, 150).map(_hundredth))
    return draw(
        st.fixed_dictionaries(
            {"blocks": st.just(blocks), "slopes": shared(slope), "block": st.integers(1, blocks)},
            optional={
                "spread": st.sampled_from([0, 0.1, 0.5, 2]),
                "seed": st.integers(0, 9999),
                "skip": shared(
                    st.one_of(st.sampled_from([0, 1]), st.integers(0, 100).map(_hundredth))
                ),
                "inner": shared(st.sampled_from([0.01, 0.5, 1, 3, 100])),
                "x": st.sampled_from([0, 1, -1, 2, -100, 0.3]),
                "relu": st.sampled_from(RELU),
            },
        )
    )


def _hundredth(number: int) -> float:
    return number / 100
