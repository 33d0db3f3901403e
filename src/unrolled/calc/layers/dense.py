"""Layers without a window: fully connected, normalising, pointwise, reshaping."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from unrolled.calc._checks import natural
from unrolled.calc.cost import linear_multiply_adds
from unrolled.calc.layers._base import Layer, Shape, need
from unrolled.calc.norm_parameters import batch_norm_parameters, layer_norm_parameters
from unrolled.calc.parameters import linear_parameters


@dataclass(frozen=True)
class Linear(Layer):
    """Fully connected layer; put `Flatten` before it if there is more than one axis.

    Parameters
    ----------
    units : int
        Outputs, at least 1.
    bias : bool
        One per output.

    Source
    ------
    `torch.nn.Linear`.

    Examples
    --------
    >>> Linear(10).parameters((864,))
    8650
    """

    units: int
    bias: bool = True

    def output_shape(self, shape: Shape) -> Shape:
        """Units in place of features."""
        need(self, shape, "features")
        return (natural("units", self.units, least=1),)

    def parameters(self, shape: Shape) -> int:
        """Weights and biases."""
        return linear_parameters(shape[-1], self.units, bias=self.bias)

    def multiply_adds(self, shape: Shape) -> int:
        """One per weight."""
        return linear_multiply_adds(shape[-1], self.units)


class _Unchanged(Layer):
    """A layer that leaves the shape alone."""

    def output_shape(self, shape: Shape) -> Shape:
        """As it was."""
        return shape


@dataclass(frozen=True)
class BatchNorm(_Unchanged):
    """Batch normalisation per channel (first axis), with γ, β and running statistics.

    Source
    ------
    `torch.nn.BatchNorm2d`.

    Examples
    --------
    >>> BatchNorm().parameters((64, 7, 7)), BatchNorm().running((64, 7, 7))
    (128, 128)
    """

    def parameters(self, shape: Shape) -> int:
        """Two per channel."""
        return batch_norm_parameters(shape[0]).trainable

    def running(self, shape: Shape) -> int:
        """Two per channel."""
        return batch_norm_parameters(shape[0]).running


@dataclass(frozen=True)
class LayerNorm(_Unchanged):
    """Layer normalisation over the last axis, with γ and β.

    Source
    ------
    `torch.nn.LayerNorm` of the last axis.

    Examples
    --------
    >>> LayerNorm().parameters((70, 512))
    1024
    """

    def parameters(self, shape: Shape) -> int:
        """Two per feature."""
        return layer_norm_parameters(shape[-1]).trainable


@dataclass(frozen=True)
class Pointwise(_Unchanged):
    """An activation or dropout: it learns nothing, but its output is kept.

    Parameters
    ----------
    kind : str
        What the table calls it.

    Source
    ------
    `torch.nn.ReLU`, `Dropout` and so on.

    Examples
    --------
    >>> Pointwise("dropout").parameters((128,))
    0
    """

    kind: str = "relu"

    @property
    def name(self) -> str:
        """The kind."""
        return self.kind


@dataclass(frozen=True)
class Flatten(Layer):
    """All axes into one: the same numbers, so nothing new is kept.

    Source
    ------
    `torch.nn.Flatten`.

    Examples
    --------
    >>> Flatten().output_shape((6, 12, 12))
    (864,)
    """

    def output_shape(self, shape: Shape) -> Shape:
        """One axis."""
        return (prod(shape),)

    def kept(self, shape: Shape) -> int:  # noqa: ARG002  # none, whatever the shape
        """Nothing."""
        return 0
