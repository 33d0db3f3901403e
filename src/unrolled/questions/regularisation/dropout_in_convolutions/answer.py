"""TUM 2019, 2l: how many coins dropout tosses, and what a dropped pixel's neighbours give away."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import calc
from unrolled.bank import format_value

EXAM = {"channels": 8, "size": 4, "inputs": 20, "units": 10}  # ours: the paper asks in words
EXPECTED = (128, 8, 10, 200)
KEY = (None, None, 200, None)


def solve(channels: int, size: int, inputs: int, units: int) -> tuple[int, int, int, int]:
    """Entries of the maps, maps, units, weights."""
    maps = calc.network_table((channels, size, size), [calc.Pointwise("dropout")])[-1]
    dense = calc.network_table((inputs,), [calc.Linear(units, bias=False)])[-1]
    return maps.activations, maps.shape[0], dense.activations, dense.parameters


def verify(channels: int, size: int, inputs: int, units: int) -> tuple[int, int, int, int]:
    """Toss 96 times in torch: what is always dropped together hangs on the same coin."""
    import torch

    torch.manual_seed(0)

    def coins(layer: torch.nn.Module, *shape: int) -> int:
        dropped = layer(torch.ones(96, *shape)).flatten(1) == 0  # (96, entries)
        return int(torch.unique(dropped, dim=1).shape[1])

    entry, whole = torch.nn.Dropout(0.5), torch.nn.Dropout2d(0.5)
    maps = (channels, size, size)
    return (
        coins(entry, *maps),
        coins(whole, *maps),
        coins(entry, units),
        coins(entry, units, inputs),
    )


def steps(channels: int, size: int, inputs: int, units: int) -> list[str]:
    """Four products."""
    pixels, maps, outputs, weights = map(format_value, solve(channels, size, inputs, units))
    return [
        rf"Entry by entry: ${channels} \cdot {size} \cdot {size} = {pixels}$.",
        f"Map by map: one for each of the ${maps}$ maps.",
        f"Fully connected: one for each of the ${outputs}$ units.",
        rf"Weight by weight: ${units} \cdot {inputs} = {weights}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Small maps and layers."""
    return {
        "channels": rng.choice([2, 3, 4, 6, 8, 12]),
        "size": rng.choice([2, 3, 4, 5]),
        "inputs": rng.choice([9, 14, 15, 20, 25]),
        "units": rng.choice([4, 5, 7, 10, 12]),
    }


def preset(channels: int, size: int, inputs: int, units: int) -> dict[str, Any]:
    """The units have no values in the question: each of them is 1."""
    return {"channels": channels, "size": size, "inputs": inputs, "values": [1] * units}


def mistakes(
    channels: int, size: int, inputs: int, units: int
) -> dict[str, tuple[int | None, int | None, int | None, int | None]]:
    """Maps, entries, units and weights mixed up."""
    return {
        "You counted one map only.": (size * size, 1, None, None),
        "You counted the places: what is dropped together are the places of a map, not the maps at "
        "a place.": (None, size * size, None, None),
        "You tossed for each entry: spatial dropout tosses once per map.": (
            *(None, channels * size * size, None, None),
        ),
        "You tossed for each weight: that is DropConnect. Dropout drops units.": (
            *(None, None, inputs * units, None),
        ),
        "You tossed for the inputs: this dropout comes after the layer.": (
            *(None, None, inputs, None),
        ),
        "You forgot that each unit has a weight for every input.": (None, None, None, units),
        "You added units and inputs: each pair of them has a weight.": (
            *(None, None, None, units + inputs),
        ),
    }


def experiment() -> dict[str, float]:
    """Guess dropped pixels of digits from the neighbours that are left."""
    from sklearn.datasets import load_digits

    images = load_digits().images
    rng = np.random.default_rng(0)
    kept = rng.random(images.shape) >= 0.5
    padded, known = (np.pad(a, ((0, 0), (1, 1), (1, 1))) for a in (images * kept, kept))
    rows = [slice(1, -1)] * 2 + [slice(2, None), slice(None, -2)]
    columns = rows[2:] + rows[:2]
    sums, counts = (
        np.sum([a[:, r, c] for r, c in zip(rows, columns, strict=True)], axis=0, dtype=float)
        for a in (padded, known)
    )
    dropped = ~kept & (counts > 0)
    guess = sums[dropped] / counts[dropped]
    found = np.corrcoef(guess, images[dropped])[0, 1]
    assert found > 0.4
    return {"correlation": round(float(found), 2)}
