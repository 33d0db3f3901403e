"""The plain (Elman) recurrent cell and its unrolling, forward and backward through time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, as_float, as_gradient
from unrolled.nn._unroll import (
    State,
    batched,
    grad_state,
    sequences,
    unroll,
    unroll_backward,
    weights,
)
from unrolled.nn.activations import relu, relu_backward
from unrolled.nn.linear import linear
from unrolled.nn.smooth import sigmoid, sigmoid_backward, tanh, tanh_backward

__all__ = ["RnnGradients", "rnn", "rnn_backward", "rnn_cell"]

Nonlinearity = Literal["tanh", "relu", "sigmoid"]

_FORWARD: dict[str, Callable[[ArrayLike], Array]] = {
    "tanh": tanh,
    "relu": relu,
    "sigmoid": sigmoid,
}


class RnnGradients(NamedTuple):
    """Gradients of `rnn` in the order of its array arguments; None where the argument was None."""

    x: Array
    h0: Array
    w_ih: Array
    w_hh: Array
    b_ih: Array | None
    b_hh: Array | None


def _known(nonlinearity: str) -> Callable[[ArrayLike], Array]:
    if nonlinearity not in _FORWARD:
        raise ValueError(f"nonlinearity is {nonlinearity!r}; it may be one of {sorted(_FORWARD)}")
    return _FORWARD[nonlinearity]


class _Elman(NamedTuple):
    """h' = f(z_x + z_h)."""

    nonlinearity: str
    slope_at_zero: float = 0.0

    def step(self, z_x: Array, z_h: Array, state: State) -> tuple[State, Array]:  # noqa: ARG002
        z = z_x + z_h
        return (_FORWARD[self.nonlinearity](z),), z

    def back(self, grads: State, z: Array) -> tuple[Array, Array, State]:
        grad = _slope(grads[0], z, self.nonlinearity, self.slope_at_zero)
        return grad, grad, (np.zeros_like(grad),)


def rnn_cell(
    x: ArrayLike,
    h: ArrayLike,
    w_ih: ArrayLike,
    w_hh: ArrayLike,
    b_ih: ArrayLike | None = None,
    b_hh: ArrayLike | None = None,
    nonlinearity: Nonlinearity = "tanh",
) -> Array:
    """One step of a plain recurrent cell: f(W_ih x + b_ih + W_hh h + b_hh).

    Parameters
    ----------
    x : array_like, shape (N, D) or (D,)
        Input of this step.
    h : array_like, shape (N, H) or (H,)
        State after the previous step.
    w_ih : array_like, shape (H, D)
        Input weight; papers call it W or U.
    w_hh : array_like, shape (H, H)
        Recurrent weight; papers call it V or W.
    b_ih, b_hh : array_like, shape (H,), optional
        torch keeps two bias vectors; textbooks have one, or none.
    nonlinearity : {"tanh", "relu", "sigmoid"}

    Returns
    -------
    ndarray, shape of `h`
        The new state.

    Raises
    ------
    ValueError
        If shapes do not fit or `nonlinearity` is unknown.

    Source
    ------
    Convention of `torch.nn.RNNCell`; Elman, Finding structure in time (1990).

    Examples
    --------
    TUM 2019, problem 6c, first step: ReLU(1 · (-3) + 2 · 1) = ReLU(-1).

    >>> rnn_cell([1.0], [-3.0], [[2.0]], [[1.0]], nonlinearity="relu")
    array([0.])
    """
    f = _known(nonlinearity)
    x, h = as_float(x, "x"), as_float(h, "h")
    w = weights(1, x, h, h.shape[-1] if h.ndim else 0, w_ih, w_hh, b_ih, b_hh)
    return f(linear(x, w.w_ih, w.b_ih) + linear(h, w.w_hh, w.b_hh))


def rnn(
    x: ArrayLike,
    h0: ArrayLike,
    w_ih: ArrayLike,
    w_hh: ArrayLike,
    b_ih: ArrayLike | None = None,
    b_hh: ArrayLike | None = None,
    nonlinearity: Nonlinearity = "tanh",
    *,
    lengths: ArrayLike | None = None,
    reverse: bool = False,
) -> tuple[Array, Array]:
    """Unroll a plain recurrent cell over a sequence, with the same weights at every step.

    Parameters
    ----------
    x : array_like, shape (L, N, D) or (L, D)
    h0 : array_like, shape (N, H) or (H,)
        Start state.
    w_ih, w_hh, b_ih, b_hh, nonlinearity
        As for `rnn_cell`.
    lengths : array_like of int, shape (N,), optional
        How many steps of each sequence count; behind them the output is 0 and the state stays.
    reverse : bool
        Run from the last step to the first.

    Returns
    -------
    output : ndarray, shape (L, N, H) or (L, H)
        The states h_1 to h_L.
    h_n : ndarray, shape (N, H) or (H,)
        The last state to be computed; `h0` for an empty sequence.

    Raises
    ------
    ValueError
        If shapes do not fit or `nonlinearity` is unknown.

    Source
    ------
    Convention of `torch.nn.RNN` with one layer and one direction.

    Examples
    --------
    TUM 2019, problem 6c:

    >>> output, h_n = rnn([[1.0], [2.0], [0.0]], [-3.0], [[2.0]], [[1.0]], nonlinearity="relu")
    >>> output.ravel()
    array([0., 4., 4.])
    """
    _known(nonlinearity)
    x, h = as_float(x, "x"), as_float(h0, "h0")
    s = sequences(x, h, lengths, reverse)
    w = weights(1, x[0] if len(x) else x, h, h.shape[-1], w_ih, w_hh, b_ih, b_hh)
    output, state, _ = unroll(_Elman(nonlinearity), s, batched([h]), w)
    return output.reshape(len(x), *h.shape), state[0].reshape(h.shape)


def rnn_backward(
    grad_output: ArrayLike,
    x: ArrayLike,
    h0: ArrayLike,
    w_ih: ArrayLike,
    w_hh: ArrayLike,
    b_ih: ArrayLike | None = None,
    b_hh: ArrayLike | None = None,
    nonlinearity: Nonlinearity = "tanh",
    slope_at_zero: float = 0.0,
    *,
    lengths: ArrayLike | None = None,
    reverse: bool = False,
    grad_h_n: ArrayLike | None = None,
) -> RnnGradients:
    """Backpropagation through time: the gradients of `rnn`.

    Parameters
    ----------
    grad_output : array_like, shape (L, N, H) or (L, H)
        Gradient of the loss with respect to every state in `output`. Zero but for the last
        entry when the loss looks at h_L alone.
    x, h0, w_ih, w_hh, b_ih, b_hh, nonlinearity, lengths, reverse
        As in the forward pass.
    slope_at_zero : float
        ReLU'(0), see `relu_backward`.
    grad_h_n : array_like, shape of `h0`, optional
        Gradient with respect to the last state itself, added to that in `grad_output`.

    Returns
    -------
    RnnGradients
        Named tuple in the order of the array arguments of `rnn`; None for an absent bias.

    Raises
    ------
    ValueError
        If shapes do not fit or `nonlinearity` is unknown.

    Source
    ------
    Werbos, Backpropagation through time (1990); gradients as `torch.nn.RNN` has them.

    Examples
    --------
    TUM 2019, problem 6d: dh_3/dV = 4, dh_3/dW = 2, dh_3/dx_1 = 0.

    >>> g = rnn_backward([[0.0], [0.0], [1.0]], [[1.0], [2.0], [0.0]], [-3.0],
    ...                  [[2.0]], [[1.0]], nonlinearity="relu")
    >>> g.w_hh.item(), g.w_ih.item(), g.x[0].item()
    (4.0, 2.0, 0.0)
    """
    _known(nonlinearity)
    x, h = as_float(x, "x"), as_float(h0, "h0")
    s = sequences(x, h, lengths, reverse)
    w = weights(1, x[0] if len(x) else x, h, h.shape[-1], w_ih, w_hh, b_ih, b_hh)
    grad = as_gradient(grad_output, (len(x), *h.shape), x.dtype)
    cell = _Elman(nonlinearity, slope_at_zero)
    output, _, tape = unroll(cell, s, batched([h]), w)
    last = grad_state("grad_h_n", [grad_h_n], [h])
    g = unroll_backward(cell, grad.reshape(output.shape), last, s, w, tape)
    return RnnGradients(g.x.reshape(x.shape), g.state[0].reshape(h.shape), *g[2:])


def _slope(grad: Array, z: Array, nonlinearity: str, slope_at_zero: float) -> Array:
    """The gradient on its way back through the nonlinearity."""
    if nonlinearity == "relu":
        return relu_backward(grad, z, slope_at_zero)
    return tanh_backward(grad, z) if nonlinearity == "tanh" else sigmoid_backward(grad, z)
