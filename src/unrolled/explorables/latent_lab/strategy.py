"""States for property tests. Only tests import this."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from unrolled.explorables.latent_lab.networks import NETWORKS


def states() -> st.SearchStrategy[dict[str, Any]]:
    """Draw a valid state, not all fields of it; in hundredths, for a divergence with digits."""

    def pair(low: float, high: float) -> st.SearchStrategy[list[float]]:
        one = st.one_of(st.sampled_from([low, 1, high]), st.floats(low, high))
        return st.lists(one.map(lambda v: round(v, 2)), min_size=2, max_size=2)

    return st.fixed_dictionaries(
        {"network": st.sampled_from(NETWORKS), "digit": st.integers(0, 99)},
        optional={
            "source": st.sampled_from(["encoder", "hand"]),
            "mu": pair(-3, 3),
            "sigma": pair(0.1, 3),
            "seed": st.integers(0, 9999),
            "epsilon": st.one_of(st.none(), pair(-3, 3)),
            "free": st.one_of(st.none(), pair(-5, 20)),
            "loss": st.sampled_from(["reconstruction", "target"]),
            "target": pair(-2, 2),
            "beta": st.sampled_from([0, 0.2, 1]),
            "penalty": st.sampled_from(["none", "l1", "l2"]),
            "strength": st.one_of(st.just(0), st.floats(0, 5)),
        },
    )
