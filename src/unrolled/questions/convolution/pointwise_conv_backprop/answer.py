"""TUM 2019, 5d: one gradient step through BCE, padded max pooling and a 1x1 convolution."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from unrolled import nn
from unrolled.bank import format_value, signed

EXAM: dict[str, Any] = {
    "x_1": [[1, -0.5], [2, -2]],
    "x_2": [[-2, 1], [-1.5, 1]],
    "x_3": [[1, 0], [0, 0]],
    "weight": [1, 1, 1],
    "target": [[0, 1], [1, 0]],
    "learning_rate": 1,
}
EXPECTED = (-3.0, 1.0, 0.0, 4.0, 0.0, 1.0)
PIXELS = [(0, 0), (0, 1), (1, 0), (1, 1)]

Matrix = list[list[float]]


def solve(
    x_1: Matrix,
    x_2: Matrix,
    x_3: Matrix,
    weight: list[float],
    target: Matrix,
    learning_rate: float,
) -> tuple[float, ...]:
    """Forward, then each stage's own backward."""
    grad = _gradient(np.array([x_1, x_2, x_3]), weight, target)
    return (*grad, *(np.array(weight) - learning_rate * grad))


def _gradient(
    x: nn.Array,
    weight: list[float],
    target: Matrix,
    ties: Literal["first", "last", "split"] = "first",
) -> nn.Array:
    kernel = np.reshape(weight, (1, 3, 1, 1)).astype(float)
    pooling: dict[str, Any] = {"kernel_size": 2, "padding": 1, "padding_value": 0.0}
    z = nn.conv2d([x], kernel)
    s = np.asarray(nn.max_pool2d(z, **pooling))
    y = np.reshape(target, s.shape)
    grad_s, _ = nn.binary_cross_entropy_backward(1.0, s, y, reduction="sum")
    # The reference, like torch, calls the slope at s = y = 0 zero; that of -log(1 - s) is 1.
    grad_s = np.where((s == 0) & (y == 0), 1.0, grad_s)
    grad_z = nn.max_pool2d_backward(grad_s, z, **pooling, ties=ties)
    found: nn.Array = nn.conv2d_backward(grad_z, [x], kernel)[1].ravel()
    return found


def verify(
    x_1: Matrix,
    x_2: Matrix,
    x_3: Matrix,
    weight: list[float],
    target: Matrix,
    learning_rate: float,
) -> tuple[float, ...]:
    """Let autograd differentiate and torch's own optimiser step."""
    import torch

    x = torch.tensor([x_1, x_2, x_3], dtype=torch.float64)
    w = torch.tensor(weight, dtype=torch.float64, requires_grad=True)
    ones = torch.tensor(target, dtype=torch.bool)
    s = torch.relu(torch.einsum("c,cij->ij", w, x))  # torch's ReLU hands nothing on at 0 either
    loss = -torch.log(s[ones]).sum() - torch.log(1 - s[~ones]).sum()
    optimiser = torch.optim.SGD([w], lr=learning_rate)
    loss.backward()
    grad = w.grad.tolist()
    optimiser.step()
    return (*grad, *w.tolist())


def experiment() -> dict[str, Any]:
    """The step under the other tie rules, and what the printed one does to the network."""
    x = np.array([EXAM["x_1"], EXAM["x_2"], EXAM["x_3"]], dtype=float)
    pixel, split = (_gradient(x, [1, 1, 1], EXAM["target"], ties=t) for t in ("last", "split"))
    after = nn.conv2d([x], np.reshape([4.0, 0.0, 1.0], (1, 3, 1, 1)))[0, 0]
    assert after[0, 1] < 0 < EXAM["target"][0][1]  # cut off, although it should light up
    assert (after[:, 0] > 1).all()  # and what is pooled from these is no probability
    assert not np.allclose(1 - pixel, EXPECTED[3:])
    return {
        "z_after": float(after[0, 1]),
        "left_after": after[:, 0].tolist(),
        "pixel_wins": (1 - pixel).tolist(),
        "shared": (1 - split).tolist(),
    }


def steps(
    x_1: Matrix,
    x_2: Matrix,
    x_3: Matrix,
    weight: list[float],
    target: Matrix,
    learning_rate: float,
) -> list[str]:
    """Pixel by pixel, weight by weight, then the update."""
    x, lines, slopes = np.array([x_1, x_2, x_3]), [], []
    for i, j in PIXELS:
        z = float(np.dot(weight, x[:, i, j]))
        slope = (-1 / z if target[i][j] else 1 / (1 - z)) if z > 0 else 0.0
        kind = r"-1/s" if target[i][j] else r"1/(1 - s)"
        fate = rf"$\partial L / \partial s = {kind} = {format_value(slope)}$"
        fate = fate if z > 0 else "the padding is the maximum, nothing flows"
        lines.append(
            f"Pixel {i + 1}{j + 1}: $z = {format_value(z)}$, target {int(target[i][j])}; {fate}."
        )
        slopes.append((slope, i, j))
    found = solve(x_1, x_2, x_3, weight, target, learning_rate)
    for c in range(3):
        parts = (rf"{signed(g)} \cdot {signed(x[c, i, j])}" for g, i, j in slopes if g)
        lines.append(
            rf"$\partial L / \partial w_{c + 1} = {' + '.join(parts)} = {format_value(found[c])}$."
        )
    updates = (
        rf"$w_{c + 1}^+ = {format_value(weight[c])} - {format_value(learning_rate)} \cdot "
        rf"{signed(found[c])} = {format_value(found[3 + c])}$."
        for c in range(3)
    )
    return [*lines, *updates]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Quarters, chosen so that S holds probabilities and no z ties with the padding."""
    while True:
        x_1, x_2 = rng.integers(-3, 4, size=(2, 2, 2)) / 2
        w = [*rng.choice([1, -1, 2], size=2).tolist(), rng.choice([1, -1])]
        z = rng.choice([-1.5, -1, -0.5, 0.25, 0.5, 0.75], size=(2, 2))
        x_3 = (z - w[0] * x_1 - w[1] * x_2) / w[2]
        target = np.where(z > 0, rng.integers(0, 2, size=(2, 2)), 0)
        if target.sum() >= 1 and 2 <= (z > 0).sum() <= 3 and abs(x_3).max() <= 3:
            break
    return {
        "x_1": x_1,
        "x_2": x_2,
        "x_3": x_3,
        "weight": w,
        "target": target,
        "learning_rate": rng.choice([1, 0.5, 0.1]),
    }


def preset(
    x_1: Matrix,
    x_2: Matrix,
    x_3: Matrix,
    weight: list[float],
    target: Matrix,
    learning_rate: float,
) -> dict[str, Any]:
    """The channels in one list."""
    x = [x_1, x_2, x_3]
    return {"x": x, "weight": weight, "target": target, "learning_rate": learning_rate}


def mistakes(
    x_1: Matrix,
    x_2: Matrix,
    x_3: Matrix,
    weight: list[float],
    target: Matrix,
    learning_rate: float,
) -> dict[str, tuple[float, ...]]:
    """Half of the loss, the pooling ignored, the sign of the step, the mean."""
    x, y, w = np.array([x_1, x_2, x_3]), np.array(target), np.array(weight)
    grad = np.array(solve(x_1, x_2, x_3, weight, target, learning_rate)[:3])
    s = np.maximum(np.einsum("c,cij->ij", w, x), 0)
    ones = np.where(y == 1, -1 / np.where(y == 1, s, 1), 0)
    zeros = np.where(y == 0, 1 / (1 - np.where(y == 0, s, 0)), 0)
    half = np.einsum("ij,cij->c", ones, x)
    open_ = half + np.einsum("ij,cij->c", zeros, x)
    return {
        "You left out the pixels with target 0: where they are not cut off, they pull too.": (
            *half,
            *(w - learning_rate * half),
        ),
        "You let the gradient through where the padding is the maximum.": (
            *open_,
            *(w - learning_rate * open_),
        ),
        "You went uphill: the step is against the gradient.": (
            *(None,) * 3,
            *(w + learning_rate * grad),
        ),
        "You took the mean: here the four pixels are added up.": (
            *grad / 4,
            *(w - learning_rate * grad / 4),
        ),
    }
