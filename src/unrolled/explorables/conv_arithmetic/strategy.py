"""States for property tests. Only tests import this."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from unrolled.explorables.conv_arithmetic.state import KINDS, MOST_LAYERS

KIND = st.one_of(st.sampled_from(["conv", "conv", "pool"]), st.sampled_from(KINDS))


@st.composite
def states(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a valid state: stacks that fit, stacks that do not, and units that do not exist."""
    kind = draw(st.lists(KIND, min_size=1, max_size=MOST_LAYERS))

    def each(*usual: int) -> st.SearchStrategy[Any]:
        one = st.sampled_from(usual)
        return st.one_of(one, st.lists(one, min_size=len(kind), max_size=len(kind)))

    optional = {
        "axes": st.integers(1, 2),
        "width": st.sampled_from([0, 0, 1, 33]),
        "channels": st.sampled_from([1, 3, 4, 64]),
        "kernel": each(1, 2, 3, 5, 7),
        "kernel_width": each(0, 0, 3, 4),
        "filters": each(4, 8, 10, 16),
        "stride": each(1, 1, 2, 3),
        "padding": each(0, 1, 1, 3),
        "dilation": each(1, 1, 2, 4),
        "groups": each(1, 1, 2, 4),
        "bias": each(0, 1),
        "output_padding": each(0, 0, 1),
        "layer": st.integers(1, MOST_LAYERS),
        "row": st.integers(-1, 70),
        "column": st.integers(-1, 70),
    }
    return {
        "kind": kind,
        "size": draw(st.integers(1, 48)),
        **draw(st.fixed_dictionaries({}, optional=optional)),
    }
