"""The trained networks, layer by layer, through `unrolled.nn`."""

from __future__ import annotations

import numpy as np

from unrolled import nn
from unrolled.explorables import _trained

Array = nn.Array


_FOUND = _trained.load(__file__, "weights")
WEIGHTS = _trained.weights(_FOUND)
NETWORKS = tuple(WEIGHTS)
# Share of new digits that each gets right when they are moved by 0 to 4 pixels: (3, 5).
ACCURACY = np.array([_FOUND["right"][name] for name in NETWORKS]) / _FOUND["tested"]
DIGITS: dict[str, list[list[int]]] = {
    name: [_trained.levels(row) for row in rows]
    for name, rows in _trained.load(__file__, "digits").items()
}
FIELD, BOX, MARGIN = 16, 8, 4
ROUNDINGS = 1e-12  # scores are of the size of 10
MAPS = "map1", "pool1", "map2", "pool2"


def convolve(x: Array, weight: Array, bias: Array | None, wrap: bool) -> Array:
    """A convolution that keeps the size; beyond an edge it sees zeros or the opposite edge."""
    if not wrap:
        return nn.conv2d(x, weight, bias, padding=1)
    around = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)), mode="wrap")
    return nn.conv2d(around, weight, bias)


def layers(name: str, fields: Array, wrap: bool) -> dict[str, Array]:
    """All that a network makes of fields (N, 16, 16), from 0 to 1.

    Returns
    -------
    dict
        scores (N, 10), and for the perceptron hidden1 and hidden2 (N, 16), else map1 (N, 4, 16,
        16) and map2 (N, 8, 8, 8) after their ReLU, pool1 (N, 4, 8, 8) and pool2, which is (N, 8, 4,
        4) for lenet and (N, 8, 1, 1) for maximum.
    """
    weights = WEIGHTS[name]
    if name == "perceptron":
        w1, b1, w2, b2, w3, b3 = weights
        hidden1 = nn.relu(nn.linear(fields.reshape(len(fields), -1), w1, b1))
        hidden2 = nn.relu(nn.linear(hidden1, w2, b2))
        return {"hidden1": hidden1, "hidden2": hidden2, "scores": nn.linear(hidden2, w3, b3)}
    k1, k2, b2, w, b = weights
    map1 = nn.relu(convolve(fields[:, None], k1, None, wrap))
    pool1 = np.asarray(nn.max_pool2d(map1, 2), float)
    map2 = nn.relu(convolve(pool1, k2, b2, wrap))
    pool2 = np.asarray(nn.max_pool2d(map2, 2 if name == "lenet" else 8), float)
    scores = nn.linear(pool2.reshape(len(fields), -1), w, b)
    return {"map1": map1, "pool1": pool1, "map2": map2, "pool2": pool2, "scores": scores}


def placed(box: Array, right: int, down: int, wrap: bool) -> Array:
    """Put a box of pixels (8, 8) into the field (16, 16), so far from its middle."""
    side = 3 * FIELD if not wrap else FIELD
    start = (side - BOX) // 2
    large = np.zeros((side, side))
    large[start : start + BOX, start : start + BOX] = box
    large = np.roll(large, (down, right), axis=(0, 1))
    return large if wrap else large[FIELD:-FIELD, FIELD:-FIELD]


def apart(pair: Array, right: int, down: int, step: int, wrap: bool) -> float | None:
    """How far maps are from being those of the digit in the middle, moved along.

    `pair` (2, channels, n, n) holds the maps after the move and before.

    The largest difference, in the places that are in the picture before and after; None where
    `step` pixels are one place of the map and the digit was not moved by whole places. A map of one
    value, the maximum of all, has no places: it is compared as it is.
    """
    moved, centred = pair
    if centred.shape[1] == 1:
        return largest(moved - centred)
    if right % step or down % step:
        return None
    x, y = right // step, down // step
    side = centred.shape[1]
    if wrap:
        return largest(moved - np.roll(centred, (y, x), axis=(1, 2)))
    if max(abs(x), abs(y)) >= side:
        return None
    after = moved[:, max(y, 0) : side + min(y, 0), max(x, 0) : side + min(x, 0)]
    before = centred[:, max(-y, 0) : side + min(-y, 0), max(-x, 0) : side + min(-x, 0)]
    return largest(after - before)


def largest(differences: Array) -> float:
    """The largest size; what roundings make is none."""
    most = float(np.abs(differences).max())
    return most if most > ROUNDINGS else 0.0
