"""LSTM, GRU and stacks of recurrent layers against torch, forward and every gradient."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from tests.nn import strategies as draw
from tests.nn.helpers import close
from unrolled import nn

GATES = {"rnn": 1, "lstm": 4, "gru": 3}
MODULES = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}


def _module(kind, inputs, hidden, **options):
    torch.manual_seed(0)
    return MODULES[kind](inputs, hidden, dtype=torch.float64, **options)


def _layers(module):
    return [[w.detach().numpy() for w in layer] for layer in module.all_weights]


def _tensors(*arrays):
    return [torch.tensor(a, requires_grad=True) for a in arrays]


@draw.some
@given(
    kind=st.sampled_from(list(GATES)),
    seed=draw.seeds,
    length=st.integers(1, 5),
    batch=draw.sizes,
    inputs=draw.sizes,
    hidden=st.integers(2, 4),
    layers=st.integers(1, 3),
    both=st.booleans(),
    bias=st.booleans(),
    padded=st.booleans(),
    projected=st.booleans(),
)
def test_layers_are_torchs(
    kind, seed, length, batch, inputs, hidden, layers, both, bias, padded, projected
):
    size = hidden - 1 if projected and kind == "lstm" else hidden
    options = {"proj_size": size} if size < hidden else {}
    module = _module(
        kind, inputs, hidden, num_layers=layers, bidirectional=both, bias=bias, **options
    )
    rng = np.random.default_rng(seed)
    lengths = rng.integers(1, length + 1, batch) if padded else None
    count = layers * (2 if both else 1)
    x, h = rng.normal(size=(length, batch, inputs)), rng.normal(size=(count, batch, size))
    c = rng.normal(size=(count, batch, hidden))
    hx = (h, c) if kind == "lstm" else h
    ours = [w if bias else [*w[:2], None, None, *w[2:]] for w in _layers(module)]
    output, h_n = nn.recurrent_layers(kind, x, hx, ours, bidirectional=both, lengths=lengths)

    tx, th, tc = _tensors(x, h, c)
    sequence = tx
    if padded:
        sequence = torch.nn.utils.rnn.pack_padded_sequence(tx, lengths, enforce_sorted=False)
    expected, expected_n = module(sequence, (th, tc) if kind == "lstm" else th)
    if padded:
        expected, _ = torch.nn.utils.rnn.pad_packed_sequence(expected, total_length=length)
    close(output, expected, "output")
    for found, wanted in zip(
        *((h_n, expected_n) if kind == "lstm" else ([h_n], [expected_n])), strict=True
    ):
        close(found, wanted, "last state")

    grad_output = rng.normal(size=output.shape)
    expected.backward(torch.tensor(grad_output))
    grad_x, grad_hx, grads = nn.recurrent_layers_backward(
        grad_output, kind, x, hx, ours, bidirectional=both, lengths=lengths
    )
    close(grad_x, tx.grad, "x")
    close(grad_hx[0] if kind == "lstm" else grad_hx, th.grad, "h0")
    if kind == "lstm":
        close(grad_hx[1], tc.grad, "c0")
    for found, layer in zip(grads, module.all_weights, strict=True):
        for grad, weight in zip([g for g in found if g is not None], layer, strict=True):
            close(grad, weight.grad, "weight")


@draw.few
@given(seed=draw.seeds, lead=st.sampled_from([(1,), (3,), (0,)]), bias=st.booleans())
def test_cells_are_torchs(seed, lead, bias):
    rng = np.random.default_rng(seed)
    x, h, c = (rng.normal(size=(*lead, n)) for n in (2, 3, 3))
    for kind in ("lstm", "gru"):
        rows = 3 * GATES[kind]
        w = [rng.normal(size=shape) for shape in ((rows, 2), (rows, 3), rows, rows)]
        w = w if bias else [*w[:2], None, None]
        tx, th, tc = _tensors(x, h, c)
        tw = [None if a is None else torch.tensor(a, requires_grad=True) for a in w]
        tensors = [tx, th, tc, *tw]
        g, g_c = rng.normal(size=h.shape), rng.normal(size=h.shape)
        if kind == "lstm":
            found, found_c = nn.lstm_cell(x, (h, c), *w)
            expected, expected_c = torch.lstm_cell(*[tx, (th, tc), *tw])
            close(found_c, expected_c, "c")
            torch.autograd.backward([expected, expected_c], [torch.tensor(g), torch.tensor(g_c)])
            grads = nn.lstm_cell_backward((g, g_c), x, (h, c), *w)
        else:
            found, expected = nn.gru_cell(x, h, *w), torch.gru_cell(tx, th, *tw)
            expected.backward(torch.tensor(g))
            grads = nn.gru_cell_backward(g, x, h, *w)
            tensors = [tx, th, *tw]
        close(found, expected, "h")
        for name, grad, tensor in zip(grads._fields, grads, tensors, strict=False):
            if tensor is None:
                assert grad is None, name
            else:
                close(grad, tensor.grad, name)


def _case(kind, length=4):
    rng, rows = np.random.default_rng(0), 3 * GATES[kind]
    x, h, c = (rng.normal(size=s) for s in ((length, 2, 2), (2, 3), (2, 3)))
    w = [rng.normal(size=s) for s in ((rows, 2), (rows, 3), rows, rows)]
    return x, h, c, w


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("lengths", [None, [4, 2], [0, 3]])
def test_central_differences_agree(reverse, lengths):
    options = {"lengths": lengths, "reverse": reverse}
    for kind in ("rnn", "gru"):
        x, h, _, w = _case(kind)
        backward = getattr(nn, kind + "_backward")
        assert nn.gradcheck(getattr(nn, kind), backward, x, h, *w, **options)
    x, h, c, w = _case("lstm")

    def lstm(x, h, c, *w, **options):
        return nn.lstm(x, (h, c), *w, **options)

    def backward(grad, x, h, c, *w, **options):
        return tuple(nn.lstm_backward(grad, x, (h, c), *w, **options)[:7])

    assert nn.gradcheck(lstm, backward, x, h, c, *w, **options)


def test_gradients_may_arrive_at_the_last_state():
    x, h, c, w = _case("lstm")
    only_last = np.zeros((4, 2, 3))
    only_last[-1] = 1.5
    by_output = nn.lstm_backward(only_last, x, (h, c), *w)
    by_state = nn.lstm_backward(0.0, x, (h, c), *w, grad_hx=(np.full((2, 3), 1.5), None))
    for a, b in zip(by_output[:-1], by_state[:-1], strict=True):
        np.testing.assert_allclose(a, b)


@pytest.mark.parametrize("kind", list(GATES))
@pytest.mark.parametrize("filler", [np.nan, np.inf])
def test_what_lies_behind_the_end_takes_no_part(kind, filler):
    x, h, c, w = _case(kind)
    hx, lengths, grad = (h, c) if kind == "lstm" else h, [1, 3], np.ones((4, 2, 3))
    x[1:, 0] = x[3:, 1] = 0.0
    padded = x.copy()
    padded[1:, 0] = padded[3:, 1] = filler
    for name, arguments in ((kind, ()), (kind + "_backward", (grad,))):
        clean, filled = (getattr(nn, name)(*arguments, a, hx, *w, lengths=lengths)
                         for a in (x, padded))  # fmt: skip
        for a, b in zip(clean, filled, strict=True):
            assert a is b or np.array_equal(a, b), name


@pytest.mark.parametrize("kind", list(GATES))
def test_gradients_may_arrive_at_the_last_states_of_all_layers(kind):
    module = _module(kind, 2, 3, num_layers=2, bidirectional=True)
    rng = np.random.default_rng(0)
    x, h, c = rng.normal(size=(4, 2, 2)), rng.normal(size=(4, 2, 3)), rng.normal(size=(4, 2, 3))
    tx, th, tc = _tensors(x, h, c)
    lstm = kind == "lstm"
    _, last = module(tx, (th, tc) if lstm else th)
    arriving = tuple(rng.normal(size=h.shape) for _ in range(2 if lstm else 1))
    torch.autograd.backward(last if lstm else [last], _tensors(*arriving))
    grad_x, grad_hx, _ = nn.recurrent_layers_backward(
        0.0, kind, x, (h, c) if lstm else h, _layers(module), bidirectional=True,
        grad_h_n=arriving if lstm else arriving[0],
    )  # fmt: skip
    close(grad_x, tx.grad, "x")
    close(grad_hx[0] if lstm else grad_hx, th.grad, "h0")


def test_the_naive_twin_computes_with_integers_too():
    x, w = [[[2]]], [[1]] * 4
    slow, (h_n, c_n) = nn.lstm_naive(x, ([[1]], [[1]]), w, w)
    fast, last = nn.lstm(x, ([[1]], [[1]]), w, w)
    np.testing.assert_allclose(slow, fast, rtol=1e-12)
    np.testing.assert_allclose((h_n, c_n), last, rtol=1e-12)


def test_a_state_of_an_lstm_is_a_pair():
    x, _, _, w = _case("lstm")
    with pytest.raises(TypeError, match="hx is None; it must be the pair"):
        nn.lstm(x, None, *w)


def test_lstm_is_its_naive_twin():
    x, h, c, w = _case("lstm")
    fast, (h_n, c_n) = nn.lstm(x, (h, c), *w)
    slow, (h_slow, c_slow) = nn.lstm_naive(x, (h, c), *w)
    np.testing.assert_allclose(fast, slow, rtol=1e-9)
    np.testing.assert_allclose((h_n, c_n), (h_slow, c_slow), rtol=1e-9)


@pytest.mark.parametrize("kind", list(GATES))
def test_empty_sequences_and_batches(kind):
    x, h, c, w = _case(kind, length=0)
    hx = (h, c) if kind == "lstm" else h
    output, h_n = getattr(nn, kind)(x, hx, *w)
    assert output.shape == (0, 2, 3)
    np.testing.assert_array_equal(h_n, hx)
    grads = getattr(nn, kind + "_backward")(output, x, hx, *w)
    assert grads.x.shape == x.shape
    assert not grads.w_ih.any()
    x, h, c, w = _case(kind)
    none = (h[:0], c[:0]) if kind == "lstm" else h[:0]
    assert getattr(nn, kind)(x[:, :0], none, *w)[0].shape == (4, 0, 3)


@pytest.mark.parametrize("kind", list(GATES))
def test_float32_stays_float32(kind):
    x, h, c, w = _case(kind)
    x, h, c, *w = (a.astype(np.float32) for a in (x, h, c, *w))
    hx = (h, c) if kind == "lstm" else h
    output, _ = getattr(nn, kind)(x, hx, *w)
    assert output.dtype == np.float32
    grads = getattr(nn, kind + "_backward")(output, x, hx, *w)
    assert {g.dtype for g in grads if g is not None} == {np.dtype(np.float32)}


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda x, h, c, w: nn.lstm(x, (h,), *w), "hx has 1 entries; it must be the pair"),
        (lambda x, h, c, w: nn.lstm(x, (h, c[:1]), *w), r"h of shape .* and c of shape \(1, 3\)"),
        (lambda x, h, c, w: nn.lstm(x, (h, c), w[0][:8], w[1]), r"w_ih of shape \(8, 2\)"),
        (lambda x, h, c, w: nn.lstm(x, (h, c), *w, w_hr=w[0]), r"w_hr has shape \(12, 2\)"),
        (lambda x, h, c, w: nn.gru(x, h, *w), r"w_hh of shape \(12, 3\) .* must be \(9, 3\)"),
        (lambda x, h, c, w: nn.lstm(x, (h, c), *w, lengths=[5, 1]), r"lengths is \[5, 1\]; .* 4"),
        (lambda x, h, c, w: nn.lstm(x[0], (h, c), *w), "x of shape .* and h0 of shape"),
        (lambda x, h, c, w: nn.recurrent_layers("mlp", x, h, [w]), "kind is 'mlp'"),
        (
            lambda x, h, c, w: nn.recurrent_layers("gru", x, h[None], [w], bidirectional=True),
            "both need 2 for each layer",
        ),
    ],
)
def test_what_does_not_fit_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call(*_case("lstm"))
