"""The paper's cell, redrawn from its formulas; it is the picture of three questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unrolled import diagrams, plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from unrolled.diagrams import Point

ALT = (
    "An LSTM cell as a graph. The old state h and the input x are joined to b. From b arrows with "
    "the weights w1 to w4 lead to a sigmoid node f, a sigmoid node i, a tanh node, the candidate, "
    "and a sigmoid node o. The old cell state is multiplied by f, the candidate by i; their sum is "
    "a, which is the new cell state. From a also tanh is taken, which is e, and multiplied by o: "
    "that is d. d is the new state h, and the sigmoid of d is the output y."
)
GIVEN: dict[str, Point] = {
    "$c_{t-1}$": (0.6, 4.6),
    "$h_{t-1}$": (0.6, 1.1),
    "$x_t$": (0.6, 0.3),
    "$c_t$": (9.1, 4.6),
    "$h_t$": (9.1, 2.3),
    r"$\hat y_t$": (9.1, 0.7),
}
CONCAT: Point = (2.2, 0.7)
F, I, G, O = (2.2, 2.3), (3.5, 2.3), (4.8, 2.3), (6.1, 2.3)  # noqa: E741
KEEP, WRITE, A = (2.2, 4.6), (4.15, 3.45), (4.15, 4.6)
E, D, Y = (7.4, 3.45), (7.4, 2.3), (7.4, 0.7)
UNITS = {CONCAT: "$[\\,,]$", F: r"$\sigma$", I: r"$\sigma$", G: "tanh", O: r"$\sigma$"}
UNITS |= {KEEP: r"$\times$", WRITE: r"$\times$", A: "$+$", E: "tanh", D: r"$\times$"}
UNITS |= {Y: r"$\sigma$"}
NAMES = {"$b$": (2.2, -0.1), "$f_t$": F, "$i_t$": I, r"$\tilde c_t$": G, "$o_t$": O}
NAMES |= {"$a$": A, "$e$": E, "$d$": D}


def draw() -> Figure:
    """Draw operations as nodes, each with the name of its value beside it."""
    colour = plotting.palette()["forward"]
    figure, axes = diagrams.canvas(9.8, 5.2)
    for label, at in GIVEN.items():
        diagrams.node(axes, at, label, filled=False)
    for at, label in UNITS.items():
        diagrams.node(axes, at, label)
    for name, (x, y) in NAMES.items():
        axes.text(x + 0.42, y + 0.34, name, ha="center", fontsize=13, color=colour)
    for k, gate in enumerate((F, I, G, O), start=1):
        shift = (-0.26, 0.0) if k == 1 else (0.2, -0.16)
        diagrams.arrow(axes, CONCAT, gate, f"$w_{k}$", shift=shift, along=0.66)
    for start, end in (
        *((GIVEN["$h_{t-1}$"], CONCAT), (GIVEN["$x_t$"], CONCAT)),
        *((GIVEN["$c_{t-1}$"], KEEP), (F, KEEP), (I, WRITE), (G, WRITE), (KEEP, A), (WRITE, A)),
        *((A, GIVEN["$c_t$"]), (A, E), (E, D), (O, D)),
        *((D, GIVEN["$h_t$"]), (D, Y), (Y, GIVEN[r"$\hat y_t$"])),
    ):
        diagrams.arrow(axes, start, end)
    return figure
