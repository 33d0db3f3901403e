"""TUM digits sheet, 7c: two of the ways to read larger images, worked out."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import calc
from unrolled.calc import Conv, Flatten, Layer, Pool

EXAM = {"size": 68, "pool": 2}
EXPECTED = (5, 3136)
LENET: list[Layer] = [Conv(6, 5), Pool(2), Conv(16, 5), Pool(2), Flatten()]


def solve(size: int, pool: int) -> tuple[int, int]:
    """Try kernels until 32 x 32 arrives; follow the larger image to f1."""
    kernel = next(
        k
        for k in range(1, size)
        if calc.network_table((3, size, size), [Conv(6, k), Pool(pool)])[-1].shape[1:] == (32, 32)
        and (size - k + 1) % pool == 0  # nothing dropped by the pooling
    )
    return kernel, calc.network_table((1, size, size), LENET)[-1].shape[0]


def preset(size: int, pool: int) -> dict[str, Any]:
    """The larger image, in the network as it was."""
    return {"height": size, "width": size}


def verify(size: int, pool: int) -> tuple[int, int]:
    """Measure: how far a window of the new layers reaches, and what arrives at f1 in torch."""
    import torch
    from torch import nn

    # 32 windows of side k + pool - 1, each a pool further on, must cover the image exactly.
    kernel = size - 31 * pool - (pool - 1)
    stem = nn.Sequential(nn.Conv2d(1, 1, kernel), nn.MaxPool2d(pool))
    net = nn.Sequential(
        nn.Conv2d(1, 6, 5), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.MaxPool2d(2), nn.Flatten()
    )
    image = torch.zeros(1, 1, size, size)
    assert stem(image).shape == (1, 1, 32, 32)
    return kernel, net(image).shape[1]


def steps(size: int, pool: int) -> list[str]:
    """Backwards from 32, then forwards to f1."""
    kernel, inputs = solve(size, pool)
    sides = [row.shape[1] for row in calc.network_table((1, size, size), LENET[:4])]
    return [
        rf"(1) Before a pooling that leaves 32 there are ${pool} \cdot 32 = {32 * pool}$ rows.",
        rf"A kernel of side $k$ leaves ${size} - k + 1 = {32 * pool}$ rows, so $k = {kernel}$.",
        rf"(2) conv1: ${sides[0]} - 4 = {sides[1]}$; maxpool1: $\lfloor {sides[1]} / 2 \rfloor = "
        rf"{sides[2]}$; conv2: ${sides[2]} - 4 = {sides[3]}$; maxpool2: "
        rf"$\lfloor {sides[3]} / 2 \rfloor = {sides[4]}$.",
        rf"f1 reads $16 \cdot {sides[4]} \cdot {sides[4]} = {inputs}$ numbers.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other sizes and poolings; the new kernel has a side of 2 to 12."""
    pool = rng.choice([2, 3, 4])
    return {"size": 32 * pool + rng.integers(1, 12), "pool": pool}


def mistakes(size: int, pool: int) -> dict[str, tuple[int | None, int | None]]:
    """Sizes off by one, a pooling or the channels forgotten."""
    kernel, inputs = solve(size, pool)
    literal: list[Layer] = [Conv(6, 5), Pool(2, 1), Conv(16, 5), Pool(2, 1), Flatten()]
    return {
        "You gave the difference of the sizes: a kernel of side k takes away k - 1 rows.": (
            kernel - 1,
            None,
        ),
        "You forgot the pooling in front: the convolution alone need not reach 32.": (
            size - 31,
            None,
        ),
        "You left out the 16 channels: f1 reads all of them.": (None, inputs // 16),
        "You took the old 400 inputs: the map before f1 has grown with the image.": (None, 400),
        "You pooled with stride 1: here pooling windows do not overlap.": (
            None,
            calc.network_table((1, size, size), literal)[-1].shape[0],
        ),
    }
