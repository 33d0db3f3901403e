"""Unrolling any recurrent cell over a sequence, and backpropagation through time.

A cell gets z_x = W_ih x + b_ih, computed for all steps at once, and z_h = W_hh h + b_hh. Shapes: x
(L, N, D), states (N, H), z (N, gates · H). The first state is the output; an LSTM has a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, Integers, as_float, as_gradient, as_integers, keep, optional

State = tuple[Array, ...]


class Cell(Protocol):
    """One step of a recurrent network and its backward."""

    def step(self, z_x: Array, z_h: Array, state: State) -> tuple[State, Any]:
        """Return the new state and what `back` needs."""

    def back(self, grads: State, cache: Any) -> tuple[Array, Array, State]:
        """Gradients of z_x, of z_h, and of the old state apart from its way through z_h."""


class Weights(NamedTuple):
    """The weights that every cell has; the gates lie one below the other."""

    w_ih: Array  # (gates · H, D)
    w_hh: Array  # (gates · H, H), or (gates · H, P) with a projection to P
    b_ih: Array | None
    b_hh: Array | None


class Gradients(NamedTuple):
    """What `unroll_backward` returns."""

    x: Array
    state: State
    w_ih: Array
    w_hh: Array
    b_ih: Array | None
    b_hh: Array | None


class Sequences(NamedTuple):
    """The input as (L, N, D), how long each sequence is, and in which order steps are taken."""

    x: Array
    lengths: Integers | None
    reverse: bool

    def order(self) -> list[int]:
        """Return the time steps as they are visited."""
        steps = list(range(len(self.x)))
        return steps[::-1] if self.reverse else steps

    def valid(self, t: int) -> np.ndarray | None:
        """Which sequences have not ended at step t, (N, 1)."""
        return None if self.lengths is None else (t < self.lengths)[:, None]


def weights(
    gates: int,
    x: Array,
    h: Array,
    hidden: int,
    w_ih: ArrayLike,
    w_hh: ArrayLike,
    b_ih: ArrayLike | None,
    b_hh: ArrayLike | None,
) -> Weights:
    """Read and check the weights of a cell; `x` and `h` are the input and the state of one step."""
    biases = optional(b_ih, "b_ih"), optional(b_hh, "b_hh")
    w = Weights(as_float(w_ih, "w_ih"), as_float(w_hh, "w_hh"), *biases)
    rows = gates * hidden
    if h.ndim == 0 or w.w_hh.shape != (rows, h.shape[-1]):
        raise ValueError(
            f"w_hh of shape {w.w_hh.shape} does not fit h of shape {h.shape}: "
            f"it must be {(rows, h.shape[-1] if h.ndim else 0)}"
        )
    if x.ndim == 0 or w.w_ih.shape != (rows, x.shape[-1]):
        raise ValueError(
            f"w_ih of shape {w.w_ih.shape} does not fit x of shape {x.shape} and h of shape "
            f"{h.shape}: it must be {(rows, x.shape[-1] if x.ndim else 0)}"
        )
    for name, bias in (("b_ih", w.b_ih), ("b_hh", w.b_hh)):
        if bias is not None and bias.shape != (rows,):
            raise ValueError(f"{name} has shape {bias.shape}; it must be {(rows,)}")
    return w


def sequences(x: Array, h: Array, lengths: ArrayLike | None, reverse: bool) -> Sequences:
    """Check that a sequence fits its start state, and give it a batch axis."""
    if x.ndim != h.ndim + 1 or x.ndim not in (2, 3) or x.shape[1:-1] != h.shape[:-1]:
        raise ValueError(
            f"x of shape {x.shape} and h0 of shape {h.shape} do not fit: "
            "x may be (L, N, D) with h0 (N, H), or (L, D) with h0 (H,)"
        )
    three = x if x.ndim == 3 else x[:, None]
    if lengths is None:
        return Sequences(three, None, reverse)
    n = as_integers(lengths, "lengths")
    if n.shape != three.shape[1:2] or np.any((n < 0) | (n > len(x))):
        raise ValueError(
            f"lengths is {n.tolist()}; it must hold {three.shape[1]} numbers from 0 to {len(x)}"
        )
    # What lies behind the end takes no part, whatever it holds.
    inside = np.arange(len(x))[:, None] < n
    return Sequences(keep(three, inside[..., None]), n, reverse)


def pre_input(x: Array, w: Weights) -> Array:
    """z_x of all steps by one matrix product, (L, N, gates · H)."""
    z = x.reshape(x.shape[0] * x.shape[1], x.shape[2]) @ w.w_ih.T
    z = z if w.b_ih is None else z + w.b_ih
    return z.reshape(*x.shape[:2], len(w.w_ih))


def unroll(cell: Cell, s: Sequences, state: State, w: Weights) -> tuple[Array, State, list[Any]]:
    """Return the outputs (L, N, H), the last state, and a tape of (h before, cache) per step."""
    z_x, tape, w_hh = pre_input(s.x, w), [], w.w_hh.T
    output = np.zeros((*s.x.shape[:2], state[0].shape[-1]), np.result_type(z_x, w.w_hh, *state))
    for t in s.order():
        z_h = state[0] @ w_hh
        new, cache = cell.step(z_x[t], z_h if w.b_hh is None else z_h + w.b_hh, state)
        tape.append((state[0], cache))
        valid = s.valid(t)
        if valid is not None:
            new = tuple(np.where(valid, n, old) for n, old in zip(new, state, strict=True))
        output[t] = new[0] if valid is None else np.where(valid, new[0], 0)
        state = new
    return output, state, tape


def unroll_backward(
    cell: Cell, grad_output: Array, grad_state: State, s: Sequences, w: Weights, tape: list[Any]
) -> Gradients:
    """Backpropagation through time; products with the weights are left for the end."""
    length, batch, inputs = s.x.shape
    grad_zx = np.empty((length, batch, len(w.w_ih)), grad_output.dtype)
    grad_zh, before = np.empty_like(grad_zx), np.empty_like(grad_output)
    grads = grad_state
    for t, (h, cache) in zip(reversed(s.order()), reversed(tape), strict=True):
        valid = s.valid(t)
        arriving: State = (grads[0] + grad_output[t], *grads[1:])
        if valid is not None:  # what has ended takes no part, and only passes on
            arriving = tuple(np.where(valid, g, 0) for g in arriving)
        grad_zx[t], grad_zh[t], back = cell.back(arriving, cache)
        back = (back[0] + grad_zh[t] @ w.w_hh, *back[1:])
        if valid is not None:
            back = tuple(np.where(valid, g, old) for g, old in zip(back, grads, strict=True))
        grads, before[t] = back, h
    if s.lengths is not None:  # a state that holds NaN has made NaN of these zeros
        ended = np.arange(length)[:, None] >= s.lengths
        grad_zx[ended] = grad_zh[ended] = 0
    rows = (length * batch, len(w.w_ih))
    rows_x, rows_h = grad_zx.reshape(rows), grad_zh.reshape(rows)
    return Gradients(
        (rows_x @ w.w_ih).reshape(s.x.shape),
        grads,
        rows_x.T @ s.x.reshape(length * batch, inputs),
        rows_h.T @ before.reshape(length * batch, before.shape[2]),
        None if w.b_ih is None else rows_x.sum(axis=0),
        None if w.b_hh is None else rows_h.sum(axis=0),
    )


def gate(z: Array) -> Array:
    """Sigmoid as (1 + tanh(z/2)) / 2: twice as fast as with exp, and gates need no tiny values."""
    out: Array = np.tanh(z * z.dtype.type(0.5))
    out *= 0.5
    out += 0.5
    return out


def batched(state: Sequence[Array]) -> State:
    """Give states of shape (H,) a batch axis."""
    return tuple(np.atleast_2d(h) for h in state)


def grad_state(name: str, given: Sequence[ArrayLike | None], state: Sequence[Array]) -> State:
    """Return the gradients that arrive at the last state, zero where none was given."""
    pairs = zip(given, state, strict=True)
    return batched([as_gradient(0.0 if g is None else g, h, h.dtype, name) for g, h in pairs])
