"""Dropout of entries, with the randomness in the open."""

from __future__ import annotations

from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array
from unrolled.nn._drop import backward, forward
from unrolled.nn._options import Generator

__all__ = ["dropout", "dropout_backward"]


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
    return forward(input, 0, p, training, generator, mask)


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
    return backward(grad_output, input, 0, p, training, generator, mask)
