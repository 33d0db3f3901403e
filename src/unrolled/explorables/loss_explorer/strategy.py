"""States for property tests. Only tests import this."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import numpy as np
from hypothesis import strategies as st

from unrolled.explorables import loss_explorer
from unrolled.explorables.loss_explorer import LIMITS, ONE_HOT, TARGETS
from unrolled.explorables.loss_explorer.losses import FAMILY, OUTPUTS


@st.composite
def states(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a valid state, not all fields of it; kinks, the seam and opposite directions too."""
    loss = draw(st.sampled_from(list(FAMILY)))
    family, n = FAMILY[loss], draw(st.integers(1, 4))
    low, high = LIMITS[family]
    special = {"number": [0, 1, -1, 20], "class": [0, 1, -1, 10], "angle": [0, 1, 180, 359, 360]}
    near = (-8, 8) if family == "number" else (low, high)
    q = st.one_of(st.sampled_from(special[family]), st.floats(*near).map(lambda v: round(v, 6)))
    t = {
        "number": q,
        "class": st.sampled_from([0, 1]) if loss in ONE_HOT else st.sampled_from([0, 0.2, 1]),
        "angle": q,
    }[family]
    optional = {
        "output": st.sampled_from(OUTPUTS),
        "delta": st.floats(0.1, 10),
        "penalty": st.floats(0, 10),
        "others": st.lists(st.floats(-4, 4), min_size=2, max_size=2),
        "rate": st.one_of(st.sampled_from([1, 2, 1000]), st.floats(0.001, 4)),
        "steps": st.integers(0, 30),
    }
    points = {
        "predictions": draw(st.lists(q, min_size=n, max_size=n)),
        "targets": draw(st.lists(t, min_size=n, max_size=n)),
    }
    assert all(TARGETS[family][0] <= v <= TARGETS[family][1] for v in points["targets"])
    return {"loss": loss, **points, **draw(st.fixed_dictionaries({}, optional=optional))}


@contextmanager
def rounded_otherwise() -> Iterator[None]:
    """Let the slopes err in their last bits: with a large rate a descent blows that up."""
    rng, exact = np.random.default_rng(1), loss_explorer.losses.value_and_slope

    def inexact(*given: Any) -> Any:
        value, slope = exact(*given)
        return value, slope * (1 + rng.uniform(-8, 8) * 2.0**-52)

    with patch.object(loss_explorer.losses, "value_and_slope", inexact):
        yield
