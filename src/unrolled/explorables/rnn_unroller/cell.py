"""The cell unrolled: states forward, and backpropagation through time path by path."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from unrolled import nn
from unrolled.nn import Array

FORWARD = {
    "identity": lambda z: z,
    "relu": nn.relu,
    "tanh": nn.tanh,
    "sigmoid": nn.sigmoid,
}


class Cell(NamedTuple):
    """One set of weights per step, whatever the state says: the form that the recurrences use."""

    V: Array  # (T, H, H)
    W: Array  # (T, H, D)
    b: Array  # (H,)
    h0: Array  # (H,)
    x: Array  # (T, D)
    U: Array | None  # (T, O, H)
    c: Array  # (O,)


def cell(state: Mapping[str, Any]) -> Cell:
    """Bring the weights of a checked state into that form."""
    steps = len(state["x"])

    def weight(value: Any) -> Array:
        array = np.asarray(value, dtype=np.float64)
        if array.ndim < 2:  # a number is a 1 x 1 matrix
            array = array[..., None, None]
        return np.broadcast_to(array, (steps, *array.shape[-2:]))

    def vector(value: Any, size: int) -> Array:
        return np.broadcast_to(np.asarray(value, dtype=np.float64), (size,))

    V, W = weight(state["V"]), weight(state["W"])
    U = None if state["U"] is None else weight(state["U"])
    hidden = V.shape[-1]
    return Cell(
        V=V,
        W=W,
        b=vector(state["b"], hidden),
        h0=vector(state["h0"], hidden),
        x=np.asarray(state["x"], dtype=np.float64).reshape(steps, -1),
        U=U,
        c=vector(state["c"], 1 if U is None else U.shape[1]),
    )


def times(matrix: Array, vector: Array) -> Array:
    """Matrix times vector, summed from the left: the browser adds in the same order."""
    return np.asarray(np.sum(matrix * vector, axis=-1))


def forward(c: Cell, activation: str) -> tuple[Array, Array]:
    """Return z_1 to z_T, (T, H), and h_0 to h_T, (T + 1, H)."""
    z, h = [], [c.h0]
    for V, W, x in zip(c.V, c.W, c.x, strict=True):
        z.append(times(V, h[-1]) + times(W, x) + c.b)
        h.append(FORWARD[activation](z[-1]))
    return np.array(z), np.array(h)


def output(c: Cell, h: Array, activation: str) -> Array | None:
    """Return y_1 to y_T, (T, O), or None where the cell has no output layer."""
    if c.U is None:
        return None
    return np.array([FORWARD[activation](times(U, h_t) + c.c)
                     for U, h_t in zip(c.U, h[1:], strict=True)])  # fmt: skip


def slopes(z: Array, activation: str, slope_at_zero: float) -> Array:
    """Return the derivative of the activation at every z, (T, H)."""
    one = np.ones_like(z)
    if activation == "relu":
        return nn.relu_backward(one, z, slope_at_zero)
    return nn.tanh_backward(one, z) if activation == "tanh" else nn.sigmoid_backward(one, z)


def arriving(J: Array) -> Array:
    """Return dh_T/dh_t for t = 0 to T, (T + 1, H, H): the product of the Jacobians in between."""
    M = [np.eye(J.shape[-1])]
    for J_t in reversed(J):
        M.append(np.sum(M[-1][:, :, None] * J_t, axis=1))
    return np.array(M[::-1])


def backward(c: Cell, h: Array, slope: Array, unit: int) -> dict[str, Array]:
    """Follow dh_T[unit] back through time.

    Returns
    -------
    dict
        J (T, H, H), dh_t/dh_(t-1); g (T, H), dh_T[unit]/dz_t; dV_steps (T, H, H), dW_steps
        (T, H, D) and dx (T, D), what the path that leaves at step t contributes; norm (T + 1,), the
        Frobenius norm of dh_T/dh_t.
    """
    J = slope[:, :, None] * c.V
    M = arriving(J)
    g = M[1:, unit] * slope
    return {
        "J": J,
        "g": g,
        "dV_steps": g[:, :, None] * h[:-1, None, :],
        "dW_steps": g[:, :, None] * c.x[:, None, :],
        "dx": np.sum(g[:, :, None] * c.W, axis=1),
        "norm": np.sqrt(np.sum(M**2, axis=(1, 2))),
    }
