"""Which states there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unrolled.explorables import _check
from unrolled.explorables.latent_lab.networks import IMAGES, NETWORKS

FAR = 50  # of a code
LEAST = 0.001  # of a standard deviation


def checked(s: Mapping[str, Any]) -> dict[str, Any]:
    """Return the state as plain JSON data, or raise a ValueError for the reader."""
    one_of = _check.one_of
    return {
        "network": one_of("network", s["network"], NETWORKS),
        "digit": _check.whole("digit", s["digit"], 0, len(IMAGES) - 1),
        "source": one_of("source", s["source"], ("encoder", "hand")),
        "mu": _pair("mu", s["mu"], -10, 10),
        "sigma": _pair("sigma", s["sigma"], LEAST, 10),
        "seed": _check.whole("seed", s["seed"], 0, 9999),
        "epsilon": s["epsilon"] if s["epsilon"] is None else _pair("epsilon", s["epsilon"], -9, 9),
        "free": s["free"] if s["free"] is None else _pair("free", s["free"], -FAR, FAR),
        "loss": one_of("loss", s["loss"], ("reconstruction", "target")),
        "target": _pair("target", s["target"], -10, 10),
        "beta": _check.number("beta", s["beta"], 0, 10),
        "penalty": one_of("penalty", s["penalty"], ("none", "l1", "l2")),
        "strength": _check.number("strength", s["strength"], 0, 50),
    }


def _pair(name: str, value: Any, low: float, high: float) -> Any:
    found = _check.array(name, value, (1,), low, high)
    if _check.shape(found) != (2,):
        _check.refuse(name, value, "a list of 2 numbers")
    return found
