"""States for property tests. Only tests import this."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from unrolled.explorables.activation_explorer import END, WORDS


def states() -> st.SearchStrategy[dict[str, Any]]:
    """Draw a valid state, not all fields of it; the kink at 0 among them."""
    one = st.sampled_from(list(WORDS))
    z = st.one_of(st.sampled_from([0, -END, END, 1]), st.floats(-END, END))
    return st.fixed_dictionaries(
        {"z": z, "activation": one},
        optional={
            "outer_activation": one,
            "negative_slope": st.floats(0, 1),
            "alpha": st.floats(0, 4),
        },
    )
