"""Osnabrück 5, first layer: the gradients of its four weights."""

from __future__ import annotations

from typing import Any

from unrolled.bank import format_value, signed
from unrolled.questions.backprop.relu_net import (
    Net,
    in_torch,
    network,
    preset,
    slope,
    slope_in_torch,
    vary,
)

__all__ = ["preset", "vary"]

EXAM = {"x": [2, 1], "w1": [[1, 0], [2, -1]], "w2": [0.5, 7], "t": 3}
EXPECTED = (2, -1, 1, -0.5, 2, 0, 1, 0)


def solve(**params: Any) -> tuple[float, ...]:
    """Ask the graph of our own reverse mode."""
    return _derivatives(network(**params), slope)


def verify(**params: Any) -> tuple[float, ...]:
    """Ask torch's autograd."""
    return _derivatives(in_torch(**params), slope_in_torch)


def steps(**params: Any) -> list[str]:
    """The gradient of each net input, then one line per weight."""
    net, values = network(**params), solve(**params)
    behind, lines = format_value(slope(net.loss, net.d2)), []
    for j in (0, 1):
        d = net.d1[j]
        to_d = format_value(slope(net.loss, d))
        lines.append(
            rf"Neuron {j + 1}: $\partial L / \partial d^{{(1)}}_{j + 1} = {behind} \cdot "
            rf"{signed(params['w2'][j])} \cdot {format_value(slope(net.a1[j], d))} = {to_d}$ "
            rf"(from behind, weight, slope at $d^{{(1)}}_{j + 1} = {format_value(d.data)}$)."
        )
        for i in (0, 1):
            reads, to_w = values[4 * j + 2 * i : 4 * j + 2 * i + 2]
            w = f"w^{{(1)}}_{{{i + 1}{j + 1}}}"
            lines.append(
                rf"$\partial d^{{(1)}}_{j + 1} / \partial {w} = x_{i + 1} "
                rf"= {format_value(reads)}$, so $\partial L / \partial {w} "
                rf"= {to_d} \cdot {signed(reads)} = {format_value(to_w)}$."
            )
    return lines


def mistakes(**params: Any) -> dict[str, tuple[float | None, ...]]:
    """Indices exchanged, a factor left out."""
    net, (x_1, x_2), w2 = network(**params), params["x"], params["w2"]
    e_1, e_2 = (slope(net.loss, d) for d in net.d1)
    behind = slope(net.loss, net.d2)
    open_1, open_2 = (behind * w for w in w2)
    slope_1, slope_2 = (slope(a, d) for a, d in zip(net.a1, net.d1, strict=True))
    return {
        "You let the second index choose the input: the first says where a weight comes from.": (
            *(x_1, x_1 * e_1, x_1, x_1 * e_1),
            *(x_2, x_2 * e_2, x_2, x_2 * e_2),
        ),
        "You left out the slopes of the hidden ReLUs: a dead neuron lets nothing through.": (
            *(None, x_1 * open_1, None, x_2 * open_1),
            *(None, x_1 * open_2, None, x_2 * open_2),
        ),
        "You left out the weights of the second layer on the way back.": (
            *(None, x_1 * behind * slope_1, None, x_2 * behind * slope_1),
            *(None, x_1 * behind * slope_2, None, x_2 * behind * slope_2),
        ),
        "You stopped at the net input: the input that a weight reads is the last factor.": (
            *(None, e_1, None, e_1),
            *(None, e_2, None, e_2),
        ),
    }


def _derivatives(net: Net, by: Any) -> tuple[float, ...]:
    found: list[float] = []
    for j in (0, 1):
        for i in (0, 1):
            found += [by(net.d1[j], net.w1[i][j]), by(net.loss, net.w1[i][j])]
    return tuple(found)
