"""TUM 2019, 5a: forward through a 1x1 convolution and a padded max pooling."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import nn
from unrolled.bank import format_value, signed

EXAM = {
    "x_1": [[1, -0.5], [2, -2]],
    "x_2": [[-2, 1], [-1.5, 1]],
    "x_3": [[1, 0], [0, 0]],
    "weight": [1, 1, 1],
    "padding": "zeros",
}
EXPECTED = (0.0, 0.5, 0.5, -1.0, 0.0, 0.5, 0.5, 0.0)
RING = {"zeros": 0.0, "negative infinities": -np.inf}

Matrix = list[list[float]]


def solve(
    x_1: Matrix, x_2: Matrix, x_3: Matrix, weight: list[float], padding: str
) -> tuple[float, ...]:
    """One convolution, one pooling."""
    z = nn.conv2d([[x_1, x_2, x_3]], np.reshape(weight, (1, 3, 1, 1)))
    s = nn.max_pool2d(z, 2, stride=2, padding=1, padding_value=RING[padding])
    return (*z.ravel(), *np.ravel(s))


def verify(
    x_1: Matrix, x_2: Matrix, x_3: Matrix, weight: list[float], padding: str
) -> tuple[float, ...]:
    """torch's functions; the ring is laid by hand, because its pooling pads with -∞ only."""
    import torch
    import torch.nn.functional as f

    x = torch.tensor([[x_1, x_2, x_3]], dtype=torch.float64)
    z = f.conv2d(x, torch.tensor(weight, dtype=torch.float64).reshape(1, 3, 1, 1))
    s = f.max_pool2d(f.pad(z, (1, 1, 1, 1), value=RING[padding]), 2)
    return (*z.flatten().tolist(), *s.flatten().tolist())


def steps(x_1: Matrix, x_2: Matrix, x_3: Matrix, weight: list[float], padding: str) -> list[str]:
    """Pixel by pixel, then window by window."""
    values, w = solve(x_1, x_2, x_3, weight, padding), [signed(value) for value in weight]
    ring = "0" if padding == "zeros" else r"-\infty"
    pixels = [(i, j) for i in range(2) for j in range(2)]
    lines = []
    for (i, j), z in zip(pixels, values[:4], strict=True):
        parts = (rf"{w[c]} \cdot {signed(x[i][j])}" for c, x in enumerate((x_1, x_2, x_3)))
        lines.append(f"$z_{{{i + 1}{j + 1}}} = {' + '.join(parts)} = {format_value(z)}$.")
    for (i, j), z, s in zip(pixels, values[:4], values[4:], strict=True):
        window = f"{ring}, {ring}, {ring}, {format_value(z)}"
        lines.append(rf"$s_{{{i + 1}{j + 1}}} = \max({window}) = {format_value(s)}$.")
    return lines


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Halves, weights that are not all one, and values of both signs."""
    while True:
        x = rng.integers(-4, 5, size=(3, 2, 2)) / 2
        weight = rng.choice([-2, -1, 1, 2], size=3)
        padding = str(rng.choice(list(RING), p=(0.7, 0.3)))
        params = {"x_1": x[0], "x_2": x[1], "x_3": x[2], "weight": weight, "padding": padding}
        z = np.array(solve(**params)[:4])
        if 0 < np.count_nonzero(z < 0) < 4 and 0 not in z:
            return params


def preset(
    x_1: Matrix, x_2: Matrix, x_3: Matrix, weight: list[float], padding: str
) -> dict[str, Any]:
    """The channels in one list, the ring by its name in the explorable."""
    ring = "zero" if padding == "zeros" else "minus_infinity"
    return {"x": [x_1, x_2, x_3], "weight": weight, "padding_value": ring}


def mistakes(
    x_1: Matrix, x_2: Matrix, x_3: Matrix, weight: list[float], padding: str
) -> dict[str, tuple[float | None, ...]]:
    """The other ring, no ring, weights left out, the channels left apart."""
    z, ring = np.array(solve(x_1, x_2, x_3, weight, padding)[:4]), RING[padding]
    plain = np.add(np.add(x_1, x_2), x_3).ravel()
    average = z / 3
    unpadded = (z.max(),) * 4
    pad = "zeros, which win over a negative value" if ring == 0 else "-∞, which never wins"
    return {
        f"You pooled with another padding: here the ring holds {pad}.": (
            *(None,) * 4,
            *(z if ring == 0 else np.maximum(z, 0)),
        ),
        "You pooled without the ring: with it there are four windows, not one.": (
            *(None,) * 4,
            *unpadded,
        ),
        "You added the channels without their weights.": (*plain, *np.maximum(plain, ring)),
        "You averaged the channels: a convolution adds them up.": (
            *average,
            *np.maximum(average, ring),
        ),
    }
