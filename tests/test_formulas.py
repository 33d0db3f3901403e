"""Every formula of the sheet holds."""

from __future__ import annotations

from itertools import groupby

import pytest

from unrolled import bank
from unrolled.formulas import FORMULAS, Formula, close


@pytest.mark.parametrize("line", FORMULAS, ids=lambda line: f"{line.chapter}/{line.name}")
def test_a_formula_is_what_the_reference_computes(line: Formula) -> None:
    line.check()


def test_chapters_stand_in_their_order_and_none_is_missing() -> None:
    chapters = [chapter for chapter, _ in groupby(FORMULAS, key=lambda line: line.chapter)]
    assert chapters == list(bank.CHAPTERS)


def test_a_difference_is_noticed() -> None:
    with pytest.raises(AssertionError):
        close([1.0, 2.0], [1.0, 2.0 + 1e-6])
