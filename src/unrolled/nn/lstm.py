"""The LSTM cell, with or without projection, and its unrolling."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, as_float, as_gradient, optional
from unrolled.nn._unroll import (
    Sequences,
    State,
    Weights,
    batched,
    gate,
    grad_state,
    sequences,
    unroll,
    unroll_backward,
    weights,
)

Pair = tuple[ArrayLike, ArrayLike]


class LstmGradients(NamedTuple):
    """Gradients of `lstm` in the order of its arrays; None where the argument was None."""

    x: Array
    h0: Array
    c0: Array
    w_ih: Array
    w_hh: Array
    b_ih: Array | None
    b_hh: Array | None
    w_hr: Array | None


class _Lstm:
    """c' = f c + i g and h' = o tanh(c'), projected by w_hr if there is one."""

    def __init__(self, w_hr: Array | None) -> None:
        self.w_hr = w_hr
        self.grad_w_hr = None if w_hr is None else np.zeros_like(w_hr)

    def step(self, z_x: Array, z_h: Array, state: State) -> tuple[State, State]:
        z, size = z_x + z_h, state[1].shape[-1]
        i_f, o = gate(z[:, : 2 * size]), gate(z[:, 3 * size :])
        i, f, g = i_f[:, :size], i_f[:, size:], np.tanh(z[:, 2 * size : 3 * size])
        c = f * state[1] + i * g
        tanh_c: Array = np.tanh(c)
        m: Array = o * tanh_c
        h = m if self.w_hr is None else m @ self.w_hr.T
        return (h, c), (i, f, g, o, tanh_c, m, state[1])

    def back(self, grads: State, cache: State) -> tuple[Array, Array, State]:
        i, f, g, o, tanh_c, m, c_before = cache
        grad_m, grad_c = grads
        if self.w_hr is not None and self.grad_w_hr is not None:
            self.grad_w_hr = self.grad_w_hr + grad_m.T @ m
            grad_m = grad_m @ self.w_hr
        grad_c = grad_c + grad_m * o * (1.0 - tanh_c * tanh_c)
        slopes = (
            grad_c * g * i * (1.0 - i),
            grad_c * c_before * f * (1.0 - f),
            grad_c * i * (1.0 - g * g),
            grad_m * tanh_c * o * (1.0 - o),
        )
        z = np.concatenate(slopes, axis=1)
        return z, z, (np.zeros_like(grads[0]), grad_c * f)


class _Read(NamedTuple):
    x: Array
    h: Array
    c: Array
    w: Weights
    cell: _Lstm
    s: Sequences


def _read(
    x: ArrayLike,
    hx: Pair,
    w_ih: ArrayLike,
    w_hh: ArrayLike,
    b_ih: ArrayLike | None,
    b_hh: ArrayLike | None,
    w_hr: ArrayLike | None,
    lengths: ArrayLike | None = None,
    reverse: bool = False,
    one_step: bool = False,
) -> _Read:
    if len(hx) != 2:
        raise ValueError(f"hx has {len(hx)} entries; it must be the pair (h, c)")
    xs, h, c = as_float(x, "x"), as_float(hx[0], "h"), as_float(hx[1], "c")
    xs = xs[None] if one_step else xs
    r = optional(w_hr, "w_hr")
    wanted = (h.shape[-1:] if r is not None else ()) + c.shape[-1:]
    if c.ndim == 0 or h.shape[:-1] != c.shape[:-1] or (r is None and h.shape != c.shape):
        raise ValueError(f"h of shape {h.shape} and c of shape {c.shape} do not fit")
    if r is not None and r.shape != wanted:
        raise ValueError(f"w_hr has shape {r.shape}; it must be (projection, hidden) = {wanted}")
    s = sequences(xs, h, lengths, reverse)
    w = weights(4, xs[0] if len(xs) else xs, h, c.shape[-1], w_ih, w_hh, b_ih, b_hh)
    return _Read(xs, h, c, w, _Lstm(r), s)


def _gradients(
    grad_output: ArrayLike, grad_hx: tuple[ArrayLike | None, ArrayLike | None], a: _Read
) -> LstmGradients:
    grad = as_gradient(grad_output, (len(a.x), *a.h.shape), a.x.dtype)
    output, _, tape = unroll(a.cell, a.s, batched([a.h, a.c]), a.w)
    last = grad_state(grad_hx, [a.h, a.c])
    g = unroll_backward(a.cell, grad.reshape(output.shape), last, a.s, a.w, tape)
    h, c = g.state[0].reshape(a.h.shape), g.state[1].reshape(a.c.shape)
    return LstmGradients(g.x.reshape(a.x.shape), h, c, *g[2:], a.cell.grad_w_hr)


def lstm_cell(
    x: ArrayLike,
    hx: Pair,
    w_ih: ArrayLike,
    w_hh: ArrayLike,
    b_ih: ArrayLike | None = None,
    b_hh: ArrayLike | None = None,
    w_hr: ArrayLike | None = None,
) -> tuple[Array, Array]:
    """One step of an LSTM: c' = f c + i g, h' = o tanh(c').

    Parameters
    ----------
    x : array_like, shape (N, D) or (D,)
        Input of this step.
    hx : (array_like, array_like)
        Output h of shape (N, H) or (H,), and cell state c, of the previous step.
    w_ih : array_like, shape (4 H, D)
        Rows for the input gate i, the forget gate f, the candidate g and the output gate o.
    w_hh : array_like, shape (4 H, H), or (4 H, P) with a projection
    b_ih, b_hh : array_like, shape (4 H,), optional
        torch keeps two bias vectors; textbooks have one.
    w_hr : array_like, shape (P, H), optional
        Projects the output; h then has length P, and c still H.

    Returns
    -------
    h, c : ndarray
        The new output and the new cell state.

    Raises
    ------
    ValueError
        If shapes do not fit.

    Source
    ------
    Convention of `torch.lstm_cell`; Hochreiter and Schmidhuber, Long short-term memory (1997),
    with the forget gate of Gers et al. (2000). The projection is that of `torch.nn.LSTM`.

    Examples
    --------
    All gates are half open:

    >>> lstm_cell([0.0], ([0.0], [2.0]), np.zeros((4, 1)), np.zeros((4, 1)))
    (array([0.38079708]), array([1.]))
    """
    a = _read(x, hx, w_ih, w_hh, b_ih, b_hh, w_hr, one_step=True)
    _, state, _ = unroll(a.cell, a.s, batched([a.h, a.c]), a.w)
    return state[0].reshape(a.h.shape), state[1].reshape(a.c.shape)


def lstm_cell_backward(
    grad_output: tuple[ArrayLike | None, ArrayLike | None],
    x: ArrayLike,
    hx: Pair,
    w_ih: ArrayLike,
    w_hh: ArrayLike,
    b_ih: ArrayLike | None = None,
    b_hh: ArrayLike | None = None,
    w_hr: ArrayLike | None = None,
) -> LstmGradients:
    """Gradients of `lstm_cell`.

    Parameters
    ----------
    grad_output : (array_like or None, array_like or None)
        Gradients with respect to the new h and the new c.
    x, hx, w_ih, w_hh, b_ih, b_hh, w_hr
        As in the forward pass.

    Returns
    -------
    LstmGradients
        Named tuple in the order of the arrays, h and c apart; None for absent ones.

    Raises
    ------
    ValueError
        If shapes do not fit.

    Source
    ------
    Convention of `torch.lstm_cell`.

    Examples
    --------
    The cell state of the next step depends on this one through the forget gate alone:

    >>> w = np.zeros((4, 1))
    >>> lstm_cell_backward((None, [1.0]), [0.0], ([0.0], [2.0]), w, w).c0
    array([0.5])
    """
    a = _read(x, hx, w_ih, w_hh, b_ih, b_hh, w_hr, one_step=True)
    g = _gradients(0.0, grad_output, a)
    return g._replace(x=g.x[0])


def lstm(
    x: ArrayLike,
    hx: Pair,
    w_ih: ArrayLike,
    w_hh: ArrayLike,
    b_ih: ArrayLike | None = None,
    b_hh: ArrayLike | None = None,
    w_hr: ArrayLike | None = None,
    *,
    lengths: ArrayLike | None = None,
    reverse: bool = False,
) -> tuple[Array, tuple[Array, Array]]:
    """Unroll an LSTM cell over a sequence. `recurrent_layers` stacks several.

    Parameters
    ----------
    x : array_like, shape (L, N, D) or (L, D)
    hx : (array_like, array_like)
        Start states h of shape (N, H) or (H,), and c.
    w_ih, w_hh, b_ih, b_hh, w_hr
        As for `lstm_cell`.
    lengths : array_like of int, shape (N,), optional
        How many steps of each sequence count; behind them the output is 0 and the state stays.
    reverse : bool
        Run from the last step to the first.

    Returns
    -------
    output : ndarray, shape (L, N, H) or (L, H)
        The outputs h_1 to h_L; the last axis is P with a projection.
    (h_n, c_n) : ndarray, shapes of `hx`
        The last states to be computed; `hx` for an empty sequence.

    Raises
    ------
    ValueError
        If shapes do not fit.

    Source
    ------
    Convention of `torch.nn.LSTM` with one layer and one direction.

    Examples
    --------
    >>> w = np.zeros((4, 1))
    >>> output, (h_n, c_n) = lstm([[0.0], [0.0]], ([0.0], [2.0]), w, w)
    >>> output.ravel(), c_n
    (array([0.38079708, 0.23105858]), array([0.5]))
    """
    a = _read(x, hx, w_ih, w_hh, b_ih, b_hh, w_hr, lengths, reverse)
    output, (h, c), _ = unroll(a.cell, a.s, batched([a.h, a.c]), a.w)
    return output.reshape(len(a.x), *a.h.shape), (h.reshape(a.h.shape), c.reshape(a.c.shape))


def lstm_backward(
    grad_output: ArrayLike,
    x: ArrayLike,
    hx: Pair,
    w_ih: ArrayLike,
    w_hh: ArrayLike,
    b_ih: ArrayLike | None = None,
    b_hh: ArrayLike | None = None,
    w_hr: ArrayLike | None = None,
    *,
    lengths: ArrayLike | None = None,
    reverse: bool = False,
    grad_hx: tuple[ArrayLike | None, ArrayLike | None] = (None, None),
) -> LstmGradients:
    """Backpropagation through time: the gradients of `lstm`.

    Parameters
    ----------
    grad_output : array_like, shape (L, N, H) or (L, H)
    x, hx, w_ih, w_hh, b_ih, b_hh, w_hr, lengths, reverse
        As in the forward pass.
    grad_hx : (array_like or None, array_like or None)
        Gradients with respect to h_n and c_n, added to those in `grad_output`.

    Returns
    -------
    LstmGradients
        Named tuple in the order of the arrays, h0 and c0 apart; None for absent ones.

    Raises
    ------
    ValueError
        If shapes do not fit.

    Source
    ------
    Gradients as `torch.nn.LSTM` has them.

    Examples
    --------
    >>> w = np.zeros((4, 1))
    >>> lstm_backward(0.0, [[0.0], [0.0]], ([0.0], [2.0]), w, w, grad_hx=(None, [1.0])).c0
    array([0.25])
    """
    return _gradients(
        grad_output, grad_hx, _read(x, hx, w_ih, w_hh, b_ih, b_hh, w_hr, lengths, reverse)
    )
