"""What is possible, and how many coins are tossed; `state.ts` has the same rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from unrolled.explorables import _check

WHATS = ("units", "weights", "maps", "entries", "outputs")
SCALINGS = ("train", "test")
ACTIVATIONS = ("identity", "sigmoid", "tanh")
UNITS, INPUTS, CHANNELS, SIZE, CLASSES = 20, 25, 12, 6, 6  # at most
MOST, RATE, MASKS, SEED, BATCH = 100, 0.95, 500, 9999, 64


def coins(s: Mapping[str, Any]) -> dict[str, int]:
    """Tosses of one example, for each thing that may be dropped."""
    units, maps = len(s["values"]), s["channels"]
    return {
        "units": units,
        "weights": units * s["inputs"],
        "maps": maps,
        "entries": maps * s["size"] ** 2,
        "outputs": len(s["probs"]),
    }


def checked(given: Mapping[str, Any], s: dict[str, Any]) -> dict[str, Any]:
    """Return the full state; output weights that were not given average the units."""
    values = _check.array("values", s["values"], (1,), -MOST, MOST)
    units = _check.shape(values)[0]
    if units > UNITS:
        _check.refuse("values", values, f"1 to {UNITS} numbers")
    out = s["out"]
    if "out" not in given and "values" in given:
        out = [1 / units] * units
    out = _check.array("out", out, (1,), -MOST, MOST)
    if _check.shape(out) != (units,):
        _check.refuse("out", out, f"one number for each of the {units} units")
    probs = _check.array("probs", s["probs"], (1,), 0, 1)
    classes = _check.shape(probs)[0]
    if classes > CLASSES:
        _check.refuse("probs", probs, f"1 to {CLASSES} numbers")
    full = {
        "what": _check.one_of("what", s["what"], WHATS),
        "rate": _check.number("rate", s["rate"], 0, RATE),
        "scaling": _check.one_of("scaling", s["scaling"], SCALINGS),
        "training": s["training"],
        "seed": _check.whole("seed", s["seed"], 0, SEED),
        "mask": s["mask"],
        "masks": _check.whole("masks", s["masks"], 1, MASKS),
        "values": values,
        "out": out,
        "activation": _check.one_of("activation", s["activation"], ACTIVATIONS),
        "inputs": _check.whole("inputs", s["inputs"], 1, INPUTS),
        "channels": _check.whole("channels", s["channels"], 1, CHANNELS),
        "size": _check.whole("size", s["size"], 1, SIZE),
        "probs": probs,
        "label": _check.whole("label", s["label"], 1, classes),
        "batch": _check.whole("batch", s["batch"], 1, BATCH),
    }
    if not isinstance(full["training"], bool):
        _check.refuse("training", full["training"], "true or false")
    if full["mask"] is not None:
        full["mask"] = _mask(full["mask"], coins(full)[full["what"]])
    return full


def _mask(value: Any, count: int) -> list[int]:
    wanted = f"nothing, or {count} numbers that are 0 or 1"
    if hasattr(value, "tolist"):
        value = value.tolist()
    if not isinstance(value, list | tuple) or len(value) != count:
        _check.refuse("mask", value, wanted)
    if any(isinstance(m, bool) or m not in (0, 1) for m in value):
        _check.refuse("mask", value, wanted)
    return [int(m) for m in value]


def maps(channels: int, size: int) -> np.ndarray:
    """Feature maps, (channels, size, size): a soft spot in each, every time in another place."""
    middle, width = (size - 1) / 2, 0.3 * size + 0.3
    turn = 2.4 * np.arange(channels)[:, None, None]
    place = np.arange(size)
    rows = place[:, None] - middle * (1 + 0.7 * np.sin(turn))
    columns = place[None, :] - middle * (1 + 0.7 * np.cos(turn))
    found: np.ndarray = np.round(np.exp(-(rows**2 + columns**2) / (2 * width**2)), 2)
    return found
