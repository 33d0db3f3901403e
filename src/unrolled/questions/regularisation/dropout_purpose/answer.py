"""FAU 1.7: dropout's masks are random, and its mean is kept."""

from __future__ import annotations

import numpy as np

from unrolled import nn


def experiment() -> dict[str, float]:
    """Drop half of a layer again and again; count, average, and switch it off."""
    rng = np.random.default_rng(0)
    x = np.full((4000, 20), 3.0)
    dropped = nn.dropout(x, 0.5, generator=rng)
    per_unit = (dropped == 0).mean(axis=0)
    assert per_unit.min() > 0
    assert per_unit.max() < 1
    assert abs(dropped.mean() - 3.0) < 0.05
    assert np.array_equal(nn.dropout(x, 0.5, training=False), x)
    return {
        "least": round(float(per_unit.min()), 2),
        "most": round(float(per_unit.max()), 2),
        "mean": round(float(dropped.mean()), 1),
    }
