"""The answer: ReLU and its slope, with those of tanh."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from unrolled import nn, plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ANSWER_ALT = (
    "Left, two curves: ReLU is zero for negative inputs and rises along the diagonal for positive "
    "ones, with a kink at the origin; tanh rises from minus 1 to 1 and is flat on both sides. "
    "Right, their slopes: that of ReLU is 0 on the left and 1 on the right, that of tanh is a bell "
    "with height 1 at the origin that falls to nearly 0 beyond 3."
)


def draw_answer() -> Figure:
    """Functions on the left, slopes on the right."""
    import matplotlib.pyplot as plt

    p = plotting.palette()
    left, right = np.linspace(-4, -1e-6, 100), np.linspace(1e-6, 4, 100)
    z = np.concatenate([left, [np.nan], right])  # the gap leaves the jump of the slope open
    one = np.ones_like(z)
    with plotting.style():
        figure, (values, slopes) = plt.subplots(1, 2, figsize=(7.2, 2.8))
    for name, colour, line in (("relu", "forward", "-"), ("tanh", "mute", "--")):
        label = "ReLU" if name == "relu" else "tanh"
        values.plot(z, getattr(nn, name)(z), line, color=p[colour], label=label)
        slope = getattr(nn, f"{name}_backward")(one, z)
        slope[np.isnan(z)] = np.nan
        slopes.plot(z, slope, line, color=p["gradient" if name == "relu" else "mute"], label=label)
    values.set(title="value", xlabel="$z$", ylim=(-1.3, 3.3))
    slopes.set(title="slope", xlabel="$z$", ylim=(-0.1, 1.25))
    with plotting.style():
        for axes in (values, slopes):
            axes.legend(loc="upper left")
    return figure
