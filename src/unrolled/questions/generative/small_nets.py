"""What the experiments of this chapter share: real digits, and networks trained on one thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from unrolled.threads import one_thread

if TYPE_CHECKING:
    from torch import Tensor, nn


@cache
def digits() -> tuple[Tensor, Tensor]:
    """Images (1797, 64) with values from 0 to 1, and their labels (1797,)."""
    import torch
    from sklearn.datasets import load_digits

    data = load_digits()
    return torch.tensor(data.data / 16, dtype=torch.float32), torch.tensor(data.target)


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Seed torch, and keep it to one thread: so small a network loses time where threads wait."""
    import torch

    with one_thread():
        torch.manual_seed(seed)
        yield


def minimise(
    loss: Callable[[], Tensor], *nets: nn.Module, steps: int, learning_rate: float
) -> None:
    """Train the networks by Adam; `loss` is computed anew for each step."""
    import torch

    parameters = [p for net in nets for p in net.parameters()]
    optimiser = torch.optim.Adam(parameters, lr=learning_rate)
    for _ in range(steps):
        optimiser.zero_grad()
        loss().backward()
        optimiser.step()
