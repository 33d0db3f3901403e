"""ResNet-18 to -152 as lists of layers."""

from __future__ import annotations

from unrolled.calc._checks import natural
from unrolled.calc.layers import (
    BatchNorm,
    Conv,
    GlobalPool,
    Layer,
    Linear,
    Pointwise,
    Pool,
    Residual,
)
from unrolled.calc.network import network_table, network_total

# Depth: residual blocks per stage, and whether they are bottlenecks.
_BLOCKS: dict[int, tuple[tuple[int, int, int, int], bool]] = {
    18: ((2, 2, 2, 2), False),
    34: ((3, 4, 6, 3), False),
    50: ((3, 4, 6, 3), True),
    101: ((3, 4, 23, 3), True),
    152: ((3, 8, 36, 3), True),
}


def resnet_layers(depth: int, *, classes: int = 1000, conv_bias: bool = False) -> list[Layer]:
    """Layers of a residual network for ImageNet.

    Parameters
    ----------
    depth : int
        18, 34, 50, 101 or 152: layers with weights, projections not counted.
    classes : int
        At least 1.
    conv_bias : bool
        Biases of the convolutions, which the batch normalisation behind them makes useless.

    Returns
    -------
    list of Layer
        Stem, residual blocks, classifier.

    Raises
    ------
    ValueError
        If there is no network of that depth, or `classes` is below 1.
    TypeError
        If a number is not an integer.

    Source
    ------
    He et al., Deep residual learning (2016), table 1; projections in the first block of a stage
    (option B), a bottleneck's stride in its 3x3 convolution, as in torchvision. Where the stride
    is changes the multiply-adds, but no parameter.

    Examples
    --------
    >>> from unrolled.calc import network_table, network_total, resnet_layers
    >>> network_total(network_table((3, 224, 224), resnet_layers(50))).multiply_adds
    4089184256
    """
    if natural("depth", depth) not in _BLOCKS:
        raise ValueError(f"depth is {depth}; it may be one of {sorted(_BLOCKS)}")
    counts, bottleneck = _BLOCKS[depth]
    layers: list[Layer] = [
        *_conv(64, 7, 2, conv_bias),
        Pointwise("relu"),
        Pool(3, stride=2, padding=1),
    ]
    channels = 64
    for stage, count in enumerate(counts):
        width = 64 * 2**stage
        out = 4 * width if bottleneck else width
        for block in range(count):
            stride = 2 if stage and not block else 1
            main = (_bottleneck if bottleneck else _basic)(width, stride, conv_bias)
            projected = stride != 1 or channels != out
            shortcut = _conv(out, 1, stride, conv_bias) if projected else []
            layers += [Residual((main, shortcut)), Pointwise("relu")]
            channels = out
    return [*layers, GlobalPool(), Linear(natural("classes", classes, least=1))]


def resnet_parameters(
    depth: int, *, classes: int = 1000, conv_bias: bool = False, running: bool = False
) -> int:
    """Parameters of a residual network.

    Parameters
    ----------
    depth, classes, conv_bias
        As for `resnet_layers`.
    running : bool
        Whether the running means and variances of the batch normalisations are counted, too, as
        Keras does in its total.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If there is no network of that depth, or `classes` is below 1.
    TypeError
        If a number is not an integer.

    Source
    ------
    As for `resnet_layers`.

    Examples
    --------
    TUM 2019, problem 1d: what is learned, and the printed answer, which counts more.

    >>> resnet_parameters(152), resnet_parameters(152, running=True)
    (60192808, 60344232)
    """
    layers = resnet_layers(depth, classes=classes, conv_bias=conv_bias)
    total = network_total(network_table((3, 224, 224), layers))
    return total.parameters + total.running * bool(running)


def _conv(filters: int, kernel: int, stride: int, bias: bool) -> list[Layer]:
    """A convolution that keeps the size but for its stride, and the normalisation behind it."""
    return [Conv(filters, kernel, stride, padding=kernel // 2, bias=bias), BatchNorm()]


def _basic(width: int, stride: int, bias: bool) -> list[Layer]:
    relu = Pointwise("relu")
    return [*_conv(width, 3, stride, bias), relu, *_conv(width, 3, 1, bias)]


def _bottleneck(width: int, stride: int, bias: bool) -> list[Layer]:
    relu = Pointwise("relu")
    narrow = [*_conv(width, 1, 1, bias), relu, *_conv(width, 3, stride, bias), relu]
    return [*narrow, *_conv(4 * width, 1, 1, bias)]
