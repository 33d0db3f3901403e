"""Layers as data: what each makes of a shape, learns and costs.

A shape is that of one example, without the batch: (channels, height, width) for images,
(channels, length) for sequences, (features,) for vectors.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from unrolled.calc._checks import extents, natural
from unrolled.calc.cost import conv_multiply_adds, linear_multiply_adds
from unrolled.calc.norm_parameters import batch_norm_parameters
from unrolled.calc.parameters import conv_parameters, linear_parameters
from unrolled.calc.pool_sizes import pool_output_size
from unrolled.calc.sizes import Extent, conv_output_size, conv_transpose_output_size

Shape = tuple[int, ...]


class Layer(ABC):
    """One layer of a network table."""

    @abstractmethod
    def output_shape(self, shape: Shape) -> Shape:
        """Shape of the output for an input of that shape."""

    def parameters(self, shape: Shape) -> int:  # noqa: ARG002  # most layers have none
        """How many numbers the layer learns."""
        return 0

    def running(self, shape: Shape) -> int:  # noqa: ARG002  # most layers have none
        """How many running statistics the layer keeps."""
        return 0

    def multiply_adds(self, shape: Shape) -> int:  # noqa: ARG002  # most layers have none
        """Multiply-adds per example."""
        return 0

    def kept(self, shape: Shape) -> int:
        """Numbers per example in the output, which the backward pass may need."""
        return prod(self.output_shape(shape))


def _spatial(layer: object, shape: Shape) -> Shape:
    """The axes behind the channels."""
    if len(shape) < 2:
        name = type(layer).__name__
        raise ValueError(f"shape is {shape}; before {name} it must be (channels, ...)")
    return shape[1:]


@dataclass(frozen=True)
class Conv(Layer):
    """Convolution with `filters` output channels; arguments as for `conv_output_size`."""

    filters: int
    kernel: Extent
    stride: Extent = 1
    padding: Extent | str = 0
    dilation: Extent = 1
    groups: int = 1
    bias: bool = True

    def output_shape(self, shape: Shape) -> Shape:
        """Filters, then the new size."""
        size = _spatial(self, shape)
        kernel, stride, padding, dilation = self.kernel, self.stride, self.padding, self.dilation
        return (self.filters, *conv_output_size(size, kernel, stride, padding, dilation))

    def parameters(self, shape: Shape) -> int:
        """Weights and biases."""
        kernel = extents("kernel", self.kernel, len(_spatial(self, shape)), least=1)
        return conv_parameters(shape[0], self.filters, kernel, groups=self.groups, bias=self.bias)

    def multiply_adds(self, shape: Shape) -> int:
        """Weights times places of the output."""
        places = self.output_shape(shape)[1:]
        return conv_multiply_adds(shape[0], self.filters, self.kernel, places, groups=self.groups)


@dataclass(frozen=True)
class ConvTranspose(Layer):
    """Transposed convolution; arguments as for `conv_transpose_output_size`."""

    filters: int
    kernel: Extent
    stride: Extent = 1
    padding: Extent = 0
    output_padding: Extent = 0
    dilation: Extent = 1
    groups: int = 1
    bias: bool = True

    def output_shape(self, shape: Shape) -> Shape:
        """Filters, then the new size."""
        size = conv_transpose_output_size(
            _spatial(self, shape),
            self.kernel,
            self.stride,
            self.padding,
            self.output_padding,
            self.dilation,
        )
        return (self.filters, *size)

    def parameters(self, shape: Shape) -> int:
        """Weights and biases."""
        kernel = extents("kernel", self.kernel, len(_spatial(self, shape)), least=1)
        return conv_parameters(shape[0], self.filters, kernel, groups=self.groups, bias=self.bias)

    def multiply_adds(self, shape: Shape) -> int:
        """Weights times places of the input."""
        places = _spatial(self, shape)
        return conv_multiply_adds(shape[0], self.filters, self.kernel, places, groups=self.groups)


@dataclass(frozen=True)
class Pool(Layer):
    """Max or average pooling; arguments as for `pool_output_size`."""

    kernel: Extent
    stride: Extent | None = None
    padding: Extent = 0
    ceil_mode: bool = False

    def output_shape(self, shape: Shape) -> Shape:
        """Channels stay, the size shrinks."""
        size = pool_output_size(
            _spatial(self, shape),
            self.kernel,
            self.stride,
            self.padding,
            ceil_mode=self.ceil_mode,
        )
        return (shape[0], *size)


@dataclass(frozen=True)
class GlobalPool(Layer):
    """One number per channel, whatever the size."""

    def output_shape(self, shape: Shape) -> Shape:
        """Channels alone."""
        _spatial(self, shape)
        return shape[:1]


@dataclass(frozen=True)
class BatchNorm(Layer):
    """Batch normalisation with γ, β and running statistics."""

    def output_shape(self, shape: Shape) -> Shape:
        """As it was."""
        return shape

    def parameters(self, shape: Shape) -> int:
        """Two per channel."""
        return batch_norm_parameters(shape[0]).trainable

    def running(self, shape: Shape) -> int:
        """Two per channel."""
        return batch_norm_parameters(shape[0]).running


@dataclass(frozen=True)
class Pointwise(Layer):
    """An activation or dropout: neither shape nor parameters."""

    name: str = "relu"

    def output_shape(self, shape: Shape) -> Shape:
        """As it was."""
        return shape


@dataclass(frozen=True)
class Flatten(Layer):
    """All axes into one; the same numbers, so nothing new is kept."""

    def output_shape(self, shape: Shape) -> Shape:
        """One axis."""
        return (prod(shape),)

    def kept(self, shape: Shape) -> int:  # noqa: ARG002  # none, whatever the shape
        """Return 0."""
        return 0


@dataclass(frozen=True)
class Linear(Layer):
    """Fully connected layer with `units` outputs."""

    units: int
    bias: bool = True

    def output_shape(self, shape: Shape) -> Shape:
        """Units in place of the features."""
        if len(shape) != 1:
            raise ValueError(f"shape is {shape}; before Linear it must be (features,): Flatten it")
        return (natural("units", self.units, least=1),)

    def parameters(self, shape: Shape) -> int:
        """Weights and biases."""
        return linear_parameters(shape[-1], self.units, bias=self.bias)

    def multiply_adds(self, shape: Shape) -> int:
        """One per weight."""
        return linear_multiply_adds(shape[-1], self.units)


@dataclass(frozen=True)
class Residual(Layer):
    """Branches that start from the same input and are added; an empty one is the identity."""

    branches: tuple[Sequence[Layer], ...]

    def output_shape(self, shape: Shape) -> Shape:
        """The shape that all branches must end in."""
        ends = [_walk(branch, shape)[-1] for branch in self.branches]
        if len(set(ends)) != 1:
            raise ValueError(f"branches end in shapes {ends}; they must be equal to be added")
        return ends[0]

    def parameters(self, shape: Shape) -> int:
        """Those of all branches."""
        return sum(layer.parameters(s) for layer, s in self._layers(shape))

    def running(self, shape: Shape) -> int:
        """Those of all branches."""
        return sum(layer.running(s) for layer, s in self._layers(shape))

    def multiply_adds(self, shape: Shape) -> int:
        """Those of all branches; the sum itself has no products."""
        return sum(layer.multiply_adds(s) for layer, s in self._layers(shape))

    def kept(self, shape: Shape) -> int:
        """Those of all branches, and the sum."""
        return sum(layer.kept(s) for layer, s in self._layers(shape)) + super().kept(shape)

    def _layers(self, shape: Shape) -> list[tuple[Layer, Shape]]:
        pairs: list[tuple[Layer, Shape]] = []
        for branch in self.branches:
            pairs += zip(branch, _walk(branch, shape), strict=False)
        return pairs


def _walk(layers: Sequence[Layer], shape: Shape) -> list[Shape]:
    """The input's shape and that after each layer."""
    shapes = [shape]
    for layer in layers:
        shapes.append(layer.output_shape(shapes[-1]))
    return shapes
