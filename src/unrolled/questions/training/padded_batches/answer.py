"""Osnabrück 2: batches of sequences that differ in length."""

from __future__ import annotations

from typing import Any

import numpy as np

FUNCTION = "padded_batch"
EXAM = {"lengths": [2, 5, 3, 7, 4, 4], "batch": 2}  # our probe
EXPECTED = (FUNCTION, 5, 7, 4, 7, 3)


def solve(lengths: list[int], batch: int) -> tuple[Any, ...]:
    """One row a batch: its maximum, and how far the others are from it."""
    rows, ranked = np.reshape(lengths, (-1, batch)), np.reshape(np.sort(lengths), (-1, batch))
    return (FUNCTION, *rows.max(1), _filler(rows), _filler(ranked))


def _filler(rows: Any) -> int:
    return int((rows.max(1, keepdims=True) - rows).sum())


def verify(lengths: list[int], batch: int) -> tuple[Any, ...]:
    """Let torch pad with a value that no series has, and count it."""
    import torch

    def padded(order: list[int]) -> list[torch.Tensor]:
        series = [torch.ones(length) for length in order]
        return [
            torch.nn.utils.rnn.pad_sequence(series[i : i + batch], padding_value=-1)
            for i in range(0, len(series), batch)
        ]

    sizes = [len(tensor) for tensor in padded(lengths)]
    fillers = [
        sum(int((tensor == -1).sum()) for tensor in padded(order))
        for order in (lengths, sorted(lengths))
    ]
    return (FUNCTION, *sizes, *fillers)


def steps(lengths: list[int], batch: int) -> list[str]:
    """Batch by batch the longest and the filler, then once more for the sorted series."""
    _, *sizes, filler, filler_sorted = solve(lengths, batch)
    return [
        f"`{FUNCTION}` pads each batch to its own longest series.",
        *_lines(lengths, batch),
        f"Together ${filler}$ steps of filler. Batch lengths: {', '.join(map(str, sizes))}.",
        "Sorted by length:",
        *_lines(sorted(lengths), batch),
        f"Together ${filler_sorted}$.",
    ]


def preset(lengths: list[int], batch: int) -> dict[str, Any]:
    """The series in the order in which they arrive."""
    return {"lengths": lengths, "examples": len(lengths), "batch": batch}


def _lines(lengths: list[int], batch: int) -> list[str]:
    lines = []
    for i in range(0, len(lengths), batch):
        row = lengths[i : i + batch]
        gaps = [max(row) - length for length in row]
        lines.append(
            f"Series of ${', '.join(map(str, row))}$ steps: the longest has ${max(row)}$, filler "
            f"${' + '.join(map(str, gaps))} = {sum(gaps)}$."
        )
    return lines


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Three batches whose lengths differ, and for which sorting pays."""
    while True:
        batch = rng.choice([2, 3])
        lengths = rng.integers(1, 13, size=3 * batch).tolist()
        _, *sizes, filler, filler_sorted = solve(lengths, batch)
        if len(set(sizes)) == 3 and filler > filler_sorted:
            return {"lengths": lengths, "batch": batch}


def mistakes(lengths: list[int], batch: int) -> dict[str, tuple[Any, ...]]:
    """Padded to the longest of all, cut to the shortest, all steps counted."""
    _, *sizes, filler, _ = solve(lengths, batch)
    longest = max(lengths)
    everywhere = longest * len(lengths) - sum(lengths)
    shortest = np.reshape(lengths, (-1, batch)).min(1)
    return {
        "You padded to the longest series of all; each batch has a longest of its own.": (
            *(None, longest, longest, longest, everywhere, everywhere),
        ),
        "You cut the series to the shortest: that throws data away.": (
            *(None, *shortest, None, None),
        ),
        "You counted all steps of the batches; filler is what the series lack.": (
            *(None, None, None, None, batch * sum(sizes), None),
        ),
        "Sorting changes who shares a batch: count again.": (*(None,) * 5, filler),
        "A plain batch cannot stack tensors of different shapes.": ("batch", *(None,) * 5),
    }


def experiment() -> dict[str, float]:
    """Read a short series beside a long one, with and without telling the LSTM its length."""
    import torch
    from torch.nn.utils.rnn import pack_padded_sequence, pad_sequence

    torch.manual_seed(0)
    short, long = torch.randn(5, 3), torch.randn(12, 3)
    lstm = torch.nn.LSTM(3, 4)
    alone = lstm(short)[1][0][0]
    padded = pad_sequence([short, long])  # (steps, batch, features)
    told = lstm(pack_padded_sequence(padded, torch.tensor([5, 12]), enforce_sorted=False))[1][0]
    untold = lstm(padded)[1][0]
    moved = (untold[0, 0] - alone).abs().max().item()
    assert torch.allclose(told[0, 0], alone, atol=1e-6)
    assert moved > 0.05
    return {"steps_read": 5, "steps_padded": 7, "moved": round(moved, 2)}
