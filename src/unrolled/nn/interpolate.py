"""Resizing by the nearest neighbour, or linearly along each axis."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, Integers, as_float, as_gradient, one_of
from unrolled.nn._options import IntOrInts, ints

__all__ = ["interpolate", "interpolate_backward"]

InterpolateMode = Literal["nearest", "linear", "bilinear"]
Scale = float | Sequence[float]


class _Axis(NamedTuple):
    """Every output entry is (1 - share) x[low] + share x[high]; for the nearest share is None."""

    low: Integers
    high: Integers
    share: Array | None


def _nearest(n: int, out: int, scale: float | None) -> _Axis:
    # torch rounds the ratio to float32 before it multiplies.
    ratio = np.float32(1.0 / scale if scale else n / out)
    low = np.floor(np.arange(out, dtype=np.float32) * ratio).astype(np.int64).clip(0, n - 1)
    return _Axis(low, low, None)


def _linear(n: int, out: int, scale: float | None, align_corners: bool) -> _Axis:
    i = np.arange(out)
    if align_corners:
        at = i * ((n - 1) / (out - 1) if out > 1 else 0.0)
    else:
        at = ((i + 0.5) * (1.0 / scale if scale else n / out) - 0.5).clip(0.0)
    low = np.floor(at).astype(np.int64).clip(0, n - 1)
    return _Axis(low, (low + 1).clip(0, n - 1), np.asarray((at - low).clip(0.0, 1.0)))


def _antialiased(n: int, out: int, scale: float | None, align_corners: bool) -> Array:
    """Weights of every input entry, (out, n): triangles that are wider where the image shrinks."""
    if align_corners:
        ratio = (n - 1) / (out - 1) if out > 1 else 0.0
    else:
        ratio = 1.0 / scale if scale else n / out
    centre = ratio * (np.arange(out)[:, None] + 0.5)
    distance = np.abs(np.arange(n) + 0.5 - centre) / max(ratio, 1.0)
    weights = (1.0 - distance).clip(0.0)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def _read(
    x: Array,
    size: IntOrInts | None,
    scale_factor: Scale | None,
    mode: str,
    align_corners: bool | None,
    recompute_scale_factor: bool | None,
    antialias: bool,
) -> list[tuple[int, int, float | None]]:
    """Check the options; return, for every axis, old size, new size and the factor if it counts."""
    modes = {3: ("nearest", "linear"), 4: ("nearest", "bilinear")}
    if x.ndim not in modes or 0 in x.shape[2:]:
        raise ValueError(f"input has shape {x.shape}; it may be (N, C, L) or (N, C, H, W)")
    one_of("mode", mode, modes[x.ndim])
    if mode == "nearest" and align_corners is not None:
        raise ValueError("align_corners goes with mode 'linear' and 'bilinear' only")
    if antialias and mode != "bilinear":
        raise ValueError(f"antialias goes with mode 'bilinear' only, and mode is {mode!r}")
    if (size is None) == (scale_factor is None):
        raise ValueError(f"size is {size} and scale_factor is {scale_factor}; give one of them")
    if recompute_scale_factor and scale_factor is None:
        raise ValueError("recompute_scale_factor goes with scale_factor, not with size")
    space = x.shape[2:]
    scales: Sequence[float | None] = [None] * len(space)
    if scale_factor is None:
        outs = ints("size", size, len(space), 1)  # type: ignore[arg-type]  # not None, see above
    else:
        given = scale_factor if isinstance(scale_factor, Sequence) else [scale_factor] * len(space)
        outs = tuple(math.floor(n * float(s)) for n, s in zip(space, given, strict=True))
        if min(outs) < 1:
            raise ValueError(f"scale_factor is {scale_factor}; nothing of {space} would be left")
        scales = scales if recompute_scale_factor else given
    return list(zip(space, outs, scales, strict=True))


def _axis(n: int, out: int, scale: float | None, mode: str, align_corners: bool | None) -> _Axis:
    if mode == "nearest":
        return _nearest(n, out, scale)
    return _linear(n, out, scale, bool(align_corners))


def _along(x: Array, axis: int, matrix: Array) -> Array:
    """Multiply one axis by a matrix (new, old)."""
    return np.moveaxis(np.moveaxis(x, axis, -1) @ matrix.T, -1, axis)


def interpolate(
    input: ArrayLike,
    size: IntOrInts | None = None,
    scale_factor: Scale | None = None,
    mode: InterpolateMode = "nearest",
    align_corners: bool | None = None,
    recompute_scale_factor: bool | None = None,
    antialias: bool = False,
) -> Array:
    """Resize sequences or images.

    Parameters
    ----------
    input : array_like, shape (N, C, L) or (N, C, H, W)
    size : int or (int, int), optional
        The new size; or else
    scale_factor : float or (float, float), optional
        the factor to it, rounded down.
    mode : {"nearest", "linear", "bilinear"}
        "linear" is for sequences, "bilinear" for images.
    align_corners : bool, optional
        Whether the centres of the corner pixels stay where they are (True), or the corners of
        the image do (False, the default). Not for "nearest".
    recompute_scale_factor : bool, optional
        Take the ratio of the sizes for the factor, which differs from it after rounding down.
    antialias : bool
        Where a bilinear image shrinks, average over all that falls into a new pixel. torch 2.13
        repeats the first row where the new width is 1; here no width is special.

    Returns
    -------
    ndarray, shape (N, C, L') or (N, C, H', W')

    Raises
    ------
    ValueError
        If options do not go together.

    Source
    ------
    Convention of `torch.nn.functional.interpolate`.

    Examples
    --------
    >>> interpolate([[[1.0, 3.0]]], scale_factor=2)
    array([[[1., 1., 3., 3.]]])
    >>> interpolate([[[1.0, 3.0]]], size=4, mode="linear")
    array([[[1. , 1.5, 2.5, 3. ]]])
    >>> interpolate([[[1.0, 3.0]]], size=3, mode="linear", align_corners=True)
    array([[[1., 2., 3.]]])
    """
    x = as_float(input)
    sizes = _read(x, size, scale_factor, mode, align_corners, recompute_scale_factor, antialias)
    if antialias:
        for k, one in enumerate(sizes):
            x = _along(x, k + 2, _antialiased(*one, bool(align_corners)).astype(x.dtype))
        return np.ascontiguousarray(x)
    for k, one in reversed(list(enumerate(sizes))):
        axis = _axis(*one, mode, align_corners)
        low = x.take(axis.low, axis=k + 2)
        if axis.share is None:
            x = low
            continue
        share = axis.share.astype(x.dtype).reshape(-1, *[1] * (x.ndim - k - 3))
        x = low * (1 - share) + x.take(axis.high, axis=k + 2) * share
    return x


def _matrix(axis: _Axis, n: int, dtype: np.dtype) -> Array:
    """Return the resizing of one axis as a matrix, (out, n)."""
    share = np.zeros(len(axis.low)) if axis.share is None else axis.share
    m, rows = np.zeros((len(axis.low), n), dtype), np.arange(len(axis.low))
    m[rows, axis.low] += 1.0 - share
    m[rows, axis.high] += share
    return m


def interpolate_backward(
    grad_output: ArrayLike,
    input: ArrayLike,
    size: IntOrInts | None = None,
    scale_factor: Scale | None = None,
    mode: InterpolateMode = "nearest",
    align_corners: bool | None = None,
    recompute_scale_factor: bool | None = None,
    antialias: bool = False,
) -> Array:
    """Gradient of `interpolate` with respect to `input`: resizing is linear, so its transpose.

    Parameters
    ----------
    grad_output : array_like, shape (N, C, L') or (N, C, H', W')
    input, size, scale_factor, mode, align_corners, recompute_scale_factor, antialias
        As in the forward pass.

    Returns
    -------
    ndarray, shape of `input`

    Raises
    ------
    ValueError
        If options do not go together, or shapes differ.

    Source
    ------
    Convention of `torch.nn.functional.interpolate`.

    Examples
    --------
    >>> interpolate_backward([[[1.0, 1.0, 1.0, 5.0]]], [[[1.0, 3.0]]], scale_factor=2)
    array([[[2., 6.]]])
    """
    x = as_float(input)
    sizes = _read(x, size, scale_factor, mode, align_corners, recompute_scale_factor, antialias)
    grad = as_gradient(grad_output, (*x.shape[:2], *(out for _, out, _ in sizes)), x.dtype)
    for k, one in enumerate(sizes):
        if antialias:
            matrix = _antialiased(*one, bool(align_corners)).astype(grad.dtype)
        else:
            matrix = _matrix(_axis(*one, mode, align_corners), one[0], grad.dtype)
        grad = _along(grad, k + 2, matrix.T)
    return np.ascontiguousarray(grad)
