"""BITS end-semester 2022-23, 1c: parameters of a convolution behind another one."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import calc

EXAM = {"size": 256, "channels": 3, "filters_1": 64, "filters_2": 128, "kernel": 5}
EXPECTED = (204928,)


def solve(size: int, channels: int, filters_1: int, filters_2: int, kernel: int) -> tuple[int]:
    """Count by the formula; the image is not part of it."""
    return (calc.conv_parameters(filters_1, filters_2, kernel),)


def preset(size: int, channels: int, filters_1: int, filters_2: int, kernel: int) -> dict[str, Any]:
    """Both layers in lists."""
    filters = [filters_1, filters_2]
    return {"size": size, "channels": channels, "filters": filters, "kernel": kernel}


def verify(size: int, channels: int, filters_1: int, filters_2: int, kernel: int) -> tuple[int]:
    """Count the entries of the layer that fits behind torch's first convolution."""
    import torch

    first = torch.nn.Conv2d(channels, filters_1, kernel, device="meta")
    maps = first(torch.empty(1, channels, size, size, device="meta"))
    second = torch.nn.Conv2d(maps.shape[1], filters_2, kernel, device="meta")
    return (sum(p.numel() for p in second.parameters()),)


def steps(size: int, channels: int, filters_1: int, filters_2: int, kernel: int) -> list[str]:
    """One filter, then all."""
    block = kernel * kernel * filters_1
    return [
        f"The second convolution reads the ${filters_1}$ maps of the first.",
        rf"One filter has ${kernel} \cdot {kernel} \cdot {filters_1} = {block}$ weights "
        f"and 1 bias: ${block + 1}$ parameters.",
        rf"All {filters_2} together have "
        rf"${filters_2} \cdot {block + 1} = {filters_2 * (block + 1)}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other filters, sizes and kernels."""
    filters_1, filters_2 = rng.choice([4, 6, 8, 12, 16, 20, 32, 64], size=2, replace=False)
    return {
        "size": rng.choice([32, 64, 128, 224]),
        "channels": rng.choice([2, 3, 4]),
        "filters_1": filters_1,
        "filters_2": filters_2,
        "kernel": rng.choice([3, 5, 7]),
    }


def mistakes(
    size: int, channels: int, filters_1: int, filters_2: int, kernel: int
) -> dict[str, tuple[int]]:
    """A filter of the wrong depth, biases miscounted, the other layer."""
    area, right = kernel * kernel, solve(size, channels, filters_1, filters_2, kernel)[0]
    return {
        "You took the channels of the image: this layer reads the maps of the first.": (
            (area * channels + 1) * filters_2,
        ),
        "You made the filters one layer deep: a filter has weights for every incoming map.": (
            (area + 1) * filters_2,
        ),
        "You left out the biases: each filter has one.": (right - filters_2,),
        "You counted a bias for each incoming map: a filter has one bias.": (
            (area + 1) * filters_1 * filters_2,
        ),
        "You counted a single filter.": (area * filters_1 + 1,),
        "You added the first convolution: only the second is asked for.": (
            right + calc.conv_parameters(channels, filters_1, kernel),
        ),
    }
