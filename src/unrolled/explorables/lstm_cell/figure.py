"""The picture for paper: both states and the gates over time, and their description in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from unrolled.explorables._numbers import show, sub
from unrolled.plotting import palette, style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

GATES = (("f", "forget gate f", "o-"), ("i", "input gate i", "^--"), ("o", "output gate o", "s:"))


def describe(found: Mapping[str, Any]) -> str:
    """Say the states and gates of every step, and what of a gradient arrives."""
    last = len(found["f"])
    steps = "; ".join(
        f"step {t + 1}: f = {show(found['f'][t], 3)}, i = {show(found['i'][t], 3)}, candidate "
        f"{show(found['g'][t], 3)}, o = {show(found['o'][t], 3)}, c = {show(found['c'][t + 1])}, "
        f"h = {show(found['h'][t + 1])}"
        for t in range(last)
    )
    return (
        f"An LSTM cell from c₀ = {show(found['c'][0])} and h₀ = {show(found['h'][0])}. {steps}. "
        f"∂c{sub(last)}/∂c₀ is {show(found['reach_cell'][0])} in size, in a plain cell with the "
        f"same inputs ∂h{sub(last)}/∂h₀ is {show(found['reach_plain'][0])}."
    )


def draw(found: Mapping[str, Any]) -> Figure:
    """Draw the states above, the gates below."""
    import matplotlib.pyplot as plt

    colours, steps = palette(), np.arange(len(found["c"]))
    with style():
        figure, (above, below) = plt.subplots(2, sharex=True, figsize=(7.0, 4.4))
        above.plot(steps, found["c"], "o-", color=colours["forward"], label="cell state c")
        above.plot(steps, found["h"], "s--", color=colours["forward"], label="hidden state h")
        for name, label, line in GATES:
            below.plot(steps[1:], found[name], line, color=colours["mute"], label=label)
        below.plot(steps[1:], found["g"], "d-.", color=colours["mute"], label="candidate g")
        below.set(xlabel="step t", xticks=steps)
        for axes in (above, below):
            axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return figure
