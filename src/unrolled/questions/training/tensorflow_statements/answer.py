"""Osnabrück 6: what a pipeline holds, what a module finds, what a rank counts, run in Python."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

TOTAL, BUFFER, BATCH = 10_000, 100, 32


def experiment() -> dict[str, int]:
    """Stream examples through a buffer into batches; collect a nested module's parameters."""
    import torch

    parts = torch.nn.Sequential(torch.nn.Sequential(torch.nn.Linear(3, 4)))
    parameters = sum(p.numel() for p in parts.parameters())
    assert parameters == 3 * 4 + 4
    tensor = torch.zeros(32, 16, 16, 3)
    assert (tensor.ndim, torch.zeros(1, 1, 5).ndim, torch.tensor(1.0).ndim) == (4, 3, 0)
    read, held = stream()
    assert read == TOTAL
    assert held < BUFFER + BATCH
    return {
        "total": read,
        "held": held,
        "parameters": parameters,
        "entries": tensor.numel(),
    }


class Example:
    """Counts how many of its kind are alive."""

    alive = most = 0

    def __init__(self) -> None:
        """One more."""
        Example.alive += 1
        Example.most = max(Example.most, Example.alive)

    def __del__(self) -> None:
        """One less."""
        Example.alive -= 1


def stream() -> tuple[int, int]:
    """How many examples were read, and how many there were at most at one time."""

    def buffered() -> Iterator[Example]:
        held = []
        for _ in range(TOTAL):
            held.append(Example())
            if len(held) == BUFFER:
                yield held.pop(0)
        while held:
            yield held.pop(0)

    examples, read = buffered(), 0
    while size := len(list(islice(examples, BATCH))):
        read += size
    return read, Example.most
