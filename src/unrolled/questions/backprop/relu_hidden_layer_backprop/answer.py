"""Osnabrück 5, first layer: from the output neuron back to the hidden net inputs."""

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
EXPECTED = (0.5, -0.5, 7, -7, 1, -0.5, 0, 0)


def solve(**params: Any) -> tuple[float, ...]:
    """Ask the graph of our own reverse mode."""
    return _derivatives(network(**params), slope)


def verify(**params: Any) -> tuple[float, ...]:
    """Ask torch's autograd."""
    return _derivatives(in_torch(**params), slope_in_torch)


def steps(**params: Any) -> list[str]:
    """Forward, what comes from behind, then two lines per neuron."""
    net = network(**params)
    (d_1, d_2), a = (format_value(d.data) for d in net.d1), format_value(net.a2.data)
    values, behind = solve(**params), format_value(slope(net.loss, net.d2))
    lines = [
        f"Forward: $d^{{(1)}} = ({d_1}, {d_2})$ and $a^{{(2)}}_1 = {a}$. From behind comes "
        rf"$\partial L / \partial d^{{(2)}}_1 = ({a} - {signed(params['t'])}) \cdot 1 = {behind}$.",
    ]
    for i in (1, 2):
        weight, to_a = values[2 * i - 2 : 2 * i]
        relu, to_d = values[2 * i + 2 : 2 * i + 4]
        lines.append(
            rf"$\partial d^{{(2)}}_1 / \partial a^{{(1)}}_{i} = w^{{(2)}}_{{{i}1}} "
            rf"= {format_value(weight)}$, so $\partial L / \partial a^{{(1)}}_{i} "
            rf"= {behind} \cdot {signed(weight)} = {format_value(to_a)}$."
        )
        lines.append(
            rf"$\partial a^{{(1)}}_{i} / \partial d^{{(1)}}_{i} = {format_value(relu)}$, so "
            rf"$\partial L / \partial d^{{(1)}}_{i} = {format_value(to_a)} \cdot "
            rf"{format_value(relu)} = {format_value(to_d)}$."
        )
    return lines


def mistakes(**params: Any) -> dict[str, tuple[float | None, ...]]:
    """The wrong number beside an activation, slopes ignored or applied too early."""
    net = network(**params)
    weight_1, to_1, weight_2, to_2, relu_1, _, relu_2, _ = solve(**params)
    behind = slope(net.loss, net.d2)
    a_1, a_2 = (a.data for a in net.a1)
    return {
        "You wrote down the activation: the derivative by an activation is the weight beside it.": (
            *(a_1, behind * a_1, a_2, behind * a_2),
            *(None, behind * a_1 * relu_1, None, behind * a_2 * relu_2),
        ),
        "You let a dead neuron pass the gradient on: its slope is 0.": (
            *(None,) * 4,
            *(1, to_1, 1, to_2),
        ),
        "You set the derivative by a dead activation to zero: only what lies before its ReLU is "
        "cut off.": (None, relu_1 * to_1, None, relu_2 * to_2, *(None,) * 4),
        "You left out what comes from behind: the loss reaches the layer through the output "
        "neuron.": (
            None,
            weight_1,
            None,
            weight_2,
            None,
            relu_1 * weight_1,
            None,
            relu_2 * weight_2,
        ),
    }


def _derivatives(net: Net, by: Any) -> tuple[float, ...]:
    to_a = [by(y, a) for a in net.a1 for y in (net.d2, net.loss)]
    to_d = [by(y, d) for a, d in zip(net.a1, net.d1, strict=True) for y in (a, net.loss)]
    return (*to_a, *to_d)
