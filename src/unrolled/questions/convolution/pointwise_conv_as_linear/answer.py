"""TUM 2019, 5c: a 1x1 convolution is a dense layer on each pixel."""

from __future__ import annotations

import numpy as np

from unrolled import nn


def experiment() -> dict[str, int]:
    """Compute it three ways: as a convolution, per pixel, and flattened."""
    rng = np.random.default_rng(5)
    x, weight = rng.normal(size=(1, 3, 2, 2)), rng.normal(size=(1, 3))
    convolved = nn.conv2d(x, weight[:, :, None, None]).ravel()
    pixels = x[0].reshape(3, 4).T  # (pixels, channels)
    shared = nn.linear(pixels, weight).ravel()
    whole = np.kron(weight, np.eye(4))  # (outputs, inputs): each pixel reads its own channels
    dense = nn.linear(x.reshape(1, 12), whole).ravel()
    assert np.allclose(convolved, shared)
    assert np.allclose(convolved, dense)
    used = int(np.count_nonzero(whole))
    return {"shared": weight.size, "dense": whole.size, "used": used, "zeros": whole.size - used}
