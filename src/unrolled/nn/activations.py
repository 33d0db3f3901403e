"""ReLU and its relatives: nonlinearities in two pieces, each next to its backward.

The smooth ones are in `smooth`, softmax is in `softmax`. The pieces are put together by arithmetic,
not by np.where, which takes ten times as long where signs come at random.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, as_float, as_gradient, blockwise, keep, quietly

__all__ = ["elu", "elu_backward", "leaky_relu", "leaky_relu_backward", "relu", "relu_backward"]


def relu(input: ArrayLike) -> Array:
    """Rectified linear unit, max(0, x).

    Parameters
    ----------
    input : array_like
        Any shape.

    Returns
    -------
    ndarray
        Same shape as `input`; NaN stays NaN.

    Source
    ------
    Convention of `torch.nn.functional.relu`.

    Examples
    --------
    >>> relu([-1.0, 0.0, 4.0])
    array([0., 0., 4.])
    """
    return np.asarray(np.maximum(as_float(input), 0.0))


def relu_backward(grad_output: ArrayLike, input: ArrayLike, slope_at_zero: float = 0.0) -> Array:
    """Gradient of `relu` with respect to `input`.

    Parameters
    ----------
    grad_output : array_like
        Gradient with respect to the output, shape of `input`.
    input : array_like
        The input of the forward pass.
    slope_at_zero : float
        The subgradient taken at exactly x = 0, from 0 to 1. torch takes 0; some papers
        (TUM 2019, problem 6d) state 1.

    Returns
    -------
    ndarray
        Shape of `input`.

    Raises
    ------
    ValueError
        If `slope_at_zero` is not a subgradient of ReLU at 0, or shapes differ.

    Source
    ------
    Convention of `torch.nn.functional.relu`.

    Examples
    --------
    >>> relu_backward([1.0, 1.0, 1.0], [-1.0, 0.0, 4.0])
    array([0., 0., 1.])
    >>> relu_backward(1.0, 0.0, slope_at_zero=1.0)
    array(1.)
    """
    if not 0.0 <= slope_at_zero <= 1.0:
        raise ValueError(
            f"slope_at_zero is {slope_at_zero}; a subgradient of ReLU at 0 is in [0, 1]"
        )
    x = as_float(input)
    grad = as_gradient(grad_output, x, x.dtype)
    # torch tests x <= 0, so that NaN lets the gradient through.
    out = keep(grad, ~(x <= 0))
    return np.where(x == 0, grad * x.dtype.type(slope_at_zero), out) if slope_at_zero else out


def leaky_relu(input: ArrayLike, negative_slope: float = 0.01) -> Array:
    """ReLU with a small slope for negative inputs.

    Parameters
    ----------
    input : array_like
        Any shape.
    negative_slope : float
        Slope for x ≤ 0; without any it is `relu`.

    Returns
    -------
    ndarray
        Same shape as `input`.

    Source
    ------
    Convention of `torch.nn.functional.leaky_relu`; Maas et al., Rectifier nonlinearities
    improve neural network acoustic models (2013).

    Examples
    --------
    >>> leaky_relu([-2.0, 3.0], negative_slope=0.1)
    array([-0.2,  3. ])
    """
    x = as_float(input)
    if negative_slope == 0:  # a product with +∞, which is not wanted, would be no number
        return np.where(x == -np.inf, x.dtype.type(np.nan), relu(x))
    upper = np.maximum if negative_slope <= 1 else np.minimum
    return np.asarray(upper(x, x * negative_slope))


def leaky_relu_backward(
    grad_output: ArrayLike, input: ArrayLike, negative_slope: float = 0.01
) -> Array:
    """Gradient of `leaky_relu` with respect to `input`.

    Parameters
    ----------
    grad_output : array_like
        Gradient with respect to the output, shape of `input`.
    input, negative_slope
        As in the forward pass.

    Returns
    -------
    ndarray
        Shape of `input`; at x = 0 the slope is `negative_slope`.

    Raises
    ------
    ValueError
        If shapes differ.

    Source
    ------
    Convention of `torch.nn.functional.leaky_relu`.

    Examples
    --------
    >>> leaky_relu_backward([1.0, 1.0], [-2.0, 3.0], negative_slope=0.1)
    array([0.1, 1. ])
    """
    x = as_float(input)
    grad = as_gradient(grad_output, x, x.dtype)
    positive = (x > 0).astype(x.dtype)
    with quietly():
        return np.asarray(grad * (positive + (1.0 - positive) * negative_slope))


def elu(input: ArrayLike, alpha: float = 1.0) -> Array:
    """Exponential linear unit: x for x > 0, alpha (exp(x) - 1) otherwise.

    Parameters
    ----------
    input : array_like
        Any shape.
    alpha : float
        Minus the limit for x → -∞.

    Returns
    -------
    ndarray
        Same shape as `input`.

    Source
    ------
    Convention of `torch.nn.functional.elu`; Clevert et al., Fast and accurate deep network
    learning by exponential linear units (2016).

    Examples
    --------
    >>> elu([-1.0, 3.0])
    array([-0.63212056,  3.        ])
    """

    def pieces(x: Array) -> Array:
        zero = np.zeros_like(x)
        return np.asarray(np.maximum(x, zero) + np.expm1(np.minimum(x, zero)) * alpha)

    return blockwise(pieces, as_float(input))


def elu_backward(grad_output: ArrayLike, input: ArrayLike, alpha: float = 1.0) -> Array:
    """Gradient of `elu` with respect to `input`: 1 for x > 0, alpha exp(x) otherwise.

    Parameters
    ----------
    grad_output : array_like
        Gradient with respect to the output, shape of `input`.
    input, alpha
        As in the forward pass.

    Returns
    -------
    ndarray
        Shape of `input`.

    Raises
    ------
    ValueError
        If shapes differ.

    Source
    ------
    Convention of `torch.nn.functional.elu`.

    Examples
    --------
    >>> elu_backward([1.0, 1.0], [-1.0, 3.0])
    array([0.36787944, 1.        ])
    """
    x = as_float(input)
    grad = as_gradient(grad_output, x, x.dtype)

    def pieces(grad: Array, x: Array) -> Array:
        bent = (x <= 0).astype(x.dtype)
        slope = np.exp(np.minimum(x, np.zeros_like(x))) * alpha
        return np.asarray(grad * ((1.0 - bent) + bent * slope))

    with quietly():
        out = blockwise(pieces, grad, x)
    # NaN takes the identity's branch, as in torch where it goes entry by entry.
    np.copyto(out, grad, where=np.isnan(x))
    return out
