"""TUM 2019, 2h: least squares and logistic regression on eight points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from unrolled import autodiff, nn
from unrolled.bank import format_value

EXAM: dict[str, Any] = {
    "zeros": [1, 2, 3, 4],
    "ones": [5, 6, 7, 30],
}  # ours: the paper's points are lost
EXPECTED = (7.25, 3, 1.19774011)


def solve(zeros: Sequence[float], ones: Sequence[float]) -> tuple[float, int, float]:
    """One Newton step: the squared error is quadratic, so it ends at the minimum."""
    x, y = points(zeros, ones)
    start = [autodiff.Value(0.0), autodiff.Value(0.0)]
    loss = sum(
        ((start[0] * p + start[1] - t) ** 2 for p, t in zip(x, y, strict=True)), autodiff.Value(0.0)
    )
    a, b = -np.linalg.solve(autodiff.hessian(loss, start), autodiff.grad(loss, start))
    return float((0.5 - b) / a), int(((a * x + b >= 0.5) != y).sum()), float(a * x[-1] + b)


def verify(zeros: Sequence[float], ones: Sequence[float]) -> tuple[float, int, float]:
    """scikit-learn's linear regression."""
    from sklearn.linear_model import LinearRegression

    x, y = points(zeros, ones)
    line = LinearRegression().fit(x[:, None], y)
    values = line.predict(x[:, None])
    threshold = (0.5 - line.intercept_) / line.coef_[0]
    return float(threshold), int(np.sum((values >= 0.5) != (y == 1))), float(values[-1])


def steps(zeros: Sequence[float], ones: Sequence[float]) -> list[str]:
    """Means, slope, points."""
    x, y = points(zeros, ones)
    n, (threshold, wrong, last) = len(x), solve(zeros, ones)
    mean = format_value(x.mean())
    sxx, sxy = ((x - x.mean()) ** 2).sum(), ((x - x.mean()) * (y - 0.5)).sum()
    between = [v for v in ones if v < threshold] + [v for v in zeros if v >= threshold]
    return [
        rf"Means: $\bar x = {format_value(x.sum())} / {n} = {mean}$ and $\bar y = 0.5$, since both "
        rf"classes have ${len(ones)}$ points. So the line crosses 0.5 at "
        rf"${format_value(threshold)}$.",
        rf"On the wrong side: ${format_value(between)}$, that is ${wrong}$."
        if wrong
        else rf"All points are on the right side: ${wrong}$ are wrong.",
        r"Slope: $\sum (x_i - \bar x)(y_i - \bar y) / \sum (x_i - \bar x)^2 = "
        rf"{format_value(sxy)} / {format_value(sxx)} = {format_value(sxy / sxx)}$.",
        rf"Last point: $0.5 + {format_value(sxy / sxx)} \cdot ({format_value(x[-1])} - {mean}) = "
        rf"{format_value(last)}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Classes of equal size that do not overlap, and a point far out."""
    while True:
        start, gap = int(rng.integers(0, 3)), int(rng.integers(1, 4))
        n = int(rng.integers(3, 5))
        zeros = list(range(start, start + n))
        ones = [zeros[-1] + gap + k for k in range(n - 1)] + [int(rng.choice([16, 20, 24, 30, 40]))]
        threshold, wrong, _ = solve(zeros, ones)
        if wrong and not any(abs(threshold - v) < 0.2 for v in (*zeros, *ones)):
            return {"zeros": zeros, "ones": ones}


def mistakes(
    zeros: Sequence[float], ones: Sequence[float]
) -> dict[str, tuple[float | int | None, ...]]:
    """The far point left out, the gap's middle, values cut off."""
    bare, few, _ = solve(zeros, ones[:-1])
    middle = (zeros[-1] + ones[0]) / 2
    return {
        "You left the far point out: the line has to answer to it as well.": (bare, few, None),
        "You put the threshold between the classes: that is where the curve changes.": (
            *(middle, 0, None),
        ),
        "You cut the line off at 1: nothing keeps a straight line below it.": (None, None, 1.0),
    }


def points(zeros: Sequence[float], ones: Sequence[float]) -> tuple[nn.Array, nn.Array]:
    """Positions (N,) and labels (N,)."""
    x = np.array([*zeros, *ones], dtype=float)
    return x, np.repeat([0.0, 1.0], [len(zeros), len(ones)])


def logistic(zeros: Sequence[float], ones: Sequence[float]) -> tuple[float, float]:
    """Weight and bias of the logistic regression, with the usual penalty on the weight."""
    from sklearn.linear_model import LogisticRegression

    x, y = points(zeros, ones)
    curve = LogisticRegression().fit(x[:, None], y)
    return float(curve.coef_[0, 0]), float(curve.intercept_[0])


def experiment() -> dict[str, int]:
    """Count the mistakes of both models."""
    x, y = points(**EXAM)
    a, b = logistic(**EXAM)
    curve_wrong = int(((nn.sigmoid(a * x + b) >= 0.5) != y).sum())
    line_wrong = solve(**EXAM)[1]
    assert curve_wrong == 0 < line_wrong
    return {"line_wrong": line_wrong, "curve_wrong": curve_wrong}
