"""Which entry of a window is its maximum, and where the gradient goes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, Integers, keep, one_of
from unrolled.nn._correlate import window_slices
from unrolled.nn._pooling import Pool, slide

Ties = Literal["first", "last", "all", "split"]

INF = float("inf")


def _first_inside(p: Pool) -> np.ndarray:
    """Number, within its window, of each window's first entry that is not padding, (oh, ow)."""
    first = [
        -(np.minimum(np.arange(n) * s - pad, 0) // d)
        for n, s, d, pad in zip(p.out, *p.step, p.padding, strict=True)
    ]
    return np.asarray(first[0][:, None] * p.kernel[1] + first[1])


def _winners(p: Pool, padding_value: float, last: bool = False) -> np.ndarray:
    """Number, within its window, of the entry that is the maximum, (N, C, oh, ow).

    Like torch's loop: a later entry wins if it is larger or NaN.
    """
    frame = p.padded(padding_value, -INF)
    best = np.full((*p.x.shape[:2], *p.out), -INF, p.x.dtype)
    won = np.broadcast_to(_first_inside(p), best.shape).astype(np.int32)
    for k, position in enumerate(np.ndindex(*p.kernel)):
        rows, columns = window_slices(position, p.out, p.step)
        value = frame[:, :, rows, columns]
        better = ((value >= best) if last else (value > best)) | np.isnan(value)
        if last:  # padding of minus infinity ties with an input of minus infinity, and loses
            better &= (value > -INF) | _inside(p, position)
        np.copyto(best, value, where=better)
        won[better] = k
    return won


def _inside(p: Pool, position: tuple[int, ...]) -> np.ndarray:
    """Whether this position of the kernel is on the input, (oh, ow)."""
    return _indices(p, np.full(p.out, position[0] * p.kernel[1] + position[1])) >= 0


def _indices(p: Pool, won: np.ndarray) -> Integers:
    """Position of every maximum in the flat input, -1 where padding won."""
    u, v = np.divmod(won, p.kernel[1])
    (sh, sw), (dh, dw) = p.step
    row = np.arange(p.out[0])[:, None] * sh + u * dh - p.padding[0]
    column = np.arange(p.out[1]) * sw + v * dw - p.padding[1]
    inside = (row >= 0) & (row < p.x.shape[2]) & (column >= 0) & (column < p.x.shape[3])
    return np.where(inside, row * p.x.shape[3] + column, -1).astype(np.int64)


def forward(p: Pool, return_indices: bool, padding_value: float) -> Array | tuple[Array, Integers]:
    """Return the maxima and, if wanted, where they are."""
    out = p.without_extra_axes(slide(p, p.padded(padding_value, -INF), np.maximum))
    if not return_indices:
        return out
    return out, p.without_extra_axes(_indices(p, _winners(p, padding_value)))


def backward(grad_output: ArrayLike, p: Pool, padding_value: float, ties: Ties) -> Array:
    """Return the gradient with respect to the input."""
    one_of("ties", ties, ("first", "last", "all", "split"))
    grad = p.gradient(grad_output)
    if ties == "split":
        grad = grad / sum(np.asarray(win, grad.dtype) for _, win in _wins(p, padding_value, ties))
    grad_frame = np.zeros((*p.x.shape[:2], *p.reach()), grad.dtype)
    for place, win in _wins(p, padding_value, ties):
        grad_frame[place] += keep(grad, win)
    return np.ascontiguousarray(p.without_extra_axes(p.crop(grad_frame)))


_Wins = Iterator[tuple[tuple[slice, ...], np.ndarray]]


def _wins(p: Pool, padding_value: float, ties: Ties) -> _Wins:
    """Yield each position's place, and which windows have their maximum there."""
    frame = p.padded(padding_value, -INF)
    top = slide(p, frame, np.maximum)
    positions = list(np.ndindex(*p.kernel))
    one = ties in ("first", "last")
    if one and not np.isfinite(top).all():  # padding is -inf, and NaN is equal to nothing
        won = _winners(p, padding_value, last=ties == "last")
        yield from ((_place(p, at), won == k) for k, at in enumerate(positions))
        return
    taken = np.zeros(top.shape, dtype=bool)
    for position in positions[::-1] if ties == "last" else positions:
        place = _place(p, position)
        win = frame[place] == top
        if not one:
            win |= np.isnan(frame[place]) & np.isnan(top)
        yield place, win & ~taken if one else win
        taken |= win


def _place(p: Pool, position: tuple[int, ...]) -> tuple[slice, ...]:
    return (slice(None), slice(None), *window_slices(position, p.out, p.step))
