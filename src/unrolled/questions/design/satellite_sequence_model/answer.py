"""Osnabrück 14, problem I: one CNN for all days, one recurrent layer, one number."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import calc, nn
from unrolled.calc import Conv, GlobalPool, Linear, Recurrent

EXAM = {  # 28 days are the paper's, the other sizes ours
    "batch": 16,
    "days": 28,
    "side": 64,
    "first": 8,
    "second": 16,
    "hidden": 32,
}
EXPECTED = (448, 16, 7697, 16)


def solve(
    batch: int, days: int, side: int, first: int, second: int, hidden: int
) -> tuple[int, ...]:
    """A table for one day, a table for the series."""
    day = _day(side, first, second)
    features = day[-1].shape[0]
    reader = Recurrent(hidden, "lstm", bias_vectors=1, sequence=False)
    series = calc.network_table((days, features), [reader, Linear(1)])
    total = calc.network_total(day).parameters + calc.network_total(series).parameters
    return batch * days, features, total, batch * series[-1].shape[0]


def verify(
    batch: int, days: int, side: int, first: int, second: int, hidden: int
) -> tuple[int, ...]:
    """Build it in torch, send a batch of nothing through, count."""
    import torch
    from torch import nn as layers

    with torch.device("meta"):
        cnn = layers.Sequential(
            *(layers.Conv2d(3, first, 3, 2, 1), layers.ReLU()),
            *(layers.Conv2d(first, second, 3, 2, 1), layers.ReLU()),
            *(layers.AdaptiveAvgPool2d(1), layers.Flatten()),
        )
        lstm, head = layers.LSTM(second, hidden, batch_first=True), layers.Linear(hidden, 1)
        images = torch.zeros(batch, days, 3, side, side).flatten(0, 1)
        vectors = cnn(images).unflatten(0, (batch, days))
        output = head(lstm(vectors)[0][:, -1])
    weights = [*cnn.parameters(), *head.parameters()]
    weights += [p for name, p in lstm.named_parameters() if name != "bias_hh_l0"]
    total = sum(p.numel() for p in weights)
    return len(images), vectors.shape[-1], total, output.numel()


def steps(batch: int, days: int, side: int, first: int, second: int, hidden: int) -> list[str]:
    """Shapes first, then one line per layer."""
    images, features, total, outputs = solve(batch, days, side, first, second, hidden)
    rows = _day(side, first, second)
    one, two = rows[1].parameters, rows[2].parameters
    lstm = calc.lstm_parameters(second, hidden, bias_vectors=1)
    return [
        rf"Every image passes the same CNN: ${batch} \cdot {days} = {images}$ images.",
        rf"Averaging leaves one number per map: {features} features per day, so the LSTM gets "
        rf"$({batch}, {days}, {features})$.",
        rf"Convolutions: $(3 \cdot 3 \cdot 3 + 1) \cdot {first} = {one}$ and "
        rf"$(3 \cdot 3 \cdot {first} + 1) \cdot {second} = {two}$, once for all days.",
        rf"LSTM: $4 \cdot ({second} \cdot {hidden} + {hidden} \cdot {hidden} + {hidden}) = {lstm}$;"
        rf" dense layer: ${hidden} + 1 = {hidden + 1}$.",
        rf"Together ${one} + {two} + {lstm} + {hidden + 1} = {total}$ parameters.",
        rf"The output has the shape $({batch}, 1)$: {outputs} numbers.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Powers of two, and other lengths of a series."""
    return {
        "batch": rng.choice([4, 8, 16, 32]),
        "days": rng.choice([7, 14, 28, 30]),
        "side": rng.choice([32, 64, 128]),
        "first": rng.choice([4, 8, 16]),
        "second": rng.choice([8, 16, 32]),
        "hidden": rng.choice([8, 16, 32]),
    }


def mistakes(
    batch: int, days: int, side: int, first: int, second: int, hidden: int
) -> dict[str, tuple[int | None, ...]]:
    """An axis forgotten, weights not shared, a conventional bias, an output per day."""
    total = solve(batch, days, side, first, second, hidden)[2]
    cnn = calc.network_total(_day(side, first, second)).parameters
    flat = second * (side // 4) ** 2
    one_map = calc.rnn_parameters(second, hidden, bias_vectors=1)
    return {
        "You forgot the days: each sample brings one image for each of them.": (
            *(batch, None, None, None),
        ),
        "You flattened the maps: each is averaged to a single number.": (
            *(None, flat, total + 4 * hidden * (flat - second), None),
        ),
        "You gave each day a CNN of its own: all days share one.": (
            *(None, None, total + (days - 1) * cnn, None),
        ),
        "You counted one map in the LSTM: it has four, three gates and the candidate.": (
            *(None, None, total - 3 * one_map, None),
        ),
        "You counted two bias vectors in the LSTM, as PyTorch has them: here it has one.": (
            *(None, None, total + 4 * hidden, None),
        ),
        "You predicted a number per day: asked for is one for the whole series.": (
            *(None, None, None, batch * days),
        ),
    }


def experiment() -> dict[str, float]:
    """Shuffled days, a shut ReLU, and what a large country does to the loss."""
    rng = np.random.default_rng(0)
    x, w_ih, w_hh = (rng.normal(size=size) for size in ((28, 4), (12, 4), (12, 3)))
    start, order = (np.zeros(3), np.zeros(3)), rng.permutation(28)
    assert np.allclose(x.mean(axis=0), x[order].mean(axis=0), rtol=0, atol=1e-12)
    changed = np.abs(
        nn.lstm(x, start, w_ih, w_hh)[0][-1] - nn.lstm(x[order], start, w_ih, w_hh)[0][-1]
    ).max()
    assert changed > 0.05
    amount = np.array([1.0, 1000.0])
    raw = nn.mse_loss(1.1 * amount, amount, reduction="none")
    log = nn.mse_loss(np.log(1.1 * amount), np.log(amount), reduction="none")
    return {
        "relu_slope": int(nn.relu_backward(1.0, -3.0)),
        "softplus_slope": round(float(nn.softplus_backward(1.0, -3.0)), 3),
        "lstm_change": round(float(changed), 2),
        "raw_share": round(float(100 * raw[1] / raw.sum()), 4),
        "log_share": round(float(100 * log[1] / log.sum())),
    }


def _day(side: int, first: int, second: int) -> list[calc.Row]:
    layers = [Conv(first, 3, 2, 1), Conv(second, 3, 2, 1), GlobalPool()]
    return calc.network_table((3, side, side), layers)
