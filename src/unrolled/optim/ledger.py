"""A ledger for the eye (a Markdown table) and for a view (plain data)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from unrolled.optim._base import Ledger, Row
from unrolled.optim._checks import Number, whole


def as_data(rows: Ledger) -> list[dict[str, float | list[float]]]:
    """Make rows of plain numbers and lists, ready for JSON.

    Parameters
    ----------
    rows : list of dict
        As `Optimiser.run` returns them.

    Returns
    -------
    list of dict
        Same names; an array becomes a list (nested for matrices).

    Source
    ------
    Own; what an explorable receives.

    Examples
    --------
    >>> from unrolled.optim import SGD
    >>> as_data(SGD(learning_rate=0.5).run([1.0, 2.0], lambda w: w, steps=1))[1]["parameter"]
    [0.5, 1.0]
    """
    return [{name: np.asarray(value).tolist() for name, value in row.items()} for row in rows]


def markdown_table(rows: Ledger, names: Sequence[str] | None = None, digits: int = 6) -> str:
    """Make a Markdown table, a line per row of the ledger.

    Parameters
    ----------
    rows : list of dict
        As `Optimiser.run` returns them.
    names : sequence of str, optional
        Which columns; all of them in the order of computation when left out.
    digits : int
        Significant digits, at least 1.

    Returns
    -------
    str
        A value that a row does not have (row 0 has no gradient) leaves its cell empty.

    Raises
    ------
    ValueError
        If no row has one of `names`, or `digits` is below 1.
    TypeError
        If `digits` is not an integer.

    Source
    ------
    Own; what a worked solution prints.

    Examples
    --------
    >>> from unrolled.optim import SGD
    >>> rows = SGD(learning_rate=0.25).run(8.0, lambda w: 2 * w, steps=2)
    >>> print(markdown_table(rows, ["step", "gradient", "parameter"]))
    | step | gradient | parameter |
    | ---: | ---: | ---: |
    | 0 |  | 8 |
    | 1 | 16 | 4 |
    | 2 | 8 | 2 |
    """
    whole("digits", digits, least=1)
    # The last row names everything, in order; row 0 only what it starts from.
    known = list(dict.fromkeys(name for row in reversed(rows) for name in row))
    for name in names or []:
        if name not in known:
            raise ValueError(f"names contains {name!r}; it may contain {', '.join(known)}")
    chosen = list(known if names is None else names)
    lines = [chosen, ["---:"] * len(chosen)]
    lines += [[_cell(row, name, digits) for name in chosen] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(row: Row, name: str, digits: int) -> str:
    return _digits(row[name], digits) if name in row else ""


def _digits(value: Number, digits: int) -> str:
    array = np.asarray(value)
    if array.ndim:
        return "[" + ", ".join(_digits(entry, digits) for entry in array) + "]"
    return f"{array.item():.{digits}g}"
