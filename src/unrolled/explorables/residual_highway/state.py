"""Which states are possible; `model.ts` has the same rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unrolled.explorables import _check as check

MOST = 60  # blocks
RELU = ("none", "after_sum", "before_sum")
# Limits of what may be one number for all blocks or one for each. The first layer's weight divides.
SHARED: dict[str, tuple[float, float]] = {"slopes": (-10, 10), "skip": (0, 1), "inner": (0.01, 100)}


def checked(state: Mapping[str, Any]) -> dict[str, Any]:
    """Return the full state with plain numbers and lists, or raise ValueError."""
    s = dict(state)
    s["blocks"] = check.whole("blocks", s["blocks"], 1, MOST)
    for name, limits in SHARED.items():
        s[name] = check.array(name, s[name], (0, 1), *limits)
        if isinstance(s[name], list) and len(s[name]) != s["blocks"]:
            raise ValueError(
                f"{name} has length {len(s[name])}; it must be a number, or a list of "
                f"{s['blocks']}, one for each block"
            )
    s["spread"] = check.number("spread", s["spread"], 0, 2)
    s["seed"] = check.whole("seed", s["seed"], 0, 9999)
    s["x"] = check.number("x", s["x"], -100, 100)
    check.one_of("relu", s["relu"], RELU)
    s["block"] = check.whole("block", s["block"], 1, s["blocks"])
    return s


def resized(state: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Let lists and the chosen block follow a new number of blocks."""
    s = {**state, **changes}
    blocks = s["blocks"]
    if "blocks" not in changes or not isinstance(blocks, int) or not 1 <= blocks <= MOST:
        return s
    for name in SHARED:
        if name not in changes and isinstance(s[name], list):
            s[name] = (s[name] + [s[name][-1]] * blocks)[:blocks]
    if "block" not in changes:
        s["block"] = min(s["block"], blocks)
    return s
