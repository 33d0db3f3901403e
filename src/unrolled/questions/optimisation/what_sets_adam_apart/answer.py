"""FAU 1.8: Adam with one half switched off, and with larger gradients."""

from __future__ import annotations

import numpy as np

from unrolled import optim


def experiment() -> dict[str, float]:
    """Feed the same random gradients to Adam and to what it is made of."""
    gradients = np.random.default_rng(8).normal(size=(50, 3))

    def path(optimiser: optim.Optimiser, scale: float = 1.0) -> np.ndarray:
        rows = [optimiser.start(np.zeros(3))]
        for g in gradients:
            rows.append(optimiser.step(rows[-1], scale * g))
        return np.array([row["parameter"] for row in rows])

    half = optim.Adam(learning_rate=0.01, betas=(0.0, 0.99), bias_correction=False)
    assert np.allclose(path(half), path(optim.RMSProp(learning_rate=0.01)), rtol=0, atol=1e-15)
    adam = optim.Adam(learning_rate=0.01)
    assert np.allclose(np.abs(path(adam)[1]), 0.01, rtol=1e-5)
    small, large = (np.diff(path(adam, scale), axis=0) for scale in (1.0, 1000.0))
    bound = 1e-7
    assert (np.abs(large - small) / np.abs(small)).max() < bound
    return {"change": bound}
