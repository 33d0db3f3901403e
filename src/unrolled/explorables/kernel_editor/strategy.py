"""States for property tests. Only tests import this."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st

from unrolled.explorables.kernel_editor.pictures import PICTURES, pixels

# Eighths are exact, so that sums that cancel do so in any order.
EIGHTHS = st.integers(-40, 40).map(lambda n: n / 8)


def matrices(rows: int, columns: int, entries: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Draw a matrix of that size."""
    row = st.lists(entries, min_size=columns, max_size=columns)
    return st.lists(row, min_size=rows, max_size=rows)


@st.composite
def states(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a valid state: a kernel that just fits, and places that do not exist, among them."""
    size = st.tuples(st.integers(1, 6), st.integers(1, 6))
    numbers = size.flatmap(lambda s: matrices(*s, st.integers(-5, 5)))
    picture = draw(st.one_of(st.sampled_from(list(PICTURES)), numbers))
    padding = draw(st.integers(0, 3))
    sides = [draw(st.integers(1, min(7, room + 2 * padding))) for room in np.shape(pixels(picture))]
    three = min(3, np.shape(pixels(picture))[1] + 2 * padding)
    columns = draw(st.sampled_from([sides[1], three]))
    optional = {
        "stride": st.integers(1, 4),
        "bias": EIGHTHS,
        "activation": st.sampled_from(["identity", "relu"]),
        "row": st.integers(1, 70),
        "column": st.integers(1, 70),
        "wanted": st.lists(EIGHTHS, min_size=3, max_size=3),
    }
    return {
        "picture": picture,
        "padding": padding,
        "kernel": draw(matrices(sides[0], columns, EIGHTHS)),
        **draw(st.fixed_dictionaries({}, optional=optional)),
    }
