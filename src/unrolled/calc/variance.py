"""How the size of signals changes from layer to layer, and which weights keep it.

The model of Xavier and Kaiming initialisation: weights are independent, have mean 0 and do not
depend on the inputs. Given integers and fractions the results are fractions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from unrolled.calc._checks import Real, natural, positive, real
from unrolled.calc.initial_variance import Weights, weight_variance

Activation = Literal["linear", "relu", "tanh"]


class Moments(NamedTuple):
    """What the model says about a layer's outputs, each of which has the same distribution.

    Attributes
    ----------
    before : float or Fraction
        Variance of the preactivation (its mean is 0).
    second_moment : float or Fraction
        E[a²] of the activation, which the next layer's variance depends on.

    Source
    ------
    He et al., Delving deep into rectifiers (2015), section 2.2.

    Examples
    --------
    >>> propagate([100, 50], weights="he")
    [Moments(before=Fraction(2, 1), second_moment=Fraction(1, 1))]
    """

    before: Real
    second_moment: Real


def linear_variance(
    fan_in: int,
    weight_variance: Real,
    input_variance: Real,
    *,
    input_mean: Real = 0,
    bias_variance: Real = 0,
) -> Real:
    """Variance of s = Σ w_j x_j + b with weights of mean 0.

    Parameters
    ----------
    fan_in : int
        n, number of inputs, at least 1. Of a convolution: channels times kernel area.
    weight_variance, input_variance, bias_variance : float or Fraction
        At least 0.
    input_mean : float or Fraction
        A mean other than 0 adds to the variance, because the weights scatter it.

    Returns
    -------
    float or Fraction
        n · Var(w) · (Var(x) + E[x]²) + Var(b)

    Raises
    ------
    ValueError
        If a variance is negative, or `fan_in` below 1.
    TypeError
        If an argument is not a number.

    Source
    ------
    TUM 2019, problem 2f; Glorot, Bengio (2010), He et al. (2015).

    Examples
    --------
    >>> from fractions import Fraction
    >>> linear_variance(100, Fraction(1, 100), 2)
    Fraction(2, 1)
    >>> linear_variance(100, Fraction(1, 100), 2, input_mean=3)
    Fraction(11, 1)
    """
    n = natural("fan_in", fan_in, least=1)
    spread = positive("input_variance", input_variance)
    second = spread + real("input_mean", input_mean) ** 2
    noise = positive("bias_variance", bias_variance)
    return n * positive("weight_variance", weight_variance) * second + noise


def activation_second_moment(variance: Real, activation: Activation) -> Real:
    """E[f(z)²] for z with mean 0.

    Parameters
    ----------
    variance : float or Fraction
        Of z, at least 0.
    activation : {"linear", "relu", "tanh"}
        ReLU keeps half, exactly, for every symmetric z. tanh is taken as the identity, which
        holds for small signals; for normal z the next terms are -2 · variance² and
        +17/3 · variance³.

    Returns
    -------
    float or Fraction

    Raises
    ------
    ValueError
        If `variance` is negative or `activation` unknown.
    TypeError
        If `variance` is not a number.

    Source
    ------
    He et al. (2015), section 2.2; Glorot, Bengio (2010), section 4.2.1.

    Examples
    --------
    >>> activation_second_moment(3, "relu")
    Fraction(3, 2)
    """
    v = positive("variance", variance)
    if activation not in ("linear", "relu", "tanh"):
        raise ValueError(f"activation is {activation!r}; it may be 'linear', 'relu' or 'tanh'")
    return v / 2 if activation == "relu" else v


def relu_variance(variance: Real) -> float:
    """Variance of ReLU(z) for normal z with mean 0; smaller than E[ReLU(z)²], for it has a mean.

    Parameters
    ----------
    variance : float or Fraction
        Of z, at least 0.

    Returns
    -------
    float
        variance · (1/2 - 1/(2π)); the mean is √(variance / (2π)).

    Raises
    ------
    ValueError
        If `variance` is negative.
    TypeError
        If `variance` is not a number.

    Source
    ------
    Moments of the half-normal distribution.

    Examples
    --------
    >>> round(relu_variance(1), 4)
    0.3408
    """
    return float(positive("variance", variance)) * (0.5 - 0.5 / math.pi)


def propagate(
    widths: Sequence[int],
    *,
    weights: Weights | Real = "he",
    activation: Activation = "relu",
    input_second_moment: Real = 1,
) -> list[Moments]:
    """Follow the size of a signal through fully connected layers without biases.

    Parameters
    ----------
    widths : sequence of int
        Of the input and of every layer, at least 1 each.
    weights : {"he", "xavier", "lecun"} or float or Fraction
        Rule for the variance of the weights (lecun is 1 / fan_in), or that variance itself.
    activation : {"linear", "relu", "tanh"}
        Of every layer, see `activation_second_moment`.
    input_second_moment : float or Fraction
        E[x²], the variance of an input with mean 0; at least 0.

    Returns
    -------
    list of Moments
        One per layer.

    Raises
    ------
    ValueError
        If a number is too small or a name unknown.
    TypeError
        If an argument is not a number.

    Source
    ------
    He et al., Delving deep into rectifiers (2015), section 2.2.

    Examples
    --------
    He's weights keep E[a²] through ReLU, Xavier's halve it in each layer.

    >>> [layer.second_moment for layer in propagate([100, 100, 100], weights="he")]
    [Fraction(1, 1), Fraction(1, 1)]
    >>> [layer.second_moment for layer in propagate([100, 100, 100], weights="xavier")]
    [Fraction(1, 2), Fraction(1, 4)]
    """
    second = positive("input_second_moment", input_second_moment)
    layers = []
    for fan_in, fan_out in pairwise(widths):
        variance = weight_variance(weights, fan_in, fan_out)
        before = linear_variance(fan_in, variance, second)
        second = activation_second_moment(before, activation)
        layers.append(Moments(before, second))
    return layers
