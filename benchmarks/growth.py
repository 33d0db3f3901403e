"""How time and memory of the key operations grow, beside torch, when their input does."""

from __future__ import annotations

from benchmarks.case import pairs
from benchmarks.duel import Figures, duel
from benchmarks.operations import NOTES, large, marks, unsure
from benchmarks.table import Cell, Column, Table
from benchmarks.worker import THREADS, each

DTYPE = "float32"
STEPS = 4
FACTOR = 4  # from one size to the next
NAMES = ("conv2d", "linear", "max_pool2d", "avg_pool2d", "batch_norm", "lstm")

Row = tuple[str, str, Figures]  # operation, shape of its input


def measure() -> Table:
    """Measure one operation after the other, with its backward pass."""
    table = Table(
        f"Growth: unrolled.nn beside torch at {STEPS} sizes, {THREADS} threads each, {DTYPE}",
        (
            Column("operation"),
            Column("input"),
            Column("ms", ".3f"),
            Column("torch", ".3f"),
            Column("ratio", ".1f"),
            Column("peak, MB", ".1f"),
            Column("torch", ".1f"),
            Column("ratio", ".1f"),
            Column("time grew", ".1f"),
            Column("torch's", ".1f"),
            Column("marks"),
        ),
        notes=[f"An input is {FACTOR} times the one before, and so is the work.", *NOTES],
    )
    for name, found in each(NAMES, contest):
        before: dict[str, Figures] = {}
        for operation, shape, now in found:
            grew: tuple[Cell, Cell] = (None, None)
            if operation in before:
                grew = now.ours / before[operation].ours, now.torch / before[operation].torch
            before[operation] = now
            ratios = {"time": now.slower, "peak": now.larger}
            mark = marks(name, ratios, unsure(time=now))
            table.rows.append((operation, shape, *large(now), *grew, mark))
    return table


def contest(name: str) -> list[Row]:
    """Measure an operation and its backward pass at each size."""
    from benchmarks.cases import GROWING  # loads torch

    case = GROWING[name]
    calls = {
        (operation, "×".join(map(str, draw.shape))): pair
        for size, draw in enumerate(case.arguments[0].values)
        for operation, pair in pairs(name, case, size, DTYPE).items()
    }
    found = duel(list(calls.values()), [True] * len(calls))
    rows = [(*key, figures) for key, figures in zip(calls, found, strict=True)]
    return sorted(rows, key=lambda row: row[0])  # by operation, in each by size
