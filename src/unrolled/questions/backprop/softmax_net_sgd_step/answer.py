"""BITS mid-semester 2022-23, 4, third part: three weights after a step of plain SGD."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import optim
from unrolled.bank import format_value, signed
from unrolled.questions.backprop import softmax_net
from unrolled.questions.backprop.softmax_net import preset

__all__ = ["preset"]

EXAM = {
    "x": [1, 1],
    "w": [[0.1, 0.2], [0.3, 0.4]],
    "v": [[0.5, 0.6], [0.7, 0.2]],
    "target": [0, 1],
    "learning_rate": 0.01,
}
EXPECTED = (0.0703168, 0.0570888, 0.0570888, 0.699297, 0.199429, 0.399429)


def solve(learning_rate: float, **params: Any) -> tuple[float, ...]:
    """Gradients by the reference, the step by the optimiser."""
    found = softmax_net.run(**params)
    gradient = softmax_net.asked(found.grad_w, found.grad_v)
    start = softmax_net.asked(params["w"], params["v"])
    sgd = optim.SGD(learning_rate=learning_rate)
    row = sgd.step(sgd.start(start), gradient)
    return (*gradient, *np.asarray(row["parameter"]))


def verify(learning_rate: float, **params: Any) -> tuple[float, ...]:
    """torch's modules, autograd and optimiser."""
    import torch

    hidden, output = softmax_net.in_torch(params["w"], params["v"])
    weights = [hidden.weight, output.weight]
    optimiser = torch.optim.SGD(weights, lr=learning_rate)
    softmax_net.loss_in_torch(params["x"], params["target"], hidden, output).backward()
    gradient = softmax_net.asked(hidden.weight.grad.T, output.weight.grad.T)
    optimiser.step()
    return (*gradient, *softmax_net.asked(hidden.weight.detach().T, output.weight.detach().T))


def steps(learning_rate: float, **params: Any) -> list[str]:
    """Forward, both deltas, three gradients, three weights."""
    found, (e_1, e_2) = softmax_net.run(**params), _deltas(**params)
    values = solve(learning_rate, **params)
    text = {name: format_value(getattr(found, name)) for name in ("h", "y", "p")}
    lines = [f"Forward: $h = {text['h']}$, $y = {text['y']}$, $p = {text['p']}$."]
    for k, delta in enumerate((e_1, e_2)):
        p, t, y = format_value(found.p[k]), params["target"][k], format_value(found.y[k])
        lines.append(
            rf"$\delta_{k + 1} = ({p} - {t}) \cdot {y} \cdot (1 - {y}) = {format_value(delta)}$."
        )
    (v_21, v_22), x = params["v"][1], params["x"]
    into = v_21 * e_1 + v_22 * e_2
    lines += [
        rf"$\partial L / \partial v_{{21}} = \delta_1 h_2 = {format_value(e_1)} \cdot "
        rf"{format_value(found.h[1])} = {format_value(values[0])}$.",
        rf"Into hidden unit 2 comes ${format_value(v_21)} \cdot {signed(e_1)} + "
        rf"{format_value(v_22)} \cdot {signed(e_2)} = {format_value(into)}$.",
        rf"Times the inputs: $\partial L / \partial w_{{12}} = {format_value(into)} \cdot {x[0]} "
        rf"= {format_value(values[1])}$ and $\partial L / \partial w_{{22}} = {format_value(into)} "
        rf"\cdot {x[1]} = {format_value(values[2])}$.",
    ]
    old, rate = softmax_net.asked(params["w"], params["v"]), format_value(learning_rate)
    for i, name in enumerate(("v_{21}", "w_{12}", "w_{22}")):
        lines.append(
            rf"${name} = {format_value(old[i])} - {rate} \cdot {signed(values[i])} "
            f"= {format_value(values[i + 3])}$."
        )
    return lines


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other weights, and learning rates of one digit."""
    return {**softmax_net.vary(rng), "learning_rate": rng.choice([0.01, 0.05, 0.1, 0.5])}


def mistakes(learning_rate: float, **params: Any) -> dict[str, tuple[float, ...]]:
    """A sign, a factor or a path left out."""
    found, (e_1, e_2), x = softmax_net.run(**params), _deltas(**params), params["x"]
    v_21, v_22 = params["v"][1]
    right = solve(learning_rate, **params)[:3]
    raw = found.p - params["target"]
    old = np.array(softmax_net.asked(params["w"], params["v"]))

    def after(*gradient: float) -> tuple[float, ...]:
        return (*gradient, *(old - learning_rate * np.array(gradient)))

    def through(d_1: float, d_2: float) -> tuple[float, ...]:
        into = v_21 * d_1 + v_22 * d_2
        return after(d_1 * found.h[1], into * x[0], into * x[1])

    return {
        "You went uphill: the step is against the gradient.": (
            *right,
            *(old + learning_rate * np.array(right)),
        ),
        "You left out the slopes of the output sigmoids.": through(*raw),
        "You followed one path only: hidden unit 2 feeds both outputs.": after(
            right[0], v_21 * e_1 * x[0], v_21 * e_1 * x[1]
        ),
        "You subtracted the probability from the target: the derivative is p − t.": through(
            -e_1, -e_2
        ),
        "You forgot the learning rate.": (*right, *(old - np.array(right))),
    }


def _deltas(**params: Any) -> tuple[float, float]:
    """Derivatives of the loss by the net inputs of the outputs: grad_v without the factor h."""
    found = softmax_net.run(**params)
    first, second = found.grad_v[1] / found.h[1]
    return float(first), float(second)
