"""Train the networks of the digit lab: ``python -m unrolled.explorables.digit_lab.train``.

Three networks learn the same 1200 digits, always in the middle of the field, with the same seed
and number of steps. What they weigh goes to weights.json, in hundredths: the networks of the lab
are the rounded ones, and what is said of their accuracy is said of these. Ten of the digits that
training never saw go to digits.json, the first of each class, one character per pixel.

Sizes and number of passes were settled in a handful of trial runs whose accuracy on the 597 other
digits was looked at, so that accuracy is not that of a test set nobody has touched. The smallest of
the sizes that were tried was taken, not the best; the seed is the first one, 0.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from unrolled.explorables import _trained
from unrolled.threads import one_thread

if TYPE_CHECKING:
    from torch.nn import Module

WEIGHTS, DIGITS = (Path(__file__).with_name(f"{name}.json") for name in ("weights", "digits"))
MARGIN, TRAINED_ON, EPOCHS, BATCH = 4, 1200, 30, 32
RATE, DECAY = 5e-3, 1e-3
MOVES = 5  # accuracy is measured for digits moved by 0 to 4 pixels

Array = NDArray[np.float64]


def data() -> tuple[Array, NDArray[np.int_]]:
    """scikit-learn's 1797 digits, 8 by 8 from 0 to 1, in the middle of 16 by 16; their classes."""
    from sklearn.datasets import load_digits

    found = load_digits()
    sides = (MARGIN, MARGIN)
    return np.pad(found.images / 16, ((0, 0), sides, sides))[:, None], found.target


def network(name: str) -> Module:
    """A network that has learned nothing yet.

    The first convolution has no bias, so that its maps are dark where the field is.
    """
    from torch import nn

    if name == "perceptron":
        layers = [nn.Linear(256, 16), nn.ReLU(), nn.Linear(16, 16), nn.ReLU(), nn.Linear(16, 10)]
        return nn.Sequential(nn.Flatten(), *layers)
    first = [nn.Conv2d(1, 4, 3, padding=1, bias=False), nn.ReLU(), nn.MaxPool2d(2)]
    second = [nn.Conv2d(4, 8, 3, padding=1), nn.ReLU()]
    last = {
        "lenet": [nn.MaxPool2d(2), nn.Flatten(), nn.Linear(128, 10)],
        "maximum": [nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(8, 10)],
    }
    return nn.Sequential(*first, *second, *last[name])


def trained(name: str, seed: int = 0) -> Module:
    """A network after 30 passes over the digits, its learning rate falling to 0 step by step."""
    import torch

    x, y = data()
    images = torch.tensor(x[:TRAINED_ON], dtype=torch.float32)
    classes = torch.tensor(y[:TRAINED_ON])
    torch.manual_seed(seed)
    net = network(name)
    optimiser = torch.optim.Adam(net.parameters(), lr=RATE, weight_decay=DECAY)
    fading = torch.optim.lr_scheduler.LinearLR(optimiser, 1, 1e-2, EPOCHS)
    for _ in range(EPOCHS):
        for batch in torch.randperm(TRAINED_ON).split(BATCH):
            optimiser.zero_grad()
            torch.nn.functional.cross_entropy(net(images[batch]), classes[batch]).backward()
            optimiser.step()
        fading.step()
    return net


def filled(name: str, weights: list[Any]) -> Module:
    """The network with such weights, in double precision."""
    net = network(name).double()
    _trained.fill(net.parameters(), weights)
    return net


def right(net: Module) -> list[int]:
    """How many new digits it gets right, moved by 0 to 4 pixels up, down, left and right."""
    import torch

    x, y = data()
    images, classes = torch.tensor(x[TRAINED_ON:]), torch.tensor(y[TRAINED_ON:])
    with torch.no_grad():
        return [
            sum(
                int((net(images.roll(move, (2, 3))).argmax(1) == classes).sum())
                for move in ((s, 0), (-s, 0), (0, s), (0, -s))
            )
            for s in range(MOVES)
        ]


def results() -> dict[str, Any]:
    """What belongs into weights.json."""
    with one_thread():
        weights = {
            name: _trained.rounded(trained(name).parameters())
            for name in ("perceptron", "lenet", "maximum")
        }
    _, y = data()
    return {
        "tested": 4 * len(y[TRAINED_ON:]),
        "right": {name: right(filled(name, values)) for name, values in weights.items()},
        "weights": weights,
    }


def digits() -> dict[str, list[str]]:
    """What belongs into digits.json: the first new digit of each class, a word per row."""
    x, y = data()
    inside = slice(MARGIN, -MARGIN)
    images = np.rint(16 * x[TRAINED_ON:, 0, inside, inside]).astype(int)
    first = [int(np.flatnonzero(y[TRAINED_ON:] == digit)[0]) for digit in range(10)]
    return {
        f"digit_{digit}": [_trained.row(pixels) for pixels in images[place]]
        for digit, place in enumerate(first)
    }


if __name__ == "__main__":
    WEIGHTS.write_text(json.dumps(results(), separators=(",", ":")) + "\n", encoding="utf-8")
    DIGITS.write_text(json.dumps(digits(), indent=1) + "\n", encoding="utf-8")
