"""ConfusionExplorer: a threshold, the table of counts it makes, and every metric as a fraction."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from traitlets import Float, Int, Unicode

from unrolled import calc
from unrolled.explorables import _check
from unrolled.explorables._base import Explorable
from unrolled.explorables._numbers import show
from unrolled.explorables.confusion_explorer.scores import (
    BINS,
    LOW,
    STEPS,
    WIDTH,
    area,
    average_precision,
    draw,
    histogram,
    table,
)

EXAMPLES, COUNT = 10_000, 1_000_000  # of each class, and of each field of the table; at most
FRACTIONS = (
    *("accuracy", "precision", "recall", "specificity", "f1", "balanced_accuracy"),
    *("false_positive_rate", "negative_predictive_value", "iou", "mcc_squared"),
)


class ConfusionExplorer(Explorable):
    """Counts of right and wrong answers, from a threshold on scores or typed in, and all metrics.

    Parameters
    ----------
    source : str
        scores: examples are drawn, and what scores above the threshold is called positive; or
        counts: the four counts are given.
    threshold : float
        -10 to 15.
    positives, negatives : int
        How many examples are drawn of each class, 1 to 10000.
    separation, spread : float
        Mean, 0 to 5, and standard deviation, 0.2 to 2, of the positives' normal scores; those of
        the negatives are 0 and 1.
    seed : int
        Of the scores, 0 to 9999.
    tp, fn, fp, tn : int
        True positives, false negatives, false positives, true negatives, 0 to 1000000; only for
        given counts.
    bars : str
        What the histogram's height is: shares, of the class, or counts.

    Raises
    ------
    StateError
        If a value is not possible.

    Source
    ------
    FAU, questions 3.5 and 4.6; TUM 2019, 1h and 2j.

    Examples
    --------
    FAU 4.6: 450 of 500 positives are found, and 390 of 500 negatives are left alone.

    >>> found = ConfusionExplorer(source="counts", tp=450, fn=50, fp=110, tn=390).compute()
    >>> found["f1_fraction"], found["specificity_fraction"]
    ([45, 53], [39, 50])
    """

    source = Unicode("scores").tag(sync=True)
    threshold = Float(1.5).tag(sync=True)
    positives = Int(100).tag(sync=True)
    negatives = Int(9900).tag(sync=True)
    separation = Float(2.5).tag(sync=True)
    spread = Float(1.0).tag(sync=True)
    seed = Int(8).tag(sync=True)
    tp = Int(450).tag(sync=True)
    fn = Int(50).tag(sync=True)
    fp = Int(110).tag(sync=True)
    tn = Int(390).tag(sync=True)
    bars = Unicode("shares").tag(sync=True)

    @classmethod
    def check(cls, state: Mapping[str, Any]) -> dict[str, Any]:
        """Return the full state."""
        s = super().check(state)
        return {
            "source": _check.one_of("source", s["source"], ("scores", "counts")),
            "threshold": _check.number("threshold", s["threshold"], -10, 15),
            "positives": _check.whole("positives", s["positives"], 1, EXAMPLES),
            "negatives": _check.whole("negatives", s["negatives"], 1, EXAMPLES),
            "separation": _check.number("separation", s["separation"], 0, 5),
            "spread": _check.number("spread", s["spread"], 0.2, 2),
            "seed": _check.whole("seed", s["seed"], 0, 9999),
            **{
                name: _check.whole(name, s[name], 0, COUNT) for name in ("tp", "fn", "fp", "tn")
            },
            "bars": _check.one_of("bars", s["bars"], ("shares", "counts")),
        }  # fmt: skip

    def compute(self) -> dict[str, Any]:
        """Count, and take all the ratios.

        Returns
        -------
        dict
            counts (4,), tp, fn, fp and tn; total; every metric of `calc.Confusion` by its name, a
            float, and exactly as <name>_fraction, numerator and denominator; mcc; lazy, the
            accuracy of always naming the frequent class; weight_positive and weight_negative,
            N / (2 n_c). What is 0/0 is None. From scores also histogram_positive and
            histogram_negative (64,), counts; roc_x, roc_y, pr_x and pr_y (161,), the curves for
            falling thresholds, with a precision of 1 where nothing is called positive; auc and
            average_precision. For given counts all these are None.
        """
        scores = self._scores() if self.source == "scores" else None
        c = table(*scores, self.threshold) if scores else self._counts()
        found: dict[str, Any] = {"counts": [c.tp, c.fn, c.fp, c.tn], "total": c.total}
        for name in FRACTIONS:
            value = c.metrics()[name]
            found[name] = _float(value)
            exact = None if value is None else [value.numerator, value.denominator]
            found[f"{name}_fraction"] = exact
        del found["mcc_squared_fraction"]  # of integers that JavaScript's numbers do not hold
        sizes = c.tp + c.fn, c.fp + c.tn
        weights = [Fraction(c.total, 2 * size) if size else None for size in sizes]
        lazy = calc.Confusion(tp=0, fp=0, fn=min(sizes), tn=max(sizes))
        return {
            **found,
            "mcc": None if found["mcc_squared"] is None else c.mcc,
            "lazy": _float(lazy.metrics()["accuracy"]),
            "weight_positive": _float(weights[0]),
            "weight_negative": _float(weights[1]),
            **self._curves(scores),
        }

    def heights(self) -> tuple[int, int]:
        """Return what `view.ts` takes as it opens; measured."""
        return 1110, 1937

    def alt(self) -> str:
        """Say the counts and the metrics."""
        found = self.compute()
        tp, fn, fp, tn = found["counts"]
        where = (
            f"Scores of {self.positives} positives and {self.negatives} negatives, with the "
            f"threshold at {show(self.threshold)}: "
            if self.source == "scores"
            else ""
        )
        metrics = ", ".join(
            f"{word} {'undefined' if found[name] is None else show(found[name])}"
            for name, word in (
                *(("accuracy", "accuracy"), ("precision", "precision"), ("recall", "recall")),
                *(("specificity", "specificity"), ("f1", "F1")),
                ("balanced_accuracy", "balanced accuracy"),
            )
        )
        return (
            f"{where}{tp} true positives, {fn} false negatives, {fp} false positives, {tn} true "
            f"negatives. Metrics: {metrics}."
        )

    def _scores(self) -> tuple[Any, Any]:
        return draw(self.seed, self.positives, self.negatives, self.separation, self.spread)

    def _counts(self) -> calc.Confusion:
        return calc.Confusion(tp=self.tp, fp=self.fp, fn=self.fn, tn=self.tn)

    @staticmethod
    def _curves(scores: tuple[Any, Any] | None) -> dict[str, Any]:
        names = (
            *("histogram_positive", "histogram_negative", "roc_x", "roc_y", "pr_x", "pr_y"),
            *("auc", "average_precision"),
        )
        if scores is None:
            return dict.fromkeys(names)
        thresholds = np.linspace(LOW + WIDTH * BINS, LOW, STEPS)
        tables = [table(*scores, float(t)) for t in thresholds]
        recall = np.array([float(c.recall) for c in tables])
        return {
            "histogram_positive": histogram(scores[0]),
            "histogram_negative": histogram(scores[1]),
            "roc_x": np.array([float(c.false_positive_rate) for c in tables]),
            "roc_y": recall,
            "pr_x": recall,
            "pr_y": np.array([float(c.precision) if c.tp + c.fp else 1.0 for c in tables]),
            "auc": area(*scores),
            "average_precision": average_precision(*scores),
        }


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
