"""How many numbers a layer of weights learns."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from unrolled.calc._checks import extents, grouped, natural


def linear_parameters(in_features: int, out_features: int, *, bias: bool = True) -> int:
    """Parameters of a fully connected layer.

    Parameters
    ----------
    in_features, out_features : int
        Length of one input and of one output, at least 1.
    bias : bool
        Whether each output has one.

    Returns
    -------
    int
        out_features · (in_features + bias)

    Raises
    ------
    ValueError
        If a size is below 1.
    TypeError
        If a size is not an integer.

    Source
    ------
    `torch.nn.Linear`.

    Examples
    --------
    >>> linear_parameters(30, 8)
    248
    """
    n = natural("in_features", in_features, least=1)
    return natural("out_features", out_features, least=1) * (n + bool(bias))


def conv_weight_shape(
    in_channels: int,
    out_channels: int,
    kernel: int | Sequence[int],
    *,
    axes: int = 2,
    groups: int = 1,
    transposed: bool = False,
) -> tuple[int, ...]:
    """Shape of a convolution's weight.

    Parameters
    ----------
    in_channels, out_channels : int
        At least 1; a filter makes one output channel.
    kernel : int or tuple of int
        One side for all axes, or a tuple with one entry per axis.
    axes : int
        1, 2 or 3 for sequences, images, volumes; not needed beside a tuple.
    groups : int
        Divides both numbers of channels; an output channel sees those of its group only.
    transposed : bool
        Torch stores the weight of a transposed convolution as that of the convolution in the
        other direction: its own input comes first.

    Returns
    -------
    tuple of int
        (out_channels, in_channels / groups, *kernel), or transposed
        (in_channels, out_channels / groups, *kernel)

    Raises
    ------
    ValueError
        If an argument is too small, or `groups` does not divide.
    TypeError
        If an argument is not an integer.

    Source
    ------
    `torch.nn.Conv2d` and `ConvTranspose2d`. (Keras: kernel first, then in, then out.)

    Examples
    --------
    TUM, CNN and receptive field, 4c:

    >>> conv_weight_shape(3, 4, 5)
    (4, 3, 5, 5)
    """
    c_in, c_out, parts = grouped(in_channels, out_channels, groups)
    n = len(kernel) if isinstance(kernel, Sequence) else natural("axes", axes, least=1)
    sides = extents("kernel", kernel, n, least=1)
    return (c_in, c_out // parts, *sides) if transposed else (c_out, c_in // parts, *sides)


def conv_parameters(
    in_channels: int,
    out_channels: int,
    kernel: int | Sequence[int],
    *,
    axes: int = 2,
    groups: int = 1,
    bias: bool = True,
) -> int:
    """Parameters of a convolution, plain or transposed; the size of the image does not enter.

    Parameters
    ----------
    in_channels, out_channels, kernel, axes, groups
        As for `conv_weight_shape`.
    bias : bool
        Whether each output channel has one.

    Returns
    -------
    int
        out_channels · (in_channels / groups · kernel area + bias)

    Raises
    ------
    ValueError
        If an argument is too small, or `groups` does not divide.
    TypeError
        If an argument is not an integer.

    Source
    ------
    `torch.nn.Conv1d`, `Conv2d`, `ConvTranspose2d` and so on.

    Examples
    --------
    Osnabrück 12.2: 14 filters 3x3 on an RGB image, without bias.

    >>> conv_parameters(3, 14, 3, bias=False)
    378
    """
    shape = conv_weight_shape(in_channels, out_channels, kernel, axes=axes, groups=groups)
    return prod(shape) + shape[0] * bool(bias)


def embedding_parameters(num_embeddings: int, embedding_dim: int) -> int:
    """Parameters of a lookup table.

    Parameters
    ----------
    num_embeddings : int
        Words in the vocabulary, at least 1.
    embedding_dim : int
        Length of a word's vector, at least 1.

    Returns
    -------
    int
        num_embeddings · embedding_dim; there is no bias.

    Raises
    ------
    ValueError
        If a size is below 1.
    TypeError
        If a size is not an integer.

    Source
    ------
    `torch.nn.Embedding`.

    Examples
    --------
    >>> embedding_parameters(10_000, 64)
    640000
    """
    words = natural("num_embeddings", num_embeddings, least=1)
    return words * natural("embedding_dim", embedding_dim, least=1)


def attention_parameters(
    embed_dim: int, *, kdim: int | None = None, vdim: int | None = None, bias: bool = True
) -> int:
    """Parameters of multi-head attention; the number of heads does not enter.

    Parameters
    ----------
    embed_dim : int
        Width E of queries and outputs, at least 1. The heads share it out among themselves.
    kdim, vdim : int, optional
        Width of keys and of values, E when left out.
    bias : bool
        Whether each of the four maps has one of length E.

    Returns
    -------
    int
        E · (E + kdim + vdim) into the heads, E · E out of them, and 4 · E biases.

    Raises
    ------
    ValueError
        If a size is below 1.
    TypeError
        If a size is not an integer.

    Source
    ------
    `torch.nn.MultiheadAttention`; Vaswani et al., Attention is all you need (2017), without bias.

    Examples
    --------
    >>> attention_parameters(512)
    1050624
    """
    e = natural("embed_dim", embed_dim, least=1)
    k = e if kdim is None else natural("kdim", kdim, least=1)
    v = e if vdim is None else natural("vdim", vdim, least=1)
    return e * (e + k + v) + e * e + 4 * e * bool(bias)
