"""FAU 3.1: two losses for regression, on four errors."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import nn
from unrolled.bank import format_value, signed

EXAM = {"errors": [3, -1, 2, -10]}  # our probe: the paper asks for a name
EXPECTED = (28.5, 4.0)


def solve(errors: list[float]) -> tuple[float, float]:
    """Both losses of the reference, for predictions that are off by `errors`."""
    zeros = np.zeros(len(errors))
    return float(nn.mse_loss(errors, zeros)), float(nn.l1_loss(errors, zeros))


def verify(errors: list[float]) -> tuple[float, float]:
    """torch's losses, around labels somewhere else."""
    import torch

    labels = torch.linspace(-80, -10, len(errors), dtype=torch.float64)
    predictions = labels + torch.tensor(errors, dtype=torch.float64)
    losses = torch.nn.MSELoss(), torch.nn.L1Loss()
    return losses[0](predictions, labels).item(), losses[1](predictions, labels).item()


def steps(errors: list[float]) -> list[str]:
    """Squares and sizes, averaged."""
    mse, mae = map(format_value, solve(errors))
    squares = " + ".join(f"{signed(e)}^2" for e in errors)
    sizes = " + ".join(format_value(abs(e)) for e in errors)
    return [
        rf"L2: $\frac1{len(errors)} ({squares}) = {mse}$.",
        rf"L1: $\frac1{len(errors)} ({sizes}) = {mae}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Three small errors of either sign, one large."""
    small = rng.choice([-4, -3, -2, -1, 1, 2, 3, 4], size=3)
    large = rng.choice([-12, -10, -8, 8, 10, 12])
    return {"errors": rng.permutation([*small, large])}


def mistakes(errors: list[float]) -> dict[str, tuple[float | None, ...]]:
    """Sums, roots, signs."""
    mse, mae = solve(errors)
    n, mean = len(errors), float(np.mean(errors))
    return {
        "You added the errors up: divide by their number.": (n * mse, n * mae),
        "You took the root: that is the root mean square, in degrees.": (mse**0.5, None),
        "You let errors of opposite sign cancel.": (mean**2, mean),
        "You halved the squares: the mean squared error has no factor ½.": (mse / 2, None),
    }


def preset(errors: list[float]) -> dict[str, Any]:
    """Predictions that are off by the errors, around the label 0."""
    return {"predictions": errors, "targets": [0] * len(errors)}
