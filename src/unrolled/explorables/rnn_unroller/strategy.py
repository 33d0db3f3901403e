"""States for property tests: every shape, from one step to twenty. Only tests import this."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from unrolled.explorables.rnn_unroller.state import ACTIVATIONS, MOST_STEPS, OUTPUTS


@st.composite
def states(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a valid state, not all fields of it."""
    steps = draw(st.integers(1, MOST_STEPS))
    vector = draw(st.booleans())
    hidden, inputs, outputs = (draw(st.integers(1, 3)) if vector else 1 for _ in range(3))
    # Zeros and signs matter, and products of twenty should stay in view.
    number = st.one_of(
        st.sampled_from([0, 1, -1, 0.5]), st.floats(-3, 3).map(lambda v: round(v, 3))
    )

    def array(*sizes: int) -> st.SearchStrategy[Any]:
        entry: st.SearchStrategy[Any] = number
        for size in reversed(sizes):
            entry = st.lists(entry, min_size=size, max_size=size)
        return entry

    def weight(*sizes: int) -> st.SearchStrategy[Any]:
        one = sizes if vector else ()
        return st.one_of(array(*one), array(steps, *one))

    def offset(size: int) -> st.SearchStrategy[Any]:
        return st.one_of(number, array(size)) if vector else number

    bare = inputs == 1 and (not vector or draw(st.booleans()))  # one input per step, no brackets
    return {
        "V": draw(weight(hidden, hidden)),
        "W": draw(weight(hidden, inputs)),
        "b": draw(offset(hidden)),
        "h0": draw(offset(hidden)),
        "x": draw(array(steps) if bare else array(steps, inputs)),
        "activation": draw(st.sampled_from(ACTIVATIONS)),
        "slope_at_zero": draw(st.sampled_from([0, 0.5, 1])),
        "unit": draw(st.integers(0, hidden - 1)),
        "U": draw(st.one_of(st.none(), weight(outputs, hidden))),
        "c": draw(number),
        "output_activation": draw(st.sampled_from(OUTPUTS)),
    }
