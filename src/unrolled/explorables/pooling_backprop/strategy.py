"""States for property tests. Only tests import this."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from unrolled.explorables.pooling_backprop.state import LOSSES, POOLINGS, RINGS, TIES, places

# Eighths are exact, so that sums that cancel or tie do so in any order.
EIGHTHS = st.integers(-24, 24).map(lambda n: n / 8)
FEW = st.sampled_from([-1, 0, 0.5, 1])  # many ties


def matrices(rows: int, columns: int, entries: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Draw a matrix of that size."""
    row = st.lists(entries, min_size=columns, max_size=columns)
    return st.lists(row, min_size=rows, max_size=rows)


@st.composite
def states(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a valid state: maps of probabilities, of ties and of neither; windows that overlap."""
    channels, rows, columns = (draw(st.integers(1, most)) for most in (3, 4, 4))
    entries = draw(st.sampled_from([EIGHTHS, FEW, st.integers(0, 8).map(lambda n: n / 8)]))
    kernel = draw(st.integers(1, min(3, rows, columns)))
    sizes = {
        "x": [draw(matrices(rows, columns, entries)) for _ in range(channels)],
        "kernel": kernel,
        "stride": draw(st.integers(1, 3)),
        "padding": draw(st.integers(0, 1 if kernel > 1 else 0)),
    }
    size = places(sizes)
    optional = {
        "bias": st.one_of(st.none(), FEW),
        "pooling": st.sampled_from(POOLINGS),
        "padding_value": st.sampled_from(RINGS),
        "ties": st.sampled_from(TIES),
        "loss": st.sampled_from(LOSSES),
        "target": matrices(*size, st.sampled_from([0, 0.25, 1])),
        "grad": matrices(*size, EIGHTHS),
        "learning_rate": st.sampled_from([0, 0.125, 0.5, 1, 10]),
        "stage": st.integers(1, 7),
    }
    weight = draw(st.sampled_from([[1] * channels, None]))
    return {
        **sizes,
        "weight": weight or draw(matrices(1, channels, EIGHTHS))[0],
        **draw(st.fixed_dictionaries({}, optional=optional)),
    }
