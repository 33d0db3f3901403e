"""The mask and the outputs of many masks, on paper."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from unrolled.explorables._numbers import show
from unrolled.plotting import palette, style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from unrolled.explorables.dropout_mask import DropoutMask

NAMES = {
    "units": "units",
    "weights": "weights",
    "maps": "feature maps",
    "entries": "entries of maps",
    "outputs": "outputs of a softmax",
}


def draw(widget: DropoutMask) -> Figure:
    """Draw values before and after this mask, and a histogram of the outputs."""
    from matplotlib import pyplot as plt

    found, p = widget.compute(), palette()
    before = found["test_values"] / found["test_factor"]
    with style():
        figure, (left, right) = plt.subplots(1, 2, figsize=(7.4, 3.0))
        places = np.arange(len(before))
        left.bar(places, before, fill=False, edgecolor=p["mute"], linestyle="--", label="before")
        left.bar(places, found["train_values"], color=p["forward"], alpha=0.6, label="this mask")
        left.set(title=f"{found['kept']} of {len(found['mask'])} {NAMES[widget.what]} kept")
        left.set_xticks([])
        left.legend()
        right.hist(widget.samples(), bins=24, color=p["forward"], alpha=0.6)
        right.axvline(found["test_y"], color=p["target"], label="test time")
        right.axvline(found["mean"], color=p["forward"], linestyle="--", label="mean")
        right.set(title=f"outputs of {widget.masks} masks", yticks=[])
        right.legend()
    return figure


def describe(widget: DropoutMask) -> str:
    """Say what is kept, and mean and spread of the output."""
    found = widget.compute()
    mean, spread = show(found["mean"]), show(found["sd"])
    few = [show(float(v), 3) for v in islice(found["train_values"], 20)]
    rest = " and so on" if len(found["train_values"]) > len(few) else ""
    return (
        f"Dropout of {NAMES[widget.what]} with rate {show(widget.rate)}: {found['kept']} of "
        f"{len(found['mask'])} are kept, and the values become {', '.join(few)}{rest}. The output "
        f"is {show(found['y'])} with this mask and {show(found['test_y'])} at test time; over "
        f"{widget.masks} masks its mean is {mean} and its spread {spread}."
    )
