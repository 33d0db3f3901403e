"""TUM CNN sheet, 4a: what a box filter and a difference filter do to an image."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import nn
from unrolled.bank import format_value

BLUR, VERTICAL, HORIZONTAL = (
    "blurs, over a local window",
    "finds vertical edges",
    "finds horizontal edges",
)
EVERY, SHARPEN = "finds edges in every direction", "sharpens"
_MATRICES: list[tuple[int, list[list[int]]]] = [  # divisor, entries
    (9, [[1, 1, 1], [1, 1, 1], [1, 1, 1]]),
    (4, [[1, 1], [1, 1]]),
    (16, [[1, 2, 1], [2, 4, 2], [1, 2, 1]]),
    (1, [[1, -1], [1, -1]]),
    (1, [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]]),
    (1, [[1, 0, -1], [2, 0, -2], [1, 0, -1]]),
    (1, [[1, 1], [-1, -1]]),
    (1, [[-1, -1, -1], [0, 0, 0], [1, 1, 1]]),
    (1, [[1, 2, 1], [0, 0, 0], [-1, -2, -1]]),
    (1, [[0, 1, 0], [1, -4, 1], [0, 1, 0]]),
    (1, [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]),
    (1, [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
]
KERNELS = {  # as it is written: as it is applied
    (rf"\tfrac{{1}}{{{n}}} " if n > 1 else "") + format_value(m): np.array(m) / n
    for n, m in _MATRICES
}
EXAM = {
    "C1": r"\tfrac{1}{9} \begin{pmatrix} 1 & 1 & 1 \\ 1 & 1 & 1 \\ 1 & 1 & 1 \end{pmatrix}",
    "C2": r"\begin{pmatrix} 1 & -1 \\ 1 & -1 \end{pmatrix}",
}
EXPECTED = (BLUR, VERTICAL)


def solve(C1: str, C2: str) -> tuple[str, str]:
    """Apply each filter to three walls and look at what comes out."""
    return _observed(KERNELS[C1]), _observed(KERNELS[C2])


def _observed(kernel: nn.Array) -> str:
    even = np.ones((6, 6))
    upright = np.where(np.arange(6) < 3, 1.0, 0.0) * even  # bright on the left
    grey, vertical, horizontal = (
        nn.conv2d([[wall]], [[kernel]])[0, 0] for wall in (even, upright, upright.T)
    )
    if np.allclose(grey, 1):
        return SHARPEN if vertical.max() > 1 + 1e-9 else BLUR
    if vertical.any() and horizontal.any():
        return EVERY
    return VERTICAL if vertical.any() else HORIZONTAL


def preset(C1: str, C2: str) -> dict[str, Any]:
    """The first filter; the second is in the explorable's list."""
    return {"kernel": KERNELS[C1]}


def verify(C1: str, C2: str) -> tuple[str, str]:
    """Apply no filter at all: judge by signs, and by the sums of rows and columns."""
    return _judged(KERNELS[C1]), _judged(KERNELS[C2])


def _judged(kernel: nn.Array) -> str:
    import torch

    weights = torch.tensor(kernel)
    if weights.sum() > 0.5:
        return BLUR if bool((weights >= 0).all()) else SHARPEN
    sees = bool(weights.sum(dim=0).any()), bool(weights.sum(dim=1).any())
    return {(True, True): EVERY, (True, False): VERTICAL, (False, True): HORIZONTAL}[sees]


def steps(C1: str, C2: str) -> list[str]:
    """The three sums of each filter, and what they mean."""
    lines = []
    for n, (written, effect) in enumerate(zip((C1, C2), solve(C1, C2), strict=True), start=1):
        kernel = KERNELS[written]
        columns, rows = (format_value(kernel.sum(axis=axis).tolist()) for axis in (0, 1))
        sign = "none is negative" if (kernel >= 0).all() else "some are negative"
        lines.append(
            f"$C_{n}$: the weights add up to ${format_value(float(kernel.sum()))}$, {sign}; the "
            f"column sums are ${columns}$, the row sums ${rows}$. It {effect}."
        )
    return lines


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Two filters with different effects."""
    names = list(KERNELS)
    while True:
        first, second = (names[i] for i in rng.choice(len(names), size=2, replace=False))
        if len(set(solve(first, second))) == 2:
            return {"C1": first, "C2": second}


def mistakes(C1: str, C2: str) -> dict[str, tuple[str | None, ...]]:
    """The direction mixed up; smoothing and sharpening mixed up."""
    effects = solve(C1, C2)
    across = {VERTICAL: HORIZONTAL, HORIZONTAL: VERTICAL}
    opposite = {BLUR: SHARPEN, SHARPEN: BLUR}
    return {
        "Comparing left with right finds vertical edges, above with below horizontal ones.": (
            *(across.get(effect) for effect in effects),
        ),
        "Averaging blurs; a filter sharpens if it takes the neighbours off.": (
            *(opposite.get(effect) for effect in effects),
        ),
    }
