"""The pipeline as generators that ask each other for elements, and clocks that say when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from unrolled.explorables._random import uniform

Element = list[tuple[int, int]]  # examples of a batch, or a single one, each with its epoch


@dataclass
class Clock:
    """The time of whoever is at work: the loop, or the background."""

    now: float = 0.0


@dataclass
class Run:
    """What happened, in ms.

    `spent` is what reading and `map` have taken by when each batch was there, whoever did it: a
    list for each epoch of the loop, which begins with what had been spent before. The stages take
    the same from each other wherever `prefetch` stands, so this says how long it would take
    without it, or with it elsewhere.
    """

    batches: list[Element] = field(default_factory=list)
    ready: list[float] = field(default_factory=list)  # a batch is there, training begins
    end: list[float] = field(default_factory=list)
    ahead: list[tuple[float, float]] = field(default_factory=list)  # work in the background
    spent: list[list[float]] = field(default_factory=list)

    @property
    def total(self) -> float:
        """When the last step is done."""
        return self.end[-1] if self.end else 0.0

    def without(self, train: float) -> float:
        """When it would be done without `prefetch`."""
        last = max((times[-1] for times in self.spent if len(times) > 1), default=0.0)
        return last + train * len(self.batches)

    def behind(self, train: float, ahead: int) -> float:
        """When it would be done with `prefetch`, which keeps so many ready, as the last stage."""
        loop = 0.0
        for times in self.spent:
            background, taken = loop, list[float]()
            for before, after in pairwise(times):
                if len(taken) >= ahead:
                    background = max(background, taken[-ahead])
                background += after - before
                loop = max(loop, background)
                taken.append(loop)
                loop += train
        return loop


def run(s: Mapping[str, Any]) -> Run:
    """Train on everything that comes out of the last stage."""
    found, loop, order = Run(), Clock(), s["order"]
    draws, spent = uniform(s["seed"]), 0.0

    def after(stages: Sequence[str], clock: Clock, epoch: int) -> Iterator[Element]:
        """Elements behind the last of `stages`; each is made when it is asked for."""
        nonlocal spent
        if not stages:
            for i in range(s["examples"]):
                clock.now += s["read"]
                spent += s["read"]
                yield [(i, epoch)]
            return
        *before, stage = stages
        if stage == "repeat":
            for again in range(s["epochs"]):
                yield from after(before, clock, again)
        elif stage == "prefetch":
            background = Clock(clock.now)
            yield from prefetched(after(before, background, epoch), background, clock)
        else:
            source = after(before, clock, epoch)
            if stage == "map":
                for element in source:
                    clock.now += s["work"]
                    spent += s["work"]
                    yield element
            elif stage == "batch":
                yield from batched(source)
            else:
                yield from shuffled(source)

    def batched(source: Iterator[Element]) -> Iterator[Element]:
        held: Element = []
        for element in source:
            held.extend(element)
            if len(held) == s["batch"]:
                yield held
                held = []
        if held and s["remainder"] == "kept":
            yield held

    def shuffled(source: Iterator[Element]) -> Iterator[Element]:
        held: list[Element] = []
        while True:
            while len(held) < s["buffer"] and (element := next(source, None)) is not None:
                held.append(element)
            if not held:
                return
            i = int(next(draws) * len(held))
            held[i], held[-1] = held[-1], held[i]
            yield held.pop()

    def prefetched(source: Iterator[Element], background: Clock, clock: Clock) -> Iterator[Element]:
        taken: list[float] = []
        while True:
            if len(taken) >= s["ahead"]:  # the buffer is full until one of it is taken
                background.now = max(background.now, taken[-s["ahead"]])
            start = background.now
            element = next(source, None)
            if element is None:
                return
            found.ahead.append((start, background.now))
            clock.now = max(clock.now, background.now)
            taken.append(clock.now)
            yield element

    for epoch in range(1 if "repeat" in order else s["epochs"]):
        found.spent.append([spent])
        for batch in after(order, loop, epoch):
            found.spent[-1].append(spent)
            found.batches.append(batch)
            found.ready.append(loop.now)
            loop.now += s["train"]
            found.end.append(loop.now)
    return found
