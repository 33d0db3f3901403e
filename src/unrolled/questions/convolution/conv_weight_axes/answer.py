"""TUM CNN sheet, 4c: the axes of a convolution's weight, framework by framework."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import calc

PYTORCH, KERAS = "PyTorch", "Keras"
PLAIN, TRANSPOSED = "convolution", "transposed convolution"
EXAM = {"framework": PYTORCH, "layer": PLAIN, "channels": 3, "filters": 4, "kernel": 5}
OUT_IN = "output channels, input channels, height, width"
IN_OUT = "input channels, output channels, height, width"
IN_OUT_WIDTH = "input channels, output channels, width, height"
WINDOW_FIRST = "height, width, input channels, output channels"
EXPECTED = (4, 3, 5, 5, OUT_IN)
KEY = (3, 4, None, None, IN_OUT_WIDTH)


def solve(
    framework: str, layer: str, channels: int, filters: int, kernel: int
) -> tuple[int | str, ...]:
    """Take PyTorch's shape, and move the axes where Keras is asked for."""
    transposed = layer == TRANSPOSED
    out, *rest = calc.conv_weight_shape(channels, filters, kernel, transposed=transposed)
    if framework == KERAS:
        return (*rest[1:], rest[0], out, WINDOW_FIRST)
    return (out, *rest, IN_OUT if transposed else OUT_IN)


def preset(framework: str, layer: str, channels: int, filters: int, kernel: int) -> dict[str, Any]:
    """The layer; the shape is shown in the order of both frameworks."""
    kind = "transposed" if layer == TRANSPOSED else "conv"
    return {"kind": [kind], "channels": channels, "filters": filters, "kernel": kernel}


def verify(
    framework: str, layer: str, channels: int, filters: int, kernel: int
) -> tuple[int | str, ...]:
    """Build the layer; name its axes by building one more whose four sizes tell them apart."""
    build = {PYTORCH: _torch_shape, KERAS: _keras_shape}[framework]
    probe = {2: "input channels", 3: "output channels", 4: "height", 5: "width"}
    names = [probe[n] for n in build(layer, 2, 3, (4, 5))]
    return (*build(layer, channels, filters, (kernel, kernel)), ", ".join(names))


def _torch_shape(layer: str, channels: int, filters: int, kernel: tuple[int, int]) -> list[int]:
    import torch

    kinds = {PLAIN: torch.nn.Conv2d, TRANSPOSED: torch.nn.ConvTranspose2d}
    return list(kinds[layer](channels, filters, kernel).weight.shape)


def _keras_shape(layer: str, channels: int, filters: int, kernel: tuple[int, int]) -> list[int]:
    """Keras' documented kernel, checked by applying it to an image with the channels last."""
    import torch

    weight = torch.ones(*kernel, channels, filters)
    image = torch.ones(1, 8, 8, channels)
    windows = image.unfold(1, kernel[0], 1).unfold(2, kernel[1], 1)
    output = torch.einsum("nijchw,hwco->nijo", windows, weight)
    assert output.shape == (1, 9 - kernel[0], 9 - kernel[1], filters)
    return list(weight.shape)


def steps(framework: str, layer: str, channels: int, filters: int, kernel: int) -> list[str]:
    """The names in order, then the numbers."""
    *shape, names = solve(framework, layer, channels, filters, kernel)
    return [
        f"The layer reads ${channels}$ channels and makes ${filters}$; the window is "
        rf"${kernel} \times {kernel}$.",
        f"{framework} orders the axes of a {layer}: {names}.",
        f"So the shape is $({', '.join(map(str, shape))})$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """The three layers in turn, with numbers that differ."""
    framework, layer = ((PYTORCH, PLAIN), (PYTORCH, TRANSPOSED), (KERAS, PLAIN))[rng.integers(3)]
    channels, filters = rng.choice([2, 3, 4, 6, 8, 10, 16, 32], size=2, replace=False)
    return {
        "framework": framework,
        "layer": layer,
        "channels": channels,
        "filters": filters,
        "kernel": rng.choice([3, 5, 7]),
    }


def mistakes(
    framework: str, layer: str, channels: int, filters: int, kernel: int
) -> dict[str, tuple[int | str | None, ...]]:
    """The orders of the other layers."""
    window = (kernel, kernel)
    return {
        "You put the input channels first: PyTorch does so in transposed convolutions only.": (
            *(channels, filters, *window, IN_OUT),
        ),
        "You put the width before the height: rows come first, as in a matrix.": (
            *(None, None, None, None, IN_OUT_WIDTH),
        ),
        "You put the window first: Keras does so, PyTorch does not.": (
            *(*window, channels, filters, WINDOW_FIRST),
        ),
        "You put the output channels first: PyTorch does so in plain convolutions only.": (
            *(filters, channels, *window, OUT_IN),
        ),
    }
