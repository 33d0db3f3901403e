"""BITS mid-semester 2022-23, 1a: what a Keras listing builds, with the same network in torch."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from unrolled import calc

EXAM = {
    "side": 256,
    "channels": 3,
    "h1": 1048,
    "h2": 512,
    "h3": 256,
    "h4": 128,
    "h5": 64,
    "h6": 32,
    "h7": 16,
    "classes": 8,
}
EXPECTED = (196608, 8, 8, 1048)
DROPOUT = {2: 0.4, 5: 0.6}  # hidden layer that it follows: rate


def solve(side: int, channels: int, classes: int, **hidden: int) -> tuple[int, ...]:
    """Follow one example through the list of layers."""
    table = _table(side, channels, classes, hidden)
    weighted = [row for row in table if row.parameters]
    return (
        table[0].activations,
        table[-1].shape[0],
        len(weighted),
        max(row.shape[0] for row in weighted),
    )


def verify(side: int, channels: int, classes: int, **hidden: int) -> tuple[int, ...]:
    """Build it in torch without memory for the weights, and send a flattened image through."""
    import torch

    net, shapes = _twin(side, channels, classes, hidden), []
    for layer in net:
        layer.register_forward_hook(lambda *args: shapes.append(args[-1].shape[1]))
    images = torch.empty(1, channels, side, side, device="meta").flatten(1)
    out = net.eval()(images)
    matrices = [parameter for parameter in net.parameters() if parameter.ndim == 2]
    return images.shape[1], out.shape[1], len(matrices), max(shapes)


def steps(side: int, channels: int, classes: int, **hidden: int) -> list[str]:
    """Input, layers with and without weights, widest, output."""
    inputs, outputs, depth, width = solve(side, channels, classes, **hidden)
    return [
        rf"Input: ${side} \cdot {side} \cdot {channels} = {inputs}$ numbers, a flattened image.",
        f"Output: softmax over ${outputs}$ units, so ${outputs}$ classes, one of which is right.",
        f"Layers with weights: the {depth} called `Dense`, {len(hidden)} of them hidden. "
        "`InputLayer` names a shape, `Dropout` sets activations to zero at random.",
        f"Widest: of {', '.join(map(str, hidden.values()))} and {classes} units it is {width}.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other images and other layers, which narrow, or open once before they do."""
    widths = np.sort(rng.choice([16, 24, 32, 48, 64, 96, 128, 256, 512], 7, replace=False))[::-1]
    if rng.random() < 0.5:
        widths[:2] = widths[1::-1]
    hidden = {f"h{i}": units for i, units in enumerate(widths, start=1)}
    side, channels = rng.choice([28, 32, 64, 128, 224]), rng.choice([1, 3])
    return {"side": side, "channels": channels, **hidden, "classes": rng.integers(2, 13)}


def mistakes(
    side: int, channels: int, classes: int, **hidden: int
) -> dict[str, tuple[int | None, ...]]:
    """Layers without weights counted, layers with weights forgotten."""
    layers = len(hidden)
    return {
        "You forgot the channels: each pixel has one number per channel.": (
            side * side,
            None,
            None,
            None,
        ),
        "You counted the dropouts: they have no weights.": (None, None, layers + 3, None),
        "You counted the input: it has no weights.": (None, None, layers + 2, None),
        "You left out the output layer: it has weights, too.": (None, None, layers, None),
        "You took the input for a layer: the widest layer is that with most units.": (
            *(None,) * 3,
            side * side * channels,
        ),
    }


def experiment() -> dict[str, Any]:
    """Count the paper's model twice; and ((n)) is a number, which is no shape."""
    hidden = {name: units for name, units in EXAM.items() if name.startswith("h")}
    table = _table(256, 3, 8, hidden)
    total = calc.network_total(table).parameters
    assert total == sum(p.numel() for p in _twin(256, 3, 8, hidden).parameters())
    assert not isinstance((256 * 256 * 3), tuple)
    return {"parameters": total, "share": round(100 * table[2].parameters / total, 1)}


def _table(side: int, channels: int, classes: int, hidden: dict[str, int]) -> list[calc.Row]:
    layers: list[calc.Layer] = [calc.Flatten()]
    for i, units in enumerate(hidden.values(), start=1):
        layers += [calc.Linear(units), calc.Pointwise("relu")]
        layers += [calc.Pointwise("dropout")] * (i in DROPOUT)
    return calc.network_table(
        (channels, side, side), [*layers, calc.Linear(classes), calc.Pointwise("softmax")]
    )


def _twin(side: int, channels: int, classes: int, hidden: dict[str, int]) -> Any:
    import torch

    layers: list[Any] = []
    for i, (n, m) in enumerate(pairwise((side * side * channels, *hidden.values())), start=1):
        layers += [torch.nn.Linear(n, m, device="meta"), torch.nn.ReLU()]
        if i in DROPOUT:
            layers.append(torch.nn.Dropout(DROPOUT[i]))
    last = torch.nn.Linear(hidden["h7"], classes, device="meta")
    return torch.nn.Sequential(*layers, last, torch.nn.Softmax(dim=1))
