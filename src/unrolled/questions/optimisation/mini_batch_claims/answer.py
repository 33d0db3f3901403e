"""Osnabrück 7.1 to 7.3: the noise of mini-batches, its use, and the price of having none."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import nn, optim

IMAGES, SMALL, EPOCHS, RUNS, STEPS = 512, 16, 5, 200, 1500


def experiment() -> dict[str, Any]:
    """A linear classifier of digits, and a ball in a double well."""
    from sklearn.datasets import load_digits

    data = load_digits()
    x, y = data.data[:IMAGES] / 16, data.target[:IMAGES]
    errors = {f"error_{size}": _gradient_error(x, y, size) for size in (8, 32, 128)}
    assert errors["error_8"] > 1.5 * errors["error_32"] > 2 * errors["error_128"]
    trained = {"error_small": _trained(x, y, SMALL), "error_full": _trained(x, y, IMAGES)}
    assert trained["error_small"] < trained["error_full"] / 2
    escaped = {"escaped_noisy": _escaped(0.05, 1), "escaped_calm": _escaped(0.01, 64)}
    assert escaped["escaped_noisy"] > RUNS / 2 > escaped["escaped_calm"]
    sizes = {"small": SMALL, "full": IMAGES, "epochs": EPOCHS, "runs": RUNS}
    return {**errors, **trained, **escaped, **sizes}


def _gradient(x: Any, y: Any, weight: nn.Array) -> nn.Array:
    grad_logits = nn.cross_entropy_backward(1.0, nn.linear(x, weight), y)[0]
    grad: nn.Array = nn.linear_backward(grad_logits, x, weight)[1]
    return grad


def _gradient_error(x: Any, y: Any, size: int) -> float:
    """Root mean square distance from the full gradient, relative to its length."""
    rng, weight = np.random.default_rng(0), np.zeros((10, x.shape[1]))
    full = _gradient(x, y, weight)
    drawn = (rng.integers(len(x), size=size) for _ in range(200))
    squares = [np.square(_gradient(x[rows], y[rows], weight) - full).sum() for rows in drawn]
    return round(float(np.sqrt(np.mean(squares) / np.square(full).sum())), 2)


def _trained(x: Any, y: Any, size: int) -> float:
    """The share of training digits misclassified after a few epochs."""
    rng, sgd = np.random.default_rng(0), optim.SGD(learning_rate=0.5)
    row = sgd.start(np.zeros((10, x.shape[1])))
    for _ in range(EPOCHS):
        for rows in rng.permutation(len(x)).reshape(-1, size):
            row = sgd.step(row, _gradient(x[rows], y[rows], np.asarray(row["parameter"])))
    return round(float(np.mean(nn.linear(x, row["parameter"]).argmax(1) != y)), 3)


def _escaped(rate: float, size: int) -> int:
    """How many of the balls left the shallower well of (w² - 1)² + 0.3 w."""
    rng = np.random.default_rng(0)
    noise = 4 / np.sqrt(size)  # of a mean over so many examples

    def slope(w: Any) -> nn.Array:
        found: nn.Array = 4 * w * (w**2 - 1) + 0.3 + noise * rng.normal(size=RUNS)
        return found

    end = optim.SGD(learning_rate=rate).run(np.full(RUNS, 0.96), slope, STEPS)[-1]["parameter"]
    return int((np.asarray(end) < -0.5).sum())
