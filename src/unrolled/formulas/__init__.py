"""The formula sheet: what to remember by chapter, each formula with a check that runs.

A check writes the formula out in plain numbers and compares it with the reference. The tests call
every one of them; the site prints the formulas on one A4 page.
"""

from __future__ import annotations

from unrolled import bank
from unrolled.formulas import _sheet
from unrolled.formulas import foundations as foundations  # these fill the sheet
from unrolled.formulas import images as images
from unrolled.formulas import learning as learning
from unrolled.formulas import models as models
from unrolled.formulas import sequences as sequences
from unrolled.formulas import units as units
from unrolled.formulas._sheet import Formula, close

__all__ = ["FORMULAS", "Formula", "close"]

FORMULAS = sorted(_sheet.FORMULAS, key=lambda line: bank.CHAPTERS.index(line.chapter))
