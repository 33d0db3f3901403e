"""The pipeline as generators that ask each other for elements, and clocks that say when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from unrolled.explorables._random import uniform

Element = list[tuple[int, int]]  # examples of a batch, or a single one, each with its epoch


@dataclass
class Clock:
    """The time of whoever is at work: the loop, or the background."""

    now: float = 0.0


@dataclass
class Run:
    """What happened, in ms."""

    batches: list[Element] = field(default_factory=list)
    ready: list[float] = field(default_factory=list)  # a batch is there, training begins
    end: list[float] = field(default_factory=list)
    ahead: list[tuple[float, float]] = field(default_factory=list)  # work in the background

    @property
    def total(self) -> float:
        """When the last step is done."""
        return self.end[-1] if self.end else 0.0


def run(s: Mapping[str, Any], order: Sequence[str]) -> Run:
    """Train on everything that comes out of the last stage."""
    found, loop = Run(), Clock()
    draws = uniform(s["seed"])

    def after(stages: Sequence[str], clock: Clock, epoch: int) -> Iterator[Element]:
        """Elements behind the last of `stages`; each is made when it is asked for."""
        if not stages:
            for i in range(s["examples"]):
                clock.now += s["read"]
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
                    yield element
            elif stage == "batch":
                yield from batched(source)
            else:
                yield from shuffled(source)

    def batched(source: Iterator[Element]) -> Iterator[Element]:
        held: Element = []
        for element in source:
            held = held + element
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
        for batch in after(order, loop, epoch):
            found.batches.append(batch)
            found.ready.append(loop.now)
            loop.now += s["train"]
            found.end.append(loop.now)
    return found
