"""The gated recurrent unit and its unrolling."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, as_float, as_gradient
from unrolled.nn._unroll import (
    State,
    batched,
    gate,
    grad_state,
    sequences,
    unroll,
    unroll_backward,
    weights,
)

__all__ = ["GruGradients", "gru", "gru_backward", "gru_cell", "gru_cell_backward"]


class GruGradients(NamedTuple):
    """Gradients of `gru` in the order of its arrays; None where the argument was None."""

    x: Array
    h0: Array
    w_ih: Array
    w_hh: Array
    b_ih: Array | None
    b_hh: Array | None


class _Gru:
    """n = tanh(z_x + r z_h) and h' = (1 - z) n + z h."""

    def step(self, z_x: Array, z_h: Array, state: State) -> tuple[State, State]:
        size = state[0].shape[-1]
        r_z = gate(z_x[:, : 2 * size] + z_h[:, : 2 * size])
        r, z, inner = r_z[:, :size], r_z[:, size:], z_h[:, 2 * size :]
        n = np.tanh(z_x[:, 2 * size :] + r * inner)
        return (n + z * (state[0] - n),), (r, z, n, inner, state[0])

    def back(self, grads: State, cache: State) -> tuple[Array, Array, State]:
        r, z, n, inner, h = cache
        (grad,) = grads
        grad_n = grad * (1.0 - z) * (1.0 - n * n)
        grad_r = grad_n * inner * r * (1.0 - r)
        grad_z = grad * (h - n) * z * (1.0 - z)
        grad_zx = np.concatenate((grad_r, grad_z, grad_n), axis=1)
        # The reset gate stands between z_h and the candidate.
        grad_zh = np.concatenate((grad_r, grad_z, grad_n * r), axis=1)
        return grad_zx, grad_zh, (grad * z,)


def gru_cell(
    x: ArrayLike,
    h: ArrayLike,
    w_ih: ArrayLike,
    w_hh: ArrayLike,
    b_ih: ArrayLike | None = None,
    b_hh: ArrayLike | None = None,
) -> Array:
    """One step of a gated recurrent unit: h' = (1 - z) n + z h.

    Parameters
    ----------
    x : array_like, shape (N, D) or (D,)
        Input of this step.
    h : array_like, shape (N, H) or (H,)
        State after the previous step.
    w_ih, w_hh : array_like, shapes (3 H, D) and (3 H, H)
        Rows for the reset gate r, the update gate z and the candidate n.
    b_ih, b_hh : array_like, shape (3 H,), optional

    Returns
    -------
    ndarray, shape of `h`

    Raises
    ------
    ValueError
        If shapes do not fit.

    Source
    ------
    Convention of `torch.gru_cell`: z keeps the old state, and r is applied after the product with
    w_hh. Cho et al., Learning phrase representations (2014), apply it before.

    Examples
    --------
    >>> gru_cell([0.0], [2.0], np.zeros((3, 1)), np.zeros((3, 1)))
    array([1.])
    """
    return gru(as_float(x, "x")[None], h, w_ih, w_hh, b_ih, b_hh)[1]


def gru_cell_backward(
    grad_output: ArrayLike,
    x: ArrayLike,
    h: ArrayLike,
    w_ih: ArrayLike,
    w_hh: ArrayLike,
    b_ih: ArrayLike | None = None,
    b_hh: ArrayLike | None = None,
) -> GruGradients:
    """Gradients of `gru_cell`.

    Parameters
    ----------
    grad_output : array_like, shape of `h`
    x, h, w_ih, w_hh, b_ih, b_hh
        As in the forward pass.

    Returns
    -------
    GruGradients
        Named tuple in the order of the arrays; None for absent ones.

    Raises
    ------
    ValueError
        If shapes do not fit.

    Source
    ------
    Convention of `torch.gru_cell`.

    Examples
    --------
    >>> gru_cell_backward([1.0], [0.0], [2.0], np.zeros((3, 1)), np.zeros((3, 1))).h0
    array([0.5])
    """
    x = as_float(x, "x")[None]
    g = gru_backward(0.0, x, h, w_ih, w_hh, b_ih, b_hh, grad_h_n=grad_output)
    return g._replace(x=g.x[0])


def gru(
    x: ArrayLike,
    h0: ArrayLike,
    w_ih: ArrayLike,
    w_hh: ArrayLike,
    b_ih: ArrayLike | None = None,
    b_hh: ArrayLike | None = None,
    *,
    lengths: ArrayLike | None = None,
    reverse: bool = False,
) -> tuple[Array, Array]:
    """Unroll a gated recurrent unit over a sequence. `recurrent_layers` stacks several.

    Parameters
    ----------
    x : array_like, shape (L, N, D) or (L, D)
    h0 : array_like, shape (N, H) or (H,)
        Start state.
    w_ih, w_hh, b_ih, b_hh
        As for `gru_cell`.
    lengths : array_like of int, shape (N,), optional
        How many steps of each sequence count; behind them the output is 0 and the state stays.
    reverse : bool
        Run from the last step to the first.

    Returns
    -------
    output : ndarray, shape (L, N, H) or (L, H)
    h_n : ndarray, shape of `h0`
        The last state to be computed; `h0` for an empty sequence.

    Raises
    ------
    ValueError
        If shapes do not fit.

    Source
    ------
    Convention of `torch.nn.GRU` with one layer and one direction.

    Examples
    --------
    >>> gru([[0.0], [0.0]], [2.0], np.zeros((3, 1)), np.zeros((3, 1)))[0].ravel()
    array([1. , 0.5])
    """
    x, h = as_float(x, "x"), as_float(h0, "h0")
    s = sequences(x, h, lengths, reverse)
    w = weights(3, x[0] if len(x) else x, h, h.shape[-1], w_ih, w_hh, b_ih, b_hh)
    output, state, _ = unroll(_Gru(), s, batched([h]), w)
    return output.reshape(len(x), *h.shape), state[0].reshape(h.shape)


def gru_backward(
    grad_output: ArrayLike,
    x: ArrayLike,
    h0: ArrayLike,
    w_ih: ArrayLike,
    w_hh: ArrayLike,
    b_ih: ArrayLike | None = None,
    b_hh: ArrayLike | None = None,
    *,
    lengths: ArrayLike | None = None,
    reverse: bool = False,
    grad_h_n: ArrayLike | None = None,
) -> GruGradients:
    """Backpropagation through time: the gradients of `gru`.

    Parameters
    ----------
    grad_output : array_like, shape (L, N, H) or (L, H)
    x, h0, w_ih, w_hh, b_ih, b_hh, lengths, reverse
        As in the forward pass.
    grad_h_n : array_like, shape of `h0`, optional
        Gradient with respect to the last state itself, added to that in `grad_output`.

    Returns
    -------
    GruGradients
        Named tuple in the order of the arrays; None for absent ones.

    Raises
    ------
    ValueError
        If shapes do not fit.

    Source
    ------
    Gradients as `torch.nn.GRU` has them.

    Examples
    --------
    >>> w = np.zeros((3, 1))
    >>> gru_backward([[0.0], [1.0]], [[0.0], [0.0]], [2.0], w, w).h0
    array([0.25])
    """
    x, h = as_float(x, "x"), as_float(h0, "h0")
    s = sequences(x, h, lengths, reverse)
    w = weights(3, x[0] if len(x) else x, h, h.shape[-1], w_ih, w_hh, b_ih, b_hh)
    grad = as_gradient(grad_output, (len(x), *h.shape), x.dtype)
    output, _, tape = unroll(_Gru(), s, batched([h]), w)
    last = grad_state("grad_h_n", [grad_h_n], [h])
    g = unroll_backward(_Gru(), grad.reshape(output.shape), last, s, w, tape)
    return GruGradients(g.x.reshape(x.shape), g.state[0].reshape(h.shape), *g[2:])
