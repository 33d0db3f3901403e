"""One step of an LSTM and its backward, for `unroll`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, as_float, optional
from unrolled.nn._unroll import Sequences, State, Weights, gate, sequences, weights

Pair = tuple[ArrayLike, ArrayLike]


class LstmCell:
    """c' = f c + i g and h' = o tanh(c'), projected by w_hr if there is one."""

    def __init__(self, w_hr: Array | None) -> None:
        self.w_hr = w_hr
        self.grad_w_hr = None if w_hr is None else np.zeros_like(w_hr)

    def step(self, z_x: Array, z_h: Array, state: State) -> tuple[State, State]:
        """Return the new output and cell state, and what `back` needs."""
        z, size = z_x + z_h, state[1].shape[-1]
        i_f, o = gate(z[:, : 2 * size]), gate(z[:, 3 * size :])
        i, f, g = i_f[:, :size], i_f[:, size:], np.tanh(z[:, 2 * size : 3 * size])
        c = f * state[1] + i * g
        tanh_c: Array = np.tanh(c)
        m: Array = o * tanh_c
        h = m if self.w_hr is None else m @ self.w_hr.T
        return (h, c), (i, f, g, o, tanh_c, m, state[1])

    def back(self, grads: State, cache: State) -> tuple[Array, Array, State]:
        """Gradients of z_x and z_h, which are one, and of the old cell state."""
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


class LstmRun(NamedTuple):
    """Checked arguments of an LSTM."""

    x: Array
    h: Array
    c: Array
    w: Weights
    cell: LstmCell
    s: Sequences


def check_pair(name: str, value: object) -> None:
    """Refuse what is not one array for h and one for c."""
    if not isinstance(value, Sequence | np.ndarray):
        raise TypeError(f"{name} is {value!r}; it must be the pair (h, c)")
    if len(value) != 2:
        raise ValueError(f"{name} has {len(value)} entries; it must be the pair (h, c)")


def read(
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
) -> LstmRun:
    """Read and check the arguments of a cell or of a sequence."""
    check_pair("hx", hx)
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
    return LstmRun(xs, h, c, w, LstmCell(r), s)
