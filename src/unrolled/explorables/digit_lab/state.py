"""Which states there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unrolled.explorables import _check
from unrolled.explorables.digit_lab.networks import BOX, DIGITS, FIELD, NETWORKS

FARTHEST, PATCH, WHITE = 8, 4, 16
UNIT_LIMITS = 2, 8, FIELD, FIELD
UNIT = "the layer (1 or 2), then map, row and column from 1"


def checked(s: Mapping[str, Any]) -> dict[str, Any]:
    """Return the state as plain JSON data, or raise a ValueError for the reader."""
    whole, one_of = _check.whole, _check.one_of
    return {
        "digit": one_of("digit", s["digit"], tuple(DIGITS))
        if isinstance(s["digit"], str)
        else _box("digit", s["digit"]),
        "right": whole("right", s["right"], -FARTHEST, FARTHEST),
        "down": whole("down", s["down"], -FARTHEST, FARTHEST),
        "edges": one_of("edges", s["edges"], ("end", "wrap")),
        "network": one_of("network", s["network"], NETWORKS),
        "watch": whole("watch", s["watch"], 0, 9),
        "shown": one_of("shown", s["shown"], ("whole", "covered")),
        "patch": whole("patch", s["patch"], 1, PATCH),
        "cover": _check.number("cover", s["cover"], 0, WHITE),
        "row": whole("row", s["row"], 1, BOX),
        "column": whole("column", s["column"], 1, BOX),
        "measure": one_of("measure", s["measure"], ("probability", "score")),
        "unit": _unit("unit", s["unit"]),
    }


def _box(name: str, value: Any) -> Any:
    found = _check.array(name, value, (2,), 0, WHITE)
    if _check.shape(found) != (BOX, BOX):
        _check.refuse(name, found, f"of {BOX} rows and {BOX} columns")
    return found


def _unit(name: str, value: Any) -> list[int]:
    found = _check.array(name, value, (1,))
    if not isinstance(found, list) or len(found) != len(UNIT_LIMITS):
        _check.refuse(name, value, f"a list of 4 numbers: {UNIT}")
    return [_check.whole(f"{name}[{i}]", found[i], 1, most) for i, most in enumerate(UNIT_LIMITS)]
