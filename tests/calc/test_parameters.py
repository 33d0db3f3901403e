"""Parameter counts against the modules that torch builds."""

from __future__ import annotations

import pytest
import torch

from unrolled import calc


@pytest.mark.parametrize(("module", "gates"), [("RNN", 1), ("GRU", 3), ("LSTM", 4)])
@pytest.mark.parametrize(("bias", "vectors"), [(False, 0), (True, 2)])
@pytest.mark.parametrize(("inputs", "hidden"), [(4, 12), (1, 1), (7, 3)])
def test_counts_are_torchs(module, gates, bias, vectors, inputs, hidden):
    built = getattr(torch.nn, module)(inputs, hidden, bias=bias)
    expected = sum(p.numel() for p in built.parameters())
    assert calc.rnn_parameters(inputs, hidden, bias_vectors=vectors, gates=gates) == expected


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
