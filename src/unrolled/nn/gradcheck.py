"""Finite differences: the second opinion on every backward pass."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array

__all__ = ["GradientMismatch", "gradcheck"]


class GradientMismatch(AssertionError):
    """A backward pass that central differences contradict; the message prints both."""


def _is_float(x: object) -> bool:
    return isinstance(x, np.ndarray | list) and np.asarray(x).dtype.kind == "f"


def _first(output: ArrayLike | tuple[ArrayLike, ...]) -> Array:
    return np.asarray(output[0] if isinstance(output, tuple) else output)


def _central_differences(loss: Callable[[], float], x: Array, step: float) -> Array:
    """Slope of `loss` along every entry of `x`, which is moved and put back."""
    grad = np.empty_like(x)
    for i in np.ndindex(x.shape):
        middle = x[i]
        x[i] = middle + step
        above = loss()
        x[i] = middle - step
        below = loss()
        x[i] = middle
        grad[i] = (above - below) / (2.0 * step)
    return grad


def gradcheck(
    f: Callable[..., Any],
    f_backward: Callable[..., Any],
    *args: Any,
    step: float = 1e-6,
    rtol: float = 1e-5,
    atol: float = 1e-7,
    seed: int = 0,
    **options: Any,
) -> bool:
    """Compare a backward pass with central differences of its forward pass.

    Parameters
    ----------
    f, f_backward : callable
        `f(*args, **options)` returns an array, or a tuple whose first entry is looked at.
        `f_backward(grad_output, *args, **options)` returns the gradients of the array arguments
        in order: an array, or a tuple with None for what has no gradient.
    *args
        Arrays and lists of floats are perturbed, on copies; everything else is passed on.
    step : float
        Half the distance of the two points; the error is of order step².
    rtol, atol : float
        Tolerances, relative to the central difference and absolute.
    seed : int
        Seeds the random `grad_output`.
    **options
        Passed on to both.

    Returns
    -------
    bool
        True; what does not agree raises.

    Raises
    ------
    GradientMismatch
        With the position of the worst entry and both gradients of that argument.
    ValueError
        If the number of gradients is not that of the array arguments.

    Source
    ------
    Convention of `torch.autograd.gradcheck`, with NumPy arrays.

    Examples
    --------
    >>> gradcheck(np.sin, lambda g, x: g * np.cos(x), np.array([0.0, 1.0]))
    True
    >>> gradcheck(np.sin, lambda g, x: g * np.sin(x), np.array([0.5]))
    Traceback (most recent call last):
    ...
    unrolled.nn.gradcheck.GradientMismatch: argument 0, entry (0,): backward says ..., \
central differences say ...
    """
    moved = [np.array(a, np.float64) if _is_float(a) else a for a in args]
    output = _first(f(*moved, **options))
    grad_output = np.asarray(np.random.default_rng(seed).normal(size=output.shape))
    found = f_backward(grad_output, *moved, **options)
    # An optional array that is absent counts as one, so that gradients keep their places.
    arrays = [i for i, a in enumerate(moved) if a is None or isinstance(a, np.ndarray | list)]
    grads = found if isinstance(found, tuple) else (found,)
    # What was left out at the end has None for a gradient.
    if any(grad is not None for grad in grads[len(arrays) :]):
        raise ValueError(f"f_backward returned {len(grads)} gradients for {len(arrays)} arrays")

    def loss() -> float:
        return float((grad_output * _first(f(*moved, **options))).sum())

    for i, grad in zip(arrays, grads, strict=False):
        if grad is not None:
            _compare(i, np.asarray(grad), _central_differences(loss, moved[i], step), rtol, atol)
    return True


def _compare(argument: int, grad: Array, expected: Array, rtol: float, atol: float) -> None:
    if grad.shape != expected.shape:
        raise GradientMismatch(
            f"argument {argument}: backward returns shape {grad.shape}, not {expected.shape}"
        )
    excess = np.abs(grad - expected) - (atol + rtol * np.abs(expected))
    if np.all(excess <= 0):
        return
    worst = np.unravel_index(np.argmax(np.where(np.isnan(excess), np.inf, excess)), excess.shape)
    where = tuple(map(int, worst))
    raise GradientMismatch(
        f"argument {argument}, entry {where}: backward says {grad[where]}, central differences "
        f"say {expected[where]}\nbackward:\n{grad}\ncentral differences:\n{expected}"
    )
