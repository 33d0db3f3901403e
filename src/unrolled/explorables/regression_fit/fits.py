"""Two fits of the same points: a straight line by least squares, a logistic curve by Newton."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from unrolled import nn

Array = NDArray[np.float64]
NEWTON = 60  # steps; ten are plenty where the start is not bad
HALVINGS = 40
SLACK = 1e-12  # relative; a step that raises the loss by less is within its rounding
ROUNDING = 1e-9  # a crossing nearer to 0 is what is left of two numbers that cancel
NOTHING = 1e-12
FLAT = 1e-9  # rise over the points; below it a fit crosses one half nowhere


def line(x: Array, y: Array) -> tuple[float, float]:
    """Slope and intercept of the least-squares line; level where all points lie at one x."""
    across, up = x - x.mean(), y - y.mean()
    spread = float(across @ across)
    slope = float(across @ up) / spread if spread > 0 else 0.0
    return settled(slope, float(y.mean()) - slope * float(x.mean()))


def objective(w: Array, u: Array, y: Array, penalty: float) -> float:
    """Sum of the cross-entropies, and the penalty on the weight."""
    loss = nn.binary_cross_entropy_with_logits(w[0] * u + w[1], y, reduction="sum")
    return float(loss) + 0.5 * penalty * float(w[0]) ** 2


def curve(x: Array, y: Array, penalty: float) -> tuple[float, float]:
    """Weight and bias that minimise the objective: Newton's steps, halved until they descend.

    The points are centred meanwhile: the weight stays the same, and its Hessian is better behaved.
    """
    middle = float(x.mean())
    u, w = x - middle, np.zeros(2)
    before = objective(w, u, y, penalty)
    for _ in range(NEWTON):
        z = w[0] * u + w[1]
        error = nn.binary_cross_entropy_with_logits_backward(1.0, z, y, reduction="sum")[0]
        bend = nn.sigmoid_backward(np.ones_like(z), z)
        gradient = np.array([error @ u + penalty * w[0], error.sum()])
        a, b, c = bend @ (u * u) + penalty, bend @ u, bend.sum()
        step = np.array([c * gradient[0] - b * gradient[1], a * gradient[1] - b * gradient[0]])
        step /= a * c - b * b
        for _ in range(HALVINGS):
            after = objective(w - step, u, y, penalty)
            if after <= before + SLACK * (1 + before):
                break
            step = step / 2
        w, before = w - step, after
    return settled(float(w[0]), float(w[1] - w[0] * middle))


def settled(slope: float, intercept: float) -> tuple[float, float]:
    """Without what is left of a sum that cancels."""
    return (
        slope if abs(slope) > NOTHING else 0.0,
        intercept if abs(intercept) > NOTHING else 0.0,
    )


def crossing(slope: float, intercept: float, level: float, x: Array) -> float | None:
    """Where slope · x + intercept is `level`; None if it is as good as level."""
    if abs(slope) * float(np.ptp(x)) < FLAT:
        return None
    found = (level - intercept) / slope
    return found if abs(found) > ROUNDING else 0.0
