"""What every operation does first: make arrays, check them, and let NaN travel quietly."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

#: What all operations compute with: float32 or float64, any shape.
Array = NDArray[np.floating]
Integers = NDArray[np.int64]

_BLOCK = 1 << 15  # entries that stay in the cache from one operation to the next


def _as_array(x: ArrayLike, name: str) -> np.ndarray:
    try:
        return np.asarray(x)
    except ValueError:  # NumPy does not say whose rows they are
        raise ValueError(f"{name}: expected an array, got rows of unequal length") from None


def as_float(x: ArrayLike, name: str = "input") -> Array:
    """Return `x` as a floating array: float32 and float64 stay, all else becomes float64."""
    array = x if type(x) is np.ndarray else _as_array(x, name)
    if array.dtype in (np.float32, np.float64):
        return array
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name}: expected numbers, got an array of dtype {array.dtype}")
    return array.astype(np.float64)


def optional(x: ArrayLike | None, name: str) -> Array | None:
    """Return `x` as a floating array, or None."""
    return None if x is None else as_float(x, name)


def as_integers(x: ArrayLike, name: str) -> Integers:
    """Return `x` as int64; fractions are refused, an empty list is no mistake."""
    array = _as_array(x, name)
    if array.dtype.kind not in "iu" and array.size:
        raise TypeError(f"{name} has dtype {array.dtype}; it must hold integers")
    return array.astype(np.int64)


def as_gradient(
    grad_output: ArrayLike,
    output: Array | tuple[int, ...],
    dtype: np.dtype,
    name: str = "grad_output",
) -> Array:
    """Return `grad_output` in the shape of the output; a scalar counts for all its entries."""
    shape = output if isinstance(output, tuple) else output.shape
    grad = as_float(grad_output, name)
    if grad.ndim == 0:
        return np.full(shape, grad, dtype)
    if grad.shape != shape:
        raise ValueError(f"{name} has shape {grad.shape}; it must be that of output, {shape}")
    return grad


def kept(output: ArrayLike, x: Array) -> Array:
    """Return what the forward pass returned for x, in its shape."""
    y = as_float(output, "output")
    if y.shape != x.shape:
        raise ValueError(f"output has shape {y.shape}; it must be that of input, {x.shape}")
    return y


def quietly() -> np.errstate:
    """No warnings for what torch computes without a word: log 0, infinity minus infinity, 0/0."""
    return np.errstate(all="ignore")


def one_of(name: str, value: object, allowed: Sequence[object]) -> None:
    """Refuse an option that does not exist."""
    if value not in allowed:
        known = ", ".join(map(repr, allowed))
        raise ValueError(f"{name} is {value!r}; it may be one of {known}")


def probability(p: float, name: str = "p") -> None:
    """Refuse what is not in [0, 1]."""
    if not 0.0 <= p <= 1.0:
        raise ValueError(f"{name} is {p}; a probability is in [0, 1]")


def axis_of(dim: int, ndim: int) -> int:
    """Return `dim` counted from the front."""
    try:
        operator.index(dim)
    except TypeError:
        raise TypeError(f"dim is {dim!r}; it must be an integer") from None
    if not -max(ndim, 1) <= dim < max(ndim, 1):
        raise ValueError(f"dim is {dim}; for {ndim} axes it may be {-max(ndim, 1)} to {ndim - 1}")
    return dim % max(ndim, 1)


def keep(grad: Array, mask: np.ndarray, out: Array | None = None) -> Array:
    """Return `grad` where `mask` is true, else 0. np.where takes ten times as long as a product."""
    with quietly():
        if np.isfinite(grad.sum()):
            return np.asarray(np.multiply(grad, mask, out=out))
    kept = np.where(mask, grad, grad.dtype.type(0))
    if out is None:
        return kept
    out[...] = kept
    return out


def blocks(count: int, entries_each: int, size: int = _BLOCK) -> Iterator[slice]:
    """Cut `count` things of so many entries into runs of about `size` entries."""
    step = max(1, size // max(entries_each, 1))
    return (slice(i, i + step) for i in range(0, count, step))


def blockwise(f: Callable[..., Array], *arrays: Array) -> Array:
    """Return f(*arrays), for an f that works entry by entry, without temporaries that are large."""
    if arrays[0].size <= _BLOCK:
        return np.asarray(f(*arrays))
    flat = [a.ravel() for a in arrays]
    out = np.empty(flat[0].size, np.result_type(*flat))
    for b in blocks(out.size, 1):
        out[b] = f(*(a[b] for a in flat))
    return out.reshape(arrays[0].shape)


def block_sums(f: Callable[..., Array], *arrays: Array) -> Array:
    """Return sums of f(*arrays), for an f that works entry by entry, whose results nobody keeps."""
    flat = [a.ravel() for a in arrays]
    sums = [f(*(a[b] for a in flat)).sum() for b in blocks(flat[0].size, 1)]
    return np.array(sums, np.result_type(*flat))


def broadcasts(name: str, array: np.ndarray, shape: tuple[int, ...]) -> None:
    """Refuse an array that would not broadcast to a shape, or would enlarge it."""
    try:
        fits = np.broadcast_shapes(array.shape, shape) == shape
    except ValueError:
        fits = False
    if not fits:
        raise ValueError(f"{name} has shape {array.shape}; it does not broadcast to {shape}")


def sum_to(grad: Array, shape: tuple[int, ...]) -> Array:
    """Undo broadcasting: what was copied forward is summed backward."""
    grad = grad.sum(axis=tuple(range(grad.ndim - len(shape))))
    axes = tuple(i for i, n in enumerate(shape) if n == 1 and grad.shape[i] != 1)
    return np.asarray(grad.sum(axis=axes, keepdims=True) if axes else grad)
