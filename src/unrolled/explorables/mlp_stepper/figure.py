"""The network for paper, and its description in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt

from unrolled.explorables._numbers import show, sub
from unrolled.explorables.mlp_stepper.state import LOSSES
from unrolled.plotting import palette, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMN, ROW, HALF = 2.6, 1.25, 0.62  # inches between units, and half a unit's width
NAMES = {"identity": "", "relu": "ReLU ", "tanh": "tanh ", "sigmoid": "σ "}


def backwards(s: Mapping[str, Any], layer: int) -> bool:
    """Whether the stage in view shows gradients of a layer."""
    layers = len(s["weights"])
    return bool(s["stage"] >= 2 * layers + 2 - layer)


def draw(s: Mapping[str, Any], found: Mapping[str, Any]) -> Figure:
    """Draw inputs and layers from left to right, weights at the start of each line."""
    layers, colours = len(s["weights"]), palette()
    columns = [s["x"], *(found[f"a{i}"] for i in range(1, layers + 1))]
    tallest = max(map(len, columns))
    with style():
        figure, axes = plt.subplots(figsize=(COLUMN * layers + 3.2, ROW * tallest))
    axes.set(xlim=(-0.7, COLUMN * layers + 2.5), ylim=(-ROW / 2, ROW * (tallest - 0.5)))
    axes.set_axis_off()
    figure.subplots_adjust(0, 0, 1, 1)

    def at(layer: int, unit: int) -> tuple[float, float]:
        return COLUMN * layer, ROW * ((tallest + len(columns[layer])) / 2 - 1 - unit)

    for i, x in enumerate(s["x"]):
        _text(axes, at(0, i), f"x{sub(i + 1)} = {show(x, 3)}")
    for layer in range(1, layers + 1):
        _edges(axes, found, layer, [at(layer - 1, i) for i in range(len(columns[layer - 1]))],
               [at(layer, j) for j in range(len(columns[layer]))], backwards(s, layer))  # fmt: skip
        kind = NAMES[s["activations"][layer - 1]]
        for j, (d, a) in enumerate(zip(found[f"d{layer}"], found[f"a{layer}"], strict=True)):
            x, y = at(layer, j)
            box = {"boxstyle": "round", "fc": colours["bg"], "ec": colours["forward"]}
            dead = s["activations"][layer - 1] == "relu" and d <= 0
            ink = colours["mute"] if dead else colours["ink"]
            _text(axes, (x, y), f"{kind}{show(d, 3)} → {show(a, 3)}", color=ink, bbox=box)
            if backwards(s, layer):
                delta = f"δ = {show(found[f'dL_dd{layer}'][j], 3)}"
                _text(axes, (x, y - 0.4), delta, color=colours["gradient"])
    outputs = "" if found["p"] is None else "p = " + ", ".join(show(p, 3) for p in found["p"])
    words = (
        f"t = {', '.join(show(t, 3) for t in s['target'])}\n{outputs}\nL = {show(found['total'])}"
    )
    _text(axes, (COLUMN * layers + 1.7, ROW * (tallest - 1) / 2), words.replace("\n\n", "\n"))
    return figure


def _edges(
    axes: Axes, found: Mapping[str, Any], layer: int, left: Any, right: Any, back: bool
) -> None:
    """Weights near the start in an order that keeps them apart; gradients near the end."""
    colours = palette()
    for i, (x, y) in enumerate(left):
        for j, (x_to, y_to) in enumerate(right):
            start, end = x + HALF, x_to - HALF
            axes.plot([start, end], [y, y_to], color=colours["edge"], linewidth=1, zorder=0)
            values = [("W", 1 / (len(right) + 1), "param")]
            if back:
                values.append(("dL_dW", 1 - 1 / (len(left) + 1), "gradient"))
            for name, part, colour in values:
                place = start + part * (end - start), y + part * (y_to - y)
                pad = {"fc": colours["bg"], "ec": "none", "pad": 1}
                value = show(found[f"{name}{layer}"][i, j], 3)
                _text(axes, place, value, color=colours[colour], size=9, bbox=pad)


def _text(axes: Axes, at: tuple[float, float], words: str, **style: Any) -> None:
    axes.text(*at, words, ha="center", va="center", **style)


def describe(s: Mapping[str, Any], found: Mapping[str, Any]) -> str:
    """Say the network unit by unit."""
    layers = range(1, len(s["weights"]) + 1)
    sizes = "–".join(map(str, (len(s["x"]), *(len(found[f"a{i}"]) for i in layers))))
    parts = [f"A {sizes} network with the inputs {_several(s['x'])}."]
    for i in layers:
        weights = "; ".join(
            f"unit {j + 1} reads with weights {_several(found[f'W{i}'][:, j])}"
            + ("" if s["biases"] is None else f" and bias {show(found[f'b{i}'][j])}")
            for j in range(len(found[f"a{i}"]))
        )
        parts.append(
            f"Layer {i}: {weights}; net inputs {_several(found[f'd{i}'])}, activations "
            f"({s['activations'][i - 1]}) {_several(found[f'a{i}'])}."
        )
    if found["p"] is not None:
        parts.append(f"Their softmax is {_several(found['p'])}.")
    target = _several(s["target"])
    parts.append(
        f"The target is {target}; {LOSSES[s['loss']]} is {show(found['loss'])}"
        + (f", with the penalty {show(found['total'])}." if s["penalty"] else ".")
    )
    parts += [
        f"Gradients of layer {i}: by the net inputs {_several(found[f'dL_dd{i}'])}, by "
        f"the weights, row by row, {_several(found[f'dL_dW{i}'].ravel())}."
        for i in reversed(layers)
        if backwards(s, i)
    ]
    return " ".join(parts)


def _several(values: Any) -> str:
    return ", ".join(show(float(v)) for v in values)
