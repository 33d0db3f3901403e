"""Network tables against modules that torch builds and runs."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from unrolled import calc
from unrolled.calc import (
    BatchNorm,
    Conv,
    ConvTranspose,
    Embedding,
    Flatten,
    GlobalPool,
    LayerNorm,
    Linear,
    Pointwise,
    Pool,
    Recurrent,
    Residual,
    network_table,
    network_total,
)


def torch_table(shape, modules):
    """Output shape, parameters and running statistics per module."""
    x, rows = torch.zeros(2, *shape), []
    for module in modules:
        x = module(x)
        learned = sum(p.numel() for p in module.parameters())
        kept = sum(b.numel() for b in module.buffers() if b.ndim)
        rows.append((tuple(x.shape[1:]), learned, kept))
    return rows


PAIRS = [
    (Conv(8, 3, stride=2, padding=1), nn.Conv2d(3, 8, 3, 2, 1)),
    (BatchNorm(), nn.BatchNorm2d(8)),
    (Pointwise("relu"), nn.ReLU()),
    (Conv(8, (3, 5), padding="same", groups=8, bias=False),
     nn.Conv2d(8, 8, (3, 5), padding="same", groups=8, bias=False)),
    (Pool(3, stride=2, ceil_mode=True), nn.MaxPool2d(3, 2, ceil_mode=True)),
    (ConvTranspose(4, 4, stride=2, padding=1, groups=2),
     nn.ConvTranspose2d(8, 4, 4, 2, 1, groups=2)),
    (Pool(2), nn.AvgPool2d(2)),
    (Pointwise("dropout"), nn.Dropout()),
    (Flatten(), nn.Flatten()),
    (Linear(7), nn.Linear(4 * 8 * 10, 7)),
    (Linear(2, bias=False), nn.Linear(7, 2, bias=False)),
]  # fmt: skip


def test_a_network_of_everything_is_torchs():
    layers, modules = zip(*PAIRS, strict=True)
    rows = network_table((3, 31, 39), layers)[1:]
    assert [row[1:4] for row in rows] == torch_table((3, 31, 39), modules)


def test_sequences():
    rows = network_table((4, 50), [Conv(6, 5), Pool(2), GlobalPool(), Linear(3)])
    assert [row.shape for row in rows] == [(4, 50), (6, 46), (6, 23), (6,), (3,)]
    assert rows[1].parameters == sum(p.numel() for p in nn.Conv1d(4, 6, 5).parameters())


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_a_network_that_reads(cell):
    layers = [Embedding(50, 8), LayerNorm(), Recurrent(6, cell), Recurrent(5, cell, sequence=False)]
    rows = network_table((12,), [*layers, Linear(2)])
    kind = getattr(nn, cell.upper())
    modules = [nn.Embedding(50, 8), nn.LayerNorm(8), kind(8, 6), kind(6, 5), nn.Linear(5, 2)]
    assert [row.shape for row in rows] == [(12,), (12, 8), (12, 8), (12, 6), (5,), (2,)]
    learned = [sum(p.numel() for p in module.parameters()) for module in modules]
    assert [row.parameters for row in rows[1:]] == learned
    gates = {"rnn": 1, "gru": 3, "lstm": 4}[cell]
    assert rows[3].multiply_adds == 12 * gates * 6 * (8 + 6)
    states = 2 if cell == "lstm" else 1
    assert [row.activations for row in rows[3:5]] == [states * 12 * 6, states * 12 * 5]


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
@pytest.mark.parametrize("layers", [1, 3])
@pytest.mark.parametrize("both", [False, True])
def test_stacks_and_both_directions_are_torchs(cell, layers, both):
    steps, features, hidden = 7, 5, 4
    module = getattr(nn, cell.upper())(
        features, hidden, num_layers=layers, bidirectional=both, batch_first=True
    )
    output, state = module(torch.zeros(1, steps, features))
    stack = Recurrent(hidden, cell, layers=layers, bidirectional=both)
    shape = (steps, features)
    assert stack.output_shape(shape) == tuple(output.shape[1:])
    assert stack.parameters(shape) == sum(p.numel() for p in module.parameters())
    # Each weight, not each bias, is used once a step.
    weights = [p for name, p in module.named_parameters() if "weight" in name]
    assert stack.multiply_adds(shape) == steps * sum(w.numel() for w in weights)
    states = state if cell == "lstm" else (state,)
    assert stack.kept(shape) == steps * sum(h.numel() for h in states)
    # The last states of the top layer, of both directions, are what `sequence=False` is.
    directions = 2 if both else 1
    last = Recurrent(hidden, cell, sequence=False, layers=layers, bidirectional=both)
    assert last.output_shape(shape) == (states[0][-directions:].numel(),)
    assert last.kept(shape) == stack.kept(shape)


def test_a_stack_is_its_layers_one_by_one():
    shape = (12, 8)
    apart = [Recurrent(6, "gru"), Recurrent(6, "gru"), Recurrent(6, "gru", sequence=False)]
    together = Recurrent(6, "gru", sequence=False, layers=3)
    whole, parts = (network_total(network_table(shape, rows)) for rows in ([together], apart))
    assert whole[1:] == parts[1:]


def multiply_adds(module, shape):
    """Count by brute force: how many products does one output need, summed over all outputs.

    With all inputs and weights 1 and no bias, the sum of the outputs is the number of products.
    """
    for p in module.parameters():
        nn.init.ones_(p)
    return round(module(torch.ones(1, *shape, dtype=torch.float64)).sum().item())


@pytest.mark.parametrize(
    ("layer", "module", "shape"),
    [
        (Conv(4, 3, stride=2), nn.Conv2d(6, 4, 3, 2, bias=False), (6, 9, 8)),
        (Conv(4, 3, dilation=2, groups=2), nn.Conv2d(6, 4, 3, dilation=2, groups=2, bias=False),
         (6, 9, 8)),
        (Conv(4, 5), nn.Conv1d(6, 4, 5, bias=False), (6, 9)),
        (ConvTranspose(4, 3, stride=2), nn.ConvTranspose2d(6, 4, 3, 2, bias=False), (6, 5, 4)),
        (Linear(5), nn.Linear(7, 5, bias=False), (7,)),
    ],
)  # fmt: skip
def test_multiply_adds_are_the_products(layer, module, shape):
    assert layer.multiply_adds(shape) == multiply_adds(module.double(), shape)


def test_padding_counts_as_products():
    assert Conv(1, 3, padding=1).multiply_adds((1, 4)) == 12


@pytest.mark.parametrize(
    ("depth", "parameters", "gigas"),
    [  # as torchvision documents them
        (18, 11_689_512, 1.814),
        (34, 21_797_672, 3.664),
        (50, 25_557_032, 4.089),
        (101, 44_549_160, 7.801),
        (152, 60_192_808, 11.514),
    ],
)
def test_resnets(depth, parameters, gigas):
    assert calc.resnet_parameters(depth) == parameters
    total = network_total(network_table((3, 224, 224), calc.resnet_layers(depth)))
    assert round(total.multiply_adds / 1e9, 3) == gigas
    assert total.shape == (1000,)


def test_four_ways_to_count_a_resnet_152():
    counts = [
        calc.resnet_parameters(152, conv_bias=bias, running=running)
        for bias in (False, True)
        for running in (False, True)
    ]
    assert counts == [60_192_808, 60_344_232, 60_268_520, 60_419_944]
    assert calc.resnet_parameters(152, classes=10) == 60_192_808 - 990 * 2049


def test_a_dense_net_of_the_exam():
    # BITS mid-semester: 30 inputs, 7 hidden layers of 8, one sigmoid: 248 + 6 · 72 + 9.
    total = network_total(network_table((30,), [Linear(8)] * 7 + [Linear(1)]))
    assert total.parameters == 689


def test_activations_are_what_is_kept():
    rows = network_table((1, 6, 6), [Conv(2, 3), Pointwise(), Flatten(), Linear(5)])
    assert [row.activations for row in rows] == [36, 32, 32, 0, 5]
    assert network_total(rows).activations == 105
    # float32 with Adam: 4 · (185 · 4 + 8 · 105) bytes; 2 · 9 + 2 + 5 · 33 parameters.
    assert network_total(rows).parameters == 185
    assert calc.training_bytes(185, 105, batch=8, optimiser_values=2) == 6320


def test_residuals():
    block = Residual(((Conv(4, 3, padding=1), BatchNorm()), ()))
    row = network_table((4, 5, 5), [block])[1]
    assert row == ("Residual", (4, 5, 5), 148 + 8, 8, 144 * 25, 300)


def test_recurrent_and_attention_costs():
    assert calc.recurrent_multiply_adds(3, 2, steps=10, gates=4) == 10 * 4 * 2 * 5
    # Self-attention, by hand: four maps 3x2 by 2x2, scores 3x2 by 2x3, sums 3x3 by 3x2.
    assert calc.attention_multiply_adds(3, 2) == 4 * 12 + 18 + 18
    assert calc.attention_multiply_adds(3, 2, source_length=5) == 2 * 12 + 2 * 20 + 30 + 30


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: network_table((3, 4, 4), [Linear(2)]), ValueError,
         r"layers\[0\], Linear: shape is \(3, 4, 4\); before Linear it must be \(features,\)"),
        (lambda: network_table((3,), [Conv(2, 3)]), ValueError, r"before Conv it must be \(chan"),
        (lambda: network_table((3, 4, 4), [Pool(2), Conv(2, 3)]), ValueError,
         r"layers\[1\], Conv: kernel 3 with dilation 1 covers 3"),
        (lambda: network_table((3, 4, 4), [Residual(((Conv(2, 1),), ()))]), ValueError,
         r"branches end in shapes \[\(2, 4, 4\), \(3, 4, 4\)\]; they must be equal"),
        (lambda: network_table((3,), [Recurrent(2)]), ValueError, r"it must be \(length, fea"),
        (lambda: network_table((3, 2), [Recurrent(2, "mamba")]), ValueError, "cell is 'mamba'; it"),
        (lambda: network_table((3, 2), [Recurrent(2, layers=0)]), ValueError, "layers is 0; it"),
        (lambda: calc.recurrent_multiply_adds(1, 1, 1, directions=3), ValueError, "directions is"),
        (lambda: network_table((3, 2), [Embedding(4, 2)]), ValueError, r"it must be \(length,\)"),
        (lambda: network_table((3, 0), [Pool(2)]), ValueError, r"shape\[1\] is 0"),
        (lambda: network_table((3,), ["relu"]), TypeError, r"layers\[0\] is 'relu'; it must be a"),
        (lambda: network_total([]), ValueError, "rows is empty"),
        (lambda: calc.resnet_layers(20), ValueError, r"depth is 20; it may be one of \[18, 34"),
        (lambda: calc.resnet_parameters(18, classes=0), ValueError, "classes is 0"),
        (lambda: calc.recurrent_multiply_adds(1, 1, 1, gates=2), ValueError, "gates is 2"),
        (lambda: calc.conv_multiply_adds(1, 1, (3, 3), (5,)), ValueError, r"kernel is \(3, 3\)"),
        (lambda: calc.training_bytes(1, 1, batch=0), ValueError, "batch is 0"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named(make, error, message):
    with pytest.raises(error, match=message):
        make()
