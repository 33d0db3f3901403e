"""TUM 2019, 4d: a 1x1 convolution before an expensive one."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import calc

EXAM = {"size": 100, "channels": 224, "reduced_channels": 25, "kernel": 3, "filters": 224}
EXPECTED = (224, 4515.84, 560.0)
KEY = (256, None, None)
MILLION = 1e6


def solve(
    size: int, channels: int, reduced_channels: int, kernel: int, filters: int
) -> tuple[int, float, float]:
    """Weights times places, for either way."""
    places = (size, size)
    direct = calc.conv_multiply_adds(channels, filters, kernel, places)
    reduce = calc.conv_multiply_adds(channels, reduced_channels, 1, places)
    then = calc.conv_multiply_adds(reduced_channels, filters, kernel, places)
    depth = calc.conv_weight_shape(channels, reduced_channels, 1)[1]
    return depth, direct / MILLION, (reduce + then) / MILLION


def preset(
    size: int, channels: int, reduced_channels: int, kernel: int, filters: int
) -> dict[str, Any]:
    """Both layers, with the padding that keeps the size."""
    return {
        "size": size,
        "channels": channels,
        "filters": [reduced_channels, filters],
        "kernel": [1, kernel],
        "padding": [0, calc.same_padding(size, kernel)[0]],
    }


def verify(
    size: int, channels: int, reduced_channels: int, kernel: int, filters: int
) -> tuple[int, float, float]:
    """Let torch count while its layers run; one multiply-add is two operations to it."""
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    conv, half = torch.nn.Conv2d, kernel // 2
    thin = conv(channels, reduced_channels, 1, device="meta")
    direct = conv(channels, filters, kernel, padding=half, device="meta")
    then = conv(reduced_channels, filters, kernel, padding=half, device="meta")
    found = []
    for net in (direct, torch.nn.Sequential(thin, then)):
        with FlopCounterMode(display=False) as counter:
            maps = net(torch.empty(1, channels, size, size, device="meta"))
        assert maps.shape == (1, filters, size, size)
        found.append(counter.get_total_flops() / 2 / MILLION)
    return thin.weight.shape[1], found[0], found[1]


def steps(size: int, channels: int, reduced_channels: int, kernel: int, filters: int) -> list[str]:
    """Depth, both costs, the factor."""
    depth, direct, reduced = solve(size, channels, reduced_channels, kernel, filters)
    area, pixels = kernel * kernel, size * size
    thin, then = channels * reduced_channels, area * reduced_channels * filters
    return [
        f"One $1 \\times 1$ filter reads all ${depth}$ channels of a pixel.",
        rf"Without: ${size} \cdot {size}$ places, {filters} filters, "
        rf"${kernel} \cdot {kernel} \cdot {channels}$ weights each: "
        rf"${pixels} \cdot {filters} \cdot {area * channels} = {direct:.10g}$ million.",
        rf"With: per place ${channels} \cdot {reduced_channels} = {thin}$ for the new layer and "
        rf"${kernel} \cdot {kernel} \cdot {reduced_channels} \cdot {filters} = {then}$ for "
        rf"the next: ${pixels} \cdot {thin + then} = {reduced:.10g}$ million.",
        f"That is ${direct:.6g} / {reduced:.6g} = {direct / reduced:.3g}$ times cheaper.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other maps; the new layer always pays."""
    return {
        "size": rng.choice([10, 20, 50, 100]),
        "channels": rng.choice([64, 96, 128, 192, 256]),
        "reduced_channels": rng.choice([8, 16, 20, 32]),
        "kernel": rng.choice([3, 5]),
        "filters": rng.choice([50, 64, 100, 128, 256]),
    }


def mistakes(
    size: int, channels: int, reduced_channels: int, kernel: int, filters: int
) -> dict[str, tuple[float | None, ...]]:
    """A filter of the wrong depth, the new layer for free, one map, one channel."""
    _, direct, reduced = solve(size, channels, reduced_channels, kernel, filters)
    thin = size * size * channels * reduced_channels / MILLION
    return {
        "You left out the new layer: its multiplications count too.": (None, None, reduced - thin),
        "You left out the next layer: it still has to be computed, on fewer channels.": (
            *(None, None),
            thin,
        ),
        "You gave the number of 1x1 filters: one of them is as deep as the map it reads.": (
            reduced_channels,
            *(None, None),
        ),
        "You left out the channels: each filter has weights for all of them.": (
            1,
            direct / channels,
            None,
        ),
        "You computed one filter: the layer has many.": (
            *(None, direct / filters),
            (reduced - thin) / filters + thin,
        ),
    }
