"""A whole network as a table: shapes, parameters, multiply-adds and activations per layer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import prod
from typing import NamedTuple

from unrolled.calc._checks import natural
from unrolled.calc.layers import Layer, Pointwise, Shape


class Row(NamedTuple):
    """One line of the table; all numbers are per example.

    Attributes
    ----------
    name : str
        Kind of layer.
    shape : tuple of int
        Of its output, without the batch.
    parameters : int
        Trainable ones.
    running : int
        Running statistics (Keras: non-trainable parameters).
    multiply_adds : int
    activations : int
        Numbers in the outputs, which the backward pass may need.
    """

    name: str
    shape: Shape
    parameters: int
    running: int
    multiply_adds: int
    activations: int


def network_table(shape: Sequence[int], layers: Iterable[Layer]) -> list[Row]:
    """Follow one example through a list of layers.

    Parameters
    ----------
    shape : tuple of int
        Of the input: (channels, height, width), (channels, length) or (features,).
    layers : iterable of Layer
        `Conv`, `ConvTranspose`, `Pool`, `GlobalPool`, `BatchNorm`, `Pointwise`, `Flatten`,
        `Linear`, `Residual`.

    Returns
    -------
    list of Row
        The input, which is kept for the backward pass, and one row per layer.

    Raises
    ------
    ValueError
        If a layer does not fit the shape that reaches it; the message says which.
    TypeError
        If something is not a layer, or a size not an integer.

    Source
    ------
    As `model.summary()` of Keras prints it.

    Examples
    --------
    >>> from unrolled.calc import Conv, Flatten, Linear, Pool, network_table
    >>> rows = network_table((1, 28, 28), [Conv(6, 5), Pool(2), Flatten(), Linear(10)])
    >>> for row in rows:
    ...     print(row.name, row.shape, row.parameters)
    Input (1, 28, 28) 0
    Conv (6, 24, 24) 156
    Pool (6, 12, 12) 0
    Flatten (864,) 0
    Linear (10,) 8650
    """
    current = tuple(natural(f"shape[{i}]", n, least=1) for i, n in enumerate(shape))
    rows = [Row("Input", current, 0, 0, 0, prod(current))]
    for i, layer in enumerate(layers):
        if not isinstance(layer, Layer):
            raise TypeError(f"layers[{i}] is {layer!r}; it must be a Layer")
        try:
            rows.append(_row(layer, rows[-1].shape))
        except ValueError as error:
            raise ValueError(f"layers[{i}], {type(layer).__name__}: {error}") from None
    return rows


def _row(layer: Layer, shape: Shape) -> Row:
    return Row(
        layer.name if isinstance(layer, Pointwise) else type(layer).__name__,
        layer.output_shape(shape),
        layer.parameters(shape),
        layer.running(shape),
        layer.multiply_adds(shape),
        layer.kept(shape),
    )


def network_total(rows: Iterable[Row]) -> Row:
    """Sums of a table, with the shape of the last row.

    Parameters
    ----------
    rows : iterable of Row
        As `network_table` returns them; at least one.

    Returns
    -------
    Row

    Raises
    ------
    ValueError
        If there is no row.

    Source
    ------
    As for `network_table`.

    Examples
    --------
    >>> from unrolled.calc import Linear, network_table, network_total
    >>> network_total(network_table((30,), [Linear(8), Linear(1)])).parameters
    257
    """
    table = list(rows)
    if not table:
        raise ValueError("rows is empty; it must have at least one row")
    sums = [sum(column) for column in list(zip(*table, strict=True))[2:]]
    return Row("Total", table[-1].shape, *sums)
