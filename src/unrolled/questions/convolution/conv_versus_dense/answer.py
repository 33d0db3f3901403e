"""FAU 2.1: what a convolution saves, and what it knows about images."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import calc, nn

EXAM = {"size": 32, "channels": 3, "kernel": 3, "filters": 16, "units": 100}  # our probe
EXPECTED = (448, 307300)


def solve(size: int, channels: int, kernel: int, filters: int, units: int) -> tuple[int, int]:
    """Count both layers by their formulas."""
    dense = calc.linear_parameters(channels * size * size, units)
    return calc.conv_parameters(channels, filters, kernel), dense


def preset(size: int, channels: int, kernel: int, filters: int, units: int) -> dict[str, Any]:
    """The convolution; the reader makes it fully connected."""
    return {"size": size, "channels": channels, "kernel": kernel, "filters": filters}


def verify(size: int, channels: int, kernel: int, filters: int, units: int) -> tuple[int, ...]:
    """Count the entries of torch's parameters."""
    import torch

    layers = (
        torch.nn.Conv2d(channels, filters, kernel, device="meta"),
        torch.nn.Linear(torch.empty(channels, size, size).numel(), units, device="meta"),
    )
    return tuple(sum(p.numel() for p in layer.parameters()) for layer in layers)


def experiment() -> dict[str, float]:
    """Shuffle the pixels, and shift the image."""
    rng = np.random.default_rng(21)
    image, kernel = np.zeros((1, 1, 12, 12)), rng.normal(size=(1, 1, 3, 3))
    image[0, 0, 3:7, 3:7] = rng.normal(size=(4, 4))
    weight, order = rng.normal(size=(5, 144)), rng.permutation(144)
    flat = image.reshape(1, 144)
    shuffled = np.abs(nn.linear(flat[:, order], weight[:, order]) - nn.linear(flat, weight)).max()
    shifted = np.roll(image, (2, 3), axis=(2, 3))  # two rows down, three columns to the right
    maps, moved_maps = nn.conv2d(image, kernel), nn.conv2d(shifted, kernel)
    assert np.allclose(moved_maps, np.roll(maps, (2, 3), axis=(2, 3)))
    moved = np.abs(nn.linear(shifted.reshape(1, 144), weight) - nn.linear(flat, weight)).max()
    assert shuffled < 1e-12 < moved
    return {"shuffled": 1e-12, "moved": round(float(moved), 1)}


def steps(size: int, channels: int, kernel: int, filters: int, units: int) -> list[str]:
    """One line per layer, and their ratio."""
    conv, dense = solve(size, channels, kernel, filters, units)
    return [
        rf"Convolution: $({kernel} \cdot {kernel} \cdot {channels} + 1) \cdot {filters} = {conv}$.",
        rf"Dense: $({size} \cdot {size} \cdot {channels} + 1) \cdot {units} = {dense}$, "
        f"about ${round(dense / conv)}$ times as many.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other images and layers."""
    return {
        "size": rng.choice([16, 20, 28, 32, 64]),
        "channels": rng.choice([2, 3, 4]),
        "kernel": rng.choice([3, 5, 7]),
        "filters": rng.choice([8, 16, 32, 64]),
        "units": rng.choice([10, 50, 100, 200]),
    }


def mistakes(
    size: int, channels: int, kernel: int, filters: int, units: int
) -> dict[str, tuple[int, int]]:
    """Biases and channels left out."""
    conv, dense = solve(size, channels, kernel, filters, units)
    thin = solve(size, 1, kernel, filters, units)
    return {
        "You left out the biases: each filter and each unit has one.": (
            conv - filters,
            dense - units,
        ),
        "You left out the channels: filters and units have weights for each of them.": thin,
    }
