"""TUM 2019, 5f: a hand-made filter for a pattern of three by three pixels."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np

from unrolled import nn
from unrolled.bank import format_value, signed

EXAM: dict[str, Any] = {"dark": 0, "bright": 1, "patch": [[0, 1, 0], [1, 0, 1], [0, 1, 0]]}
EXPECTED = (-1, 1, -1, 4.0, -1.0)

Matrix = list[list[float]]


def solve(dark: float, bright: float, patch: Matrix) -> tuple[float, ...]:
    """+1 where the pattern is bright, -1 where it is dark."""
    kernel = np.where(np.equal(patch, bright), 1, -1)
    return (*_weights(kernel), _response(patch, kernel), _response(np.full((3, 3), bright), kernel))


def preset(dark: float, bright: float, patch: Matrix) -> dict[str, Any]:
    """The filter on a dark picture with the pattern on the left and a bright patch beside it."""
    picture = np.full((5, 9), dark)
    picture[1:4, 1:4], picture[1:4, 5:8] = patch, bright
    return {"picture": picture, "kernel": np.where(np.equal(patch, bright), 1, -1)}


def verify(dark: float, bright: float, patch: Matrix) -> tuple[float, ...]:
    """Try all 512 filters on all 512 patches: keep the one that the pattern, alone, wins."""
    import torch

    signs = torch.tensor(list(product((-1.0, 1.0), repeat=9)), dtype=torch.float64)
    patches = dark + (bright - dark) * (signs > 0).double()
    scores = signs @ patches.T  # (filters, patches)
    wanted = torch.tensor(patch, dtype=torch.float64).flatten()
    column = int(torch.isclose(patches, wanted).all(dim=1).nonzero())
    lead = scores[:, column, None] - scores
    lead[:, column] = torch.inf
    winners = (lead > 1e-9).all(dim=1).nonzero()
    assert len(winners) == 1
    kernel = signs[winners[0, 0]]
    weights = (int(kernel[0]), int(kernel[1]), int(kernel[4]))
    return (*weights, float(kernel @ wanted), float(kernel.sum() * bright))


def experiment() -> dict[str, int]:
    """Let every black and white patch compete for the paper's filter."""
    kernel = [[-1, 1, -1], [1, -1, 1], [-1, 1, -1]]
    scores = sorted(
        round(_response(np.reshape(patch, (3, 3)), kernel)) for patch in product((0, 1), repeat=9)
    )
    cross = round(_response(EXAM["patch"], kernel))
    assert scores[-1] == cross > scores[-2]
    return {"patches": len(scores), "second": scores[-2], "reversed": -cross}


def steps(dark: float, bright: float, patch: Matrix) -> list[str]:
    """Three kinds of pixels, then two sums."""
    corner, edge, centre, response, white = solve(dark, bright, patch)
    lines, parts = [], []
    places = (("corners", 4, corner), ("middles of the edges", 4, edge), ("centre", 1, centre))
    for (name, count, weight), value in zip(
        places, (patch[0][0], patch[0][1], patch[1][1]), strict=True
    ):
        kind = "bright" if value == bright else "dark"
        lines.append(f"The {name}: {kind}, so the weight is ${weight}$.")
        parts.append(rf"{count} \cdot {signed(weight)} \cdot {format_value(value)}")
    return [
        *lines,
        f"On the pattern: ${' + '.join(parts)} = {format_value(response)}$.",
        rf"On a bright patch: $(4 \cdot {signed(corner)} + 4 \cdot {signed(edge)} + "
        rf"{signed(centre)}) \cdot {format_value(bright)} = {format_value(white)}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Patterns that look the same from all sides, on less than full contrast."""
    dark, bright = rng.choice([0, 0.1, 0.2, 0.3]), rng.choice([0.7, 0.8, 0.9, 1])
    code = rng.integers(1, 7)  # neither all dark nor all bright
    corner, edge, centre = (bright if code >> bit & 1 else dark for bit in range(3))
    patch = [[corner, edge, corner], [edge, centre, edge], [corner, edge, corner]]
    return {"dark": dark, "bright": bright, "patch": patch}


def mistakes(dark: float, bright: float, patch: Matrix) -> dict[str, tuple[float | None, ...]]:
    """The sign reversed, the pattern copied."""
    right = solve(dark, bright, patch)
    ones = np.equal(patch, bright).astype(int)
    plain = np.full((3, 3), bright)
    return {
        "Your filter is upside down: it responds least where the pattern lies.": tuple(
            -value for value in right
        ),
        "You gave dark pixels the weight 0: then a bright patch scores as much as the pattern.": (
            *_weights(ones),
            _response(patch, ones),
            _response(plain, ones),
        ),
    }


def _weights(kernel: nn.Array | Matrix) -> tuple[int, ...]:
    """Those of a corner, of the middle of an edge, of the centre."""
    return tuple(int(kernel[i][j]) for i, j in ((0, 0), (0, 1), (1, 1)))


def _response(patch: Any, kernel: Any) -> float:
    return float(nn.conv2d([[patch]], [[kernel]])[0, 0, 0, 0])
