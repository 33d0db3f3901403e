"""States for property tests. Only tests import this."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from unrolled.explorables.perceptron_gate import BIASES, CHAINS, INPUTS, SHOWS
from unrolled.explorables.perceptron_gate.rule import LAST


def states() -> st.SearchStrategy[dict[str, Any]]:
    """Draw a valid state, not all fields of it; round numbers, which meet the line, among them."""
    bit = st.integers(0, 1)
    weight = st.one_of(st.integers(-20, 20).map(lambda n: n / 10), st.floats(-10, 10))
    fields: dict[str, st.SearchStrategy[Any]] = {
        "targets": st.lists(bit, min_size=4, max_size=4),
        "weights": st.lists(weight, min_size=2, max_size=2),
        "bias": weight,
        "learning_rate": st.one_of(st.sampled_from([0, 0.02, 0.1, 0.2, 1]), st.floats(0.01, 10)),
        "steps": st.integers(0, LAST),
    }
    return st.fixed_dictionaries(
        fields,
        optional={
            "show": st.sampled_from(SHOWS),
            "bias_rule": st.sampled_from(BIASES),
            "inputs": st.sampled_from(INPUTS),
            "at_zero": bit,
            "order": st.permutations(range(4)).map(list),
            "bits": st.lists(bit, min_size=2, max_size=5),
            "chain": st.sampled_from(CHAINS),
            "units": st.lists(bit, min_size=5, max_size=5),
        },
    )
