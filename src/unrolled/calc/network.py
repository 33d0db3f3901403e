"""A whole network as a table: shapes, parameters, multiply-adds and activations per layer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import prod
from typing import NamedTuple

from unrolled.calc._checks import natural
from unrolled.calc.layers import Layer, Shape


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

    Source
    ------
    As for `network_table`.

    Examples
    --------
    >>> from unrolled.calc import Linear
    >>> network_table((3,), [Linear(2)])[1]
    Row(name='Linear', shape=(2,), parameters=8, running=0, multiply_adds=6, activations=2)
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
        Of the input: (channels, height, width), (channels, length), (length, features)
        or (features,).
    layers : iterable of Layer
        `Conv`, `ConvTranspose`, `Pool`, `GlobalPool`, `BatchNorm`, `LayerNorm`, `Pointwise`,
        `Flatten`, `Linear`, `Residual`, `Embedding`, `Recurrent`, or one of your own.

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
            raise ValueError(f"layers[{i}], {layer.name}: {error}") from None
    return rows


def _row(layer: Layer, shape: Shape) -> Row:
    return Row(
        layer.name,
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


def network_markdown(rows: Iterable[Row]) -> str:
    """Make a Markdown table with a line of totals.

    Parameters
    ----------
    rows : iterable of Row
        As `network_table` returns them; at least one.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If there is no row.

    Source
    ------
    Own; what a worked solution prints.

    Examples
    --------
    >>> from unrolled.calc import Linear
    >>> print(network_markdown(network_table((30,), [Linear(8)])))
    | layer | output | parameters | running | multiply-adds | activations |
    | --- | --- | ---: | ---: | ---: | ---: |
    | Input | 30 | 0 | 0 | 0 | 30 |
    | Linear | 8 | 248 | 0 | 240 | 8 |
    | Total |  | 248 | 0 | 240 | 38 |
    """
    table = list(rows)
    total = network_total(table)
    lines = [
        ["layer", "output", "parameters", "running", "multiply-adds", "activations"],
        ["---", "---", "---:", "---:", "---:", "---:"],
        *([row.name, " × ".join(map(str, row.shape)), *map(_grouped, row[2:])] for row in table),
        ["Total", "", *map(_grouped, total[2:])],
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _grouped(count: object) -> str:
    return f"{count:,}"
