"""TUM 256x256 sheet, 7f: which images a fully connected layer lets through."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import calc
from unrolled.calc import Conv, Pool

EXAM = {"size": 300}  # our probe: the paper asks in general
EXPECTED = (38, False)
BUILT_FOR = 256


def solve(size: int) -> tuple[int, bool]:
    """Follow both sizes through the two layers."""
    side, built = (
        calc.network_table((3, n, n), [Conv(96, 11, 4, 5), Pool(3, 2, 1)])[-1].shape[1]
        for n in (size, BUILT_FOR)
    )
    return side, side == built


def preset(size: int) -> dict[str, Any]:
    """The image that comes in, and the size that the classifier was built for."""
    return {"height": size, "width": size, "built_for": BUILT_FOR}


def verify(size: int) -> tuple[int, bool]:
    """Let torch try."""
    import torch
    from torch import nn

    layers = nn.Sequential(nn.Conv2d(3, 4, 11, 4, 5), nn.MaxPool2d(3, 2, 1)).to("meta")
    features = layers(torch.zeros(1, 3, BUILT_FOR, BUILT_FOR, device="meta"))
    fc = nn.Linear(features.numel(), 10, device="meta")
    features = layers(torch.zeros(1, 3, size, size, device="meta"))
    try:
        fc(features.flatten(1))
    except RuntimeError:
        return features.shape[-1], False
    return features.shape[-1], True


def steps(size: int) -> list[str]:
    """Two layers, a comparison."""
    side, fits = solve(size)
    first = calc.conv_output_size(size, 11, 4, 5)
    return [
        rf"Convolution: $\lfloor ({size} + 10 - 11) / 4 \rfloor + 1 = {first}$.",
        rf"Pooling: $\lfloor ({first} + 2 - 3) / 2 \rfloor + 1 = {side}$.",
        f"The fully connected layer was built for a side of 32 and gets {side}: it "
        f"{'fits' if fits else 'does not fit'}.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Sizes far off, and now and then one that rounding lets through."""
    if rng.random() < 0.25:
        return {"size": rng.integers(249, 256)}
    return {"size": rng.integers(200, 320)}


def mistakes(size: int) -> dict[str, tuple[int | None, bool | None]]:
    """Rounding, and the flexible layers confused with the rigid ones."""
    _, fits = solve(size)
    return {
        "You stopped after the convolution: the pooling halves once more.": (
            calc.conv_output_size(size, 11, 4, 5),
            None,
        ),
        "You left out the padding.": (((size - 11) // 4 + 1 - 3) // 2 + 1, None),
        "You rounded the quotient down: with this padding the last window still fits.": (
            size // 8,
            None,
        ),
        (
            "Compare the map, not the image, with what the layer was built for."
            if fits
            else "A fully connected layer has one weight per input: another number does not fit."
        ): (None, not fits),
    }


def experiment() -> dict[str, int]:
    """Try every size from 100 to 400."""
    passing = [size for size in range(100, 401) if verify(size)[1]]
    assert passing == list(range(passing[0], passing[-1] + 1))
    assert all(solve(size)[1] == (size in passing) for size in range(100, 401))
    return {"least": passing[0], "most": passing[-1]}
