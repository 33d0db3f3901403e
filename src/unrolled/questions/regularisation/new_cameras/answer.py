"""FAU 4.5: bias and variance of predictions, and a classifier that meets new cameras."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from unrolled.bank import format_value, signed

EXAM = {"predictions": [0.9, 0.1, 0.6, 0.4], "target": 1}  # ours: the paper asks in words
EXPECTED = (0.25, 0.085, 0.335)


def solve(predictions: list[float], target: float) -> tuple[float, float, float]:
    """Mean, spread, and their sum."""
    bias = float(np.mean(predictions)) - target
    variance = float(np.var(predictions))
    return bias**2, variance, bias**2 + variance


def verify(predictions: list[float], target: float) -> tuple[float, float, float]:
    """Average the errors themselves; get the variance from the differences of all pairs."""
    values = [Fraction(str(value)) for value in predictions]
    n = len(values)
    error = sum((value - Fraction(str(target))) ** 2 for value in values) / n
    variance = sum((a - b) ** 2 for a in values for b in values) / (2 * n * n)
    return float(error - variance), float(variance), float(error)


def steps(predictions: list[float], target: float) -> list[str]:
    """Mean, bias, variance, sum."""
    squared, variance, error = map(format_value, solve(predictions, target))
    mean = float(np.mean(predictions))
    m = format_value(mean)
    squares = " + ".join(rf"{signed(round(value - mean, 12))}^2" for value in predictions)
    return [
        f"Mean prediction: ${m}$. Bias: ${m} - {target} = {format_value(mean - target)}$; squared, "
        f"${squared}$.",
        rf"Variance: $\tfrac{{1}}{{{len(predictions)}}} ({squares}) = {variance}$.",
        f"Expected squared error: ${squared} + {variance} = {error}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Four predictions whose mean has one decimal."""
    while True:
        predictions = rng.integers(0, 11, size=4)
        target = int(rng.integers(0, 2))
        biased = predictions.mean() != 10 * target
        if biased and predictions.sum() % 4 == 0 and np.ptp(predictions) >= 3:
            return {"predictions": predictions / 10, "target": target}


def mistakes(
    predictions: list[float], target: float
) -> dict[str, tuple[float | None, float | None, float | None]]:
    """Squares forgotten, deviations from the wrong point."""
    squared, variance, error = solve(predictions, target)
    n = len(predictions)
    return {
        "You forgot to square the bias.": (abs(float(np.mean(predictions)) - target), None, None),
        "You divided by n - 1: these four are all there are, so divide by 4.": (
            *(None, variance * n / (n - 1), squared + variance * n / (n - 1)),
        ),
        "You measured the spread around the target: variance is around the mean.": (
            *(None, error, squared + error),
        ),
        "You took the root: that is the standard deviation.": (None, variance**0.5, None),
        "You took the variance for the whole error: the bias adds to it.": (None, None, variance),
        "You took the bias for the whole error: the variance adds to it.": (None, None, squared),
    }


def experiment() -> dict[str, int]:
    """Train on digits from one camera, on more of them, and on digits from many cameras."""
    from sklearn.datasets import load_digits

    rng = np.random.default_rng(0)
    x, y = load_digits(return_X_y=True)
    order = rng.permutation(len(x))
    old, y = x[order] / 16, y[order]
    gain = rng.uniform(0.2, 1, size=(len(old), 1))  # contrast and brightness of other cameras
    new = gain * old + rng.uniform(0, 1 - gain)
    few, many, test = slice(0, 300), slice(0, 1200), slice(1200, None)

    def accuracy(images: np.ndarray, part: slice, on: np.ndarray) -> int:
        design, one_hot = _with_one(images[part]), np.eye(10)[y[part]]
        ridge = design.T @ design + 3 * np.eye(65)
        head = np.linalg.solve(ridge, design.T @ one_hot)
        return round(100 * float(((_with_one(on[test]) @ head).argmax(1) == y[test]).mean()))

    found = {
        "old": accuracy(old, few, old),
        "shifted": accuracy(old, few, new),
        "more": accuracy(old, many, new),
        "mixed": accuracy(new, few, new),
        "mixed_old": accuracy(new, few, old),
    }
    assert found["old"] > found["mixed"] > found["shifted"] + 10
    assert found["more"] < found["mixed"]
    return found


def _with_one(x: np.ndarray) -> np.ndarray:
    return np.column_stack([x, np.ones(len(x))])
