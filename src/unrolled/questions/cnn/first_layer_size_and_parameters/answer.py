"""TUM 256x256 sheet, 7b and 7c: output size and parameters of a strided convolution."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import calc

EXAM = {"size": 256, "kernel": 11, "stride": 4, "padding": 5, "filters": 96}
EXPECTED = (64, 64, 96, 34944)


def solve(size: int, kernel: int, stride: int, padding: int, filters: int) -> tuple[int, ...]:
    """One row of the network table."""
    layer = calc.Conv(filters, kernel, stride, padding)
    row = calc.network_table((3, size, size), [layer])[-1]
    channels, height, width = row.shape
    return height, width, channels, row.parameters


def verify(size: int, kernel: int, stride: int, padding: int, filters: int) -> tuple[int, ...]:
    """Let torch run the layer on an image without memory, and count its parameters."""
    import torch

    layer = torch.nn.Conv2d(3, filters, kernel, stride, padding, device="meta")
    _, channels, height, width = layer(torch.zeros(1, 3, size, size, device="meta")).shape
    return height, width, channels, sum(p.numel() for p in layer.parameters())


def steps(size: int, kernel: int, stride: int, padding: int, filters: int) -> list[str]:
    """Pad, divide, round down; one filter, all filters."""
    side, _, _, parameters = solve(size, kernel, stride, padding, filters)
    room = size + 2 * padding - kernel
    one = 3 * kernel**2 + 1
    return [
        rf"Room for the kernel to move: ${size} + 2 \cdot {padding} - {kernel} = {room}$.",
        rf"Side: $\lfloor {room} / {stride} \rfloor + 1 = {room // stride} + 1 = {side}$; "
        f"${room % stride}$ rows are left over.",
        rf"Output: ${side} \times {side} \times {filters}$.",
        rf"One filter: $3 \cdot {kernel} \cdot {kernel} + 1 = {one}$ parameters; {filters} "
        rf"filters: ${one} \cdot {filters} = {parameters}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other images, odd kernels, strides that leave something over now and then."""
    kernel = 2 * rng.integers(1, 6) + 1
    return {
        "size": 4 * rng.integers(12, 81),
        "kernel": kernel,
        "stride": rng.integers(2, 5),
        "padding": kernel // 2,
        "filters": 8 * rng.integers(2, 17),
    }


def mistakes(
    size: int, kernel: int, stride: int, padding: int, filters: int
) -> dict[str, tuple[int | float | None, ...]]:
    """Padding or rounding forgotten, biases or colours left out."""
    side, _, _, parameters = solve(size, kernel, stride, padding, filters)
    bare, once = ((size + p - kernel) // stride + 1 for p in (0, padding))
    exact = (size + 2 * padding - kernel) / stride + 1
    left_out: dict[int, list[str]] = {}  # what leads to the same side cannot be told apart
    for what, wrong in (
        ("the padding", bare),
        ("the padding on one side", once),
        ("the + 1 for the first place of the kernel", side - 1),
    ):
        left_out.setdefault(wrong, []).append(what)
    return {
        **{
            f"You left out {', or '.join(parts)}.": (wrong, wrong, None, None)
            for wrong, parts in left_out.items()
        },
        "You did not round down: a kernel fits once more or it does not.": (
            exact,
            exact,
            None,
            None,
        ),
        "You gave the 3 colours: the output has one channel per filter.": (None, None, 3, None),
        "You left out the biases: each filter has one.": (None, None, None, parameters - filters),
        "You left out the 3 colours: a filter reaches through all of them.": (
            None,
            None,
            None,
            filters * (kernel**2 + 1),
        ),
        "You counted a bias per colour: a filter has one in all.": (
            None,
            None,
            None,
            filters * 3 * (kernel**2 + 1),
        ),
    }
