"""Two ways to compute the same, measured in turn in one process.

Their times are medians over blocks. In a block one way has the machine to itself: a pause has let
the other's threads fall asleep, one call that does not count wakes its own, and then it is called
again and again; a short call so often that a sample is far above the clock's noise. Who begins
changes from round to round. A sample during which a thread had to wait for a processor tells about
other programs and does not count; where all are such, the calmest stands for them.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from benchmarks.case import Pair
from benchmarks.peak import larger, peak

ROUNDS = 5  # blocks of each
BLOCK = 0.01  # s of calm samples, or one call
LONGEST = 5 * BLOCK  # calm or not, but for one call
SAMPLE = 2e-4  # s, or one call
CALM = 0.05  # of a sample; all threads together wait for less
PAUSE = 0.05  # s; after their last work OpenBLAS's threads spin for 30 ms, OpenMP's for 5
PATIENCE = 5  # s; where other programs make threads wait for each other, fewer rounds must do

Call = Callable[[], Any]


class Sample(NamedTuple):
    """Seconds of a call, and how many seconds threads waited in each of them."""

    seconds: float
    waited: float


class Figures(NamedTuple):
    """Seconds of a call, and megabytes at its peak where they were measured."""

    ours: float
    torch: float
    calm: bool  # whether other programs left both alone
    our_peak: float | None = None
    torch_peak: float | None = None

    @property
    def slower(self) -> float:
        """How many times torch's time ours is."""
        return self.ours / self.torch

    @property
    def larger(self) -> float | None:
        """How many times torch's memory ours is."""
        return larger(self.our_peak, self.torch_peak)


def duel(pairs: Sequence[Pair], weighed: Sequence[bool]) -> list[Figures]:
    """Measure the times of all pairs together, then the memory of some."""
    gc.collect()
    gc.disable()  # as timeit does
    try:
        found = times(pairs)
    finally:
        gc.enable()
    peaks = [map(peak, pair) if wanted else () for pair, wanted in zip(pairs, weighed, strict=True)]
    return [Figures(*one, *some) for one, some in zip(found, peaks, strict=True)]


def times(pairs: Sequence[Pair]) -> list[tuple[float, float, bool]]:
    """Return the median seconds of both ways for each pair, and whether nothing disturbed them."""
    counts = [[repeats(call) for call in pair] for pair in pairs]
    samples: list[tuple[list[Sample], list[Sample]]] = [([], []) for _ in pairs]
    end = time.perf_counter() + PATIENCE
    for number in range(ROUNDS):
        if number and time.perf_counter() > end:
            break
        for side in (0, 1) if number % 2 == 0 else (1, 0):
            time.sleep(PAUSE)
            for pair, count, taken in zip(pairs, counts, samples, strict=True):
                taken[side].extend(block(pair[side], count[side]))
    found = [(middle(ours), middle(theirs)) for ours, theirs in samples]
    return [(ours, theirs, calm and so) for (ours, calm), (theirs, so) in found]


def middle(samples: Sequence[Sample]) -> tuple[float, bool]:
    """Return the median of the calm samples and True; where there are none, the calmest."""
    calm = [sample.seconds for sample in samples if sample.waited < CALM]
    if calm:
        return median(calm), True
    return min(samples, key=lambda sample: sample.waited).seconds, False


def repeats(call: Call) -> int:
    """Return how many calls make a sample."""
    call()
    return max(1, round(SAMPLE / min(measured(call, 1).seconds for _ in range(3))))


def block(call: Call, count: int) -> list[Sample]:
    """Return the samples of a block."""
    call()
    samples: list[Sample] = []
    calm, end = 0.0, time.perf_counter() + LONGEST
    while not samples or (calm < BLOCK and time.perf_counter() < end):
        sample = measured(call, count)
        calm += sample.seconds * count if sample.waited < CALM else 0.0
        samples.append(sample)
    return samples


def measured(call: Call, count: int) -> Sample:
    """Return the mean of some calls."""
    before, start = waiting(), time.perf_counter()
    for _ in range(count):
        call()
    seconds = time.perf_counter() - start
    return Sample(seconds / count, (waiting() - before) / seconds)


def waiting() -> float:
    """Return for how many seconds this process's threads were ready without a processor so far."""
    threads = Path("/proc/self/task").glob("*/schedstat")  # Linux
    return sum(int(path.read_text(encoding="ascii").split()[1]) for path in threads) / 1e9
