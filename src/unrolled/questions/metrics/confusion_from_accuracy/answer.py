"""FAU 4.6: the four counts from three facts, and what follows from them."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import calc
from unrolled.bank import format_value

EXAM = {"total": 1000, "percent": 84, "tp": 450, "fn": 50}
EXPECTED = (390, 110, 0.9, 0.78, 0.849056603774)


def solve(total: int, percent: int, tp: int, fn: int) -> tuple[int, int, float, float, float]:
    """What is right and not a true positive is a true negative; the rest is a false positive."""
    tn = total * percent // 100 - tp
    c = calc.Confusion(tp=tp, fn=fn, tn=tn, fp=total - tp - fn - tn)
    return c.tn, c.fp, float(c.recall), float(c.specificity), float(c.f1)


def verify(total: int, percent: int, tp: int, fn: int) -> tuple[int, int, float, float, float]:
    """Try all splits of the negatives, and hand the labels of the one that fits to scikit-learn."""
    from sklearn.metrics import accuracy_score, f1_score, recall_score

    target = np.repeat([1, 0], [tp + fn, total - tp - fn])

    def predicted(fp: int) -> np.ndarray:
        return np.repeat([1, 0, 1, 0], [tp, fn, fp, total - tp - fn - fp])

    splits = np.arange(total - tp - fn + 1)
    (fp,) = splits[np.isclose((total - fn - splits) / total, percent / 100)]
    labels = predicted(fp)
    assert np.isclose(accuracy_score(target, labels), percent / 100)
    return (
        int(((target == 0) & (labels == 0)).sum()),
        int(fp),
        float(recall_score(target, labels)),
        float(recall_score(target, labels, pos_label=0)),
        float(f1_score(target, labels)),
    )


def preset(total: int, percent: int, tp: int, fn: int) -> dict[str, Any]:
    """Fill in the table."""
    tn, fp, *_ = solve(total, percent, tp, fn)
    return {"tp": tp, "fn": fn, "fp": fp, "tn": tn}


def steps(total: int, percent: int, tp: int, fn: int) -> list[str]:
    """Counts first, then ratios."""
    tn, fp, recall, specificity, f1 = solve(total, percent, tp, fn)
    return [
        rf"Right answers: ${percent / 100:g} \cdot {total} = {tp + tn}$.",
        rf"$\mathrm{{TN}} = {tp + tn} - {tp} = {tn}$.",
        rf"$\mathrm{{FP}} = {total} - {tp} - {fn} - {tn} = {fp}$.",
        rf"Recall: ${tp} / ({tp} + {fn}) = {format_value(recall)}$.",
        rf"Specificity: ${tn} / ({tn} + {fp}) = {format_value(specificity)}$.",
        rf"$F_1 = 2 \cdot {tp} / (2 \cdot {tp} + {fp} + {fn}) = {format_value(f1)}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Both kinds of error occur, and neither class is tiny."""
    while True:
        total, percent = int(rng.choice([200, 400, 500, 1000])), int(rng.integers(70, 96))
        tp, fn = 10 * int(rng.integers(3, total // 20)), 5 * int(rng.integers(1, total // 50))
        tn = total * percent / 100 - tp
        if tn == int(tn) and tn >= 20 and total - tp - fn - tn >= 5 and tn != tp:
            return {"total": total, "percent": percent, "tp": tp, "fn": fn}


def mistakes(
    total: int, percent: int, tp: int, fn: int
) -> dict[str, tuple[float | None, float | None, float | None, float | None, float | None]]:
    """Counts and denominators mixed up."""
    tn, fp, recall, _, f1 = solve(total, percent, tp, fn)
    negatives = total - tp - fn
    precision = tp / (tp + fp)
    return {
        "You gave all right answers: the true positives among them come off.": (
            *(tp + tn, None, None, None, None),
        ),
        "You gave all negatives: some of them were called positive.": (
            *(negatives, None, None, None, None),
        ),
        "You gave all errors: the false negatives among them come off.": (
            *(None, fp + fn, None, None, None),
        ),
        "That is the precision: recall divides by what is positive, TP + FN.": (
            *(None, None, precision, None, None),
        ),
        "That is the false-positive rate: specificity is what is left to 1.": (
            *(None, None, None, fp / negatives, None),
        ),
        "You divided by all samples: each of these ratios has a class as its denominator.": (
            *(None, None, tp / total, tn / total, None),
        ),
        "You took the plain mean of precision and recall: F1 is the harmonic one.": (
            *(None, None, None, None, (precision + recall) / 2),
        ),
        "You forgot to double the true positives below the fraction line.": (
            *(None, None, None, None, 2 * tp / (tp + fp + fn)),
        ),
        "You forgot the 2: that is TP / (TP + FP + FN), the Jaccard index.": (
            *(None, None, None, None, f1 / (2 - f1)),
        ),
    }
