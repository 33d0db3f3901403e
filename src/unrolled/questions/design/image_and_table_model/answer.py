"""Osnabrück 14, problem II: two inputs, each with its own network, joined before the end."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from unrolled import calc
from unrolled.calc import Conv, GlobalPool, Linear
from unrolled.threads import one_thread

Array = NDArray[np.floating]
EXAM = {  # ours: the paper asks in words
    "batch": 32,
    "side": 64,
    "features": 6,
    "first": 8,
    "second": 16,
    "dense": 8,
    "joint": 32,
}
EXPECTED = (24, 800, 2281, 32)
CARS, KNOWN = 900, 600  # simulated; the first of them to learn from


def solve(
    batch: int, side: int, features: int, first: int, second: int, dense: int, joint: int
) -> tuple[int, ...]:
    """Three tables: photo, features, and what follows the joint."""
    photo = calc.network_table((3, side, side), _photo(first, second))
    table = calc.network_table((features,), [Linear(dense)])
    joined = photo[-1].shape[0] + table[-1].shape[0]
    head = calc.network_table((joined,), [Linear(joint), Linear(1)])
    total = sum(calc.network_total(rows).parameters for rows in (photo, table, head))
    return joined, head[1].parameters, total, batch * head[-1].shape[0]


def verify(
    batch: int, side: int, features: int, first: int, second: int, dense: int, joint: int
) -> tuple[int, ...]:
    """Build it in torch, send a batch of nothing through, count."""
    import torch
    from torch import nn

    with torch.device("meta"):
        cnn = nn.Sequential(
            *(nn.Conv2d(3, first, 3, 2, 1), nn.ReLU()),
            *(nn.Conv2d(first, second, 3, 2, 1), nn.ReLU()),
            *(nn.AdaptiveAvgPool2d(1), nn.Flatten()),
        )
        mlp = nn.Sequential(nn.Linear(features, dense), nn.ReLU())
        vectors = cnn(torch.zeros(batch, 3, side, side)), mlp(torch.zeros(batch, features))
        joined = torch.cat(vectors, dim=-1)
        head = nn.Sequential(nn.Linear(joined.shape[-1], joint), nn.ReLU(), nn.Linear(joint, 1))
        output = head(joined)
    total = sum(p.numel() for part in (cnn, mlp, head) for p in part.parameters())
    meeting = sum(p.numel() for p in head[0].parameters())
    return joined.shape[-1], meeting, total, output.numel()


def steps(
    batch: int, side: int, features: int, first: int, second: int, dense: int, joint: int
) -> list[str]:
    """One line per branch, one for the joint, the sum."""
    joined, meeting, total, outputs = solve(batch, side, features, first, second, dense, joint)
    one, two = calc.conv_parameters(3, first, 3), calc.conv_parameters(first, second, 3)
    mlp = calc.linear_parameters(features, dense)
    return [
        rf"Photo: averaging leaves one number per map, {second}. Table: {dense} units. "
        rf"Joined end to end ${second} + {dense} = {joined}$.",
        rf"Joint layer: $({joined} + 1) \cdot {joint} = {meeting}$ parameters.",
        rf"Convolutions: $(3 \cdot 3 \cdot 3 + 1) \cdot {first} = {one}$ and "
        rf"$(3 \cdot 3 \cdot {first} + 1) \cdot {second} = {two}$. Features: "
        rf"$({features} + 1) \cdot {dense} = {mlp}$. Output unit: ${joint} + 1 = {joint + 1}$.",
        rf"Together ${one} + {two} + {mlp} + {meeting} + {joint + 1} = {total}$.",
        rf"The output has the shape $({batch}, 1)$: {outputs} numbers.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Layers of which no two that meet are equally wide."""
    return {
        "batch": rng.choice([8, 16, 32, 64]),
        "side": rng.choice([32, 64, 128]),
        "features": rng.integers(3, 8),
        "first": rng.choice([4, 8, 12]),
        "second": rng.choice([16, 32]),
        "dense": rng.choice([8, 10, 12]),
        "joint": rng.choice([10, 20, 32]),
    }


def mistakes(
    batch: int, side: int, features: int, first: int, second: int, dense: int, joint: int
) -> dict[str, tuple[int | None, ...]]:
    """Joined in another way, at another place, biases lost."""
    _, _, total, _ = solve(batch, side, features, first, second, dense, joint)

    def joined_to(length: int) -> tuple[int | None, ...]:
        change = joint * (length - second - dense)
        return length, (length + 1) * joint, total + change, None

    biases = first + second + dense + joint + 1
    return {
        "You flattened the maps: each is averaged to a single number.": joined_to(
            second * (side // 4) ** 2 + dense
        ),
        "You joined the features as they are: they pass their own layer first.": (
            *joined_to(second + features)[:2],
            *(None, None),
        ),
        "You multiplied the two lengths: the vectors stand end to end.": joined_to(second * dense),
        "You left out the biases.": (*(None, (second + dense) * joint, total - biases, None),),
        "You left the features' own layer out of the total.": (
            *(None, None, total - (features + 1) * dense, None),
        ),
        "You counted the units of the joint layer: one number per car comes out.": (
            *(None, None, None, batch * joint),
        ),
    }


def experiment() -> dict[str, int]:
    """One network on the image, the table, both, and both with the table as it is."""
    picture, table, price = simulate(np.random.default_rng(0))
    known = table[:KNOWN]
    standard = (table - known.mean(axis=0)) / known.std(axis=0)
    inputs = {
        "image": picture,
        "table": standard,
        "both": np.hstack([picture, standard]),
        "raw": np.hstack([picture, table]),
    }
    with one_thread():
        found = {name: round(100 * median_error(x, price)) for name, x in inputs.items()}
    assert 1.5 * found["both"] < min(found["image"], found["table"])
    assert found["raw"] > found["table"]
    return {"cars": CARS, **found}


def simulate(rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """Pictures (CARS, 64) that show dents, tables (CARS, 2) of year and mileage, prices."""
    age, state = rng.uniform(0, 15, CARS), rng.uniform(0, 1, CARS)
    mileage = 1000 * np.abs(15 * age + rng.normal(0, 20, CARS))
    price = 30_000 * np.exp(-0.12 * age - 4e-6 * mileage) * (0.5 + state)
    dents = rng.uniform(size=(CARS, 64)) < (1 - state[:, None]) / 2
    picture = rng.normal(0.5, 0.3, size=(CARS, 64)) - dents
    return picture, np.column_stack([2024 - age, mileage]), price


def median_error(x: Array, price: Array) -> float:
    """Train on the known cars' log prices; the error on the others, relative to their price."""
    import torch

    torch.manual_seed(0)
    inputs, target = (torch.tensor(a, dtype=torch.float32) for a in (x, np.log(price)))
    mean, spread = target[:KNOWN].mean(), target[:KNOWN].std()
    layers = torch.nn.Linear(x.shape[1], 32), torch.nn.ReLU(), torch.nn.Linear(32, 1)
    net = torch.nn.Sequential(*layers, torch.nn.Flatten(0))
    optimiser = torch.optim.Adam(net.parameters(), lr=0.01)
    for _ in range(300):
        optimiser.zero_grad()
        loss = torch.nn.functional.mse_loss(net(inputs[:KNOWN]), (target[:KNOWN] - mean) / spread)
        loss.backward()
        optimiser.step()
    predicted = torch.exp(net(inputs[KNOWN:]) * spread + mean).detach().numpy()
    return float(np.median(np.abs(predicted / price[KNOWN:] - 1)))


def _photo(first: int, second: int) -> list[calc.Layer]:
    return [Conv(first, 3, 2, 1), Conv(second, 3, 2, 1), GlobalPool()]
