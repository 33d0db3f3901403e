"""BITS end-semester 2022-23, 1b: what a smaller image does to the number of parameters."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import calc

EXAM = {"size": 256, "new_size": 128, "head": "nothing more"}
EXPECTED = (209792, 209792)
KERNEL, FILTERS, UNITS = 5, (64, 128), 10
BODY = [calc.Conv(FILTERS[0], KERNEL), calc.Conv(FILTERS[1], KERNEL), calc.Pool(2)]
HEADS: dict[str, list[calc.Layer]] = {
    "nothing more": [],
    "a dense layer with 10 units on the flattened maps": [calc.Flatten(), calc.Linear(UNITS)],
    "global average pooling and a dense layer with 10 units": [
        calc.GlobalPool(),
        calc.Linear(UNITS),
    ],
}


def solve(size: int, new_size: int, head: str) -> tuple[int, ...]:
    """Add up the table of the network for either size."""
    tables = [calc.network_table((3, n, n), [*BODY, *HEADS[head]]) for n in (size, new_size)]
    return tuple(calc.network_total(rows).parameters for rows in tables)


def preset(size: int, new_size: int, head: str) -> dict[str, Any]:
    """The network before the change."""
    ends = {calc.GlobalPool: "global", calc.Linear: "linear"}
    more = [ends[type(layer)] for layer in HEADS[head] if type(layer) in ends]
    rest = [1] * len(more)
    return {
        "size": size,
        "kind": ["conv", "conv", "pool", *more],
        "filters": [*FILTERS, FILTERS[1], *[UNITS] * len(more)],
        "kernel": [KERNEL, KERNEL, 2, *rest],
        "stride": [1, 1, 2, *rest],
    }


def verify(size: int, new_size: int, head: str) -> tuple[int, ...]:
    """Count the entries of torch's parameters; the dense layer asks the maps for its inputs."""
    import torch

    found = []
    for n in (size, new_size):
        convs = [torch.nn.Conv2d(3, 64, KERNEL), torch.nn.Conv2d(64, 128, KERNEL)]
        body = torch.nn.Sequential(*convs, torch.nn.MaxPool2d(2)).to("meta")
        if "global" in head:
            body.append(torch.nn.AdaptiveAvgPool2d(1))
        features = body(torch.empty(1, 3, n, n, device="meta")).numel()
        if "dense" in head:
            body.append(torch.nn.Linear(features, UNITS, device="meta"))
        found.append(sum(p.numel() for p in body.parameters()))
    return tuple(found)


def steps(size: int, new_size: int, head: str) -> list[str]:
    """The convolutions, the head, the totals."""
    lines = [
        r"Convolution 1: $(5 \cdot 5 \cdot 3 + 1) \cdot 64 = 4864$, whatever the image.",
        r"Convolution 2: $(5 \cdot 5 \cdot 64 + 1) \cdot 128 = 204928$, whatever the image. "
        "The pooling has nothing to learn.",
    ]
    totals = solve(size, new_size, head)
    for n, total in zip((size, new_size), totals, strict=True):
        if "flattened" in head:
            side = (n - 8) // 2
            lines.append(
                rf"{n} pixels: the maps are ${side} \times {side} \times 128$, so the dense layer "
                rf"has $10 \cdot (128 \cdot {side}^2 + 1) = {total - 209792}$."
            )
        elif "global" in head:
            lines.append(
                f"{n} pixels: the average leaves 128 numbers, so the dense layer has "
                rf"$10 \cdot (128 + 1) = {total - 209792}$."
            )
    return [*lines, f"Together: ${totals[0]}$ before and ${totals[1]}$ after."]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other sizes; the dense layers come in, on flattened maps for one half of the variants."""
    size, new_size = rng.choice([24, 28, 32, 40, 48, 64, 96, 128, 256], size=2, replace=False)
    plain, flattened, averaged = HEADS
    head = flattened if rng.random() < 0.5 else rng.choice([plain, averaged])
    return {"size": size, "new_size": new_size, "head": str(head)}


def mistakes(size: int, new_size: int, head: str) -> dict[str, tuple[int | None, ...]]:
    """Counting with the image, or never with it; biases and channels forgotten."""
    before, after = solve(size, new_size, head)
    biases = 64 + 128 + UNITS * bool(HEADS[head])
    thin = (KERNEL**2 + 1) * 64 + (KERNEL**2 + 1) * 128
    rest = before - 209792, after - 209792
    return {
        "You let the count follow the image: a filter has the same weights in every place.": (
            None,
            round(before * new_size**2 / size**2),
        ),
        "You left the dense layer as it was: it has a weight for each pixel of each map.": (
            None,
            before,
        ),
        "You left out the biases: each filter and each unit has one.": (
            before - biases,
            after - biases,
        ),
        "You gave each filter one layer of weights: it has one for every channel that comes in.": (
            thin + rest[0],
            thin + rest[1],
        ),
    }
