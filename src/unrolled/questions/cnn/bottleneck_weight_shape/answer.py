"""TUM segmentation sheet, 3.1: a fully connected layer between two maps."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import calc
from unrolled.calc import Conv, Pool

EXAM = {"size": 64, "channels": 100, "code": 40}
EXPECTED = (1600, 640)


def solve(size: int, channels: int, code: int) -> tuple[int, int]:
    """Follow the shapes to fc1; its output is as high and wide as its input."""
    _, height, width = _shapes(size, channels)[-1]
    return channels * height * width, code * height * width


def preset(size: int, channels: int, code: int) -> dict[str, Any]:
    """Filters layer by layer; those of fc1 are its units."""
    units = solve(size, channels, code)[1]
    return {"size": size, "filters": [50, 50, channels, channels, units]}


def verify(size: int, channels: int, code: int) -> tuple[int, int]:
    """Let torch find out how many inputs its lazy layer needs."""
    import torch
    from torch import nn

    encoder = nn.Sequential(
        nn.Conv2d(3, 50, 4, 2, 1),
        nn.MaxPool2d(2),
        nn.Conv2d(50, channels, 4, 2, 1),
        nn.MaxPool2d(2),
    ).to("meta")
    features = encoder(torch.zeros(1, 3, size, size, device="meta"))
    fc1 = nn.LazyLinear(features[0, 0].numel() * code, bias=False, device="meta")
    fc1(features.flatten(1))
    outputs, inputs = fc1.weight.shape
    return inputs, outputs


def steps(size: int, channels: int, code: int) -> list[str]:
    """Halve four times, then multiply."""
    sides = [shape[1] for shape in _shapes(size, channels)]
    n = sides[-1]
    return [
        rf"conv1: $\lfloor ({sides[0]} + 2 - 4) / 2 \rfloor + 1 = {sides[1]}$; maxpool1: "
        f"${sides[1]} / 2 = {sides[2]}$.",
        rf"conv2: $\lfloor ({sides[2]} + 2 - 4) / 2 \rfloor + 1 = {sides[3]}$; maxpool2: "
        f"${sides[3]} / 2 = {n}$.",
        rf"Inputs: ${channels} \cdot {n} \cdot {n} = {channels * n * n}$.",
        rf"Outputs: ${code} \cdot {n} \cdot {n} = {code * n * n}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Sides that can be halved four times; two different numbers of channels."""
    channels, code = 10 * rng.choice(np.arange(2, 21), size=2, replace=False)
    return {"size": 16 * rng.integers(2, 9), "channels": channels, "code": code}


def mistakes(size: int, channels: int, code: int) -> dict[str, tuple[int, int]]:
    """Maps taken for vectors, a layer forgotten, sides exchanged."""
    inputs, outputs = solve(size, channels, code)
    return {
        "You took the channels only: each of their pixels is an input or output.": (channels, code),
        "You forgot one square: a map has height and width.": (
            channels * size // 16,
            code * size // 16,
        ),
        "You forgot the poolings: each halves the side once more.": (16 * inputs, 16 * outputs),
        "You forgot maxpool2: it halves the side once more.": (4 * inputs, 4 * outputs),
        "You exchanged inputs and outputs.": (outputs, inputs),
    }


def _shapes(size: int, channels: int) -> list[tuple[int, ...]]:
    layers = [Conv(50, 4, 2, 1), Pool(2), Conv(channels, 4, 2, 1), Pool(2)]
    return [row.shape for row in calc.network_table((3, size, size), layers)]
