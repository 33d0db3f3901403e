"""The lab's state on paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Ellipse

from unrolled.explorables.latent_lab.networks import EACH, RADIUS
from unrolled.plotting import palette, style


def draw(state: Mapping[str, Any], found: Mapping[str, Any]) -> Figure:
    """Draw the plane of codes with a numeral for each digit, and the two images."""
    colours = palette()
    with style():
        figure, axes = plt.subplots(1, 3, figsize=(7.4, 3.2), width_ratios=[2, 1, 1])
        plane = axes[0]
        for k, (x, y) in enumerate(found["codes"]):
            own = k // EACH == state["digit"] // EACH
            shade = colours["forward" if own else "mute"]
            plane.text(x, y, str(k // EACH), color=shade, size=7, ha="center", va="center")
        plane.add_patch(Circle((0, 0), RADIUS, fill=False, edgecolor=colours["target"]))
        if found["sigma"] is not None:
            width, height = 4 * found["sigma"]
            line = colours["param"]
            plane.add_patch(Ellipse(found["mu"], width, height, fill=False, edgecolor=line))
        plane.plot(*found["code"], "o", color=colours["gradient"])
        reach = np.abs([*np.ravel(found["codes"]), *found["code"], RADIUS]).max() * 1.08
        plane.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal", title="codes")
        for ax, name in ((axes[1], "image"), (axes[2], "decoded")):
            ax.imshow(found[name], "gray", vmin=0, vmax=1)
            ax.set(title="the digit" if name == "image" else name, xticks=[], yticks=[])
            ax.grid(visible=False)
    return figure
