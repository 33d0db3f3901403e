"""The wide network, beside the solution: hidden units that count, signs that alternate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unrolled.diagrams import dense
from unrolled.questions.perceptron.xnor_chain_network.answer import counting_network

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw_answer(n: int, gate: str, bits: list[int]) -> Figure:
    """Draw the units with their thresholds; all weights from the bits are 1."""
    (_, thresholds), (signs, _) = counting_network(n, gate)
    inputs = [f"${letter}$" for letter in "ABCDE"[:n]]
    hidden = [rf"$\geq {k}$" for k in thresholds]

    def weight(layer: int, i: int, _: int) -> str:
        return f"${signs[0][i - 1]:+d}$" if layer == 2 else ""

    return dense([inputs, hidden, ["$y$"]], weight, row=1.2)


def answer_alt(n: int, gate: str, bits: list[int]) -> str:
    """The network in words."""
    _, (signs, (threshold,)) = counting_network(n, gate)
    return (
        f"{n} inputs, each with an arrow to each of {n} hidden units. Hidden unit k fires from "
        "k ones on. Arrows from the hidden units to the output carry the weights "
        f"{', '.join(f'{sign:+d}' for sign in signs[0])}; the output's threshold is {threshold}."
    )
