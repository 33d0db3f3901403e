"""Padding with a constant, a mirror image or the border."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, Integers, as_float, as_gradient, one_of

__all__ = ["pad", "pad_backward"]

PadMode = Literal["constant", "reflect", "replicate"]


def _per_axis(
    x: Array, pad: Sequence[int], mode: str, value: float | None
) -> list[tuple[int, int]]:
    """(before, after) for every axis of x; torch lists them from the last axis on."""
    one_of("mode", mode, ("constant", "reflect", "replicate"))
    try:
        pad = tuple(map(operator.index, pad))
    except TypeError:
        raise TypeError(f"pad is {pad!r}; it must hold integers, two for each axis") from None
    if len(pad) % 2 or len(pad) > 2 * x.ndim:
        raise ValueError(
            f"pad is {pad}; for input of shape {x.shape} it may be up to {x.ndim} pairs"
        )
    if mode != "constant" and value:
        raise ValueError(f"value is {value}; mode {mode!r} takes none")
    pairs = list(zip(pad[::2], pad[1::2], strict=True))[::-1]
    sides = [(0, 0)] * (x.ndim - len(pairs)) + pairs
    for n, (before, after) in zip(x.shape, sides, strict=True):
        if n + before + after < 0 or (mode == "reflect" and max(before, after) >= max(n, 1)):
            raise ValueError(f"pad is {pad}; that is too much for input of shape {x.shape}")
        if mode == "replicate" and n == 0 and max(before, after) > 0:
            raise ValueError(f"input of shape {x.shape} has no border to replicate")
    return sides


def _origins(n: int, before: int, after: int, mode: str) -> Integers:
    """Where, on an axis of length n, every entry of the padded axis comes from."""
    i = np.arange(-before, n + after)
    if mode == "replicate":
        return i.clip(0, n - 1)
    i = np.abs(i)
    return np.where(i >= n, 2 * (n - 1) - i, i)


def _frame(
    shape: tuple[int, ...], sides: list[tuple[int, int]]
) -> tuple[tuple[slice, ...], tuple[slice, ...]]:
    """Where the input lies in the padded array, and which part of the input that is."""
    there, here = [], []
    for n, (before, after) in zip(shape, sides, strict=True):
        kept = max(n + min(before, 0) + min(after, 0), 0)
        there.append(slice(max(before, 0), max(before, 0) + kept))
        here.append(slice(max(-before, 0), max(-before, 0) + kept))
    return tuple(there), tuple(here)


def _around(there: slice, length: int) -> tuple[int, ...]:
    """All places but those of the input, of which nothing may be left."""
    return (*range(min(there.start, length)), *range(there.stop, length))


def _pad_axis(x: Array, axis: int, before: int, after: int, mode: str) -> Array:
    """Enlarge one axis: the input in one piece, and around it one copied entry at a time."""
    rows = np.moveaxis(x, axis, 0)
    origins = _origins(len(rows), before, after, mode)
    (there,), (here,) = _frame(rows.shape[:1], [(before, after)])
    out = np.empty((*x.shape[:axis], len(origins), *x.shape[axis + 1 :]), x.dtype)
    into = np.moveaxis(out, axis, 0)
    into[there] = rows[here]
    for i in _around(there, len(origins)):
        into[i] = rows[origins[i]]
    return out


def _pad_axis_backward(grad: Array, axis: int, n: int, before: int, after: int, mode: str) -> Array:
    """Undo `_pad_axis`: what was copied adds up."""
    rows, origins = np.moveaxis(grad, axis, 0), _origins(n, before, after, mode)
    (there,), (here,) = _frame((n,), [(before, after)])
    out = np.zeros((*grad.shape[:axis], n, *grad.shape[axis + 1 :]), grad.dtype)
    into = np.moveaxis(out, axis, 0)
    into[here] = rows[there]
    for i in _around(there, len(origins)):
        into[origins[i]] += rows[i]
    return out


def pad(
    input: ArrayLike, pad: Sequence[int], mode: PadMode = "constant", value: float | None = None
) -> Array:
    """Enlarge an array on both sides of its last axes, or cut it where numbers are negative.

    Parameters
    ----------
    input : array_like
        Any shape.
    pad : sequence of int
        Pairs (before, after), the last axis first.
    mode : {"constant", "reflect", "replicate"}
        "reflect" leaves out the border itself and needs less padding than there are entries.
    value : float, optional
        The constant; 0 by default.

    Returns
    -------
    ndarray

    Raises
    ------
    ValueError
        If `pad` or `mode` is not possible.

    Source
    ------
    Convention of `torch.nn.functional.pad`.

    Examples
    --------
    >>> pad([[1.0, 2.0, 3.0]], (2, 1), mode="reflect")
    array([[3., 2., 1., 2., 3., 2.]])
    >>> pad([1.0, 2.0, 3.0], (-1, 1))
    array([2., 3., 0.])
    """
    x = as_float(input)
    sides = _per_axis(x, pad, mode, value)
    if mode == "constant":
        shape = [n + sum(side) for n, side in zip(x.shape, sides, strict=True)]
        out = np.full(shape, value or 0.0, x.dtype)
        there, here = _frame(x.shape, sides)
        out[there] = x[here]
        return out
    for axis, (before, after) in enumerate(sides):
        if before or after:
            x = _pad_axis(x, axis, before, after, mode)
    return x.copy() if x is input else x


def pad_backward(
    grad_output: ArrayLike,
    input: ArrayLike,
    pad: Sequence[int],
    mode: PadMode = "constant",
    value: float | None = None,
) -> Array:
    """Gradient of `pad` with respect to `input`: copies give back to where they came from.

    Parameters
    ----------
    grad_output : array_like
        Shape of the padded array.
    input, pad, mode, value
        As in the forward pass.

    Returns
    -------
    ndarray, shape of `input`

    Raises
    ------
    ValueError
        If `pad`, `mode` or shapes are not possible.

    Source
    ------
    Convention of `torch.nn.functional.pad`.

    Examples
    --------
    >>> pad_backward([1.0, 1.0, 1.0, 1.0], [5.0, 6.0], (2, 0), mode="replicate")
    array([3., 1.])
    """
    x = as_float(input)
    sides = _per_axis(x, pad, mode, value)
    padded = tuple(n + sum(side) for n, side in zip(x.shape, sides, strict=True))
    grad = as_gradient(grad_output, padded, x.dtype)
    if mode == "constant":
        out = np.zeros(x.shape, grad.dtype)
        there, here = _frame(x.shape, sides)
        out[here] = grad[there]
        return out
    for axis, (before, after) in enumerate(sides):
        if before or after:
            grad = _pad_axis_backward(grad, axis, x.shape[axis], before, after, mode)
    return grad.copy() if grad is grad_output else grad
