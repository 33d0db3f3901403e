"""Which entry of a window is its maximum, and where the gradient goes."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, Integers, as_integers, blocks, keep, one_of
from unrolled.nn._pooling import Pool, parts, slide, slide_along
from unrolled.nn._windows import places, span

Ties = Literal["first", "last", "all", "split"]

INF = float("inf")

_BLOCK = 1 << 17  # entries of a block of images: its temporaries fit a cache, more or less


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
    for k, place in enumerate(places(p.kernel, p.out, p.step)):
        value = frame[place]
        better = ((value >= best) if last else (value > best)) | np.isnan(value)
        if last:  # padding of minus infinity ties with an input of minus infinity, and loses
            better &= (value > -INF) | _inside(p, k)
        np.copyto(best, value, where=better)
        won[better] = k
    return won


def _inside(p: Pool, k: int) -> np.ndarray:
    """Whether entry k of each window is on the input, (oh, ow)."""
    return _indices(p, np.full(p.out, k)) >= 0


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
    out = p.layout.restore(slide(p, p.padded(padding_value, -INF), np.maximum))
    if not return_indices:
        return out
    return out, p.layout.restore(_indices(p, _winners(p, padding_value)))


def backward(
    grad_output: ArrayLike,
    p: Pool,
    padding_value: float,
    ties: Ties,
    indices: ArrayLike | None,
) -> Array:
    """Return the gradient with respect to the input.

    It goes back as the maximum was found: from a window to the maxima of its rows, then along them.
    """
    one_of("ties", ties, ("first", "last", "all", "split"))
    grad = p.gradient(grad_output)
    if indices is not None:
        if ties != "first":
            raise ValueError(
                f"ties is {ties!r}; with indices, which hold one place each, it is 'first'"
            )
        return np.ascontiguousarray(p.layout.restore(_to_places(p, grad, indices)))
    out = np.empty(p.x.shape, grad.dtype)
    for b in blocks(len(out), out[:1].size, _BLOCK):
        out[b] = _backward(grad[b], p._replace(x=p.x[b]), padding_value, ties)
    return np.ascontiguousarray(p.layout.restore(out))


def _backward(grad: Array, p: Pool, padding_value: float, ties: Ties) -> Array:
    frame = p.padded(padding_value, -INF)
    along = slide_along(p, 1, frame, np.maximum)
    top = slide_along(p, 0, along, np.maximum)
    if ties in ("first", "last") and not np.isfinite(top).all():
        out = _to_winners(p, grad, _winners(p, padding_value, last=ties == "last"))
    else:
        if ties == "split":
            in_row = np.sum([_equal(frame[part], along) for part in parts(p, 1)], axis=0)
            rows = [_equal(along[part], top) * in_row[part] for part in parts(p, 0)]
            grad = grad / np.sum(rows, axis=0, dtype=grad.dtype)
        out = _to_maxima(p, 1, _to_maxima(p, 0, grad, along, top, ties), frame, along, ties)
    return p.crop(out)


def _equal(x: Array, top: Array) -> np.ndarray:
    return np.asarray((x == top) | (np.isnan(x) & np.isnan(top)))


def _to_maxima(p: Pool, axis: int, grad: Array, x: Array, top: Array, ties: Ties) -> Array:
    """Give the gradient of each maximum `top` along one axis to the entries of x that reach it."""
    one = ties in ("first", "last")
    out = np.zeros(x.shape, grad.dtype)
    apart = p.step.stride[axis] >= span(p.kernel, p.step.dilation)[axis]  # each entry in one window
    order = parts(p, axis)[:: -1 if ties == "last" else 1]
    free = None  # the windows whose gradient is still to be given away; None is all
    for number, part in enumerate(order, 1):
        if not one:
            win = _equal(x[part], top)
        elif number == len(order) and free is not None:
            win = free  # a maximum that no other entry reached
        else:
            win = x[part] == top
            if free is not None:
                win &= free
            free = ~win if free is None else free ^ win
        if apart:
            keep(grad, win, out=out[part])
        else:
            out[part] += keep(grad, win)
    return out


def _to_places(p: Pool, grad: Array, indices: ArrayLike) -> Array:
    """Give the gradient of each window to where `forward` found its maximum."""
    where = as_integers(indices, "indices")
    shape = p.layout.shape(grad.shape)
    planes, area = p.x.shape[0] * p.x.shape[1], p.x.shape[2] * p.x.shape[3]
    if where.shape != shape:
        raise ValueError(f"indices has shape {where.shape}; it must be that of output, {shape}")
    if where.size and not -1 <= where.min() <= where.max() < area:
        raise ValueError(
            f"indices holds {where.min()} to {where.max()}; the plane has {area} entries"
        )
    # A place of its own, behind the planes, for what padding wins.
    out = np.zeros(planes * area + 1, grad.dtype)
    rows = where.reshape(planes, p.out[0] * p.out[1])
    flat = np.where(rows < 0, -1, rows + area * np.arange(planes)[:, None])
    np.add.at(out, flat.ravel(), grad.ravel())
    return out[:-1].reshape(p.x.shape)


def _to_winners(p: Pool, grad: Array, won: np.ndarray) -> Array:
    """Give the gradient of each window to entry `won` of it."""
    out = np.zeros((*p.x.shape[:2], *p.reach()), grad.dtype)
    for k, place in enumerate(places(p.kernel, p.out, p.step)):
        out[place] += keep(grad, won == k)
    return out
