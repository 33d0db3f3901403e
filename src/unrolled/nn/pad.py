"""Padding with a constant, a mirror image or the border."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, Integers, as_float, as_gradient, one_of

PadMode = Literal["constant", "reflect", "replicate"]


def _per_axis(
    x: Array, pad: Sequence[int], mode: str, value: float | None
) -> list[tuple[int, int]]:
    """(before, after) for every axis of x; torch lists them from the last axis on."""
    one_of("mode", mode, ("constant", "reflect", "replicate"))
    if len(pad) % 2 or len(pad) > 2 * x.ndim:
        raise ValueError(
            f"pad is {tuple(pad)}; for input of shape {x.shape} it may be up to {x.ndim} pairs"
        )
    if mode != "constant" and value:
        raise ValueError(f"value is {value}; mode {mode!r} takes none")
    pairs = list(zip(pad[::2], pad[1::2], strict=True))[::-1]
    sides = [(0, 0)] * (x.ndim - len(pairs)) + pairs
    for n, (before, after) in zip(x.shape, sides, strict=True):
        if n + before + after < 0 or (mode == "reflect" and max(before, after) >= max(n, 1)):
            raise ValueError(f"pad is {tuple(pad)}; that is too much for input of shape {x.shape}")
        if mode == "replicate" and n == 0 and max(before, after) > 0:
            raise ValueError(f"input of shape {x.shape} has no border to replicate")
    return sides


def _origins(n: int, before: int, after: int, mode: str) -> Integers:
    """Where, on an axis of length n, every entry of the padded axis comes from; -1 is nowhere."""
    i = np.arange(-before, n + after)
    if mode == "replicate":
        return i.clip(0, n - 1)
    if mode == "reflect":
        i = np.abs(i)
        return np.where(i >= n, 2 * (n - 1) - i, i)
    return np.where((i >= 0) & (i < n), i, -1)


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
    for axis, (before, after) in enumerate(_per_axis(x, pad, mode, value)):
        if before or after:
            x = _pad_axis(x, axis, _origins(x.shape[axis], before, after, mode), value or 0.0)
    return x.copy() if x is input else x


def _pad_axis(x: Array, axis: int, origins: Integers, value: float) -> Array:
    shape = [*x.shape]
    shape[axis] = len(origins)
    out = np.full(shape, value, x.dtype)
    inside = origins >= 0
    np.moveaxis(out, axis, 0)[inside] = np.moveaxis(x, axis, 0)[origins[inside]]
    return out


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
    for axis, (before, after) in enumerate(sides):
        if before or after:
            origins = _origins(x.shape[axis], before, after, mode)
            out = np.zeros((*grad.shape[:axis], x.shape[axis], *grad.shape[axis + 1 :]), grad.dtype)
            inside = origins >= 0
            np.add.at(
                np.moveaxis(out, axis, 0), origins[inside], np.moveaxis(grad, axis, 0)[inside]
            )
            grad = out
    return grad.copy() if grad is grad_output else grad
