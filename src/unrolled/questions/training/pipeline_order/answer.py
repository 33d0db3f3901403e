"""Osnabrück 3: the order of a data pipeline, and what overlapping saves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

ORDER = ("shuffle", "batch", "prefetch")
EXAM = {"load": 3, "train": 5, "batches": 4}  # our probe
EXPECTED = (*ORDER, 32, 23)
EXAMPLES, CLASSES, SIZE, BUFFER = 1000, 10, 20, 50


def solve(load: int, train: int, batches: int) -> tuple[str | int, ...]:
    """The slower of the two sets the pace between the first load and the last training."""
    overlapped = load + (batches - 1) * max(load, train) + train
    return (*ORDER, batches * (load + train), overlapped)


def verify(load: int, train: int, batches: int) -> tuple[str | int, ...]:
    """Let loader and training work millisecond by millisecond, one finished batch between them."""
    return (*ORDER, *(_clock(load, train, batches, ahead=ahead) for ahead in (False, True)))


def preset(load: int, train: int, batches: int) -> dict[str, Any]:
    """Loading is one call per batch, in a stage of its own behind `batch`."""
    examples = 5 * batches
    return {"examples": examples, "buffer": examples, "work": load, "train": train}


def _clock(load: int, train: int, batches: int, *, ahead: bool) -> int:
    time = loading = training = loaded = taken = trained = 0
    while trained < batches:
        free = loaded == taken and loaded < batches  # room for a batch, and one left to load
        loading += free and (ahead or trained == taken)
        training += trained < taken
        time += 1
        if loading == load:
            loaded, loading = loaded + 1, 0
        if training == train:
            trained, training = trained + 1, 0
        if trained == taken < loaded:
            taken += 1
    return time


def steps(load: int, train: int, batches: int) -> list[str]:
    """The order, then the two sums."""
    *_, without, overlapped = solve(load, train, batches)
    slower = "loading" if load > train else "training"
    return [
        "`shuffle` mixes single examples, so it comes before `batch`.",
        "`prefetch` keeps finished batches ready, so it comes last: shuffle, batch, prefetch.",
        rf"Without it: ${batches} \cdot ({load} + {train}) = {without}$ ms.",
        rf"With it {slower} sets the pace: ${load} + {batches - 1} \cdot \max({load}, {train}) + "
        rf"{train} = {overlapped}$ ms.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Either side may be the slower one."""
    load, train = rng.choice(np.arange(2, 13), size=2, replace=False)
    return {"load": load, "train": train, "batches": rng.integers(3, 8)}


def mistakes(load: int, train: int, batches: int) -> dict[str, tuple[str | int | None, ...]]:
    """Batches shuffled instead of examples; a buffer in the middle; too much overlap."""
    slow, fast = max(load, train), min(load, train)
    return {
        "If batch comes first, whole batches are shuffled and their contents never mix.": (
            *("batch", "shuffle", "prefetch", None, None),
        ),
        "If prefetch comes before batch, the batches are made while training waits.": (
            *("shuffle", "prefetch", "batch", None, None),
        ),
        "The first batch must be loaded before training can begin, and the last one trained on.": (
            *(None, None, None, None, batches * slow),
        ),
        "Loading is hidden only where training takes at least as long.": (
            *(None, None, None, None, load + batches * train),
        ),
        "The pace is set by the slower of the two, not by the faster.": (
            *(None, None, None, None, slow + batches * fast),
        ),
        "Without prefetch the times add up.": (None, None, None, batches * slow, None),
    }


def experiment() -> dict[str, float]:
    """Count the classes per batch of sorted data for both orders, and for a small buffer."""
    labels = np.repeat(np.arange(CLASSES), EXAMPLES // CLASSES)
    right = batched(shuffled(labels, EXAMPLES))
    wrong = list(shuffled(batched(labels), EXAMPLES // SIZE))
    small = batched(shuffled(labels, BUFFER))
    counts = [np.mean([len(set(b)) for b in order]) for order in (right, wrong, small)]
    assert counts[0] > 2 * counts[2] > 2 * counts[1] == 2
    return {
        "examples": EXAMPLES,
        "classes": CLASSES,
        "size": SIZE,
        "buffer": BUFFER,
        "classes_right": round(float(counts[0]), 1),
        "classes_wrong": round(float(counts[1]), 1),
        "classes_small": round(float(counts[2]), 1),
    }


def shuffled(elements: Iterable[Any], buffer: int) -> Iterator[Any]:
    """What `Dataset.shuffle` does: hold `buffer` elements, hand out one of them, refill."""
    rng, held = np.random.default_rng(0), []
    for element in elements:
        held.append(element)
        if len(held) > buffer:
            yield held.pop(rng.integers(buffer))
    while held:
        yield held.pop(rng.integers(len(held)))


def batched(elements: Iterable[Any]) -> list[tuple[Any, ...]]:
    """What `Dataset.batch` does."""
    found = list(elements)
    return [tuple(found[i : i + SIZE]) for i in range(0, len(found), SIZE)]
