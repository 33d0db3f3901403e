"""The trained autoencoders through `unrolled.nn`."""

from __future__ import annotations

import numpy as np

from unrolled import nn
from unrolled.explorables import _trained

Array = nn.Array


_FOUND = _trained.load(__file__, "weights")
WEIGHTS = _trained.weights(_FOUND)
NETWORKS = tuple(WEIGHTS)
BETA: float = _FOUND["beta"]
# On digits that training never saw: mean reconstruction error, share of codes in the disc: (2,).
HELD_OUT = {key: np.array([_FOUND["found"][name][key] for name in NETWORKS])
            for key in ("error", "inside")}  # fmt: skip
IMAGES = np.array([_trained.levels(row) for row in _trained.load(__file__, "digits")]) / 16
EACH, RADIUS = 10, 2.45  # digits of each class; a disc of this radius holds 95 % of the prior


def encode(name: str, images: Array) -> Array:
    """What the encoder makes of images (N, 64): codes (N, 2), or means and log variances (N, 4)."""
    w1, b1, w2, b2, *_ = WEIGHTS[name]
    return nn.linear(nn.relu(nn.linear(images, w1, b1)), w2, b2)


def decode(name: str, code: Array) -> Array:
    """What the decoder makes of codes (..., 2): images (..., 64)."""
    *_, w3, b3, w4, b4 = WEIGHTS[name]
    return nn.sigmoid(nn.linear(nn.relu(nn.linear(code, w3, b3)), w4, b4))


def decode_backward(name: str, grad: Array, code: Array) -> Array:
    """The gradient by the code (2,), from that by the image (64,)."""
    *_, w3, b3, w4, b4 = WEIGHTS[name]
    z3 = nn.linear(code, w3, b3)
    hidden = nn.relu(z3)
    grad_z4 = nn.sigmoid_backward(grad, nn.linear(hidden, w4, b4))
    grad_hidden, *_ = nn.linear_backward(grad_z4, hidden, w4, b4)
    found, *_ = nn.linear_backward(nn.relu_backward(grad_hidden, z3), code, w3, b3)
    return np.asarray(found)
