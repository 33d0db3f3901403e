"""The LSTM, with or without projection: one step, and a sequence."""

from __future__ import annotations

from typing import NamedTuple

from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, as_gradient
from unrolled.nn._lstm import LstmRun, Pair, check_pair, read
from unrolled.nn._unroll import batched, grad_state, unroll, unroll_backward

__all__ = ["LstmGradients", "lstm", "lstm_backward", "lstm_cell", "lstm_cell_backward"]


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


def _gradients(
    grad_output: ArrayLike,
    grad_hx: tuple[ArrayLike | None, ArrayLike | None],
    a: LstmRun,
    name: str = "grad_hx",
) -> LstmGradients:
    check_pair(name, grad_hx)
    grad = as_gradient(grad_output, (len(a.x), *a.h.shape), a.x.dtype)
    output, _, tape = unroll(a.cell, a.s, batched([a.h, a.c]), a.w)
    last = grad_state(name, grad_hx, [a.h, a.c])
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

    >>> lstm_cell([0.0], ([0.0], [2.0]), [[0.0]] * 4, [[0.0]] * 4)
    (array([0.38079708]), array([1.]))
    """
    a = read(x, hx, w_ih, w_hh, b_ih, b_hh, w_hr, one_step=True)
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

    >>> w = [[0.0]] * 4
    >>> lstm_cell_backward((None, [1.0]), [0.0], ([0.0], [2.0]), w, w).c0
    array([0.5])
    """
    a = read(x, hx, w_ih, w_hh, b_ih, b_hh, w_hr, one_step=True)
    g = _gradients(0.0, grad_output, a, "grad_output")
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
    >>> w = [[0.0]] * 4
    >>> output, (h_n, c_n) = lstm([[0.0], [0.0]], ([0.0], [2.0]), w, w)
    >>> output.ravel(), c_n
    (array([0.38079708, 0.23105858]), array([0.5]))
    """
    a = read(x, hx, w_ih, w_hh, b_ih, b_hh, w_hr, lengths, reverse)
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
    >>> w = [[0.0]] * 4
    >>> lstm_backward(0.0, [[0.0], [0.0]], ([0.0], [2.0]), w, w, grad_hx=(None, [1.0])).c0
    array([0.25])
    """
    return _gradients(
        grad_output, grad_hx, read(x, hx, w_ih, w_hh, b_ih, b_hh, w_hr, lengths, reverse)
    )
