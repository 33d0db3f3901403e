"""Numbers are written alike by the figures and by the views."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.explorables.front_end import FrontEnd
from unrolled.explorables._numbers import several, show

numbers = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**6), 10**6).map(
    lambda n: n / 1000
)


@given(st.lists(numbers, min_size=1, max_size=3), st.integers(3, 6))
@example([9999.6, 0.00099996, 99999.6], 4)  # rounding brings a digit more
@example([1.0625, -1.0625, 1234.5], 4)  # exactly halfway
def test_both_sides_write_a_number_alike(
    front_end: FrontEnd, values: list[float], digits: int
) -> None:
    assert several(values, digits) == front_end("several", str(digits), values)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (9999.6, "10000"),
        (-0.25, "−0.25"),
        (1.5e5, "1.5·10⁵"),
        (float("-inf"), "−∞"),
        (float("nan"), "undefined"),
    ],
)
def test_a_number_as_a_reader_sees_it(value: float, shown: str) -> None:
    assert show(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1\u202f000"),
        (-1_000_000, "−1\u202f000\u202f000"),
        (-100_000, "−100\u202f000"),
        (12345.6789, "12\u202f345.6789"),
    ],
)
def test_thousands_stand_apart(front_end: FrontEnd, value: Any, shown: str) -> None:
    assert front_end("grouped", "", value) == shown
