"""States for property tests. Only tests import this."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from unrolled.explorables.dropout_mask.state import ACTIVATIONS, SCALINGS, WHATS, coins

EIGHTHS = st.integers(-24, 24).map(lambda n: n / 8)


@st.composite
def states(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a valid state; masks by hand, layers of one unit and single masks among them."""
    units = draw(st.integers(1, 6))
    sizes: dict[str, Any] = {
        "what": draw(st.sampled_from(WHATS)),
        "values": draw(st.lists(EIGHTHS, min_size=units, max_size=units)),
        "inputs": draw(st.integers(1, 4)),
        "channels": draw(st.integers(1, 4)),
        "size": draw(st.integers(1, 4)),
        "probs": draw(st.lists(st.sampled_from([0, 0.25, 0.5, 1]), min_size=1, max_size=4)),
    }
    coin = st.integers(0, 1)
    many = coins(sizes)[sizes["what"]]
    optional = {
        "rate": st.sampled_from([0, 0.25, 0.5, 0.9, 0.95]),
        "scaling": st.sampled_from(SCALINGS),
        "training": st.booleans(),
        "seed": st.integers(0, 9999),
        "mask": st.one_of(st.none(), st.lists(coin, min_size=many, max_size=many)),
        "masks": st.integers(1, 60),
        "out": st.lists(EIGHTHS, min_size=units, max_size=units),
        "activation": st.sampled_from(ACTIVATIONS),
        "label": st.integers(1, len(sizes["probs"])),
        "batch": st.integers(1, 64),
    }
    return {"label": 1, **sizes, **draw(st.fixed_dictionaries({}, optional=optional))}
