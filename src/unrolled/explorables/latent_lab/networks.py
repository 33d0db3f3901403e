"""The trained autoencoders through `unrolled.nn`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from unrolled import nn

Array = nn.Array


def _read(name: str) -> Any:
    return json.loads(Path(__file__).with_name(f"{name}.json").read_text(encoding="utf-8"))


# train.py makes the files: weights in hundredths, a digit's pixels from 0 to g, which is 16.
_FOUND = _read("weights")
WEIGHTS: dict[str, list[Array]] = {
    name: [np.array(values) / 100 for values in layers]
    for name, layers in _FOUND["weights"].items()
}
NETWORKS = tuple(WEIGHTS)
BETA: float = _FOUND["beta"]
# On digits that training never saw: mean reconstruction error, share of codes in the disc: (2,).
HELD_OUT = {key: np.array([_FOUND["found"][name][key] for name in NETWORKS])
            for key in ("error", "inside")}  # fmt: skip
IMAGES = np.array([[int(level, 17) for level in digit] for digit in _read("digits")]) / 16
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
