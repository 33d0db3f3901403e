"""TUM 2019, 3g: the learning rate at which a parabola throws gradient descent out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from unrolled import autodiff, optim
from unrolled.bank import format_value

EXAM = {"curvature": 8, "learning_rate": 0.3}  # our probe: the paper asks in words
EXPECTED = (-1.4, 0.25, 0.125)


def solve(curvature: float, learning_rate: float) -> tuple[float, float, float]:
    """Take one step from 1; the borders follow from the second derivative."""
    w = autodiff.Value(1.0)
    loss = curvature * w**2 / 2
    sgd = optim.SGD(learning_rate=learning_rate)
    factor = float(sgd.step(sgd.start(1.0), autodiff.grad(loss, [w])[0])["parameter"])
    second = float(autodiff.hessian(loss, [w])[0][0])
    return factor, 2 / second, 1 / second


def verify(curvature: float, learning_rate: float) -> tuple[float, float, float]:
    """Try learning rates, halving the interval around each border."""
    import torch

    def after(rate: float) -> float:
        w = torch.ones((), dtype=torch.float64, requires_grad=True)
        (curvature * w**2 / 2).backward()
        torch.optim.SGD([w], lr=rate).step()
        return float(w.detach())

    def border(too_large: Callable[[float], bool]) -> float:
        low, high = 0.0, 10 / curvature
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (low, middle) if too_large(after(middle)) else (middle, high)
        return high

    return after(learning_rate), border(lambda w: w < -1), border(lambda w: w < 0)


def preset(curvature: float, learning_rate: float) -> dict[str, Any]:
    """A round bowl of this curvature; eight steps along one of its directions."""
    bowl = {"surface": "ravine", "a": curvature, "b": curvature, "start": [1, 0], "reach": [8, 4]}
    return {**bowl, "learning_rate": learning_rate, "optimiser": "sgd", "steps": 8}


def steps(curvature: float, learning_rate: float) -> list[str]:
    """The factor, and where it is -1 and 0."""
    factor, border, smooth = map(format_value, solve(curvature, learning_rate))
    L, eta = format_value(curvature), format_value(learning_rate)
    return [
        rf"$w_{{t+1}} = w_t - \eta \lambda w_t$, so the factor is "
        rf"$1 - {eta} \cdot {L} = {factor}$.",
        rf"It is $-1$ where $\eta = 2 / {L} = {border}$: beyond, $|w|$ grows.",
        rf"It is $0$ where $\eta = 1 / {L} = {smooth}$: beyond, $w$ changes its side.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Rates well beyond the border, near it, and below it."""
    curvature = rng.choice([0.5, 2, 4, 5, 8, 10, 16, 20])
    eta_lambda = rng.choice([0.5, 0.8, 1.2, 1.5, 1.8, 2.2, 2.4, 3])
    return {"curvature": curvature, "learning_rate": round(float(eta_lambda / curvature), 6)}


def mistakes(curvature: float, learning_rate: float) -> dict[str, tuple[float | None, ...]]:
    """Signs, the half, the borders."""
    q = learning_rate * curvature
    return {
        "You stepped uphill: the gradient is subtracted.": (1 + q, None, None),
        "That is the share that a step takes away: what is left is 1 minus it.": (q, None, None),
        "You kept the half in the derivative: it cancels the 2 of the square.": (
            *(1 - q / 2, 4 / curvature, 2 / curvature),
        ),
        "You left out the sign: it tells that w jumps to the other side.": (abs(1 - q), None, None),
        "Jumping over the minimum is not yet diverging: what counts is whether w grows.": (
            *(None, 1 / curvature, None),
        ),
        "You exchanged the two borders.": (None, 1 / curvature, 2 / curvature),
    }
