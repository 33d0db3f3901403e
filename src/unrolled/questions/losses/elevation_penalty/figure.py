"""The elevation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unrolled.questions.losses import whale

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ALT = whale.ELEVATION_ALT


def draw() -> Figure:
    """From the side."""
    return whale.picture("elevation")
