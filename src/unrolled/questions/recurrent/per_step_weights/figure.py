"""The paper's figure, redrawn: the unrolled network with three inputs and three outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unrolled import diagrams

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ALT = (
    "A recurrent network unrolled over three steps. At step t an arrow U leads from the input x_t "
    "up to the state s_t, an arrow W from the state before it to s_t, and an arrow V from s_t up "
    "to the output y_t. The start state is s0."
)


def draw() -> Figure:
    """Draw the chain with the paper's letters."""
    return diagrams.chain(3, state="s", recurrent="W", read="U", write="V")
