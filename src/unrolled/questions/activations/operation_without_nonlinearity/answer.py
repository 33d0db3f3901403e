"""FAU 1.2: does the operation of a sum equal the sum of the operations?"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from unrolled import nn


def experiment() -> dict[str, float]:
    """The largest gap between f(x + y) and f(x) + f(y) for two random images."""
    rng = np.random.default_rng(2)
    x, y = rng.normal(size=(2, 1, 1, 6, 6))
    kernel = rng.normal(size=(1, 1, 3, 3))
    operations: dict[str, Callable[[nn.Array], nn.Array]] = {
        "max_pooling": lambda image: np.asarray(nn.max_pool2d(image, 2)),
        "relu": nn.relu,
        "convolution": lambda image: nn.conv2d(image, kernel),
        "softmax": lambda image: nn.softmax(image, -1),
    }
    gaps = {name: float(np.abs(f(x + y) - f(x) - f(y)).max()) for name, f in operations.items()}
    assert gaps.pop("convolution") < 1e-12
    assert min(gaps.values()) > 0.3
    return {name: round(gap, 2) for name, gap in gaps.items()}
