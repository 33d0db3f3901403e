"""BITS end-semester 2022-23, 1d: a classifier in Keras, counted layer by layer."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import calc
from unrolled.calc import Conv, Flatten, Linear, Pool

EXAM = {"size": 256, "filters_1": 64, "filters_2": 128, "units": 64}  # the units are ours
EXPECTED = (1968128, 125960256, 126170113)


def solve(size: int, filters_1: int, filters_2: int, units: int) -> tuple[int, int, int]:
    """Read three numbers off the table that `model.summary()` prints."""
    rows = _table(size, filters_1, filters_2, units)
    return rows[4].shape[0], rows[5].parameters, calc.network_total(rows).parameters


def preset(size: int, filters_1: int, filters_2: int, units: int) -> dict[str, Any]:
    """Filters and units layer by layer."""
    return {"size": size, "filters": [filters_1, filters_2, filters_2, units, 1]}


def verify(size: int, filters_1: int, filters_2: int, units: int) -> tuple[int, int, int]:
    """Run the same network in torch, on an image without memory."""
    import torch
    from torch import nn

    with torch.device("meta"):
        convolutions = nn.Sequential(
            nn.Conv2d(3, filters_1, 5), nn.ReLU(), nn.Conv2d(filters_1, filters_2, 5), nn.ReLU()
        )
        features = nn.Sequential(convolutions, nn.MaxPool2d(2), nn.Flatten())(
            torch.zeros(1, 3, size, size)
        )
        dense, output = nn.Linear(features.shape[1], units), nn.Linear(units, 1)
        assert torch.sigmoid(output(torch.relu(dense(features)))).shape == (1, 1)
    counts = [sum(p.numel() for p in m.parameters()) for m in (convolutions, dense, output)]
    return features.shape[1], counts[1], sum(counts)


def steps(size: int, filters_1: int, filters_2: int, units: int) -> list[str]:
    """One line per layer."""
    rows = _table(size, filters_1, filters_2, units)
    _, one, two, pool, flat, dense, output = rows
    n = flat.shape[0]
    return [
        rf"Convolution 1: side ${size} - 4 = {one.shape[1]}$; "
        rf"${filters_1} (5 \cdot 5 \cdot 3 + 1) = {one.parameters}$ parameters.",
        rf"Convolution 2: side ${one.shape[1]} - 4 = {two.shape[1]}$; "
        rf"${filters_2} (5 \cdot 5 \cdot {filters_1} + 1) = {two.parameters}$ parameters.",
        rf"Max pooling: side $\lfloor {two.shape[1]} / 2 \rfloor = {pool.shape[1]}$, "
        "no parameters.",
        rf"Flatten: ${pool.shape[1]} \cdot {pool.shape[1]} \cdot {filters_2} = {n}$ features.",
        rf"Dense: ${units} \cdot ({n} + 1) = {dense.parameters}$ parameters.",
        rf"Output: ${units} + 1 = {output.parameters}$ parameters.",
        f"Together: ${calc.network_total(rows).parameters}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other images, filters and units."""
    filters = int(rng.choice([4, 8, 16, 32]))
    return {
        "size": rng.choice([28, 32, 48, 64, 96, 128]),
        "filters_1": filters,
        "filters_2": filters * int(rng.choice([1, 2])),
        "units": rng.choice([8, 10, 16, 20, 32, 64]),
    }


def mistakes(
    size: int, filters_1: int, filters_2: int, units: int
) -> dict[str, tuple[int | None, int | None, int | None]]:
    """No pooling, no flattening, no biases."""
    _, dense, total = solve(size, filters_1, filters_2, units)
    unpooled = filters_2 * (size - 8) ** 2
    padded = filters_2 * (size // 2) ** 2
    flatter = units * (filters_2 + 1)
    return {
        "You forgot the pooling: it halves both sides before Flatten.": (
            unpooled,
            units * (unpooled + 1),
            total - dense + units * (unpooled + 1),
        ),
        "You kept the size in the convolutions: without padding each takes away four rows.": (
            padded,
            units * (padded + 1),
            total - dense + units * (padded + 1),
        ),
        "You counted channels only: that is what global pooling hands over, not Flatten.": (
            filters_2,
            flatter,
            total - dense + flatter,
        ),
        "You left out the biases of the dense layer.": (None, dense - units, None),
        "You left out the output layer.": (None, None, total - units - 1),
        "You gave it two output units: a single sigmoid unit is asked for here.": (
            None,
            None,
            total + units + 1,
        ),
    }


def _table(size: int, filters_1: int, filters_2: int, units: int) -> list[calc.Row]:
    layers = [Conv(filters_1, 5), Conv(filters_2, 5), Pool(2), Flatten(), Linear(units), Linear(1)]
    return calc.network_table((3, size, size), layers)
