"""Dropout of entries and of whole channels, with the randomness in the open."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, as_float, as_gradient, probability

Generator = np.random.Generator | int


def _scale(
    x: Array,
    shape: tuple[int, ...],
    p: float,
    training: bool,
    generator: Generator | None,
    mask: ArrayLike | None,
) -> Array | None:
    """Return the factor of every entry: 0 or 1 / (1 - p). None where nothing is dropped."""
    probability(p)
    if not training:
        return None
    if mask is not None:
        keep = np.asarray(mask, dtype=bool)
        if keep.shape != shape:
            raise ValueError(f"mask has shape {keep.shape}; it must be {shape}")
    elif p in (0.0, 1.0):
        keep = np.full(shape, p == 0.0)
    elif generator is None:
        raise ValueError("generator and mask are None; training needs one of them")
    else:
        keep = np.random.default_rng(generator).uniform(size=shape) >= p
    return keep.astype(x.dtype) * x.dtype.type(1.0 / (1.0 - p) if p < 1.0 else 0.0)


def _apply(x: Array, scale: Array | None) -> Array:
    return x.copy() if scale is None else np.asarray(x * scale)


def dropout(
    input: ArrayLike,
    p: float = 0.5,
    training: bool = True,
    *,
    generator: Generator | None = None,
    mask: ArrayLike | None = None,
) -> Array:
    """Zero each entry with probability p, and scale the others by 1 / (1 - p).

    Parameters
    ----------
    input : array_like
        Any shape.
    p : float
        Probability of being dropped, in [0, 1].
    training : bool
        Without it nothing happens.
    generator : numpy.random.Generator or int, optional
        Source of randomness, or its seed.
    mask : array_like of bool, shape of `input`, optional
        What is kept, instead of a random draw.

    Returns
    -------
    ndarray, shape of `input`

    Raises
    ------
    ValueError
        If `p` is no probability, or training has neither generator nor mask.

    Source
    ------
    Convention of `torch.nn.functional.dropout` ("inverted" dropout); Srivastava et al., Dropout
    (2014), scale at test time instead.

    Examples
    --------
    >>> dropout([1.0, 2.0, 3.0, 4.0], 0.5, mask=[True, False, True, False])
    array([2., 0., 6., 0.])
    """
    x = as_float(input)
    return _apply(x, _scale(x, x.shape, p, training, generator, mask))


def dropout_backward(
    grad_output: ArrayLike,
    input: ArrayLike,
    p: float = 0.5,
    training: bool = True,
    *,
    generator: int | None = None,
    mask: ArrayLike | None = None,
) -> Array:
    """Gradient of `dropout` with respect to `input`: the same mask, the same scale.

    Parameters
    ----------
    grad_output : array_like, shape of `input`
    input, p, training
        As in the forward pass.
    generator : int, optional
        The seed of the forward pass.
    mask : array_like of bool, shape of `input`, optional
        Or its mask.

    Returns
    -------
    ndarray, shape of `input`

    Raises
    ------
    ValueError
        If `p` is no probability, or training has neither seed nor mask.

    Source
    ------
    Convention of `torch.nn.functional.dropout`.

    Examples
    --------
    >>> dropout_backward([1.0, 1.0], [5.0, 7.0], 0.5, mask=[True, False])
    array([2., 0.])
    """
    x = as_float(input)
    grad = as_gradient(grad_output, x, x.dtype)
    return _apply(grad, _scale(x, x.shape, p, training, generator, mask))


def _channels(x: Array, space: int, batchless: bool) -> tuple[int, ...]:
    """Shape of a mask with one entry for each channel."""
    if x.ndim != space + 2 and not (batchless and x.ndim == space + 1):
        raise ValueError(f"input has shape {x.shape}; it must have {space + 2} axes")
    return (*x.shape[:-space], *[1] * space)


def dropout1d(
    input: ArrayLike,
    p: float = 0.5,
    training: bool = True,
    *,
    generator: Generator | None = None,
    mask: ArrayLike | None = None,
) -> Array:
    """Zero whole channels of sequences with probability p, and scale the others.

    Parameters
    ----------
    input : array_like, shape (N, C, L) or (C, L)
    p, training, generator
        As for `dropout`.
    mask : array_like of bool, shape (N, C, 1) or (C, 1), optional

    Returns
    -------
    ndarray, shape of `input`

    Raises
    ------
    ValueError
        As for `dropout`, or if `input` holds no sequences.

    Source
    ------
    Convention of `torch.nn.functional.dropout1d`.

    Examples
    --------
    >>> dropout1d([[1.0, 2.0], [3.0, 4.0]], mask=[[True], [False]])
    array([[2., 4.],
           [0., 0.]])
    """
    x = as_float(input)
    return _apply(x, _scale(x, _channels(x, 1, True), p, training, generator, mask))


def dropout1d_backward(
    grad_output: ArrayLike,
    input: ArrayLike,
    p: float = 0.5,
    training: bool = True,
    *,
    generator: int | None = None,
    mask: ArrayLike | None = None,
) -> Array:
    """Gradient of `dropout1d` with respect to `input`.

    Parameters
    ----------
    grad_output : array_like, shape of `input`
    input, p, training, generator, mask
        As for `dropout_backward`.

    Returns
    -------
    ndarray, shape of `input`

    Raises
    ------
    ValueError
        As in the forward pass.

    Source
    ------
    Convention of `torch.nn.functional.dropout1d`.

    Examples
    --------
    >>> dropout1d_backward(1.0, [[1.0, 2.0], [3.0, 4.0]], mask=[[True], [False]])
    array([[2., 2.],
           [0., 0.]])
    """
    x = as_float(input)
    grad = as_gradient(grad_output, x, x.dtype)
    return _apply(grad, _scale(x, _channels(x, 1, True), p, training, generator, mask))


def dropout2d(
    input: ArrayLike,
    p: float = 0.5,
    training: bool = True,
    *,
    generator: Generator | None = None,
    mask: ArrayLike | None = None,
) -> Array:
    """Zero whole channels of images with probability p, and scale the others.

    Parameters
    ----------
    input : array_like, shape (N, C, H, W)
    p, training, generator
        As for `dropout`.
    mask : array_like of bool, shape (N, C, 1, 1), optional

    Returns
    -------
    ndarray, shape of `input`

    Raises
    ------
    ValueError
        As for `dropout`, or if `input` holds no images.

    Source
    ------
    Convention of `torch.nn.functional.dropout2d`; Tompson et al., Efficient object localization
    using convolutional networks (2015), section 3.2.

    Examples
    --------
    >>> dropout2d(np.ones((1, 2, 1, 2)), 0.75, mask=[[[[True]], [[False]]]])
    array([[[[4., 4.]],
            [[0., 0.]]]])
    """
    x = as_float(input)
    return _apply(x, _scale(x, _channels(x, 2, False), p, training, generator, mask))


def dropout2d_backward(
    grad_output: ArrayLike,
    input: ArrayLike,
    p: float = 0.5,
    training: bool = True,
    *,
    generator: int | None = None,
    mask: ArrayLike | None = None,
) -> Array:
    """Gradient of `dropout2d` with respect to `input`.

    Parameters
    ----------
    grad_output : array_like, shape of `input`
    input, p, training, generator, mask
        As for `dropout_backward`.

    Returns
    -------
    ndarray, shape of `input`

    Raises
    ------
    ValueError
        As in the forward pass.

    Source
    ------
    Convention of `torch.nn.functional.dropout2d`.

    Examples
    --------
    >>> dropout2d_backward(1.0, np.ones((1, 1, 1, 2)), mask=[[[[True]]]])
    array([[[[2., 2.]]]])
    """
    x = as_float(input)
    grad = as_gradient(grad_output, x, x.dtype)
    return _apply(grad, _scale(x, _channels(x, 2, False), p, training, generator, mask))
