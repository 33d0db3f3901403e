"""Which networks are possible; `state.ts` has the same rules.

A network that an image does not get through is one of them: to see where it stops is the point.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unrolled.explorables import _check, _lists

KINDS = ("conv", "pool")
MIDDLES = ("none", "conv", "dense", "adaptive")
DECODERS = ("none", "double", "mirror", "resize", "scale")
SKIPS = ("none", "concat")
MENDS = ("none", "crop", "pad", "output_padding", "input")
MOST_LAYERS, SIDE, CHANNELS = 6, 512, 16384
# One number per layer of the encoder.
LISTS = {"filters": (1, CHANNELS), "kernel": (1, 64), "stride": (1, 8), "padding": (0, 32)}
NUMBERS = {
    "height": (1, SIDE),
    "width": (1, SIDE),
    "channels": (1, CHANNELS),
    "built_for": (1, SIDE),
    "code": (1, CHANNELS),
    "up_filters": (1, CHANNELS),
    "scale": (1, 64),
    "classes": (1, CHANNELS),
    "fine": (0, CHANNELS),
    "fine_kernel": (1, 15),
}
CHOICES = {"middle": MIDDLES, "decoder": DECODERS, "skip": SKIPS, "mend": MENDS}


def checked(s: Mapping[str, Any]) -> dict[str, Any]:
    """Return the full state, with a list wherever one number stood for all layers."""
    kinds = _lists.words("kind", s["kind"], KINDS, MOST_LAYERS)
    layers = {
        name: _lists.per_layer(name, s[name], len(kinds), limits) for name, limits in LISTS.items()
    }
    numbers = {name: _check.whole(name, s[name], *limits) for name, limits in NUMBERS.items()}
    words = {name: _check.one_of(name, s[name], options) for name, options in CHOICES.items()}
    found = {"kind": kinds, **layers, **numbers, **words}
    return {name: found[name] for name in s}
