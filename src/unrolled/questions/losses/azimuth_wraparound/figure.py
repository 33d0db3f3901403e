"""The azimuth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unrolled.questions.losses import whale

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ALT = whale.AZIMUTH_ALT


def draw() -> Figure:
    """From above."""
    return whale.picture("azimuth")
