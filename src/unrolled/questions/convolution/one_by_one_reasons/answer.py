"""TUM 2019, 1i: what 1x1 convolutions change, and what they leave alone."""

from __future__ import annotations

import numpy as np

from unrolled import nn

SMALL, LARGE = 5, 9


def experiment() -> dict[str, str]:
    """Shapes before and after; two layers in a row with and without a ReLU between them."""
    rng = np.random.default_rng(9)
    first, second = rng.normal(size=(4, 6)), rng.normal(size=(3, 4))

    def convolve(x: nn.Array, weight: nn.Array) -> nn.Array:
        found: nn.Array = nn.conv2d(x, weight[:, :, None, None])
        return found

    for size in (SMALL, LARGE):
        x = rng.normal(size=(1, 6, size, size))
        hidden = convolve(x, first)
        assert hidden.shape == (1, 4, size, size)  # fewer channels, the same pixels
        merged = convolve(x, second @ first)
        assert np.allclose(convolve(hidden, second), merged)
        assert not np.allclose(convolve(nn.relu(hidden), second), merged)
    return {name: rf"${n} \times {n}$" for name, n in (("small", SMALL), ("large", LARGE))}
