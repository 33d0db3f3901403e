"""Multiply-adds of a layer, and the memory of parameters and activations.

A multiply-add is one product added to a sum. Biases, activations and comparisons are not counted,
as is usual; a FLOP count is about twice the number.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from unrolled.calc._checks import natural
from unrolled.calc.parameters import conv_weight_shape
from unrolled.calc.recurrent_parameters import rnn_parameters


def linear_multiply_adds(in_features: int, out_features: int) -> int:
    """Multiply-adds of a fully connected layer, per example.

    Parameters
    ----------
    in_features, out_features : int
        At least 1.

    Returns
    -------
    int
        in_features · out_features

    Raises
    ------
    ValueError
        If a size is below 1.
    TypeError
        If a size is not an integer.

    Source
    ------
    One product per weight.

    Examples
    --------
    >>> linear_multiply_adds(2048, 1000)
    2048000
    """
    n = natural("in_features", in_features, least=1)
    return n * natural("out_features", out_features, least=1)


def conv_multiply_adds(
    in_channels: int,
    out_channels: int,
    kernel: int | Sequence[int],
    output_size: Sequence[int],
    *,
    groups: int = 1,
) -> int:
    """Multiply-adds of a convolution, per example; products with padding are counted.

    Parameters
    ----------
    in_channels, out_channels, kernel, groups
        As for `conv_weight_shape`.
    output_size : tuple of int
        Places that the kernel is put to, one entry per axis. For a transposed convolution, whose
        kernel is put to the input's places, the input's size.

    Returns
    -------
    int
        weights · places

    Raises
    ------
    ValueError
        If an argument is too small, or `groups` does not divide.
    TypeError
        If an argument is not an integer.

    Source
    ------
    Each weight is used once per place.

    Examples
    --------
    The stem of a ResNet on 224x224 images:

    >>> conv_multiply_adds(3, 64, 7, (112, 112))
    118013952
    """
    places = [natural(f"output_size[{i}]", n, least=1) for i, n in enumerate(output_size)]
    shape = conv_weight_shape(in_channels, out_channels, kernel, axes=len(places), groups=groups)
    if len(shape) != len(places) + 2:
        raise ValueError(
            f"kernel is {kernel!r}; it must be an integer or have {len(places)} entries, as "
            f"output_size {tuple(output_size)} has"
        )
    return prod(shape) * prod(places)


def recurrent_multiply_adds(
    input_size: int,
    hidden_size: int,
    steps: int,
    *,
    gates: int = 1,
    layers: int = 1,
    directions: int = 1,
) -> int:
    """Multiply-adds of recurrent layers, per example: here the length of the sequence counts.

    Parameters
    ----------
    input_size, hidden_size : int
        D and H, at least 1.
    steps : int
        Length of the sequence, at least 0.
    gates, layers, directions : int
        As for `rnn_parameters`.

    Returns
    -------
    int
        steps · gates · H · (D + H) for one layer in one direction; the gates' elementwise products
        are not counted.

    Raises
    ------
    ValueError
        If a size is too small, or a count is none of those listed.
    TypeError
        If an argument is not an integer.

    Source
    ------
    Each weight is used once per step.

    Examples
    --------
    >>> recurrent_multiply_adds(10, 20, steps=70, gates=4)
    168000
    """
    weights = rnn_parameters(
        input_size, hidden_size, gates=gates, layers=layers, directions=directions
    )
    return natural("steps", steps) * weights


def attention_multiply_adds(
    length: int, embed_dim: int, *, source_length: int | None = None
) -> int:
    """Multiply-adds of multi-head attention, per example; the number of heads does not enter.

    Parameters
    ----------
    length : int
        L, queries; at least 1.
    embed_dim : int
        E, at least 1.
    source_length : int, optional
        S, keys and values; L when left out (self-attention).

    Returns
    -------
    int
        (2 · L + 2 · S) · E² for the four maps, 2 · L · S · E for scores and weighted sums.

    Raises
    ------
    ValueError
        If a size is below 1.
    TypeError
        If a size is not an integer.

    Source
    ------
    Vaswani et al., Attention is all you need (2017), table 1: n² · d.

    Examples
    --------
    >>> attention_multiply_adds(100, 512)
    115097600
    """
    n, e = natural("length", length, least=1), natural("embed_dim", embed_dim, least=1)
    s = n if source_length is None else natural("source_length", source_length, least=1)
    return (2 * n + 2 * s) * e * e + 2 * n * s * e


def training_bytes(
    parameters: int,
    activations: int,
    *,
    batch: int = 1,
    bytes_per_number: int = 4,
    optimiser_values: int = 0,
) -> int:
    """Memory of one training step.

    Parameters
    ----------
    parameters : int
        Trainable ones.
    activations : int
        Numbers per example that are kept for the backward pass.
    batch : int
        Examples at a time, at least 1.
    bytes_per_number : int
        4 for float32, 2 for float16, 8 for float64.
    optimiser_values : int
        Numbers that the optimiser keeps per parameter: 0 for SGD, 1 with momentum or for RMSProp,
        2 for Adam.

    Returns
    -------
    int
        bytes_per_number · (parameters · (2 + optimiser_values) + batch · activations): each
        parameter has a gradient. Work space of a library comes on top.

    Raises
    ------
    ValueError
        If an argument is too small.
    TypeError
        If an argument is not an integer.

    Source
    ------
    Own bookkeeping.

    Examples
    --------
    >>> training_bytes(1_000_000, 50_000, batch=32, optimiser_values=2)
    22400000
    """
    numbers = natural("parameters", parameters) * (
        2 + natural("optimiser_values", optimiser_values)
    )
    kept = natural("batch", batch, least=1) * natural("activations", activations)
    return natural("bytes_per_number", bytes_per_number, least=1) * (numbers + kept)
