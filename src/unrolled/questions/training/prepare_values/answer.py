"""Osnabrück 2: the range of an integer type, and a column of values standardised."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from unrolled.bank import format_value, signed

EXAM = {"dtype": "uint8", "column": [4.5, 6.3, 6.3, 11.7]}
FLOAT, STANDARDISE = "floating point", "standardising"
EXPECTED = (0, 255, FLOAT, STANDARDISE, 0, 1, 1.66667)


def solve(dtype: str, column: list[float]) -> tuple[Any, ...]:
    """What NumPy knows of the type; the column as it says."""
    limits = np.iinfo(dtype)
    z = (np.array(column) - np.mean(column)) / np.std(column)
    after = round(z.mean()), round(z.std())
    return (limits.min, limits.max, FLOAT, STANDARDISE, *after, z[-1])


def verify(dtype: str, column: list[float]) -> tuple[Any, ...]:
    """Write integers into the type until they wrap around; let torch normalise the column."""
    import torch

    written = np.arange(2**16).astype(dtype)
    x = torch.tensor(column, dtype=torch.float64)[:, None]  # (examples, features)
    z = torch.nn.functional.batch_norm(x, None, None, training=True, eps=1e-30)
    mean, variance = z.mean().round(), z.var(correction=0).round()
    return (
        *(int(written.min()), int(written.max()), FLOAT, STANDARDISE),
        *(int(mean), int(variance.sqrt()), z[-1].item()),
    )


def steps(dtype: str, column: list[float]) -> list[str]:
    """The patterns, the type, then mean, deviation and quotient."""
    lowest, highest, *_, mean_after, std_after, z = solve(dtype, column)
    bits = np.iinfo(dtype).bits - (lowest < 0)
    low = rf"-2^{{{bits}}} = {lowest}" if lowest < 0 else "0"
    mean, std = float(np.mean(column)), float(np.std(column))
    squares = " + ".join(f"{signed(round(x - mean, 6))}^2" for x in column)
    total = " + ".join(map(format_value, column))
    return [
        rf"The range of {dtype} is ${low}$ to $2^{{{bits}}} - 1 = {highest}$.",
        f"Integers can hold no fractions: change to {FLOAT}.",
        f"What is missing is {STANDARDISE}: mean ${mean_after}$, standard deviation ${std_after}$.",
        rf"$\mu = ({total}) / 4 = {format_value(mean)}$.",
        rf"$\sigma^2 = ({squares}) / 4 = {format_value(std**2)}$, "
        rf"so $\sigma = {format_value(std)}$.",
        rf"$z_4 = ({format_value(column[-1])} - {format_value(mean)}) / {format_value(std)} = "
        rf"{format_value(z)}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Columns with a round mean and a round deviation, which is never 1."""
    patterns = ([-7, -1, 1, 7], [-5, 1, 1, 3], [-3, -1, -1, 5], [-1, -1, 1, 1])
    pattern = rng.permutation(patterns[rng.integers(len(patterns))])
    column = rng.integers(9, 15) + rng.choice([0.3, 0.4, 0.5, 0.9]) * pattern
    return {
        "dtype": rng.choice(["uint8", "int8", "uint16", "int16"]),
        "column": column.round(6).tolist(),
    }


def mistakes(dtype: str, column: list[float]) -> dict[str, tuple[Any, ...]]:
    """A range counted from 1, a sign forgotten or invented; other ways to scale a column."""
    highest = solve(dtype, column)[1]
    twin = dtype[1:] if dtype.startswith("u") else f"u{dtype}"
    x, mean = np.array(column), np.mean(column)

    def last(z: float) -> tuple[Any, ...]:
        return (None, None, None, None, None, None, z)

    return {
        "Zero is one of the patterns, so the highest is one less.": (
            *(None, highest + 1, None, None, None, None, None),
        ),
        f"That is the range of {twin}.": (*solve(twin, column)[:2], *(None,) * 5),
        "You forgot to subtract the mean.": last(x[-1] / x.std()),
        "You divided by the variance; take its root.": last((x[-1] - mean) / x.var()),
        "You divided the squares by 3; the question asks for divisor 4.": (
            last((x[-1] - mean) / x.std(ddof=1))
        ),
        "You scaled to the range from 0 to 1; here the mean is to be 0.": (
            last((x[-1] - x.min()) / np.ptp(x))
        ),
        "You only subtracted the mean.": last(x[-1] - mean),
    }


def experiment() -> dict[str, float]:
    """Wrap an integer around; curvatures of a linear model's loss before and after."""
    wrapped = int(np.array(10, dtype=np.uint8) - np.array(120, dtype=np.uint8))
    assert wrapped == 10 - 120 + 256
    rng = np.random.default_rng(0)
    houses = rng.normal([3e6, 6, 1990], [1e6, 1.5, 20], size=(200, 3))
    raw, standardised = ravine(houses), ravine((houses - houses.mean(0)) / houses.std(0))
    assert standardised < 2 < 1e12 < raw
    return {
        "wrapped": wrapped,
        "houses": len(houses),
        "ravine_raw": float(f"{raw:.0e}"),
        "ravine_standardised": round(standardised, 2),
    }


def ravine(x: NDArray[np.floating]) -> float:
    """How much more the squared error of a linear model curves in one direction than another."""
    with_bias = np.column_stack([x, np.ones(len(x))])
    return float(np.linalg.cond(with_bias) ** 2)  # of the Hessian, which is 2 XᵀX / n
