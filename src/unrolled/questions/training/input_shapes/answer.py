"""Osnabrück 2: the axes of vectors, images and sequences, and the size of a mini-batch."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import permutations
from math import prod
from typing import Any

import numpy as np

TENSORFLOW, PYTORCH = "TensorFlow", "PyTorch"
LAYOUTS = {
    TENSORFLOW: ("batch, features", "batch, height, width, channels", "batch, steps, features"),
    PYTORCH: ("batch, features", "batch, channels, height, width", "steps, batch, features"),
}
EXAM = {
    "framework": TENSORFLOW,
    "batch": 64,
    "features": 3,
    "height": 32,
    "width": 32,
    "channels": 3,
    "steps": 10,
    "readings": 5,
}
EXPECTED = (
    *("batch, features", "batch, height, width, channels", "batch, steps, features"),
    *(192, 196608, 3200),
)


def solve(framework: str, **sizes: int) -> tuple[str | int, ...]:
    """The axes by the framework's convention; a batch is as many examples as it says."""
    numbers = [sizes["batch"] * prod(example) for example in _examples(**sizes)]
    return (*LAYOUTS[framework], *numbers)


def verify(framework: str, **sizes: int) -> tuple[str | int, ...]:
    """Offer the framework's layers each order of the axes, and see which one they read rightly."""
    import torch

    batches = [torch.zeros(sizes["batch"], *example) for example in _examples(**sizes)]
    return (*_probed(framework), *(batch.numel() for batch in batches))


@cache  # it depends on nothing else
def _probed(framework: str) -> list[str]:
    readers = {TENSORFLOW: _keras_reads, PYTORCH: _torch_reads}[framework]()
    return [_accepted(*reader) for reader in readers]


def _examples(
    *, features: int, height: int, width: int, channels: int, steps: int, readings: int, batch: int
) -> list[tuple[int, ...]]:
    return [(features,), (height, width, channels), (steps, readings)]


_PROBE = {"batch": 2, "features": 3, "height": 5, "width": 7, "channels": 4, "steps": 6}
_Reader = tuple[str, Callable[[Any], Any], tuple[int, ...]]  # axes, layer, right output shape


def _torch_reads() -> list[_Reader]:
    """PyTorch's layers; the kernel is 3 high and 1 wide, the LSTM shows one state per example."""
    from torch import nn

    return [
        ("batch features", nn.Linear(3, 8), (2, 8)),
        ("batch height width channels", nn.Conv2d(4, 8, (3, 1)), (2, 8, 3, 7)),
        ("batch steps features", lambda x: nn.LSTM(3, 8)(x)[1][0], (1, 2, 8)),
    ]


def _keras_reads() -> list[_Reader]:
    """Keras' layers as its documentation defines them, on torch's tensors."""
    import torch

    def conv(x: Any) -> Any:
        windows = x.unfold(1, 3, 1)  # (N, H - 2, W, C, 3)
        return torch.einsum("nhwci,ico->nhwo", windows, torch.ones(3, 4, 8))

    return [
        ("batch features", lambda x: x @ torch.ones(3, 8), (2, 8)),
        ("batch height width channels", conv, (2, 3, 7, 8)),
        (
            "batch steps features",
            lambda x: torch.nn.LSTM(3, 8, batch_first=True)(x)[1][0],
            (1, 2, 8),
        ),
    ]


def _accepted(axes: str, layer: Callable[[Any], Any], wanted: tuple[int, ...]) -> str:
    import torch

    def reads(order: tuple[str, ...]) -> bool:
        try:
            output = layer(torch.zeros([_PROBE[axis] for axis in order]))
        except RuntimeError:
            return False
        return tuple(output.shape) == wanted

    (order,) = filter(reads, permutations(axes.split()))
    return ", ".join(order)


def steps(framework: str, **sizes: int) -> list[str]:
    """For each input the axes, then the product of their sizes."""
    answers = solve(framework, **sizes)
    lines = []
    for what, layout, example, numbers in zip(
        ("Vectors", "Images", "Sequences"), answers, _examples(**sizes), answers[3:], strict=False
    ):
        size = r" \cdot ".join(map(str, (sizes["batch"], *example)))
        lines.append(f"{what} in {framework}: {layout}. There are ${size} = {numbers}$ numbers.")
    return lines


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Both frameworks, images higher than wide or the other way round, small sequences."""
    height, width = rng.choice([16, 20, 24, 28, 32, 40, 48, 64], size=2, replace=False)
    return {
        "framework": rng.choice([TENSORFLOW, PYTORCH]),
        "batch": rng.choice([8, 10, 16, 20, 32, 50]),
        "features": rng.integers(3, 10),
        "height": height,
        "width": width,
        "channels": rng.choice([3, 4]),
        "steps": rng.choice([7, 12, 24, 30]),
        "readings": rng.integers(3, 9),
    }


def mistakes(framework: str, **sizes: int) -> dict[str, tuple[str | int | None, ...]]:
    """The other framework's conventions, exchanged axes, a batch of one."""
    other = {TENSORFLOW: PYTORCH, PYTORCH: TENSORFLOW}[framework]
    batch_last = ("features, batch", "height, width, channels, batch", None)
    return {
        f"That is {other}'s order.": (*LAYOUTS[other], None, None, None),
        "Rows come first: the height stands before the width.": (
            *(None, "batch, width, height, channels", None, None, None, None),
        ),
        "The batch is an axis in front of the example's own.": (*batch_last, None, None, None),
        "The features of one day belong together, so they are the last axis.": (
            *(None, None, "batch, features, steps", None, None, None),
        ),
        "You counted one example; there is a whole batch of them.": (
            *(None, None, None, *map(prod, _examples(**sizes))),
        ),
    }
