"""Both angles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unrolled.questions.losses import whale

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ALT = f"{whale.AZIMUTH_ALT} {whale.ELEVATION_ALT}"


def draw() -> Figure:
    """From above and from the side."""
    return whale.picture("azimuth", "elevation")
