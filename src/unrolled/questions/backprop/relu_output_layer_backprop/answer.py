"""Osnabrück 5, second layer: from the loss back to the weights of the output neuron."""

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
EXPECTED = (-1, 1, -1, 4, -4, 0, 0)


def solve(**params: Any) -> tuple[float, ...]:
    """Ask the graph of our own reverse mode."""
    return _derivatives(network(**params), slope)


def verify(**params: Any) -> tuple[float, ...]:
    """Ask torch's autograd."""
    return _derivatives(in_torch(**params), slope_in_torch)


def steps(**params: Any) -> list[str]:
    """Forward, loss, ReLU, weights."""
    net, t = network(**params), params["t"]
    (d_1, d_2), (a_1, a_2) = ([format_value(v.data) for v in row] for row in (net.d1, net.a1))
    da, slope_d, dd, by_11, to_11, by_21, to_21 = solve(**params)
    a, behind = format_value(net.a2.data), format_value(dd)
    return [
        f"Forward: $d^{{(1)}} = ({d_1}, {d_2})$, $a^{{(1)}} = ({a_1}, {a_2})$, "
        f"$d^{{(2)}}_1 = {format_value(net.d2.data)}$, $a^{{(2)}}_1 = {a}$.",
        rf"$\partial L / \partial a^{{(2)}}_1 = a^{{(2)}}_1 - t = {a} - {signed(t)} "
        f"= {format_value(da)}$.",
        rf"$\partial a^{{(2)}}_1 / \partial d^{{(2)}}_1 = {format_value(slope_d)}$, so "
        rf"$\partial L / \partial d^{{(2)}}_1 = {format_value(da)} \cdot {format_value(slope_d)} "
        f"= {behind}$.",
        *(
            rf"$\partial d^{{(2)}}_1 / \partial {w} = {activation} = {format_value(by)}$, so "
            rf"$\partial L / \partial {w} = {behind} \cdot {signed(by)} = {format_value(to)}$."
            for w, activation, by, to in (
                ("w^{(2)}_{11}", "a^{(1)}_1", by_11, to_11),
                ("w^{(2)}_{21}", "a^{(1)}_2", by_21, to_21),
            )
        ),
    ]


def mistakes(**params: Any) -> dict[str, tuple[float | None, ...]]:
    """A sign, a factor, the wrong number beside a weight."""
    net, (w_11, w_21) = network(**params), params["w2"]
    da, _, dd, _, to_11, _, to_21 = solve(**params)
    d_1, d_2 = (d.data for d in net.d1)
    return {
        "You subtracted the output from the target: the derivative is a − t.": (
            *(-da, None, -dd, None),
            *(-to_11, None, -to_21),
        ),
        "You differentiated the square without the 1/2 before it.": (
            *(2 * da, None, 2 * dd, None),
            *(2 * to_11, None, 2 * to_21),
        ),
        "You wrote down the weight itself: the derivative by a weight is the activation that it "
        "multiplies.": (None, None, None, w_11, dd * w_11, w_21, dd * w_21),
        "You took the net inputs of the hidden neurons: the weights read their activations.": (
            *(None, None, None, d_1),
            *(dd * d_1, d_2, dd * d_2),
        ),
    }


def _derivatives(net: Net, by: Any) -> tuple[float, ...]:
    w_11, w_21 = net.w2
    return (
        *(by(net.loss, net.a2), by(net.a2, net.d2), by(net.loss, net.d2)),
        *(by(net.d2, w_11), by(net.loss, w_11), by(net.d2, w_21), by(net.loss, w_21)),
    )
