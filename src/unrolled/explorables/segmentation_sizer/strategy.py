"""States for property tests. Only tests import this."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from unrolled.explorables.segmentation_sizer import state as rules


@st.composite
def states(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a valid state: images that pass, and images that stop at each place."""
    kind = draw(st.lists(st.sampled_from(rules.KINDS), min_size=1, max_size=5))

    def each(*usual: int) -> st.SearchStrategy[Any]:
        one = st.sampled_from(usual)
        return st.one_of(one, st.lists(one, min_size=len(kind), max_size=len(kind)))

    side = st.one_of(st.integers(1, 40), st.sampled_from([32, 64, 65, 100, 200]))
    optional = {
        "kernel": each(1, 2, 3, 4, 5, 11),
        "stride": each(1, 2, 2, 3, 4),
        "padding": each(0, 1, 1, 5),
        "filters": each(4, 16, 100),
        "channels": st.sampled_from([1, 3]),
        "built_for": st.sampled_from([16, 32, 64]),
        "code": st.sampled_from([1, 40]),
        "up_filters": st.sampled_from([5, 20]),
        "scale": st.sampled_from([1, 4, 9]),
        "classes": st.integers(1, 30),
        "fine": st.sampled_from([0, 0, 30]),
        "fine_kernel": st.sampled_from([1, 2, 3]),
        **{name: st.sampled_from(words) for name, words in rules.CHOICES.items()},
    }
    sizes = {"height": draw(side), "width": draw(side)}
    return {"kind": kind, **sizes, **draw(st.fixed_dictionaries({}, optional=optional))}
