"""Which stacks are possible; `state.ts` has the same rules.

A layer that does not fit is one of them: to see where a size runs out is the point.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unrolled.explorables import _check, _lists

KINDS = ("conv", "pool", "transposed", "linear", "global", "norm")
MOST_LAYERS, LAST_PLACE = 8, 4095  # maps with more places in a row are not computed
SIDE, CHANNELS = 512, 16384
# One number per layer.
LISTS = {
    "filters": (1, CHANNELS),
    "kernel": (1, 256),
    "kernel_width": (0, 256),
    "stride": (1, 16),
    "padding": (0, 128),
    "dilation": (1, 16),
    "groups": (1, CHANNELS),
    "bias": (0, 1),
    "output_padding": (0, 15),
}


def checked(s: Mapping[str, Any]) -> dict[str, Any]:
    """Return the full state, with a list wherever one number stood for all layers."""
    kinds = _lists.words("kind", s["kind"], KINDS, MOST_LAYERS)
    head = {
        "axes": _check.whole("axes", s["axes"], 1, 2),
        "size": _check.whole("size", s["size"], 1, SIDE),
        "width": _check.whole("width", s["width"], 0, SIDE),
        "channels": _check.whole("channels", s["channels"], 1, CHANNELS),
        "kind": kinds,
    }
    layers = {
        name: _lists.per_layer(name, s[name], len(kinds), limits) for name, limits in LISTS.items()
    }
    return {
        **head,
        **layers,
        "layer": _check.whole("layer", s["layer"], 1, MOST_LAYERS),
        "row": _check.whole("row", s["row"], -1, LAST_PLACE),
        "column": _check.whole("column", s["column"], -1, LAST_PLACE),
    }
