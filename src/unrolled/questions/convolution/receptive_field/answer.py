"""TUM 2019, 4a, and TUM CNN sheet, 4d: the receptive field of three convolutions."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import calc

EXAM = {"size": 224, "kernel": [3, 3, 3], "stride": [1, 1, 1]}
EXPECTED = (7,)


def solve(size: int, kernel: list[int], stride: list[int]) -> tuple[int]:
    """Follow size and jump forwards through the layers."""
    layers = [calc.Window(k, s) for k, s in zip(kernel, stride, strict=True)]
    return (calc.receptive_fields(layers)[-1].size,)


def verify(size: int, kernel: list[int], stride: list[int]) -> tuple[int]:
    """Ask autograd which pixels one output in the middle depends on."""
    import torch

    pixels = torch.ones(1, 1, size, dtype=torch.float64, requires_grad=True)
    maps = pixels
    for k, s in zip(kernel, stride, strict=True):
        maps = torch.nn.functional.conv1d(maps, torch.ones(1, 1, k, dtype=torch.float64), stride=s)
    (grad,) = torch.autograd.grad(maps[0, 0, maps.shape[2] // 2], pixels)
    seen = grad[0, 0].nonzero()
    return (int(seen.max() - seen.min()) + 1,)


def steps(size: int, kernel: list[int], stride: list[int]) -> list[str]:
    """Backwards, one line per layer."""
    lines, r = ["One feature after the third convolution: $r = 1$."], 1
    for n, k, s in zip((3, 2, 1), kernel[::-1], stride[::-1], strict=True):
        wider = (r - 1) * s + k
        below = "the image" if n == 1 else f"the output of convolution {n - 1}"
        lines.append(rf"In {below}: $({r} - 1) \cdot {s} + {k} = {wider}$.")
        r = wider
    return lines


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other kernels, and strides in most variants."""
    return {
        "size": rng.choice([128, 224, 256]),
        "kernel": [*rng.choice([3, 5, 7], size=2), rng.choice([1, 3, 5])],
        "stride": rng.choice([1, 1, 2, 3], size=3),
    }


def mistakes(size: int, kernel: list[int], stride: list[int]) -> dict[str, tuple[int]]:
    """Sums and products of kernels, strides in the wrong places."""
    jumps = np.cumprod(stride)
    grown = np.subtract(kernel, 1)
    return {
        "You added the kernels: neighbouring windows overlap.": (sum(kernel),),
        "You multiplied the kernels: neighbouring windows overlap.": (int(np.prod(kernel)),),
        "You looked at the last convolution only: it reads features, not pixels.": (kernel[-1],),
        "You left out the strides: behind one, a step is several pixels long.": (
            int(1 + grown.sum()),
        ),
        "You let each layer's own stride act on it: only those before it lengthen its steps.": (
            int(1 + grown @ jumps),
        ),
        "You gave the size of the output: asked is what one feature depends on.": (
            _output(size, kernel, stride),
        ),
    }


def _output(size: int, kernel: list[int], stride: list[int]) -> int:
    for k, s in zip(kernel, stride, strict=True):
        size = calc.conv_output_size(size, k, s)
    return size
