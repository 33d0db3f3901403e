"""How the size of gradients changes on the way back through the layers.

The same model as forward: weights are independent, have mean 0, and the gradient that reaches a
layer does not depend on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from unrolled.calc._checks import Real, natural, positive
from unrolled.calc.initial_variance import Weights, weight_variance
from unrolled.calc.variance import Activation, activation_second_moment


class GradientMoments(NamedTuple):
    """What the model says about the gradients at one layer; their means are 0.

    Attributes
    ----------
    preactivation : float or Fraction
        Variance of dL/dz, the gradient at each preactivation.
    input : float or Fraction
        Variance of dL/dx, which the layer hands down: the gradient at the activations of the layer
        below.

    Source
    ------
    He et al., Delving deep into rectifiers (2015), section 2.2, "Backward propagation case".

    Examples
    --------
    >>> propagate_gradient([100, 50], weights="he")
    [GradientMoments(preactivation=Fraction(1, 2), input=Fraction(1, 2))]
    """

    preactivation: Real
    input: Real


def propagate_gradient(
    widths: Sequence[int],
    *,
    weights: Weights | Real = "he",
    activation: Activation = "relu",
    output_variance: Real = 1,
) -> list[GradientMoments]:
    """Follow the size of a gradient back through the layers of `propagate`.

    Parameters
    ----------
    widths, weights, activation
        As for `propagate`. ReLU lets half of the squared gradient pass, tanh of small signals all.
    output_variance : float or Fraction
        Variance of the gradient at the activations of the last layer; at least 0.

    Returns
    -------
    list of GradientMoments
        One per layer, in the order of `propagate`: the gradient arrives at the last entry first.

    Raises
    ------
    ValueError
        If a number is too small or a name unknown.
    TypeError
        If an argument is not a number.

    Source
    ------
    He et al. (2015), section 2.2; Glorot, Bengio (2010), equation 6.

    Examples
    --------
    What keeps the signal keeps the gradient where all layers are equally wide. Where they are not,
    He's weights multiply it by fan_out / fan_in.

    >>> [layer.input for layer in propagate_gradient([100, 100, 100], weights="he")]
    [Fraction(1, 1), Fraction(1, 1)]
    >>> [layer.input for layer in propagate_gradient([100, 50, 25], weights="he")]
    [Fraction(1, 4), Fraction(1, 2)]
    """
    gradient = positive("output_variance", output_variance)
    layers = []
    for fan_out, fan_in in pairwise(reversed(widths)):
        # E[f'(z)²] is for ReLU the half that E[f(z)²] is: of a symmetric z, half is above 0.
        at_z = activation_second_moment(gradient, activation)
        variance = weight_variance(weights, fan_in, fan_out)
        gradient = natural("fan_out", fan_out, least=1) * variance * at_z
        layers.append(GradientMoments(at_z, gradient))
    return layers[::-1]
