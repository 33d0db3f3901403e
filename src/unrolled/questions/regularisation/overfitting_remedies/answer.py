"""TUM 2019, 1a: each measure tried, on a polynomial or on a network of digits."""

from __future__ import annotations

import numpy as np

from unrolled.questions.regularisation import digits

NOISE = 0.3


def experiment() -> dict[str, float]:
    """Fit with more data, with less capacity, with more patience; measure on new data."""
    found = {
        "overfit": error_of(degree=9, points=12),
        "more_data": error_of(degree=9, points=120),
        "smaller": error_of(degree=3, points=12),
    }
    assert found["overfit"] > 3 * max(found["more_data"], found["smaller"])
    stopped = digits.train(epochs=20).test_accuracy
    continued = digits.train(epochs=300, drop_learning_rate=20).test_accuracy
    assert continued < stopped - 5
    return {**found, "stopped": stopped, "continued": continued}


def error_of(degree: int, points: int) -> float:
    """Expected squared error on new points of a polynomial fitted to noisy ones of a sine."""
    rng = np.random.default_rng(0)
    x = rng.uniform(-1, 1, points)
    y = np.sin(3 * x) + NOISE * rng.normal(size=points)
    fitted = np.polynomial.Polynomial.fit(x, y, degree, domain=(-1, 1))
    new = np.linspace(-1, 1, 201)
    return round(float(np.mean((fitted(new) - np.sin(3 * new)) ** 2)) + NOISE**2, 2)
