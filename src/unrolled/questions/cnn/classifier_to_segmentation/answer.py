"""TUM 2019, 4e: a fully connected layer is a convolution with a kernel as large as the map."""

from __future__ import annotations

import numpy as np

from unrolled import nn

SIDE, LARGER, CHANNELS, CLASSES = 7, 10, 8, 5


def experiment() -> dict[str, int | str]:
    """Compare the two on the map that they were made for, then slide over a larger one."""
    rng = np.random.default_rng(0)
    weight, bias = rng.normal(size=(CLASSES, CHANNELS * SIDE**2)), rng.normal(size=CLASSES)
    kernels = weight.reshape(CLASSES, CHANNELS, SIDE, SIDE)
    larger = rng.normal(size=(1, CHANNELS, LARGER, LARGER))
    features = larger[..., :SIDE, :SIDE]
    scores = nn.linear(features.reshape(1, -1), weight, bias)
    slid = nn.conv2d(larger, kernels, bias)
    assert np.allclose(nn.conv2d(features, kernels, bias)[..., 0, 0], scores, atol=1e-12)
    assert np.allclose(slid[..., 0, 0], scores, atol=1e-12)
    return {
        "side": SIDE,
        "larger": LARGER,
        "places": slid.shape[-1],
        "difference": "twelve decimals",
    }
