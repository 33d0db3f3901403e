"""Parameter counts against the modules that torch builds."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from unrolled import calc


def parameters(module):
    return sum(p.numel() for p in module.parameters())


def running(module):
    """Buffers but the counter of batches, which is no statistic."""
    return sum(b.numel() for name, b in module.named_buffers() if "num_batches" not in name)


@pytest.mark.parametrize(("module", "gates"), [("RNN", 1), ("GRU", 3), ("LSTM", 4)])
@pytest.mark.parametrize(("bias", "vectors"), [(False, 0), (True, 2)])
@pytest.mark.parametrize(("inputs", "hidden"), [(4, 12), (1, 1), (7, 3)])
def test_counts_are_torchs(module, gates, bias, vectors, inputs, hidden):
    built = getattr(torch.nn, module)(inputs, hidden, bias=bias)
    expected = sum(p.numel() for p in built.parameters())
    assert calc.rnn_parameters(inputs, hidden, bias_vectors=vectors, gates=gates) == expected


@pytest.mark.parametrize("module", ["RNN", "GRU", "LSTM"])
@pytest.mark.parametrize("layers", [1, 3])
@pytest.mark.parametrize("directions", [1, 2])
def test_stacked_and_bidirectional(module, layers, directions):
    built = getattr(nn, module)(5, 6, num_layers=layers, bidirectional=directions == 2)
    gates = {"RNN": 1, "GRU": 3, "LSTM": 4}[module]
    count = calc.rnn_parameters(
        5, 6, bias_vectors=2, gates=gates, layers=layers, directions=directions
    )
    assert count == parameters(built)


@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("directions", [1, 2])
def test_projected_lstm(layers, directions):
    built = nn.LSTM(5, 6, num_layers=layers, bidirectional=directions == 2, proj_size=2)
    count = calc.rnn_parameters(
        5, 6, bias_vectors=2, gates=4, layers=layers, directions=directions, projection=2
    )
    assert count == parameters(built)


def test_gru_and_lstm_by_name():
    assert calc.gru_parameters(5, 6, bias_vectors=2) == parameters(nn.GRU(5, 6))
    assert calc.lstm_parameters(5, 6, bias_vectors=2) == parameters(nn.LSTM(5, 6))
    projected = parameters(nn.LSTM(5, 6, proj_size=3))
    assert calc.lstm_parameters(5, 6, bias_vectors=2, projection=3) == projected


@pytest.mark.parametrize("bias", [False, True])
def test_linear_and_embedding(bias):
    assert calc.linear_parameters(7, 3, bias=bias) == parameters(nn.Linear(7, 3, bias=bias))
    assert calc.embedding_parameters(11, 4) == parameters(nn.Embedding(11, 4))


@pytest.mark.parametrize("axes", [1, 2, 3])
@pytest.mark.parametrize("transposed", [False, True])
@pytest.mark.parametrize("groups", [1, 2])
@pytest.mark.parametrize("bias", [False, True])
def test_convolutions(axes, transposed, groups, bias):
    kernel = (3, 2, 4)[:axes]
    name = f"Conv{'Transpose' if transposed else ''}{axes}d"
    built = getattr(nn, name)(6, 4, kernel, groups=groups, bias=bias)
    assert calc.conv_parameters(6, 4, kernel, groups=groups, bias=bias) == parameters(built)
    shape = calc.conv_weight_shape(6, 4, kernel, groups=groups, transposed=transposed)
    assert shape == tuple(built.weight.shape)
    cube = getattr(nn, name)(6, 4, 3, groups=groups, bias=bias)
    count = calc.conv_parameters(6, 4, 3, axes=axes, groups=groups, bias=bias)
    assert count == parameters(cube)


@pytest.mark.parametrize("bias", [False, True])
@pytest.mark.parametrize(("kdim", "vdim"), [(None, None), (6, None), (6, 10)])
def test_attention(bias, kdim, vdim):
    built = nn.MultiheadAttention(8, 2, bias=bias, kdim=kdim, vdim=vdim)
    assert calc.attention_parameters(8, bias=bias, kdim=kdim, vdim=vdim) == parameters(built)


@pytest.mark.parametrize("affine", [False, True])
@pytest.mark.parametrize("second", [False, True])
def test_normalisations_apart(affine, second):
    pairs = [
        (
            calc.batch_norm_parameters(6, affine=affine, track_running_stats=second),
            nn.BatchNorm2d(6, affine=affine, track_running_stats=second),
        ),
        (
            calc.layer_norm_parameters((3, 4), affine=affine, bias=second),
            nn.LayerNorm((3, 4), elementwise_affine=affine, bias=second),
        ),
        (calc.group_norm_parameters(2, 6, affine=affine), nn.GroupNorm(2, 6, affine=affine)),
    ]
    for count, built in pairs:
        assert count == (parameters(built), running(built))


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"input_size": 0, "hidden_size": 1}, ValueError, "input_size is 0; it must be at least 1"),
        ({"input_size": 1.5, "hidden_size": 1}, TypeError, "input_size is 1.5"),
        ({"input_size": True, "hidden_size": 1}, TypeError, "input_size is True"),
        ({"input_size": 1, "hidden_size": 1, "gates": 2}, ValueError, "gates is 2; it may be 1"),
        ({"input_size": 1, "hidden_size": 1, "bias_vectors": 3}, ValueError, "bias_vectors is 3"),
    ],
)
def test_what_does_not_count_is_named(arguments, error, message):
    with pytest.raises(error, match=message):
        calc.rnn_parameters(**arguments)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: calc.linear_parameters(0, 1), "in_features is 0; it must be at least 1"),
        (lambda: calc.conv_parameters(3, 4, 3, groups=3), "groups is 3; it must divide out_chan"),
        (lambda: calc.conv_parameters(3, 4, 0), "kernel is 0; it must be at least 1"),
        (lambda: calc.group_norm_parameters(4, 6), "groups is 4; it must divide channels, 6"),
        (lambda: calc.layer_norm_parameters((3, 0)), r"normalized_shape\[1\] is 0"),
        (lambda: calc.attention_parameters(8, kdim=0), "kdim is 0; it must be at least 1"),
        (lambda: calc.rnn_parameters(1, 2, gates=3, projection=1), "projection is 1 with gates 3"),
        (lambda: calc.rnn_parameters(1, 2, gates=4, projection=2), "it may be 0, or below hidden"),
        (lambda: calc.rnn_parameters(1, 2, directions=3), "directions is 3; it may be 1 or 2"),
    ],
)
def test_what_cannot_be_built_is_named(make, message):
    with pytest.raises(ValueError, match=message):
        make()
