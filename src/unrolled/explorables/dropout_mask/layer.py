"""A layer under masks, by the reference: what is left of it, and what an output reads from that."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from unrolled import nn
from unrolled.explorables.dropout_mask.state import coins, maps

Array = NDArray[np.float64]
Masks = NDArray[np.bool_]  # (M, coins), True is kept
State = Mapping[str, Any]


def factors(s: State) -> tuple[float, float]:
    """Return what is multiplied in training and at test time."""
    keep = 1 - s["rate"]
    return (1 / keep, 1.0) if s["scaling"] == "train" else (1.0, keep)


def values(s: State) -> Array:
    """Return the values that dropout meets: units (n,), maps (C, H, W) or classes (n,)."""
    if s["what"] == "outputs":
        return np.array(s["probs"], float)
    if s["what"] in ("units", "weights"):
        return np.array(s["values"], float)
    return maps(s["channels"], s["size"])


def drop(s: State, masks: Masks) -> Array:
    """Return the layer after dropout, once for each mask, (M, ...)."""
    layer, count, rate = values(s), len(masks), s["rate"]
    many = np.broadcast_to(layer, (count, *layer.shape))
    if s["what"] == "weights":
        # Each weight of a unit brings an equal part of its value, all inputs being 1.
        inputs = s["inputs"]
        weight = np.broadcast_to(layer[:, None] / inputs, (count, len(layer), inputs))
        left = nn.dropout(weight, rate, mask=masks.reshape(weight.shape))
        found = nn.linear(np.ones(inputs), left.reshape(-1, inputs)).reshape(count, len(layer))
    elif s["what"] == "maps":
        found = nn.dropout2d(many, rate, mask=masks[:, :, None, None])
    else:
        found = nn.dropout(many, rate, mask=masks.reshape(many.shape))
    scale = 1.0 if s["scaling"] == "train" else 1 - rate  # the reference divides in training
    return np.asarray(found * scale + 0.0, np.float64)


def read(s: State, masks: Masks) -> Array:
    """Return what the output reads from it, before its activation, (M,)."""
    left = drop(s, masks)
    if s["what"] in ("units", "weights"):
        return snap(nn.linear(left, [s["out"]])[:, 0])
    return snap(left.sum(axis=1) if s["what"] == "outputs" else left.mean(axis=(1, 2, 3)))


def terms(s: State) -> Array:
    """Return what each coin decides about, as its part of the output, (coins,)."""
    layer, out = values(s), np.array(s["out"], np.float64)
    if s["what"] == "units":
        return np.asarray(layer * out)
    if s["what"] == "weights":
        return np.asarray(np.repeat(layer * out / s["inputs"], s["inputs"]))
    if s["what"] == "maps":
        return np.asarray(layer.mean(axis=(1, 2)) / len(layer))
    return layer if s["what"] == "outputs" else layer.ravel() / layer.size


def activate(s: State, sums: ArrayLike) -> Array:
    """Apply the output's activation."""
    name = s["activation"]
    return np.asarray(sums if name == "identity" else getattr(nn, name)(sums), np.float64)


def ensemble(s: State) -> float:
    """Return the mean output of all masks there are, each as probable as it is."""
    many = coins(s)[s["what"]]
    masks = np.array(list(product((False, True), repeat=many)))
    kept = masks.sum(axis=1)
    chances = (1 - s["rate"]) ** kept * s["rate"] ** (many - kept)
    return float(snap(chances @ activate(s, read(s, masks))))


def guess(s: State, mask: NDArray[np.bool_]) -> float | None:
    """Return the correlation of dropped entries with the mean of the neighbours that are left."""
    layer, kept = values(s), mask.reshape(-1, s["size"], s["size"])
    known = np.pad(kept, ((0, 0), (1, 1), (1, 1)))
    padded = np.pad(layer, ((0, 0), (1, 1), (1, 1))) * known
    inner, before, after = slice(1, -1), slice(None, -2), slice(2, None)
    sides = (before, inner), (after, inner), (inner, before), (inner, after)
    sums, counts = (
        np.sum([a[:, i, j] for i, j in sides], axis=0, dtype=float) for a in (padded, known)
    )
    chosen = np.logical_not(kept) & (counts > 0)
    if chosen.sum() < 3:
        return None
    pairs = np.array([layer[chosen], sums[chosen] / counts[chosen]])
    if np.prod(pairs.std(axis=1)) < 1e-9:
        return None
    return float(np.corrcoef(pairs)[0, 1])


def right_class(s: State, left: Array) -> dict[str, float | None]:
    """Return the loss behind a softmax that is dropped from, and without; the chance in a batch."""
    if s["what"] != "outputs":
        return dict.fromkeys(("loss", "loss_plain", "chance"))

    def paid(probs: Any) -> float | None:
        own = float(probs[s["label"] - 1])
        return float(nn.nll_loss(np.log([[own]]), [0])) if own > 0 else None

    chance = 1 - (1 - s["rate"]) ** s["batch"]
    return {"loss": paid(left), "loss_plain": paid(s["probs"]), "chance": chance}


def snap(found: ArrayLike) -> Array:
    """Make 0 what is left of terms that cancel."""
    return np.where(np.abs(found) < 1e-12, 0.0, found)
