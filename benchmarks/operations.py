"""What each differentiable operation of the reference costs beside torch: time and peak memory."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from statistics import median

from benchmarks.case import differentiable, pairs
from benchmarks.duel import Figures, duel
from benchmarks.peak import LITTLE
from benchmarks.table import Cell, Column, Table
from benchmarks.worker import THREADS, each

DTYPES = ("float32", "float64")
SIZES = ("exam", "stage")
FAR = 10  # times torch
NEAR = 3  # times torch, for these and every kind of pooling
CLOSE = ("conv2d", "linear", "batch_norm", "lstm")
ABOUT = (
    "exam: arrays of an exam's size, where the time is that of the calls themselves and there is"
    " nothing to weigh. stage: the second stage of a ResNet, 4 × 64 × 56 × 56, and arrays like it"
    " for what takes no images."
)
NOTES = (
    "Forward, torch builds no graph. Backward, torch's part is autograd.grad on a graph that is"
    " kept; ours has none, and computes again what it needs of the forward pass. Where ours"
    " takes what torch's graph keeps (max pooling's indices, the results of sigmoid, tanh and"
    " softmax), it is given.",
    "peak: how far the process grows at most during a call, its result included (Linux only). For"
    f" the ratio torch's is {LITTLE} MB at least.",
    f"▲▲ above {FAR} times torch; ▲ above {NEAR} times for {', '.join(CLOSE)} and pooling. ? where"
    " other programs disturbed every sample, and the calmest is shown.",
)

Key = tuple[str, str, str]  # operation, dtype, size


def measure() -> Table:
    """Measure one operation after the other, with its backward pass."""
    table = Table(
        f"Operations: unrolled.nn beside torch, {THREADS} threads each, medians and their ratio",
        (
            Column("operation"),
            Column("dtype"),
            Column("exam, µs", ".1f"),
            Column("torch", ".1f"),
            Column("ratio", ".1f"),
            Column("stage, ms", ".2f"),
            Column("torch", ".2f"),
            Column("ratio", ".1f"),
            Column("peak, MB", ".1f"),
            Column("torch", ".1f"),
            Column("ratio", ".1f"),
            Column("marks"),
        ),
    )
    ratios: dict[str, list[float]] = {"exam": [], "stage": [], "peak": []}
    for name, found in each(differentiable(), contest):
        for operation in (name, f"{name}_backward"):
            for dtype in DTYPES:
                exam, stage = (found[operation, dtype, size] for size in SIZES)
                here = {"exam": exam.slower, "stage": stage.slower, "peak": stage.larger}
                doubt = unsure(exam=exam, stage=stage)
                table.rows.append((
                    operation, dtype, exam.ours * 1e6, exam.torch * 1e6, exam.slower,
                    *large(stage), marks(name, here, doubt),
                ))  # fmt: skip
                for what, ratio in here.items():
                    ratios[what] += [] if ratio is None or what in doubt else [ratio]
    middle = ", ".join(f"{what} {median(some):.1f}" for what, some in ratios.items() if some)
    table.notes = [f"Median of the ratios: {middle}.", ABOUT, *NOTES]
    return table


def contest(name: str) -> dict[Key, Figures]:
    """Measure an operation in every way it is called; only the large calls are weighed."""
    from benchmarks.cases import CASES  # loads torch

    calls = {
        (operation, dtype, size): pair
        for number, size in enumerate(SIZES)
        for dtype in DTYPES
        for operation, pair in pairs(name, CASES[name], number, dtype).items()
    }
    weighed = [size == "stage" for _, _, size in calls]
    return dict(zip(calls, duel(list(calls.values()), weighed), strict=True))


def large(found: Figures) -> tuple[Cell, ...]:
    """Return six cells of a large call: milliseconds, megabytes, and what torch takes."""
    times = found.ours * 1e3, found.torch * 1e3, found.slower
    return (*times, found.our_peak, found.torch_peak, found.larger)


def unsure(**found: Figures) -> set[str]:
    """Return what other programs disturbed."""
    return {what for what, figures in found.items() if not figures.calm}


def marks(name: str, ratios: Mapping[str, float | None], unsure: Collection[str] = ()) -> str:
    """Return which ratios of an operation are above the limits or in doubt, each with its mark."""
    near = NEAR if name in CLOSE or "pool" in name else FAR
    found = []
    for what, ratio in ratios.items():
        mark = "" if ratio is None or ratio <= near else "▲▲" if ratio > FAR else "▲"
        mark += "?" if what in unsure else ""
        found += [f"{mark} {what}"] if mark else []
    return ", ".join(found)
