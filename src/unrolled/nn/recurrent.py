"""The plain (Elman) recurrent cell and its unrolling, forward and backward through time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, as_float
from unrolled.nn.activations import relu, relu_backward
from unrolled.nn.smooth import sigmoid, sigmoid_backward, tanh, tanh_backward

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


def _check_cell(
    x: Array, h: Array, w_ih: Array, w_hh: Array, b_ih: Array | None, b_hh: Array | None
) -> None:
    hidden = h.shape[-1] if h.ndim else 0
    if w_hh.shape != (hidden, hidden):
        raise ValueError(
            f"w_hh of shape {w_hh.shape} does not fit h of shape {h.shape}: "
            f"it must be {(hidden, hidden)}"
        )
    if x.ndim == 0 or w_ih.shape != (hidden, x.shape[-1]):
        raise ValueError(
            f"w_ih of shape {w_ih.shape} does not fit x of shape {x.shape} and h of shape "
            f"{h.shape}: it must be (hidden, input)"
        )
    for name, bias in (("b_ih", b_ih), ("b_hh", b_hh)):
        if bias is not None and bias.shape != (hidden,):
            raise ValueError(f"{name} has shape {bias.shape}; it must be {(hidden,)}")


def _known(nonlinearity: str) -> Callable[[ArrayLike], Array]:
    if nonlinearity not in _FORWARD:
        raise ValueError(f"nonlinearity is {nonlinearity!r}; it may be one of {sorted(_FORWARD)}")
    return _FORWARD[nonlinearity]


def _optional(bias: ArrayLike | None) -> Array | None:
    return None if bias is None else as_float(bias)


def _preactivation(
    x: Array, h: Array, w_ih: Array, w_hh: Array, b_ih: Array | None, b_hh: Array | None
) -> Array:
    z = x @ w_ih.T + h @ w_hh.T
    for bias in (b_ih, b_hh):
        if bias is not None:
            z = z + bias
    return np.asarray(z)


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
    x, h, w_ih, w_hh = as_float(x), as_float(h), as_float(w_ih), as_float(w_hh)
    b_ih, b_hh = _optional(b_ih), _optional(b_hh)
    _check_cell(x, h, w_ih, w_hh, b_ih, b_hh)
    return f(_preactivation(x, h, w_ih, w_hh, b_ih, b_hh))


def rnn(
    x: ArrayLike,
    h0: ArrayLike,
    w_ih: ArrayLike,
    w_hh: ArrayLike,
    b_ih: ArrayLike | None = None,
    b_hh: ArrayLike | None = None,
    nonlinearity: Nonlinearity = "tanh",
) -> tuple[Array, Array]:
    """Unroll a plain recurrent cell over a sequence, with the same weights at every step.

    Parameters
    ----------
    x : array_like, shape (L, N, D) or (L, D)
    h0 : array_like, shape (N, H) or (H,)
        Start state.
    w_ih, w_hh, b_ih, b_hh, nonlinearity
        As for `rnn_cell`.

    Returns
    -------
    output : ndarray, shape (L, N, H) or (L, H)
        The states h_1 to h_L.
    h_n : ndarray, shape (N, H) or (H,)
        The last state; `h0` for an empty sequence.

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
    f = _known(nonlinearity)
    x, h, w_ih, w_hh = as_float(x), as_float(h0), as_float(w_ih), as_float(w_hh)
    b_ih, b_hh = _optional(b_ih), _optional(b_hh)
    if x.ndim != h.ndim + 1:
        raise ValueError(
            f"x of shape {x.shape} and h0 of shape {h.shape} do not fit: "
            "x may be (L, N, D) with h0 (N, H), or (L, D) with h0 (H,)"
        )
    _check_cell(x, h, w_ih, w_hh, b_ih, b_hh)
    output = np.empty((len(x), *h.shape), dtype=np.result_type(x, h, w_ih, w_hh))
    for t, x_t in enumerate(x):
        h = f(_preactivation(x_t, h, w_ih, w_hh, b_ih, b_hh))
        output[t] = h
    return output, h


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
) -> RnnGradients:
    """Backpropagation through time: the gradients of `rnn`.

    Parameters
    ----------
    grad_output : array_like, shape (L, N, H) or (L, H)
        Gradient of the loss with respect to every state in `output`. Zero but for the last
        entry when the loss looks at h_L alone.
    x, h0, w_ih, w_hh, b_ih, b_hh, nonlinearity
        As in the forward pass.
    slope_at_zero : float
        ReLU'(0), see `relu_backward`.

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
    x, h0, w_ih, w_hh = as_float(x), as_float(h0), as_float(w_ih), as_float(w_hh)
    states, _ = rnn(x, h0, w_ih, w_hh, b_ih, b_hh, nonlinearity)
    grad_output = as_float(grad_output)
    if grad_output.shape != states.shape:
        raise ValueError(
            f"grad_output has shape {grad_output.shape}; it must be that of output, {states.shape}"
        )
    b_ih, b_hh = _optional(b_ih), _optional(b_hh)
    grad_x, grad_w_ih, grad_w_hh = np.zeros_like(x), np.zeros_like(w_ih), np.zeros_like(w_hh)
    grad_b, grad_h = np.zeros(h0.shape[-1], dtype=w_hh.dtype), np.zeros_like(h0)
    for t in reversed(range(len(x))):
        previous = states[t - 1] if t else h0
        z = _preactivation(x[t], previous, w_ih, w_hh, b_ih, b_hh)
        grad_z = _slope(grad_output[t] + grad_h, z, nonlinearity, slope_at_zero)
        rows = grad_z.reshape(-1, grad_z.shape[-1])  # (N, H), one row when there is no batch
        grad_w_ih += rows.T @ x[t].reshape(len(rows), -1)
        grad_w_hh += rows.T @ previous.reshape(len(rows), -1)
        grad_b += rows.sum(axis=0)
        grad_x[t] = grad_z @ w_ih
        grad_h = grad_z @ w_hh
    return RnnGradients(
        grad_x,
        grad_h,
        grad_w_ih,
        grad_w_hh,
        None if b_ih is None else grad_b,
        None if b_hh is None else grad_b.copy(),
    )


def _slope(grad: Array, z: Array, nonlinearity: str, slope_at_zero: float) -> Array:
    """The gradient on its way back through the nonlinearity."""
    if nonlinearity == "relu":
        return relu_backward(grad, z, slope_at_zero)
    return tanh_backward(grad, z) if nonlinearity == "tanh" else sigmoid_backward(grad, z)
