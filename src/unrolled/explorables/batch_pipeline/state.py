"""Which states are possible; `model.ts` has the same rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unrolled.explorables import _check as check

STAGES = ("shuffle", "map", "batch", "repeat", "prefetch")
MOST = 2000  # examples
LISTED = 60  # examples that may have lengths of their own
LONGEST = 200  # steps


def checked(state: Mapping[str, Any]) -> dict[str, Any]:
    """Return the full state with plain numbers and lists, or raise ValueError."""
    s = dict(state)
    s["examples"] = check.whole("examples", s["examples"], 1, MOST)
    s["classes"] = check.whole("classes", s["classes"], 1, 10)
    s["lengths"] = _lengths(s["lengths"], s["examples"])
    s["epochs"] = check.whole("epochs", s["epochs"], 1, 100)
    s["order"] = _order(s["order"])
    s["buffer"] = check.whole("buffer", s["buffer"], 1, MOST)
    s["batch"] = check.whole("batch", s["batch"], 1, 256)
    check.one_of("remainder", s["remainder"], ("kept", "dropped"))
    s["ahead"] = check.whole("ahead", s["ahead"], 1, 16)
    for name in ("read", "work", "train"):
        s[name] = check.number(name, s[name], 0, 1000)
    s["seed"] = check.whole("seed", s["seed"], 0, 9999)
    return s


def _lengths(given: Any, examples: int) -> Any:
    found = check.array("lengths", given, (0, 1), 1, LONGEST)
    if not isinstance(found, list):
        return check.whole("lengths", found, 1, LONGEST)
    if len(found) > LISTED:
        raise ValueError(f"lengths has length {len(found)}; it must have up to {LISTED}")
    if len(found) != examples:
        raise ValueError(
            f"lengths has length {len(found)}; it must be a number, or a list of {examples}, "
            "one for each example"
        )
    return [check.whole(f"lengths[{i}]", one, 1, LONGEST) for i, one in enumerate(found)]


def _order(given: Any) -> list[str]:
    ok = (
        isinstance(given, list | tuple)
        and all(isinstance(stage, str) and stage in STAGES for stage in given)
        and len(set(given)) == len(given)
        and "batch" in given
    )
    if not ok:
        wanted = f"a list of some of {', '.join(STAGES)}, each once, with batch among them"
        check.refuse("order", given, wanted)
    return list(given)


def resized(state: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Let a list of lengths follow a new number of examples, as far as lists go."""
    s = {**state, **changes}
    examples, lengths = s["examples"], s["lengths"]
    if "examples" not in changes or "lengths" in changes or not isinstance(lengths, list):
        return s
    if isinstance(examples, int) and 1 <= examples <= MOST:
        longer = lengths + [lengths[-1]] * examples
        s["lengths"] = longer[:examples] if examples <= LISTED else max(lengths)
    return s
