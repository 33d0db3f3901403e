"""States for property tests. Only tests import this."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st

from unrolled.explorables.lstm_cell import LstmCell
from unrolled.explorables.lstm_cell.state import ACTIVATIONS, GATES, MOST_STEPS

FLAT = 8.0  # where tanh is that flat, its slope 1 - tanh² has few digits left to compare


def states() -> st.SearchStrategy[dict[str, Any]]:
    """Draw a valid state, not all fields of it: weights for all steps and for each."""
    return _drawn().filter(_steep)


@st.composite
def _drawn(draw: st.DrawFn) -> dict[str, Any]:
    steps = draw(st.integers(1, MOST_STEPS))
    number = st.one_of(
        st.sampled_from([0, 1, -1, 0.5]), st.floats(-2, 2).map(lambda v: round(v, 3))
    )
    pair = st.lists(number, min_size=2, max_size=2)
    each = st.lists(number, min_size=steps, max_size=steps)
    weights = st.one_of(pair, st.lists(pair, min_size=steps, max_size=steps))
    names = ("h0", "c0", "grad_y", "grad_h", "grad_c", *(f"{gate}_bias" for gate in GATES))
    return draw(
        st.fixed_dictionaries(
            {"x": each, "step": st.integers(1, steps), **dict.fromkeys(GATES, weights)},
            optional={
                **dict.fromkeys(names, number),
                "V": st.one_of(st.none(), number, each),
                "read": st.sampled_from(["h", "c"]),
                "candidate_activation": st.sampled_from(ACTIVATIONS),
                "cell_activation": st.sampled_from([*ACTIVATIONS, "identity"]),
                "direction": st.sampled_from(["forward", "backward"]),
            },
        )
    )


def _steep(state: dict[str, Any]) -> bool:
    found = LstmCell(**state).compute()
    return all(np.max(np.abs(found[name])) < FLAT for name in ("z", "c"))
