"""Fields with one entry per layer, which may come as one number for all layers.

`_kit/lists.ts` says the same in the browser.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from unrolled.explorables import _check


def words(name: str, value: Any, options: Sequence[str], most: int) -> list[str]:
    """Return the words of 1 to `most` layers."""
    if not isinstance(value, list | tuple) or not 1 <= len(value) <= most:
        _check.refuse(name, value, f"a list of 1 to {most} of {', '.join(options)}")
    return [_check.one_of(f"{name}[{i}]", word, options) for i, word in enumerate(value)]


def per_layer(name: str, value: Any, layers: int, limits: tuple[int, int]) -> list[int]:
    """Return a whole number for each of `layers`."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if not isinstance(value, list | tuple):
        return [_check.whole(name, value, *limits)] * layers
    if len(value) != layers:
        _check.refuse(name, value, f"a number for all layers, or a list of {layers}")
    return [_check.whole(f"{name}[{i}]", entry, *limits) for i, entry in enumerate(value)]


def merged(
    state: Mapping[str, Any], changes: Mapping[str, Any], leader: str, lists: Iterable[str]
) -> dict[str, Any]:
    """Return `state` after `changes`; if `leader` has another length, `lists` end or go on."""
    new = {**state, **changes}
    kinds = changes.get(leader)
    if not isinstance(kinds, list | tuple):
        return new
    for name in set(lists) - changes.keys():
        old = list(state[name])
        new[name] = (old + old[-1:] * len(kinds))[: len(kinds)]
    return new
