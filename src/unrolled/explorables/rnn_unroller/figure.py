"""The picture for paper: the same chain as the view draws, and its description in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from unrolled.explorables._numbers import several, show, sub
from unrolled.explorables.rnn_unroller.state import is_per_step, is_vector
from unrolled.plotting import palette, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LABELS = {"relu": "ReLU", "tanh": "tanh", "sigmoid": "σ", "identity": ""}
WIDTH, LEFT, RIGHT = 720.0, 44.0, 66.0  # px: of the figure; from its edges to a state
IN_ROW = 5


def formula(state: Mapping[str, Any]) -> str:
    """Return the recurrence as text."""
    V, W = (f"{name}ₜ" if is_per_step(state[name]) else name for name in "VW")
    bias = " + b" if np.any(np.asarray(state["b"])) else ""
    return f"hₜ = {LABELS[state['activation']]}({V} hₜ₋₁ + {W} xₜ{bias})"


def describe(state: Mapping[str, Any], found: Mapping[str, Any]) -> str:
    """Say the states, the gradient with respect to V path by path, and what cuts a path."""
    last = len(found["z"])
    plural = "s" if last > 1 else ""
    states = ", ".join(f"h{sub(t)} = {several(h)}" for t, h in enumerate(found["h"]))
    parts = [f"A recurrent cell, {formula(state)}, unrolled over {last} step{plural}: {states}."]
    if found["y"] is not None:
        parts.append(
            ", ".join(f"y{sub(t)} = {several(y)}" for t, y in enumerate(found["y"], 1)) + "."
        )
    if not is_vector(state):
        total = "" if is_per_step(state["V"]) else f" = {show(float(found['dV']))}"
        paths = ", ".join(
            f"{show(float(v))} from step {t}{_cut(state, found, t)}"
            for t, v in enumerate(found["dV_steps"], 1)
        )
        parts.append(f"∂h{sub(last)}/∂V{total}: {paths}.")
    norm = show(float(found["norm"][0]))
    parts.append(f"The norm of ∂h{sub(last)}/∂h₀ is {norm}.")
    return " ".join(parts)


def _cut(state: Mapping[str, Any], found: Mapping[str, Any], t: int) -> str:
    """What makes the contribution of step t to dh_T/dV zero, in parentheses; "" if it is not."""
    dead = [f"{LABELS[state['activation']]}′(z{sub(s)})" for s in range(len(found["z"]), t - 1, -1)
            if found["slope"][s - 1] == 0]  # fmt: skip
    if found["h"][t - 1] == 0:
        dead.append(f"h{sub(t - 1)}")
    return f" (cut by {' and '.join(dead)} = 0)" if dead else ""


def draw(state: Mapping[str, Any], found: Mapping[str, Any]) -> Figure:
    """Draw the states, the weights between them and the factors of the gradient, in rows."""
    import matplotlib.pyplot as plt

    steps = len(found["z"])
    units = found["h"][0].size
    above = 42 if found["y"] is not None else 0
    high = 180.0 + above + 22 * (units - 1)
    rows = [range(start, min(start + IN_ROW, steps)) for start in range(0, steps, IN_ROW)]
    gap = min(190.0, (WIDTH - LEFT - RIGHT) / len(rows[0]))
    with style():
        figure = plt.figure(figsize=(WIDTH / 96, high * len(rows) / 96))  # 1 unit is 1 CSS px
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, WIDTH), ylim=(high * len(rows), 0))
        axes.set_axis_off()
        for row, done in enumerate(rows):
            middle = high * row + above + 60 + 11 * (units - 1)
            _node(axes, state, found, done[0], LEFT, middle, brief=gap < 140)
            for t in done:
                at = LEFT + gap * (t + 1 - done[0])
                _node(axes, state, found, t + 1, at, middle, brief=gap < 140)
                _links(axes, state, found, t + 1, at, gap, middle)
    return figure


def _node(
    axes: Axes, state: Mapping[str, Any], found: Mapping[str, Any], t: int, x: float, y: float,
    *, brief: bool,
) -> None:  # fmt: skip
    from matplotlib.patches import FancyBboxPatch

    p = palette()
    units = found["h"][0].size
    high = 50 + 22 * (units - 1)
    dead = t > 0 and not np.any(found["slope"][t - 1])
    box = FancyBboxPatch(
        (x - 32, y - high / 2), 64, high, boxstyle="round,pad=0,rounding_size=25",
        facecolor=p["bg"], edgecolor=p["edge"] if dead else p["forward"], linewidth=2,
        linestyle=(0, (2, 2)) if dead else "solid",
    )  # fmt: skip
    axes.add_patch(box)
    values = np.ravel(found["h"][t])
    for i, value in enumerate(values):
        shown = show(float(value), 3)
        axes.text(x, y + 22 * (i - (units - 1) / 2), shown, ha="center", va="center",
                  fontsize=12.5 if len(shown) < 6 else 10.5, weight="bold")  # fmt: skip
    label = f"h{sub(t)}"
    if t and len(values) == 1 and not brief:
        z = float(np.ravel(found["z"][t - 1])[0])
        label += f" = {LABELS[state['activation']]}({show(z, 3)})"
    axes.text(x, y - high / 2 - 14, label, ha="center", va="center", color=p["mute"], fontsize=10)
    if t and found["y"] is not None:
        _arrow(axes, (x, y - high / 2 - 26), (x, y - high / 2 - 46), "forward")
        axes.text(x, y - high / 2 - 56, f"y{sub(t)} = {several(found['y'][t - 1])}", ha="center",
                  va="center", color=p["forward"], fontsize=10)  # fmt: skip


def _links(
    axes: Axes, state: Mapping[str, Any], found: Mapping[str, Any], t: int, x: float, gap: float,
    y: float,
) -> None:  # fmt: skip
    p = palette()
    units, vector = found["h"][0].size, is_vector(state)
    high = 50 + 22 * (units - 1)
    left, right, middle = x - gap + 36, x - 36, x - gap / 2
    _arrow(axes, (left, y - 7), (right, y - 7), "forward")
    _arrow(axes, (right, y + 12), (left, y + 12), "gradient", cut=not np.any(found["J"][t - 1]))
    bottom = y + high / 2
    _arrow(axes, (x, bottom + 44), (x, bottom + 6), "forward")
    V, W = (state[name][t - 1] if is_per_step(state[name]) else state[name] for name in "VW")
    name = f"V{sub(t)}" if is_per_step(state["V"]) else "V"
    text: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": 9}
    axes.text(
        middle, y - 19, name if vector else f"{name} = {show(V, 3)}", color=p["param"], **text
    )
    factor = float(np.linalg.norm(found["J"][t - 1]))
    label = f"‖J{sub(t)}‖ {show(factor, 3)}" if vector else f"× {show(float(found['J'][t - 1]), 3)}"
    axes.text(middle, y + 28, label, color=p["gradient"], **text)
    name = f"W{sub(t)}" if is_per_step(state["W"]) else "W"
    label = name if vector else f"{name} = {show(W, 3)}"
    axes.text(x + 7, bottom + 27, label, color=p["param"], **{**text, "ha": "left"})
    axes.text(x, bottom + 58, f"x{sub(t)} = {several(state['x'][t - 1])}", color=p["mute"],
              **{**text, "fontsize": 10.5})  # fmt: skip


def _arrow(
    axes: Axes, start: tuple[float, float], end: tuple[float, float], colour: str, cut: bool = False
) -> None:
    line = {"linestyle": (0, (1, 3)), "linewidth": 1.2} if cut else {"linewidth": 1.5}
    arrow = {"arrowstyle": "-|>", "color": palette()[colour], "shrinkA": 0, "shrinkB": 0, **line}
    axes.annotate("", xy=end, xytext=start, arrowprops=arrow)
