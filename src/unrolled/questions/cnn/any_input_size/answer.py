"""TUM segmentation sheet, 3.6: what a fully convolutional version makes of an image's size."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import calc
from unrolled.calc import Conv, ConvTranspose, Pool

EXAM = {"height": 100, "width": 200}  # our probe: the paper asks in general
EXPECTED = (96, 192)
ENCODER = [Conv(50, 4, 2, 1), Pool(2), Conv(100, 4, 2, 1), Pool(2)]
LAYERS = [*ENCODER, Conv(40, 1), *[ConvTranspose(20, 4, 2, 1)] * 3, ConvTranspose(5, 4, 2, 1)]


def solve(height: int, width: int) -> tuple[int, int]:
    """Follow the shapes through all nine layers."""
    _, out_height, out_width = calc.network_table((3, height, width), LAYERS)[-1].shape
    return out_height, out_width


def verify(height: int, width: int) -> tuple[int, int]:
    """Build it in torch and look at what comes out."""
    import torch
    from torch import nn

    encoder = [nn.Conv2d(3, 2, 4, 2, 1), nn.MaxPool2d(2), nn.Conv2d(2, 2, 4, 2, 1), nn.MaxPool2d(2)]
    decoder = [nn.ConvTranspose2d(2, 2, 4, 2, 1) for _ in range(4)]
    net = nn.Sequential(*encoder, nn.Conv2d(2, 2, 1), *decoder).to("meta")
    out = net(torch.zeros(1, 3, height, width, device="meta"))
    return out.shape[2], out.shape[3]


def steps(height: int, width: int) -> list[str]:
    """Four halvings, four doublings, for each side."""
    rows = [row.shape for row in calc.network_table((3, height, width), LAYERS)]
    lines = ["Each layer of the encoder halves a side and rounds down; the decoder doubles it."]
    for name, axis in (("Height", 1), ("Width", 2)):
        sides = [shape[axis] for shape in rows]
        down, up = (r" \to ".join(map(str, part)) for part in (sides[:5], sides[5:]))
        lines.append(f"{name}: ${down}$, then up ${up}$.")
    return lines


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Sizes above 64 of which at most one is a multiple of 16."""
    while True:
        height, width = rng.integers(65, 400, size=2)
        if height % 16 or width % 16:
            return {"height": height, "width": width}


def mistakes(height: int, width: int) -> dict[str, tuple[int, int]]:
    """Rounding forgotten or turned round, a network that is still rigid."""
    return {
        "You took it that the size comes back: halving an odd side rounds down.": (height, width),
        "You rounded up: these convolutions and poolings drop the last row.": (
            -(-height // 16) * 16,
            -(-width // 16) * 16,
        ),
        "You stopped in the middle: the decoder doubles four times.": (height // 16, width // 16),
        "You gave the size of the original network: nothing fixes it any more.": (64, 64),
    }


def experiment() -> dict[str, int]:
    """Adaptive pooling in front of fc1 lets any image in, and 64 x 64 comes out."""
    import torch
    from torch import nn

    torch.manual_seed(0)
    net = nn.Sequential(
        *[nn.Conv2d(3, 4, 4, 2, 1), nn.MaxPool2d(2), nn.Conv2d(4, 4, 4, 2, 1), nn.MaxPool2d(2)],
        *[nn.AdaptiveMaxPool2d(4), nn.Flatten(), nn.Linear(64, 32), nn.Unflatten(1, (2, 4, 4))],
        *[nn.ConvTranspose2d(2, 2, 4, 2, 1) for _ in range(4)],
    )
    sides = {net(torch.zeros(1, 3, *size)).shape[2:] for size in ((65, 65), (100, 200), (64, 300))}
    assert sides == {(64, 64)}
    return {"adaptive_side": 64}
