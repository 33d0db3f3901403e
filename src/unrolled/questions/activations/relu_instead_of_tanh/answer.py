"""TUM 2019, 2c: one stack of layers, two activations, the gradient that comes back."""

from __future__ import annotations

import numpy as np

from unrolled import nn

DEPTH, WIDTH, BIAS = 15, 64, 3.0


def experiment() -> dict[str, float]:
    """Norm of the gradient below all layers, relative to that above them."""
    tanh, relu = share("tanh"), share("relu")
    assert tanh < 1e-10
    assert relu > 0.01
    return {
        "depth": DEPTH,
        "width": WIDTH,
        "bias": BIAS,
        "tanh_share": float(f"{tanh:.0e}"),
        "relu_share": round(relu, 2),
    }


def share(activation: str) -> float:
    """Forwards and back through layers of random weights with variance 1 / WIDTH."""
    rng = np.random.default_rng(0)
    weights = rng.normal(0, WIDTH**-0.5, size=(DEPTH, WIDTH, WIDTH))
    apply, back = getattr(nn, activation), getattr(nn, f"{activation}_backward")
    x: nn.Array = rng.normal(size=WIDTH)
    z = []
    for weight in weights:
        z.append(nn.linear(x, weight, np.full(WIDTH, BIAS)))
        x = apply(z[-1])
    grad: nn.Array
    grad = start = rng.normal(size=WIDTH)
    for weight, z_k in zip(weights[::-1], z[::-1], strict=True):
        grad = nn.linear_backward(back(grad, z_k), np.zeros(WIDTH), weight)[0]
    return float(np.linalg.norm(grad) / np.linalg.norm(start))
