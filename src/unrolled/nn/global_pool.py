"""Pooling to a given size: adaptive windows, and one window for the whole image."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, as_float, as_gradient
from unrolled.nn._options import ints

__all__ = [
    "adaptive_avg_pool2d",
    "adaptive_avg_pool2d_backward",
    "global_avg_pool2d",
    "global_avg_pool2d_backward",
    "global_max_pool2d",
    "global_max_pool2d_backward",
]


def _image(input: ArrayLike) -> Array:
    x = as_float(input)
    if x.ndim not in (3, 4):
        raise ValueError(f"input has shape {x.shape}; it may be (N, C, H, W) or (C, H, W)")
    if 0 in x.shape[-2:]:
        raise ValueError(f"input has shape {x.shape}; height and width must not be 0")
    return x


def _sizes(output_size: int | Sequence[int | None], x: Array) -> tuple[int, int]:
    if isinstance(output_size, Sequence) and len(output_size) == 2:
        height, width = (
            n if o is None else o for o, n in zip(output_size, x.shape[-2:], strict=True)
        )
        output_size = (height, width)
    height, width = ints("output_size", output_size, 2, 1)  # type: ignore[arg-type]  # None is gone
    return height, width


def _edges(size: int, out: int) -> list[slice]:
    """Windows that cover the axis: from floor(i n / m) to ceil((i + 1) n / m)."""
    return [slice(i * size // out, -(-(i + 1) * size // out)) for i in range(out)]


def _lengths(windows: list[slice]) -> list[int]:
    return [w.stop - w.start for w in windows]


def adaptive_avg_pool2d(input: ArrayLike, output_size: int | Sequence[int | None]) -> Array:
    """Mean pooling to a given size, whatever the size of the image.

    Parameters
    ----------
    input : array_like, shape (N, C, H, W) or (C, H, W)
    output_size : int or (int or None, int or None)
        None keeps the size of the input. Window i goes from floor(i H / H') to
        ceil((i + 1) H / H'), so windows may overlap.

    Returns
    -------
    ndarray, shape (N, C, H', W') or (C, H', W')

    Raises
    ------
    ValueError
        If `input` is no image or a size is not possible.

    Source
    ------
    Convention of `torch.nn.functional.adaptive_avg_pool2d`.

    Examples
    --------
    >>> adaptive_avg_pool2d([[[1.0, 2.0, 6.0]]], (1, 2))
    array([[[1.5, 4. ]]])
    """
    x = _image(input)
    height, width = _sizes(output_size, x)
    rows, columns = _edges(x.shape[-2], height), _edges(x.shape[-1], width)
    y = np.stack([x[..., r, :].sum(axis=-2) for r in rows], axis=-2)
    y = np.stack([y[..., c].sum(axis=-1) for c in columns], axis=-1)
    y /= np.multiply.outer(_lengths(rows), _lengths(columns))
    return y


def adaptive_avg_pool2d_backward(
    grad_output: ArrayLike, input: ArrayLike, output_size: int | Sequence[int | None]
) -> Array:
    """Gradient of `adaptive_avg_pool2d` with respect to `input`.

    Parameters
    ----------
    grad_output : array_like, shape (N, C, H', W') or (C, H', W')
    input, output_size
        As in the forward pass.

    Returns
    -------
    ndarray, shape of `input`

    Raises
    ------
    ValueError
        If `input` is no image or a size is not possible.

    Source
    ------
    Convention of `torch.nn.functional.adaptive_avg_pool2d`.

    Examples
    --------
    >>> adaptive_avg_pool2d_backward([[[1.0, 1.0]]], [[[1.0, 2.0, 6.0]]], (1, 2))
    array([[[0.5, 1. , 0.5]]])
    """
    x = _image(input)
    height, width = _sizes(output_size, x)
    grad = as_gradient(grad_output, (*x.shape[:-2], height, width), x.dtype)
    along = np.zeros((*x.shape[:-2], height, x.shape[-1]), grad.dtype)
    for i, c in enumerate(_edges(x.shape[-1], width)):
        along[..., c] += grad[..., i : i + 1] / (c.stop - c.start)
    out = np.zeros(x.shape, grad.dtype)
    for i, r in enumerate(_edges(x.shape[-2], height)):
        out[..., r, :] += along[..., i : i + 1, :] / (r.stop - r.start)
    return out


def global_avg_pool2d(input: ArrayLike) -> Array:
    """Mean over the whole image: one number for each channel.

    Parameters
    ----------
    input : array_like, shape (N, C, H, W) or (C, H, W)

    Returns
    -------
    ndarray, shape (N, C, 1, 1) or (C, 1, 1)

    Raises
    ------
    ValueError
        If `input` is no image.

    Source
    ------
    Lin et al., Network in network (2014), section 3.2; `adaptive_avg_pool2d` to size 1.

    Examples
    --------
    >>> global_avg_pool2d([[[1.0, 2.0, 6.0]]])
    array([[[3.]]])
    """
    return np.asarray(_image(input).mean(axis=(-2, -1), keepdims=True))


def global_avg_pool2d_backward(grad_output: ArrayLike, input: ArrayLike) -> Array:
    """Gradient of `global_avg_pool2d` with respect to `input`.

    Parameters
    ----------
    grad_output : array_like, shape (N, C, 1, 1) or (C, 1, 1)
    input : array_like, shape (N, C, H, W) or (C, H, W)

    Returns
    -------
    ndarray, shape of `input`

    Raises
    ------
    ValueError
        If `input` is no image.

    Source
    ------
    Lin et al., Network in network (2014), section 3.2.

    Examples
    --------
    >>> global_avg_pool2d_backward([[[3.0]]], [[[1.0, 2.0, 6.0]]])
    array([[[1., 1., 1.]]])
    """
    x = _image(input)
    grad = as_gradient(grad_output, (*x.shape[:-2], 1, 1), x.dtype)
    return np.broadcast_to(grad / (x.shape[-2] * x.shape[-1]), x.shape).copy()


def global_max_pool2d(input: ArrayLike) -> Array:
    """Maximum over the whole image: one number for each channel.

    Parameters
    ----------
    input : array_like, shape (N, C, H, W) or (C, H, W)

    Returns
    -------
    ndarray, shape (N, C, 1, 1) or (C, 1, 1)

    Raises
    ------
    ValueError
        If `input` is no image.

    Source
    ------
    `max_pool2d` with a window of the size of the image.

    Examples
    --------
    >>> global_max_pool2d([[[1.0, 2.0, 6.0]]])
    array([[[6.]]])
    """
    return np.asarray(_image(input).max(axis=(-2, -1), keepdims=True))


def global_max_pool2d_backward(grad_output: ArrayLike, input: ArrayLike) -> Array:
    """Gradient of `global_max_pool2d` with respect to `input`: a tie goes to the first.

    Parameters
    ----------
    grad_output : array_like, shape (N, C, 1, 1) or (C, 1, 1)
    input : array_like, shape (N, C, H, W) or (C, H, W)

    Returns
    -------
    ndarray, shape of `input`

    Raises
    ------
    ValueError
        If `input` is no image.

    Source
    ------
    `max_pool2d` with a window of the size of the image.

    Examples
    --------
    >>> global_max_pool2d_backward([[[2.0]]], [[[1.0, 6.0, 6.0]]])
    array([[[0., 2., 0.]]])
    """
    x = _image(input)
    grad = as_gradient(grad_output, (*x.shape[:-2], 1, 1), x.dtype)
    flat = x.reshape(*x.shape[:-2], x.shape[-2] * x.shape[-1])
    out = np.zeros(flat.shape, grad.dtype)
    np.put_along_axis(out, flat.argmax(axis=-1, keepdims=True), grad[..., 0], axis=-1)
    return out.reshape(x.shape)
