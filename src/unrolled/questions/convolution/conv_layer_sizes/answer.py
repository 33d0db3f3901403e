"""BITS end-semester 2022-23, 1a: sizes after two convolutions and a pooling."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import calc

EXAM = {"size": 256, "channels": 3, "filters_1": 64, "filters_2": 128, "kernel": 5, "pool": 2}
EXPECTED = (252, 64, 248, 128, 124, 128)


def solve(
    size: int, channels: int, filters_1: int, filters_2: int, kernel: int, pool: int
) -> tuple[int, ...]:
    """Follow one image through the table of the network."""
    layers = [calc.Conv(filters_1, kernel), calc.Conv(filters_2, kernel), calc.Pool(pool)]
    rows = calc.network_table((channels, size, size), layers)[1:]
    return tuple(number for row in rows for number in (row.shape[1], row.shape[0]))


def preset(
    size: int, channels: int, filters_1: int, filters_2: int, kernel: int, pool: int
) -> dict[str, Any]:
    """The three layers in lists."""
    return {
        "size": size,
        "channels": channels,
        "filters": [filters_1, filters_2, filters_2],
        "kernel": [kernel, kernel, pool],
        "stride": [1, 1, pool],
    }


def verify(
    size: int, channels: int, filters_1: int, filters_2: int, kernel: int, pool: int
) -> tuple[int, ...]:
    """Let torch's layers pass an image on; on "meta" they compute shapes and nothing else."""
    import torch

    maps, found = torch.empty(1, channels, size, size, device="meta"), []
    for layer in (
        torch.nn.Conv2d(channels, filters_1, kernel, device="meta"),
        torch.nn.Conv2d(filters_1, filters_2, kernel, device="meta"),
        torch.nn.MaxPool2d(pool),
    ):
        maps = layer(maps)
        found += [maps.shape[2], maps.shape[1]]
    return tuple(found)


def steps(
    size: int, channels: int, filters_1: int, filters_2: int, kernel: int, pool: int
) -> list[str]:
    """One line per layer."""
    a, _, b, _, c, _ = solve(size, channels, filters_1, filters_2, kernel, pool)
    quotient = rf"\lfloor {b} / {pool} \rfloor" if b % pool else f"{b} / {pool}"
    return [
        f"Convolution 1: the side is ${size} - {kernel} + 1 = {a}$, and {filters_1} filters make "
        f"${filters_1}$ channels.",
        f"Convolution 2: the side is ${a} - {kernel} + 1 = {b}$, and {filters_2} filters make "
        f"${filters_2}$ channels.",
        f"Pooling: the side is ${quotient} = {c}$, and the channels stay ${filters_2}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other images, kernels and filters."""
    filters_1, filters_2 = rng.choice([4, 6, 8, 10, 16, 20, 32, 64], size=2, replace=False)
    return {
        "size": rng.integers(20, 129),
        "channels": rng.choice([2, 3, 4]),
        "filters_1": filters_1,
        "filters_2": filters_2,
        "kernel": rng.choice([3, 5, 7]),
        "pool": rng.choice([2, 3]),
    }


def mistakes(
    size: int, channels: int, filters_1: int, filters_2: int, kernel: int, pool: int
) -> dict[str, tuple[int | None, ...]]:
    """The size formula off by something, channels handled like pixels."""
    short = size - kernel
    return {
        "You subtracted the kernel and forgot the + 1: the first window counts too.": (
            *(short, None, short - kernel, None),
            *((short - kernel) // pool, None),
        ),
        "You kept the size: that takes padding, and here is none.": (
            *(size, None, size, None),
            *(size // pool, None),
        ),
        "You kept the channels that came in: a layer makes as many as it has filters.": (
            *(None, channels, None, filters_1, None, filters_1),
        ),
        "You multiplied the channels: each filter reads all of them and makes one map.": (
            *(None, channels * filters_1, None, filters_1 * filters_2, None, None),
        ),
        "You pooled the channels as well: pooling treats each channel alone.": (
            *(None, None, None, None, None, filters_2 // pool),
        ),
    }
