"""Start weights whose variance keeps signals and gradients alive through many layers."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from unrolled.nn._arrays import Array, one_of
from unrolled.nn._options import Generator

__all__ = [
    "calculate_gain",
    "fan_in_and_fan_out",
    "kaiming_normal",
    "kaiming_uniform",
    "xavier_normal",
    "xavier_uniform",
]

_LINEAR = ("linear", "conv1d", "conv2d", "conv_transpose1d", "conv_transpose2d", "sigmoid")
_GAINS = {**dict.fromkeys(_LINEAR, 1.0), "tanh": 5.0 / 3.0, "relu": math.sqrt(2.0), "selu": 0.75}


def calculate_gain(nonlinearity: str, param: float | None = None) -> float:
    """Factor by which a nonlinearity makes up for what it takes from the standard deviation.

    Parameters
    ----------
    nonlinearity : str
        "linear", "sigmoid", "tanh", "relu", "leaky_relu", "selu", or the name of a convolution.
    param : float, optional
        Negative slope of "leaky_relu"; 0.01 by default.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If `nonlinearity` is unknown.

    Source
    ------
    Convention of `torch.nn.init.calculate_gain`.

    Examples
    --------
    >>> calculate_gain("relu") ** 2
    2.0
    """
    one_of("nonlinearity", nonlinearity, (*_GAINS, "leaky_relu"))
    if nonlinearity == "leaky_relu":
        return math.sqrt(2.0 / (1.0 + (0.01 if param is None else param) ** 2))
    return _GAINS[nonlinearity]


def fan_in_and_fan_out(shape: Sequence[int]) -> tuple[int, int]:
    """How many inputs an output depends on, and how many outputs an input reaches.

    Parameters
    ----------
    shape : sequence of int
        (out_features, in_features), or (O, C, kh, kw) of a convolution.

    Returns
    -------
    fan_in, fan_out : int

    Raises
    ------
    ValueError
        If `shape` has fewer than two axes.

    Source
    ------
    Convention of `torch.nn.init`.

    Examples
    --------
    >>> fan_in_and_fan_out((16, 3, 5, 5))
    (75, 400)
    """
    if len(shape) < 2:
        raise ValueError(f"shape is {tuple(shape)}; it must have two axes at least")
    field = math.prod(shape[2:])
    return shape[1] * field, shape[0] * field


def _fan(shape: Sequence[int], mode: str) -> int:
    one_of("mode", mode, ("fan_in", "fan_out"))
    return max(fan_in_and_fan_out(shape)[mode == "fan_out"], 1)  # an empty weight has none


def _xavier_std(shape: Sequence[int], gain: float) -> float:
    return gain * math.sqrt(2.0 / max(sum(fan_in_and_fan_out(shape)), 1))


def _uniform(shape: Sequence[int], std: float, generator: Generator) -> Array:
    # A uniform distribution on [-b, b] has the standard deviation b / √3.
    bound = math.sqrt(3.0) * std
    return np.random.default_rng(generator).uniform(-bound, bound, tuple(shape))


def _normal(shape: Sequence[int], std: float, generator: Generator) -> Array:
    return np.random.default_rng(generator).normal(0.0, std, tuple(shape))


def xavier_uniform(shape: Sequence[int], gain: float = 1.0, *, generator: Generator) -> Array:
    """Uniform start weights with variance 2 gain² / (fan_in + fan_out).

    Parameters
    ----------
    shape : sequence of int
        Shape of the weight, two axes at least.
    gain : float
        See `calculate_gain`.
    generator : numpy.random.Generator or int
        Source of randomness, or its seed.

    Returns
    -------
    ndarray, shape `shape`
        Values in [-b, b] with b = gain √(6 / (fan_in + fan_out)).

    Raises
    ------
    ValueError
        If `shape` has fewer than two axes.

    Source
    ------
    Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks
    (2010), eq. 16; `torch.nn.init.xavier_uniform_`.

    Examples
    --------
    >>> bool(np.abs(xavier_uniform((4, 2), generator=0)).max() <= 1.0)
    True
    """
    return _uniform(shape, _xavier_std(shape, gain), generator)


def xavier_normal(shape: Sequence[int], gain: float = 1.0, *, generator: Generator) -> Array:
    """Normal start weights with variance 2 gain² / (fan_in + fan_out).

    Parameters
    ----------
    shape : sequence of int
        Shape of the weight, two axes at least.
    gain : float
        See `calculate_gain`.
    generator : numpy.random.Generator or int
        Source of randomness, or its seed.

    Returns
    -------
    ndarray, shape `shape`

    Raises
    ------
    ValueError
        If `shape` has fewer than two axes.

    Source
    ------
    Glorot and Bengio (2010), eq. 12; `torch.nn.init.xavier_normal_`.

    Examples
    --------
    >>> float(xavier_normal((3000, 1000), generator=0).var()) * 4000
    2.00
    """
    return _normal(shape, _xavier_std(shape, gain), generator)


def kaiming_uniform(
    shape: Sequence[int],
    a: float = 0.0,
    mode: str = "fan_in",
    nonlinearity: str = "leaky_relu",
    *,
    generator: Generator,
) -> Array:
    """Uniform start weights with variance gain² / fan.

    Parameters
    ----------
    shape : sequence of int
        Shape of the weight, two axes at least.
    a : float
        Negative slope of "leaky_relu"; 0 is ReLU, with gain √2.
    mode : {"fan_in", "fan_out"}
        Keep the variance of the signals, or that of the gradients.
    nonlinearity : str
        See `calculate_gain`.
    generator : numpy.random.Generator or int
        Source of randomness, or its seed.

    Returns
    -------
    ndarray, shape `shape`
        Values in [-b, b] with b = gain √(3 / fan).

    Raises
    ------
    ValueError
        If `shape` has fewer than two axes, or an option is unknown.

    Source
    ------
    He et al., Delving deep into rectifiers (2015), section 2.2; `torch.nn.init.kaiming_uniform_`.

    Examples
    --------
    >>> bool(np.abs(kaiming_uniform((4, 6), generator=0)).max() <= 1.0)
    True
    """
    std = calculate_gain(nonlinearity, a) / math.sqrt(_fan(shape, mode))
    return _uniform(shape, std, generator)


def kaiming_normal(
    shape: Sequence[int],
    a: float = 0.0,
    mode: str = "fan_in",
    nonlinearity: str = "leaky_relu",
    *,
    generator: Generator,
) -> Array:
    """Normal start weights with variance gain² / fan.

    Parameters
    ----------
    shape, a, mode, nonlinearity, generator
        As for `kaiming_uniform`.

    Returns
    -------
    ndarray, shape `shape`

    Raises
    ------
    ValueError
        If `shape` has fewer than two axes, or an option is unknown.

    Source
    ------
    He et al., Delving deep into rectifiers (2015), eq. 10; `torch.nn.init.kaiming_normal_`.

    Examples
    --------
    >>> kaiming_normal((2, 3), generator=0).shape
    (2, 3)
    """
    std = calculate_gain(nonlinearity, a) / math.sqrt(_fan(shape, mode))
    return _normal(shape, std, generator)
