"""Layers that slide a window over an image or a sequence, channels first."""

from __future__ import annotations

from dataclasses import dataclass

from unrolled.calc._checks import extents
from unrolled.calc.cost import conv_multiply_adds
from unrolled.calc.layers._base import Layer, Shape, need
from unrolled.calc.parameters import conv_parameters
from unrolled.calc.pool_sizes import pool_output_size
from unrolled.calc.sizes import Extent, conv_output_size, conv_transpose_output_size


def _size(layer: Layer, shape: Shape) -> Shape:
    """The axes behind the channels."""
    need(layer, shape, "channels", "size", more=True)
    return shape[1:]


@dataclass(frozen=True)
class Conv(Layer):
    """Convolution along all axes but the channels.

    Parameters
    ----------
    filters : int
        Output channels.
    kernel, stride, padding, dilation
        As for `conv_output_size`.
    groups : int
        Divides both numbers of channels.
    bias : bool
        One per filter.

    Source
    ------
    `torch.nn.Conv2d`.

    Examples
    --------
    >>> layer = Conv(16, 3, padding=1)
    >>> layer.output_shape((3, 32, 32)), layer.parameters((3, 32, 32))
    ((16, 32, 32), 448)
    """

    filters: int
    kernel: Extent
    stride: Extent = 1
    padding: Extent | str = 0
    dilation: Extent = 1
    groups: int = 1
    bias: bool = True

    def output_shape(self, shape: Shape) -> Shape:
        """Filters, then the new size."""
        size = conv_output_size(
            _size(self, shape), self.kernel, self.stride, self.padding, self.dilation
        )
        return (self.filters, *size)

    def parameters(self, shape: Shape) -> int:
        """Weights and biases."""
        kernel = extents("kernel", self.kernel, len(_size(self, shape)), least=1)
        return conv_parameters(shape[0], self.filters, kernel, groups=self.groups, bias=self.bias)

    def multiply_adds(self, shape: Shape) -> int:
        """Weights times places of the output."""
        places = self.output_shape(shape)[1:]
        return conv_multiply_adds(shape[0], self.filters, self.kernel, places, groups=self.groups)


@dataclass(frozen=True)
class ConvTranspose(Layer):
    """Transposed convolution along all axes but the channels.

    Parameters
    ----------
    filters : int
        Output channels.
    kernel, stride, padding, output_padding, dilation
        As for `conv_transpose_output_size`.
    groups : int
        Divides both numbers of channels.
    bias : bool
        One per filter.

    Source
    ------
    `torch.nn.ConvTranspose2d`.

    Examples
    --------
    >>> ConvTranspose(8, 2, stride=2).output_shape((16, 14, 14))
    (8, 28, 28)
    """

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
            _size(self, shape),
            self.kernel,
            self.stride,
            self.padding,
            self.output_padding,
            self.dilation,
        )
        return (self.filters, *size)

    def parameters(self, shape: Shape) -> int:
        """Weights and biases."""
        kernel = extents("kernel", self.kernel, len(_size(self, shape)), least=1)
        return conv_parameters(shape[0], self.filters, kernel, groups=self.groups, bias=self.bias)

    def multiply_adds(self, shape: Shape) -> int:
        """Weights times places of the input."""
        places = _size(self, shape)
        return conv_multiply_adds(shape[0], self.filters, self.kernel, places, groups=self.groups)


@dataclass(frozen=True)
class Pool(Layer):
    """Max or average pooling.

    Parameters
    ----------
    kernel, stride, padding, dilation, ceil_mode
        As for `pool_output_size`.

    Source
    ------
    `torch.nn.MaxPool2d` and `AvgPool2d`.

    Examples
    --------
    >>> Pool(2).output_shape((6, 24, 25))
    (6, 12, 12)
    """

    kernel: Extent
    stride: Extent | None = None
    padding: Extent = 0
    dilation: Extent = 1
    ceil_mode: bool = False

    def output_shape(self, shape: Shape) -> Shape:
        """Channels stay, the size shrinks."""
        size = pool_output_size(
            _size(self, shape),
            self.kernel,
            self.stride,
            self.padding,
            self.dilation,
            ceil_mode=self.ceil_mode,
        )
        return (shape[0], *size)


@dataclass(frozen=True)
class GlobalPool(Layer):
    """One number per channel, whatever the size.

    Source
    ------
    Lin, Chen, Yan, Network in network (2014); `torch.nn.AdaptiveAvgPool2d(1)` and flattening.

    Examples
    --------
    >>> GlobalPool().output_shape((512, 7, 7))
    (512,)
    """

    def output_shape(self, shape: Shape) -> Shape:
        """Channels alone."""
        _size(self, shape)
        return shape[:1]
