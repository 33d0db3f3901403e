"""TUM 2019, 3h: the definition of an epoch, and updates counted."""

from __future__ import annotations

from typing import Any

import numpy as np

KEPT, DROPPED = "kept", "dropped"
EXAM = {"examples": 1000, "batch": 32, "epochs": 10, "remainder": KEPT}  # our probe
EXPECTED = (32, 8, 320)


def solve(examples: int, batch: int, epochs: int, remainder: str) -> tuple[int, int, int]:
    """Cut the examples into batches, and look."""
    batches = [range(examples)[i : i + batch] for i in range(0, examples, batch)]
    used = [b for b in batches if remainder == KEPT or len(b) == batch]
    return len(used), len(used[-1]), epochs * len(used)


def verify(examples: int, batch: int, epochs: int, remainder: str) -> tuple[int, int, int]:
    """Let torch's loader deal the examples for all epochs, and count."""
    import torch

    loader = torch.utils.data.DataLoader(
        torch.arange(examples),
        batch_sampler=torch.utils.data.BatchSampler(
            range(examples), batch, drop_last=remainder == DROPPED
        ),
        collate_fn=len,
    )
    sizes = [list(loader) for _ in range(epochs)]
    return len(sizes[0]), sizes[0][-1], sum(map(len, sizes))


def preset(examples: int, batch: int, epochs: int, remainder: str) -> dict[str, Any]:
    """A buffer as large as the data set: every order is equally likely."""
    return {
        "examples": examples,
        "buffer": examples,
        "batch": batch,
        "epochs": epochs,
        "remainder": remainder,
    }


def steps(examples: int, batch: int, epochs: int, remainder: str) -> list[str]:
    """Divide with rest, decide on the rest, multiply."""
    whole, rest = divmod(examples, batch)
    per_epoch, last, updates = solve(examples, batch, epochs, remainder)
    return [
        rf"${examples} = {whole} \cdot {batch} + {rest}$: ${whole}$ full batches, and ${rest}$ "
        f"examples remain.",
        f"The incomplete batch is {remainder}: ${per_epoch}$ updates per epoch, and the last batch "
        f"has ${last}$ examples.",
        rf"In all ${epochs} \cdot {per_epoch} = {updates}$ updates.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Sizes that do not divide, with few enough batches to count in the head."""
    while True:
        examples, batch = 50 * rng.integers(2, 25), rng.choice([8, 16, 20, 30, 32, 64, 100, 128])
        if examples > 2 * batch and examples % batch:
            return {
                "examples": examples,
                "batch": batch,
                "epochs": rng.choice([2, 3, 5, 10, 20, 100]),
                "remainder": rng.choice([KEPT, DROPPED]),
            }


def mistakes(
    examples: int, batch: int, epochs: int, remainder: str
) -> dict[str, tuple[int | float | None, ...]]:
    """The rest treated the other way, forgotten, or counted as examples."""
    other = DROPPED if remainder == KEPT else KEPT
    whole, rest = divmod(examples, batch)
    per_epoch = solve(examples, batch, epochs, remainder)[0]
    return {
        f"That is right if the incomplete batch is {other}; here it is {remainder}.": (
            solve(examples, batch, epochs, other)
        ),
        "There is no fraction of an update: the incomplete batch counts as one, or not at all.": (
            *(examples / batch, None, epochs * examples / batch),
        ),
        "An update is made from a batch, not from a single example.": (
            *(examples, None, epochs * examples),
        ),
        "You gave the updates of one epoch.": (None, None, per_epoch),
        "You gave the number of full batches.": (None, whole, None),
        "That is what remains to fill the batch.": (None, batch - rest, None),
    }


def experiment() -> dict[str, int]:
    """Draw as many examples as there are, with replacement, and count the different ones."""
    pool = 1000
    drawn = np.random.default_rng(0).integers(pool, size=pool)
    seen = len(set(drawn.tolist()))
    assert abs(seen / pool - (1 - np.exp(-1))) < 0.03
    return {"pool": pool, "seen": seen}
