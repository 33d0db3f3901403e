"""Osnabrueck 2023/24, 12.2: parameters of a convolution, with facts that do not matter."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import calc

EXAM = {
    "size": 32,
    "channels": 3,
    "kernel": 3,
    "filters": 14,
    "padding": "valid",
    "bias": "no bias",
}
EXPECTED = (378,)
NONE, ONE = "no bias", "one bias per filter"


def solve(
    size: int, channels: int, kernel: int, filters: int, padding: str, bias: str
) -> tuple[int]:
    """Count by the formula; size and padding are in the question and not in the answer."""
    return (calc.conv_parameters(channels, filters, kernel, bias=bias == ONE),)


def preset(
    size: int, channels: int, kernel: int, filters: int, padding: str, bias: str
) -> dict[str, Any]:
    """Padding and bias as numbers."""
    rows, _ = calc.same_padding(size, kernel) if padding == "same" else (0, 0)
    layer = {"kernel": kernel, "filters": filters, "padding": rows, "bias": int(bias == ONE)}
    return {"size": size, "channels": channels, **layer}


def verify(
    size: int, channels: int, kernel: int, filters: int, padding: str, bias: str
) -> tuple[int]:
    """Count the entries of torch's layer."""
    import torch

    layer = torch.nn.Conv2d(channels, filters, kernel, padding=padding, bias=bias == ONE)
    return (sum(p.numel() for p in layer.parameters()),)


def steps(
    size: int, channels: int, kernel: int, filters: int, padding: str, bias: str
) -> list[str]:
    """One filter, all filters, biases."""
    block = kernel * kernel * channels
    weights, total = (
        block * filters,
        solve(size, channels, kernel, filters, padding, bias)[0],
    )
    lines = [
        rf"One filter: ${kernel} \cdot {kernel} \cdot {channels} = {block}$ weights.",
        rf"{filters} filters: ${filters} \cdot {block} = {weights}$ weights.",
    ]
    if bias == ONE:
        return [*lines, f"One bias each: ${weights} + {filters} = {total}$ parameters."]
    return [*lines, f"There are no biases, so ${total}$ is the number of parameters."]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other layers, with and without biases and padding."""
    return {
        "size": rng.choice([28, 32, 48, 64]),
        "channels": rng.choice([3, 4]),
        "kernel": rng.choice([1, 3, 5, 7]),
        "filters": rng.integers(5, 41),
        "padding": str(rng.choice(["valid", "same"])),
        "bias": str(rng.choice([NONE, ONE])),
    }


def mistakes(
    size: int, channels: int, kernel: int, filters: int, padding: str, bias: str
) -> dict[str, tuple[int]]:
    """Biases, channels, places, filters."""
    right = solve(size, channels, kernel, filters, padding, bias)[0]
    places = calc.conv_output_size(size, kernel, padding=padding) ** 2
    other = NONE if bias == ONE else ONE
    return {
        f"You counted {other}; this layer has {bias}.": (
            solve(size, channels, kernel, filters, padding, other)[0],
        ),
        "You left out the channels: a filter has weights for each of them.": (
            solve(size, 1, kernel, filters, padding, bias)[0],
        ),
        "You counted the weights once per place: all places share them.": (places * right,),
        "You counted a single filter.": (solve(size, channels, kernel, 1, padding, bias)[0],),
    }
