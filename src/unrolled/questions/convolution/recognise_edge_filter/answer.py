"""TUM 2019, 5e: tell a filter from what it does to a picture."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import nn
from unrolled.bank import format_value

PICTURE = np.zeros((6, 6))
PICTURE[1:4, 1:4] = 1
FINDS = {
    "vertical edges": (
        [[1, 0, -1], [1, 0, -1], [1, 0, -1]],
        [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]],
    ),
    "horizontal edges": (
        [[1, 1, 1], [0, 0, 0], [-1, -1, -1]],
        [[-1, -1, -1], [0, 0, 0], [1, 1, 1]],
    ),
    "diagonal edges": (
        [[1, 1, 0], [1, 0, -1], [0, -1, -1]],
        [[0, 1, 1], [-1, 0, 1], [-1, -1, 0]],
    ),
    "outlines in every direction": ([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],),
    "no edges, it adds up a neighbourhood": ([[1, 1, 1], [1, 1, 1], [1, 1, 1]],),
}
SIGNS = dict(
    zip(
        FINDS,
        (
            "The sign changes from left to right only: left is compared with right.",
            "The sign changes from top to bottom only: above is compared with below.",
            "Two opposite corners of the square answer with opposite signs, two not at all.",
            "All four corners of the square answer alike, and its middle not at all.",
            "Nothing is negative, and the answer is highest in the middle of the square.",
        ),
        strict=True,
    )
)
EXAM = {"output": [[-2, 0, 2, 2], [-3, 0, 3, 3], [-2, 0, 2, 2], [-1, 0, 1, 1]]}
EXPECTED = (
    "vertical edges",
    r"$\begin{pmatrix} 1 & 0 & -1 \\ 1 & 0 & -1 \\ 1 & 0 & -1 \end{pmatrix}$",
    1,
)

Matrix = list[list[int]]


def solve(output: Matrix) -> tuple[str, str, int]:
    """Try each filter: the one whose response is a positive multiple away."""
    for finds, kernels in FINDS.items():
        for kernel in kernels:
            response = _response(kernel)
            factor = np.abs(output).sum() / np.abs(response).sum()
            if np.allclose(factor * response, output):
                return finds, f"${format_value(kernel)}$", round(factor)
    raise ValueError(f"output is {output}; none of the filters makes it")


def preset(output: Matrix) -> dict[str, Any]:
    """The filter on the picture, at the place that the steps look at."""
    finds, written, factor = solve(output)
    kernel = next(k for k in FINDS[finds] if f"${format_value(k)}$" == written)
    row, column = np.unravel_index(np.abs(output).argmax(), (4, 4))
    return {"kernel": np.multiply(factor, kernel), "row": row + 1, "column": column + 1}


def verify(output: Matrix) -> tuple[str, str, int]:
    """Find the nine weights: sixteen equations, one for each place, that leave no choice."""
    import torch

    windows = torch.tensor(PICTURE).unfold(0, 3, 1).unfold(1, 3, 1).reshape(16, 9)
    wanted = torch.tensor(output, dtype=torch.float64).reshape(16, 1)
    weights = torch.linalg.lstsq(windows, wanted).solution.reshape(3, 3).round().long()
    factor = int(np.gcd.reduce(weights.flatten().tolist()))
    kernel = (weights // factor).tolist()
    rows, columns = np.sum(kernel, axis=1).any(), np.sum(kernel, axis=0).any()
    if np.equal(kernel, np.rot90(kernel)).all():  # no direction is preferred
        negative = np.min(kernel) < 0
        finds = (
            "outlines in every direction" if negative else "no edges, it adds up a neighbourhood"
        )
    else:
        kinds = {(True, True): "diagonal", (True, False): "horizontal", (False, True): "vertical"}
        finds = f"{kinds[bool(rows), bool(columns)]} edges"
    return finds, f"${format_value(kernel)}$", factor


def steps(output: Matrix) -> list[str]:
    """What the signs say, then the values at one place."""
    finds, kernel, factor = solve(output)
    row, column = np.unravel_index(np.abs(output).argmax(), (4, 4))
    largest = output[row][column]
    return [
        f"{SIGNS[finds]} The filter finds {finds}.",
        f"For row {row + 1}, column {column + 1} of the output, the weights of {kernel} that lie "
        f"on bright pixels add up to ${largest // factor}$.",
        f"The output has ${largest}$ there, so the factor is ${factor}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Any filter of the list, with factors up to six."""
    kernels = [kernel for group in FINDS.values() for kernel in group]
    response = _response(kernels[rng.integers(len(kernels))])
    return {"output": (rng.integers(1, 7) * response).round().astype(int)}


def mistakes(output: Matrix) -> dict[str, tuple[str | None, str | None, int | None]]:
    """Vertical for horizontal, the signs exchanged, a sum of weights for the factor."""
    finds, kernel, _ = solve(output)
    across = {"vertical edges": "horizontal edges", "horizontal edges": "vertical edges"}.get(finds)
    turned = f"${format_value(FINDS[across][0])}$" if across else None
    mirrored = [f"${format_value(k)}$" for k in FINDS[finds]]
    mirrored.remove(kernel)
    return {
        "A filter that compares left with right finds vertical edges, not horizontal ones.": (
            *(across, turned),
            None,
        ),
        "Your filter is mirrored: look where the square's border makes the output negative.": (
            *(None, mirrored[0] if mirrored else None),
            None,
        ),
        "You took the largest output for the factor: there several weights add up.": (
            *(None, None),
            int(np.abs(output).max()),
        ),
    }


def _response(kernel: Matrix) -> nn.Array:
    found: nn.Array = nn.conv2d([[PICTURE]], [[kernel]])[0, 0]
    return found
