"""Scores of two classes, drawn with a seed, and what a threshold makes of them."""

from __future__ import annotations

from itertools import islice

import numpy as np
from numpy.typing import NDArray

from unrolled import calc
from unrolled.explorables._random import normal

Array = NDArray[np.float64]

LOW, WIDTH, BINS = -4.0, 0.25, 64  # the histogram reaches from -4 to 12
STEPS = 161  # thresholds along the curves, from LOW to the end of the histogram


def draw(
    seed: int, positives: int, negatives: int, separation: float, spread: float
) -> tuple[Array, Array]:
    """Return the sorted scores: negatives have mean 0 and standard deviation 1, positives these."""
    positive = np.array(list(islice(normal(2 * seed), positives))) * spread + separation
    negative = np.array(list(islice(normal(2 * seed + 1), negatives)))
    return np.sort(positive), np.sort(negative)


def table(positive: Array, negative: Array, threshold: float) -> calc.Confusion:
    """Call positive what scores above the threshold."""
    tp, fp = above(positive, threshold), above(negative, threshold)
    return calc.Confusion(tp=tp, fp=fp, fn=len(positive) - tp, tn=len(negative) - fp)


def above(scores: Array, threshold: float) -> int:
    """Count the scores above the threshold."""
    return len(scores) - int(np.searchsorted(scores, threshold, side="right"))


def histogram(scores: Array) -> NDArray[np.int64]:
    """Count by bins; the outermost ones also have what lies beyond."""
    bins = np.clip(np.floor((scores - LOW) / WIDTH), 0, BINS - 1)
    return np.bincount(bins.astype(np.int64), minlength=BINS)


def area(positive: Array, negative: Array) -> float:
    """Return the area under the ROC curve: the share of pairs the positive wins, ties halved."""
    below, not_above = (
        np.searchsorted(negative, positive, side=side) for side in ("left", "right")
    )
    return float(below.sum() + not_above.sum()) / (2 * len(positive) * len(negative))


def average_precision(positive: Array, negative: Array) -> float:
    """Return the mean over the positives of the precision with the threshold just below each."""
    found = len(positive) - np.searchsorted(positive, positive, side="left")
    alarms = len(negative) - np.searchsorted(negative, positive, side="left")
    return float(np.mean(found / (found + alarms)))
