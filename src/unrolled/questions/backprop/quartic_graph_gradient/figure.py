"""The computation graph with its values and derivatives, beside the solution."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from unrolled import diagrams
from unrolled.bank import format_value
from unrolled.plotting import palette

if TYPE_CHECKING:
    from matplotlib.figure import Figure

OUTPUT = (7.6, 2.6)


def draw_answer(x: int, y: int, a: int, b: int) -> Figure:
    """Two branches that meet; above each node its value, below it the derivative of f by it."""
    figure, axes = diagrams.canvas(8.4, 5.4)
    total = 0
    for name, value, factor, mark, height in (("x", x, a, "", 4.2), ("y", y, b, "'", 1.0)):
        p, low, high = value**2, (5.1, height - 0.7), (5.1, height + 0.7)
        start, square = (0.5, height), (2.8, height)
        total += p**2 - factor * p
        nodes: list[tuple[str, diagrams.Point, float, float]] = [
            (name, start, value, 2 * value * (2 * p - factor)),
            (f"p{mark}", square, p, 2 * p - factor),
            (f"q{mark}", high, p**2, 1),
            (f"r{mark}", low, factor * p, -1),
        ]
        for label, at, forward, gradient in nodes:
            diagrams.node(axes, at, f"${label}$", filled=at != start)
            _note(axes, at, forward, gradient)
        diagrams.arrow(axes, start, square, r"$(\cdot)^2$", shift=(0, 0.25))
        diagrams.arrow(axes, square, high, r"$(\cdot)^2$", shift=(-0.2, 0.28))
        diagrams.arrow(axes, square, low, rf"$\cdot {factor}$", shift=(-0.2, -0.28))
        diagrams.arrow(axes, high, OUTPUT, "$+$", shift=(0.1, 0.25), along=0.35)
        diagrams.arrow(axes, low, OUTPUT, "$-$", shift=(0.1, -0.25), along=0.35)
    diagrams.node(axes, OUTPUT, "$f$")
    _note(axes, OUTPUT, total, 1)
    return figure


def answer_alt(x: int, y: int, a: int, b: int) -> str:
    """The graph in words."""
    parts = []
    for name, value, factor, mark in (("x", x, a, ""), ("y", y, b, "'")):
        p = value**2
        parts.append(
            f"{name} = {value} is squared to p{mark} = {p}; p{mark} is squared to q{mark} = "
            f"{p**2}, and multiplied by {factor} to r{mark} = {factor * p}. Derivatives of f: "
            f"1 by q{mark}, -1 by r{mark}, {2 * p - factor} by p{mark} and "
            f"{2 * value * (2 * p - factor)} by {name}."
        )
    return f"Computation graph with two branches, f = q - r + q' - r'. {' '.join(parts)}"


def _note(axes: Any, at: diagrams.Point, forward: float, gradient: float) -> None:
    style = {"ha": "center", "va": "center", "fontsize": 10}
    axes.text(at[0], at[1] + 0.5, f"{format_value(forward)}", color=palette()["forward"], **style)
    derivative = rf"$\partial$ {format_value(gradient)}"
    axes.text(at[0], at[1] - 0.5, derivative, color=palette()["gradient"], **style)
