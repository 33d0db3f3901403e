"""BITS end-semester 2022-23, 3a: a 1D convolution, batch normalisation and a dense layer."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import calc

EXAM = {"length": 100, "filters": 64, "kernel": 3, "units": 128}
EXPECTED = (819712, 803328, 128)
KEY = "819,712 trained, 128 not trained; no word on padding."


def solve(length: int, filters: int, kernel: int, units: int) -> tuple[int, ...]:
    """Add up the table of the network, padded and unpadded."""
    padded, unpadded = (
        calc.network_total(
            calc.network_table(
                (1, length),
                [
                    calc.Conv(filters, kernel, padding=padding),
                    calc.BatchNorm(),
                    calc.Flatten(),
                    calc.Linear(units),
                ],
            )
        )
        for padding in ("same", "valid")
    )
    return padded.parameters, unpadded.parameters, padded.running


def preset(length: int, filters: int, kernel: int, units: int) -> dict[str, Any]:
    """The padded network."""
    padding = [calc.same_padding(length, kernel)[0], 0, 0]
    layers = {"filters": [filters, filters, units], "kernel": [kernel, 1, 1], "padding": padding}
    return {"size": length, **layers}


def verify(length: int, filters: int, kernel: int, units: int) -> tuple[int, ...]:
    """Count the entries of torch's parameters and running statistics."""
    import torch

    trained, kept = [], 0
    for padding in ("same", "valid"):
        front = torch.nn.Sequential(
            torch.nn.Conv1d(1, filters, kernel, padding=padding), torch.nn.BatchNorm1d(filters)
        ).to("meta")
        features = front(torch.empty(2, 1, length, device="meta"))[0].numel()
        front.append(torch.nn.Linear(features, units, device="meta"))
        trained.append(sum(p.numel() for p in front.parameters()))
        kept = sum(b.numel() for name, b in front.named_buffers() if "running" in name)
    return trained[0], trained[1], kept


def steps(length: int, filters: int, kernel: int, units: int) -> list[str]:
    """Layer by layer, then both totals."""
    conv, rest = filters * (kernel + 1), length - kernel + 1
    same, valid, fixed = solve(length, filters, kernel, units)
    dense = [rf"{units} \cdot ({filters} \cdot {n} + 1)" for n in (length, rest)]
    before = conv + 2 * filters
    return [
        rf"Convolution: ${filters} \cdot ({kernel} + 1) = {conv}$.",
        rf"Batch normalisation: $2 \cdot {filters} = {2 * filters}$ trained, and "
        rf"$2 \cdot {filters} = {fixed}$ running statistics that are not.",
        rf"Dense, padded: {length} positions, so ${dense[0]} = {same - before}$.",
        rf"Dense, unpadded: ${length} - {kernel} + 1 = {rest}$ positions, so "
        rf"${dense[1]} = {valid - before}$.",
        f"Trained, padded: ${conv} + {2 * filters} + {same - before} = {same}$.",
        f"Trained, unpadded: ${conv} + {2 * filters} + {valid - before} = {valid}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other series and layers; odd kernels, which "same" pads alike on both sides."""
    return {
        "length": rng.choice([20, 24, 30, 40, 50, 60, 100]),
        "filters": rng.choice([4, 8, 10, 16, 32]),
        "kernel": rng.choice([3, 5, 7]),
        "units": rng.choice([10, 16, 20, 50, 64]),
    }


def mistakes(
    length: int, filters: int, kernel: int, units: int
) -> dict[str, tuple[int | None, ...]]:
    """Batch normalisation miscounted, the flattening or the biases forgotten."""
    same, valid, fixed = solve(length, filters, kernel, units)
    per_step = filters * (kernel + 1) + 2 * filters + units * (filters + 1)
    biases = filters + units
    return {
        "You used the padded length without padding as well: kernel - 1 places are lost.": (
            None,
            same,
            None,
        ),
        "You trained all four numbers of a channel: mean and variance are only tracked.": (
            same + fixed,
            valid + fixed,
            0,
        ),
        "You normalised every position by itself: there is one set of numbers per channel.": (
            same + 2 * filters * (length - 1),
            valid + 2 * filters * (length - kernel),
            2 * filters * length,
        ),
        "You left the positions out of the dense layer: it reads the flattened output.": (
            per_step,
            per_step,
            None,
        ),
        "You left out the biases of the convolution and of the dense layer.": (
            same - biases,
            valid - biases,
            None,
        ),
    }
