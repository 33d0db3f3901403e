"""TUM segmentation sheet, 3.4: a new layer behind a frozen network."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import calc, nn

EXAM = {"coarse": 5, "fine": 30, "kernel": 1}
EXPECTED = (0, 180)


def solve(coarse: int, fine: int, kernel: int) -> tuple[int, int]:
    """Padding that keeps 64 rows, and the layer's parameters."""
    before, _ = calc.same_padding(64, kernel)
    return before, calc.conv_parameters(coarse, fine, kernel)


def preset(coarse: int, fine: int, kernel: int) -> dict[str, Any]:
    """Any network will do for the box."""
    return {"classes": coarse, "fine": fine, "fine_kernel": kernel}


def verify(coarse: int, fine: int, kernel: int) -> tuple[int, int]:
    """Try paddings in torch until the size stays, and count what that layer holds."""
    import torch

    scores = torch.zeros(1, coarse, 64, 64, device="meta")
    for padding in range(kernel):
        layer = torch.nn.Conv2d(coarse, fine, kernel, padding=padding, device="meta")
        if layer(scores).shape == (1, fine, 64, 64):
            return padding, sum(p.numel() for p in layer.parameters())
    raise AssertionError("no padding keeps the size")


def steps(coarse: int, fine: int, kernel: int) -> list[str]:
    """Padding, one filter, all filters."""
    padding, parameters = solve(coarse, fine, kernel)
    one = coarse * kernel**2
    return [
        rf"A kernel of side ${kernel}$ takes away ${kernel} - 1 = {kernel - 1}$ rows; half of that "
        f"on either side is a padding of ${padding}$.",
        rf"One filter has ${coarse} \cdot {kernel} \cdot {kernel} = {one}$ weights and 1 bias.",
        rf"{fine} filters have ${fine} \cdot ({one} + 1) = {parameters}$ parameters.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other numbers of labels, odd kernels."""
    coarse = rng.integers(2, 13)
    return {
        "coarse": coarse,
        "fine": coarse + rng.integers(5, 40),
        "kernel": rng.choice([1, 3, 5]),
    }


def mistakes(coarse: int, fine: int, kernel: int) -> dict[str, tuple[int | None, int]]:
    """Biases, channels or squares forgotten; the pixels counted in."""
    right = solve(coarse, fine, kernel)[1]
    return {
        "You left out the biases: each filter has one.": (None, right - fine),
        "You left out the incoming channels: a filter reaches through all of them.": (
            None,
            fine * (kernel**2 + 1),
        ),
        "You counted a bias for each weight: a filter has one in all.": (
            None,
            2 * fine * coarse * kernel**2,
        ),
        "You counted the weights once per pixel: all pixels share them.": (None, 64 * 64 * right),
        "You padded by the whole kernel: half of its overhang goes on each side.": (kernel, right),
    }


def experiment() -> dict[str, int]:
    """Equal scores in, equal scores out, whatever the images were."""
    rng = np.random.default_rng(0)
    classes = 30
    scores = rng.normal(size=(2, 5, 8, 8))  # what the box says of two images
    scores[1, :, 6, 1] = scores[0, :, 2, 3]
    fine = nn.conv2d(scores, rng.normal(size=(classes, 5, 1, 1)), rng.normal(size=classes))
    difference = np.abs(fine[1, :, 6, 1] - fine[0, :, 2, 3]).max()
    assert difference < 1e-12
    assert np.abs(fine[1] - fine[0]).max() > 1  # other pixels differ
    return {"difference": int(difference), "classes": classes}
