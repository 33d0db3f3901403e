"""TUM 2019, 4c: the shape of a convolution's weight, in PyTorch's order."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import calc

EXAM = {"size": 224, "channels": 3, "filters": 5, "kernel_height": 3, "kernel_width": 3}
EXPECTED = (5, 3, 3, 3)
KEY = (3, 5, None, None)


def solve(
    size: int, channels: int, filters: int, kernel_height: int, kernel_width: int
) -> tuple[int, ...]:
    """Look the order up where the counting is done."""
    return calc.conv_weight_shape(channels, filters, (kernel_height, kernel_width))


def preset(
    size: int, channels: int, filters: int, kernel_height: int, kernel_width: int
) -> dict[str, Any]:
    """A width of 0 is as much as the height."""
    width = 0 if kernel_width == kernel_height else kernel_width
    layer = {"filters": filters, "kernel": kernel_height, "kernel_width": width}
    return {"size": size, "channels": channels, **layer}


def verify(
    size: int, channels: int, filters: int, kernel_height: int, kernel_width: int
) -> tuple[int, ...]:
    """Ask torch's layer."""
    import torch

    return tuple(torch.nn.Conv2d(channels, filters, (kernel_height, kernel_width)).weight.shape)


def steps(
    size: int, channels: int, filters: int, kernel_height: int, kernel_width: int
) -> list[str]:
    """One filter, then all."""
    block = f"{channels}, {kernel_height}, {kernel_width}"
    return [
        f"One filter reads ${channels}$ channels through a window ${kernel_height}$ high and "
        f"${kernel_width}$ wide: $({block})$.",
        f"${filters}$ filters, counted first: $({filters}, {block})$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Four different numbers, so that the order shows."""
    height, width = rng.choice([1, 3, 5, 7], size=2, replace=False)
    channels, filters = rng.choice([2, 4, 6, 8, 10, 12, 16, 32], size=2, replace=False)
    return {
        "size": rng.choice([32, 64, 128, 224]),
        "channels": channels,
        "filters": filters,
        "kernel_height": height,
        "kernel_width": width,
    }


def mistakes(
    size: int, channels: int, filters: int, kernel_height: int, kernel_width: int
) -> dict[str, tuple[int, ...]]:
    """Other orders, and the image in the place of the filter."""
    return {
        "You put the input channels first: PyTorch does so in transposed convolutions only.": (
            *(channels, filters),
            *(kernel_height, kernel_width),
        ),
        "That is the order of Keras; PyTorch counts the filters first.": (
            *(kernel_height, kernel_width),
            *(channels, filters),
        ),
        "You put the width before the height: rows come first, as in a matrix.": (
            *(filters, channels),
            *(kernel_width, kernel_height),
        ),
        "You gave the shape of the image: the weights do not depend on its size.": (
            *(filters, channels),
            *(size, size),
        ),
    }
