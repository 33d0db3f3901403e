"""A line of the formula sheet, and what its checks are written with."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np


class Formula(NamedTuple):
    """A line of the sheet.

    Parameters
    ----------
    chapter : str
        As in `unrolled.bank.CHAPTERS`.
    name : str
        What it is the formula of.
    tex : str
        The formula, and what its symbols are where that is not plain.
    check : callable
        Compares it with the reference; raises AssertionError where they differ.
    """

    chapter: str
    name: str
    tex: str
    check: Callable[[], None]


FORMULAS: list[Formula] = []  # as their modules are imported


def formula(chapter: str, name: str, tex: str) -> Callable[[Callable[[], None]], None]:
    """Put the function that checks a formula on the sheet, with it."""

    def put(check: Callable[[], None]) -> None:
        FORMULAS.append(Formula(chapter, name, tex, check))

    return put


def close(ours: object, theirs: object, rtol: float = 1e-9) -> None:
    """Raise AssertionError where two results differ."""
    np.testing.assert_allclose(np.asarray(ours), np.asarray(theirs), rtol=rtol, atol=1e-12)


def some(*shape: int, seed: int = 0) -> np.ndarray:
    """Return random numbers."""
    return np.random.default_rng(seed).standard_normal(shape)
