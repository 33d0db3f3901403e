"""The paper's figure, redrawn: the cell unrolled over its three inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unrolled import diagrams

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ALT = (
    "A recurrent cell unrolled over three steps. An arrow labelled V leads from each state to the "
    "next, from h0 to h1, h2 and h3; an arrow labelled W leads from each input, x1, x2 and x3, up "
    "to the state of its step. V and W are the same at every step."
)


def draw() -> Figure:
    """Draw the chain."""
    return diagrams.chain(3)
