"""TUM 2019, 2g: a perceptron and a small LeNet, trained on centred digits, tested on moved ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from unrolled import nn
from unrolled.threads import one_thread

if TYPE_CHECKING:
    from torch import Tensor
    from torch.nn import Module


def experiment() -> dict[str, int]:
    """Convolutions move with the image; accuracy of both networks where the digits are moved."""
    rng = np.random.default_rng(0)
    image, weight = np.zeros((1, 1, 16, 16)), rng.normal(size=(6, 1, 5, 5))
    image[..., 5:10, 5:10] = rng.normal(size=(5, 5))
    moved = nn.conv2d(np.roll(image, (1, 1), axis=(2, 3)), weight)
    assert np.allclose(moved, np.roll(nn.conv2d(image, weight), (1, 1), axis=(2, 3)))
    found: dict[str, int] = {}
    for name, network in networks().items():
        with one_thread():
            accuracies = train_and_test(network)
        found |= {f"{name}_{shift}": round(100 * a) for shift, a in enumerate(accuracies)}
    for shift in (1, 2):
        assert found[f"lenet_{shift}"] > found[f"perceptron_{shift}"] + 5
    return found


def networks() -> dict[str, Module]:
    """Three fully connected layers; two convolutions with pooling and two such layers."""
    import torch
    from torch.nn import Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sequential

    torch.manual_seed(0)
    lenet = [Conv2d(1, 6, 5), ReLU(), MaxPool2d(2), Conv2d(6, 16, 3), ReLU(), MaxPool2d(2)]
    return {
        "perceptron": Sequential(
            Flatten(), Linear(256, 64), ReLU(), Linear(64, 64), ReLU(), Linear(64, 10)
        ),
        "lenet": Sequential(*lenet, Flatten(), Linear(64, 32), ReLU(), Linear(32, 10)),
    }


def train_and_test(network: Module) -> list[float]:
    """Train on 1200 centred digits; test the others moved by 0, 1 and 2 pixels to any side."""
    import torch

    x, y = digits()
    optimiser = torch.optim.Adam(network.parameters(), lr=5e-3)
    for start in list(range(0, 1200, 32)) * 4:
        batch = slice(start, min(start + 32, 1200))
        optimiser.zero_grad()
        torch.nn.functional.cross_entropy(network(x[batch]), y[batch]).backward()
        optimiser.step()
    x, y = x[1200:], y[1200:]

    def accuracy(*move: int) -> float:
        return float((network(x.roll(move, (2, 3))).argmax(1) == y).float().mean())

    return [
        float(np.mean([accuracy(*move) for move in ((s, 0), (-s, 0), (0, s), (0, -s))]))
        for s in (0, 1, 2)
    ]


def digits() -> tuple[Tensor, Tensor]:
    """Handwritten digits of 8 x 8 pixels in the middle of 16 x 16."""
    import torch
    from sklearn.datasets import load_digits

    data = load_digits()
    images = np.pad(data.images / 16, ((0, 0), (4, 4), (4, 4)))[:, None]
    return torch.tensor(images, dtype=torch.float32), torch.tensor(data.target)
