"""The paper's figure, redrawn: two fully connected tanh units and a sigmoid unit, one step."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from unrolled import diagrams

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ALT = (
    "On the left four given values: the old states h1 and h2 of step t-1, below them the inputs x1 "
    "and x2. Arrows lead from each of the four to both of two tanh units in the middle. From both "
    "tanh units an arrow leads to one sigmoid unit on the right, whose output is y."
)
LEFT = {
    (0.8, 4.0): "$h_{t-1,1}$",
    (0.8, 3.0): "$h_{t-1,2}$",
    (0.8, 1.6): "$x_{t,1}$",
    (0.8, 0.6): "$x_{t,2}$",
}
UNITS, OUTPUT = ((3.6, 3.2), (3.6, 1.4)), (6.0, 2.3)


def draw() -> Figure:
    """Draw all eight arrows into the layer and the two out of it."""
    figure, axes = diagrams.canvas(7.6, 4.6)
    for at, label in LEFT.items():
        diagrams.node(axes, at, label, filled=False)
    for start, end in product(LEFT, UNITS):
        diagrams.arrow(axes, start, end)
    for unit in UNITS:
        diagrams.node(axes, unit, "tanh")
        diagrams.arrow(axes, unit, OUTPUT)
    diagrams.node(axes, OUTPUT, r"$\sigma$")
    diagrams.node(axes, (7.2, OUTPUT[1]), "$y$", filled=False)
    diagrams.arrow(axes, OUTPUT, (7.2, OUTPUT[1]))
    return figure
