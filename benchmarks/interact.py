"""The usual way: the same numbers by `ipywidgets.interact` and matplotlib, as one writes it.

Imported in a kernel, by the latency table and by the chapter that `usual.py` writes.
"""

from __future__ import annotations

import re
from typing import Any

SLIDERS = ("V", "W", "h0")
DRAWN = ("rnn-unroller",)  # explorables that have a plainer picture here than their own


def explore(**state: Any) -> None:
    """Show sliders over a drawing of a recurrent cell, its states and its gradients."""
    from ipywidgets import FloatSlider, interact  # type: ignore[import-untyped]

    from unrolled.explorables.rnn_unroller.state import checked

    full = checked({"activation": "relu", "slope_at_zero": 0.0, "b": 0, "unit": 0, "U": None,
                    "c": 0, "output_activation": "identity", **state})  # fmt: skip

    def draw(V: float, W: float, h0: float) -> None:
        moved = zip(SLIDERS, (V, W, h0), strict=True)
        plot({**full, **{name: with_first(full[name], value) for name, value in moved}})

    interact(
        draw,
        **{name: FloatSlider(first(full[name]), min=-4, max=4, step=0.1, description=name)
           for name in SLIDERS},
    )  # fmt: skip


def follow(name: str, slider: str, span: tuple[float, float, float], state: dict[str, Any]) -> None:
    """Show one slider, named as in `data-input`, over an explorable's own figure."""
    import matplotlib.pyplot as plt
    from ipywidgets import FloatSlider, interact

    from unrolled.explorables import get

    low, high, step = span
    whole = step >= 1 and float(low).is_integer()

    def draw(value: float) -> None:
        changed = put(state, [slider.split("[")[0], *map(int, re.findall(r"\d+(?=[,\]])", slider))],
                      int(value) if whole else value)  # fmt: skip
        get(name)(**changed).figure()
        plt.show()

    interact(draw, value=FloatSlider(low, min=low, max=high, step=step, description=slider))


def put(tree: Any, path: list[Any], value: float) -> Any:
    """Return a tree of dicts and lists with another value at the path."""
    if not path:
        return value
    at, *rest = path
    if isinstance(tree, dict):
        return {**tree, at: put(tree.get(at), rest, value)}
    return [*tree[:at], put(tree[at], rest, value), *tree[at + 1 :]]


def plot(state: dict[str, Any]) -> None:
    """Draw states, contributions to the gradient of V, and the norm on the way back."""
    import matplotlib.pyplot as plt

    from unrolled.explorables.rnn_unroller import cell as rnn

    cell = rnn.cell(state)
    z, h = rnn.forward(cell, state["activation"])
    slope = rnn.slopes(z, state["activation"], state["slope_at_zero"])
    back = rnn.backward(cell, h, slope, state["unit"])
    figure, (states, paths, norm) = plt.subplots(1, 3, figsize=(9, 2.6))
    states.plot(h, "o-")
    states.set(title="states", xlabel="t")
    steps = range(1, len(z) + 1)
    paths.bar(steps, back["dV_steps"].sum(axis=(1, 2)))
    paths.set(title="dh_T/dV by path", xlabel="t")
    norm.plot(back["norm"], "o-")
    norm.set(title="norm of dh_T/dh_t", xlabel="t")
    figure.tight_layout()
    plt.show()


def first(value: Any) -> float:
    """Return the first number of a nested list."""
    return first(value[0]) if isinstance(value, list) else float(value)


def with_first(value: Any, number: float) -> Any:
    """Return the nested list with another first number."""
    return [with_first(value[0], number), *value[1:]] if isinstance(value, list) else number
