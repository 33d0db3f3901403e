"""States for property tests. Only tests import this."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st


def states() -> st.SearchStrategy[dict[str, Any]]:
    """Draw a valid state, not all fields of it; empty rows and columns among them."""
    number = st.one_of(st.integers(0, 5), st.integers(0, 1_000_000))
    size = st.one_of(st.integers(1, 5), st.integers(1, 600), st.just(10_000))
    scores: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
        {"source": st.just("scores"), "positives": size, "negatives": size},
        optional={
            "threshold": st.one_of(st.sampled_from([-10, 0, 15]), st.floats(-4, 8)),
            "separation": st.floats(0, 5),
            "spread": st.floats(0.2, 2),
            "seed": st.integers(0, 9999),
            "bars": st.sampled_from(["shares", "counts"]),
        },
    )
    counts: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
        {"source": st.just("counts"), "tp": number, "fn": number, "fp": number, "tn": number}
    )
    return st.one_of(scores, counts)
