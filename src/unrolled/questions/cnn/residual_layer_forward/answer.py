"""Osnabrück 9: a residual layer, run with the reference and by torch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from unrolled import nn


def experiment() -> dict[str, float | int]:
    """Agree with torch in both modes; show what the flag and the last ReLU's place do."""
    rng = np.random.default_rng(0)
    x = rng.uniform(0, 2, size=(4, 3, 6, 6))  # as after a ReLU
    weights = [rng.normal(size=(3, 3, 3, 3)) / 3 for _ in range(2)]
    results = {}
    for training in (True, False):
        results[training] = call(x, weights, training=training)
        assert np.allclose(results[training], twin(x, weights, training=training))
    early = call(x, weights, training=True, relu_last=False)
    lowered, lowered_early = (100 * np.mean(y < x) for y in (results[True], early))
    assert lowered > 20
    assert lowered_early == 0
    flag = np.abs(results[True] - results[False]).max()
    assert flag > 0.1
    return {
        "flag": float(f"{flag:.2g}"),
        "lowered": round(lowered),
        "lowered_early": round(lowered_early),
    }


def call(
    x: nn.Array, weights: Sequence[nn.Array], *, training: bool, relu_last: bool = True
) -> nn.Array:
    """The forward pass, in the words of the solution."""

    def bn(y: nn.Array) -> nn.Array:
        return nn.batch_norm(y, np.zeros(3), np.ones(3), training=training)

    y = nn.relu(bn(nn.conv2d(x, weights[0], padding=1)))
    y = bn(nn.conv2d(y, weights[1], padding=1))
    return nn.relu(y + x) if relu_last else nn.relu(y) + x


def twin(x: nn.Array, weights: Sequence[nn.Array], *, training: bool) -> nn.Array:
    """The same by torch's functions."""
    import torch
    from torch.nn.functional import batch_norm, conv2d

    def bn(y: torch.Tensor) -> torch.Tensor:
        mean, variance = torch.zeros(3).double(), torch.ones(3).double()
        return batch_norm(y, mean, variance, training=training)

    image, first, second = (torch.tensor(array) for array in (x, *weights))
    y = torch.relu(bn(conv2d(image, first, padding="same")))
    result: nn.Array = torch.relu(bn(conv2d(y, second, padding="same")) + image).numpy()
    return result
