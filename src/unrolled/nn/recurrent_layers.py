"""Recurrent layers on top of each other, in one direction or in both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, as_float, as_gradient, one_of
from unrolled.nn._lstm import check_pair
from unrolled.nn.gru import gru, gru_backward
from unrolled.nn.lstm import lstm, lstm_backward
from unrolled.nn.recurrent import rnn, rnn_backward

__all__ = ["recurrent_layers", "recurrent_layers_backward"]

Kind = Literal["rnn", "lstm", "gru"]
States = tuple[Array, ...]
Layer = Sequence[ArrayLike | None]

_KINDS: dict[str, tuple[Any, Any]] = {
    "rnn": (rnn, rnn_backward),
    "lstm": (lstm, lstm_backward),
    "gru": (gru, gru_backward),
}


_LAST = {"rnn": "grad_h_n", "lstm": "grad_hx", "gru": "grad_h_n"}


def _states(kind: str, hx: Any, layers: Sequence[Layer], directions: int) -> States:
    """The start states as a tuple, each (layers · directions, ...)."""
    one_of("kind", kind, tuple(_KINDS))
    states = tuple(as_float(h, "hx") for h in (hx if kind == "lstm" else (hx,)))
    if not layers or len(layers) % directions or any(len(h) != len(layers) for h in states):
        raise ValueError(
            f"layers has {len(layers)} entries and hx states of shape {[h.shape for h in states]}; "
            f"both need {directions} for each layer, one for each direction"
        )
    return states


def _one(kind: str, states: States, k: int) -> Any:
    return (states[0][k], states[1][k]) if kind == "lstm" else states[0][k]


def _run(
    kind: str, x: ArrayLike, states: States, layers: Sequence[Layer], directions: int, options: Any
) -> tuple[list[Array], States]:
    """Inputs of all layers and the last output; the last states."""
    inputs, last = [as_float(x, "x")], []
    for k in range(0, len(layers), directions):
        outputs = []
        for j in range(directions):
            h = _one(kind, states, k + j)
            y, h_n = _KINDS[kind][0](inputs[-1], h, *layers[k + j], reverse=j == 1, **options)
            outputs.append(y)
            last.append(h_n if kind == "lstm" else (h_n,))
        inputs.append(np.concatenate(outputs, axis=-1))
    return inputs, tuple(np.stack(h) for h in zip(*last, strict=True))


def _last_gradients(kind: str, grad_h_n: Any, states: States) -> States:
    """Gradients that arrive at the last states, zero where none was given."""
    if kind == "lstm" and grad_h_n is not None:
        check_pair("grad_h_n", grad_h_n)
        given = tuple(grad_h_n)
    else:
        given = (grad_h_n,) * len(states)
    pairs = zip(given, states, strict=True)
    return tuple(as_gradient(0.0 if g is None else g, h, h.dtype, "grad_h_n") for g, h in pairs)


def recurrent_layers(
    kind: Kind,
    x: ArrayLike,
    hx: ArrayLike | tuple[ArrayLike, ArrayLike],
    layers: Sequence[Layer],
    *,
    bidirectional: bool = False,
    **options: Any,
) -> tuple[Array, Any]:
    """Run a sequence through several recurrent layers.

    Parameters
    ----------
    kind : {"rnn", "lstm", "gru"}
    x : array_like, shape (L, N, D) or (L, D)
    hx : array_like, shape (K, N, H) or (K, H)
        Start states; K is the number of layers, twice that with both directions. For an LSTM the
        pair (h, c).
    layers : sequence of (w_ih, w_hh, b_ih, b_hh)
        K entries in torch's order: layer 0, layer 0 reversed, layer 1, ...; biases may be missing.
    bidirectional : bool
        Run every second entry from the last step to the first. The next layer gets both outputs
        side by side.
    **options
        `lengths`, and `nonlinearity` for a plain network.

    Returns
    -------
    output : ndarray, shape (L, N, H) or, in both directions, (L, N, 2 H)
        Output of the last layer.
    h_n : ndarray, shape of `hx`
        Last states; the pair (h_n, c_n) for an LSTM.

    Raises
    ------
    ValueError
        If shapes do not fit or `kind` is unknown.

    Source
    ------
    Convention of `torch.nn.RNN`, `torch.nn.LSTM` and `torch.nn.GRU`; Schuster and Paliwal,
    Bidirectional recurrent neural networks (1997).

    Examples
    --------
    >>> layer = ([[1.0]], [[1.0]])
    >>> output, h_n = recurrent_layers("rnn", [[1.0], [2.0]], [[0.0], [0.0]], [layer, layer],
    ...                                bidirectional=True, nonlinearity="relu")
    >>> output
    array([[1., 3.],
           [3., 2.]])
    """
    directions = 2 if bidirectional else 1
    states = _states(kind, hx, layers, directions)
    inputs, last = _run(kind, x, states, layers, directions, options)
    return inputs[-1], last if kind == "lstm" else last[0]


def recurrent_layers_backward(
    grad_output: ArrayLike,
    kind: Kind,
    x: ArrayLike,
    hx: ArrayLike | tuple[ArrayLike, ArrayLike],
    layers: Sequence[Layer],
    *,
    bidirectional: bool = False,
    grad_h_n: Any = None,
    **options: Any,
) -> tuple[Array, Any, list[tuple[Array | None, ...]]]:
    """Gradients of `recurrent_layers`.

    Parameters
    ----------
    grad_output : array_like, shape of the output
    kind, x, hx, layers, bidirectional, **options
        As in the forward pass.
    grad_h_n : array_like, shape of `hx`, or a pair of them for an LSTM, optional
        Gradients with respect to the last states, added to those in `grad_output`.

    Returns
    -------
    grad_x : ndarray, shape of `x`
    grad_hx : ndarray, shape of `hx`, or a pair of them for an LSTM
    grad_layers : list of tuple
        For each entry of `layers` the gradients of (w_ih, w_hh, b_ih, b_hh), and of w_hr for an
        LSTM; None for absent ones.

    Raises
    ------
    ValueError
        If shapes do not fit or `kind` is unknown.

    Source
    ------
    Gradients as `torch.nn.RNN`, `torch.nn.LSTM` and `torch.nn.GRU` have them.

    Examples
    --------
    >>> layer = ([[1.0]], [[1.0]])
    >>> recurrent_layers_backward([[0.0], [1.0]], "rnn", [[1.0], [2.0]], [[0.0], [0.0]],
    ...                           [layer, layer], nonlinearity="relu")[0]
    array([[2.],
           [1.]])
    """
    directions, n_states = 2 if bidirectional else 1, 2 if kind == "lstm" else 1
    states = _states(kind, hx, layers, directions)
    inputs, _ = _run(kind, x, states, layers, directions, options)
    grad = as_gradient(grad_output, inputs[-1], inputs[-1].dtype)
    last = _last_gradients(kind, grad_h_n, states)
    found: list[Any] = [None] * len(layers)
    for k in reversed(range(0, len(layers), directions)):
        below, parts = inputs[k // directions], np.split(grad, directions, axis=-1)
        for j in range(directions):
            h, backward = _one(kind, states, k + j), _KINDS[kind][1]
            arriving = {_LAST[kind]: _one(kind, last, k + j)}
            found[k + j] = backward(
                parts[j], below, h, *layers[k + j], reverse=j == 1, **arriving, **options
            )
        grad = np.asarray(sum(g[0] for g in found[k : k + directions]))
    grads = tuple(np.stack([g[1 + i] for g in found]) for i in range(n_states))
    return grad, grads if kind == "lstm" else grads[0], [tuple(g[1 + n_states :]) for g in found]
