"""The fit and its losses on paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from unrolled.plotting import palette, style

NAMES = {"degree": "degree", "points": "number of points", "strength": "λ"}


def draw(s: Mapping[str, Any], found: Mapping[str, Any]) -> Figure:
    """Draw the points with the fit, and the losses along the axis beside it."""
    colours = palette()
    reach = 2.0 if s["data"] == "given" else 1.0
    line = np.linspace(-reach, reach, len(found["line_fit"]))
    top = 1.1 * max(1.5, *(float(np.abs(found[name]).max()) for name in ("points_y", "new_y")))
    with style():
        figure, (plane, chart) = plt.subplots(1, 2, figsize=(7.6, 3.4), layout="constrained")
        if found["line_truth"] is not None:
            plane.plot(line, found["line_truth"], ":", color=colours["mute"], label="truth")
        plane.plot(line, found["line_fit"], color=colours["forward"], label="fit")
        plane.plot(found["new_x"], found["new_y"], ".", color=colours["gradient"], label="new")
        plane.plot(
            found["points_x"], found["points_y"], "o", color=colours["target"], label="fitted"
        )
        plane.set(xlabel="x", ylim=(-top, top))
        along, train = found["along"], found["curve_train"]
        validation = found["curve_validation"]
        chart.plot(along, validation, "s-", ms=4, color=colours["gradient"], label="validation")
        chart.plot(along, train, "o-", ms=4, color=colours["forward"], label="training")
        if found["curve_expected"] is not None:
            label = "all new data"
            chart.plot(along, found["curve_expected"], ":", color=colours["gradient"], label=label)
        if s["axis"] == "strength":
            chart.set_xscale("symlog", linthresh=1e-8)
        here = len(found["points_x"]) if s["axis"] == "points" else s[s["axis"]]
        chart.vlines(here, *found["losses"][:2], color=colours["ink"])
        nothing = float(np.mean(found["new_y"] ** 2))
        train_here, new_here = found["losses"][:2].tolist()
        chart.set(xlabel=NAMES[s["axis"]], ylabel="mean squared error")
        top = min(max(1.5 * nothing, 1.1 * new_here), 2 * nothing)  # peaks leave the picture
        chart.set_ylim(0, max(top, 1.1 * train_here, 1e-3))
        for axes in (plane, chart):
            axes.legend(fontsize=9, ncols=2, loc="upper center", bbox_to_anchor=(0.5, -0.2))
    return figure
