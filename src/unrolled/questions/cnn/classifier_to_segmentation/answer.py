"""TUM 2019, 4e: a fully connected layer is a convolution with a kernel as large as the map."""

from __future__ import annotations

import numpy as np

from unrolled import nn

SIDE, LARGER, CHANNELS, UNITS = 7, 10, 8, 5


def experiment() -> dict[str, int | str]:
    """Compare the two on the map that they were made for, then slide over a larger one."""
    rng = np.random.default_rng(0)
    weight, bias = rng.normal(size=(UNITS, CHANNELS * SIDE**2)), rng.normal(size=UNITS)
    kernels = weight.reshape(UNITS, CHANNELS, SIDE, SIDE)
    larger = rng.normal(size=(1, CHANNELS, LARGER, LARGER))
    features = larger[..., :SIDE, :SIDE]
    dense = nn.linear(features.reshape(1, -1), weight, bias)
    slid = nn.conv2d(larger, kernels, bias)
    for convolved in (nn.conv2d(features, kernels, bias), slid):
        assert np.abs(convolved[..., 0, 0] - dense).max() < 0.5e-12
    return {
        "side": SIDE,
        "larger": LARGER,
        "places": slid.shape[-1],
        "difference": "twelve decimals",
    }
