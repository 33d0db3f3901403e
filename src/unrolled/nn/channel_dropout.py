"""Dropout of whole channels of sequences and of images."""

from __future__ import annotations

from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array
from unrolled.nn._drop import backward, forward
from unrolled.nn._options import Generator

__all__ = ["dropout1d", "dropout1d_backward", "dropout2d", "dropout2d_backward"]


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
    return forward(input, 1, p, training, generator, mask)


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
    return backward(grad_output, input, 1, p, training, generator, mask)


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
    >>> dropout2d([[[[1.0, 1.0]], [[1.0, 1.0]]]], 0.75, mask=[[[[True]], [[False]]]])
    array([[[[4., 4.]],
            [[0., 0.]]]])
    """
    return forward(input, 2, p, training, generator, mask)


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
    >>> dropout2d_backward(1.0, [[[[1.0, 1.0]]]], mask=[[[[True]]]])
    array([[[[2., 2.]]]])
    """
    return backward(grad_output, input, 2, p, training, generator, mask)
