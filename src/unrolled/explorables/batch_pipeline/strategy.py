"""States for property tests. Only tests import this."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from unrolled.explorables.batch_pipeline.state import LISTED, STAGES


@st.composite
def states(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a valid state, not all fields of it: every order of any stages, mostly small data."""
    examples = draw(st.one_of(st.integers(1, 40), st.integers(1, 400)))
    stages = draw(st.permutations(STAGES))
    left_out = draw(st.sets(st.sampled_from([stage for stage in STAGES if stage != "batch"])))
    length = st.integers(1, 12)
    lengths = length
    if examples <= LISTED:
        lengths = st.one_of(length, st.lists(length, min_size=examples, max_size=examples))
    time = st.sampled_from([0, 0.25, 1, 3, 7.5])
    return draw(
        st.fixed_dictionaries(
            {
                "examples": st.just(examples),
                "lengths": lengths,
                "order": st.just([stage for stage in stages if stage not in left_out]),
                "batch": st.one_of(st.integers(1, 9), st.sampled_from([16, 32, 256])),
            },
            optional={
                "classes": st.integers(1, 10),
                "epochs": st.integers(1, 4),
                "buffer": st.one_of(st.integers(1, 20), st.just(2000)),
                "remainder": st.sampled_from(["kept", "dropped"]),
                "ahead": st.integers(1, 16),
                "read": time,
                "work": time,
                "train": time,
                "seed": st.integers(0, 9999),
            },
        )
    )
