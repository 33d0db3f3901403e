"""Metrics of a binary classifier as fractions of its four counts."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from unrolled.calc._checks import natural


@dataclass(frozen=True)
class Confusion:
    """Counts of a binary classifier; its metrics are exact fractions.

    A metric that is 0/0 (precision when nothing is predicted positive) is undefined and raises
    ValueError; `metrics` lists it as None. Libraries differ: scikit-learn returns 0 and warns.

    Parameters
    ----------
    tp, fp, fn, tn : int
        True and false positives, false and true negatives; at least 0.

    Raises
    ------
    ValueError
        If a count is negative; by a metric, if it is 0/0.
    TypeError
        If a count is not an integer.

    Source
    ------
    Definitions of `sklearn.metrics`; Matthews (1975) for the correlation.

    Examples
    --------
    FAU, question 4.6: of 1000 images 840 are right, 450 of them positive, and 50 are missed.

    >>> c = Confusion(tp=450, fp=110, fn=50, tn=390)
    >>> c.recall, c.specificity, c.f1
    (Fraction(9, 10), Fraction(39, 50), Fraction(45, 53))
    """

    tp: int
    fp: int
    fn: int
    tn: int

    def __post_init__(self) -> None:
        for name in ("tp", "fp", "fn", "tn"):
            natural(name, getattr(self, name))

    @property
    def total(self) -> int:
        """All examples."""
        return self.tp + self.fp + self.fn + self.tn

    @property
    def accuracy(self) -> Fraction:
        """(tp + tn) / total."""
        return _ratio("accuracy", self.tp + self.tn, self.total, "there are no examples")

    @property
    def precision(self) -> Fraction:
        """Share of the predicted positives that are right: tp / (tp + fp)."""
        return _ratio("precision", self.tp, self.tp + self.fp, "nothing is predicted positive")

    @property
    def recall(self) -> Fraction:
        """Share of the positives that are found, the sensitivity: tp / (tp + fn)."""
        return _ratio("recall", self.tp, self.tp + self.fn, "nothing is positive")

    @property
    def specificity(self) -> Fraction:
        """Share of the negatives that are left alone: tn / (tn + fp)."""
        return _ratio("specificity", self.tn, self.tn + self.fp, "nothing is negative")

    @property
    def false_positive_rate(self) -> Fraction:
        """Fp / (fp + tn), 1 - specificity."""
        return _ratio("false_positive_rate", self.fp, self.fp + self.tn, "nothing is negative")

    @property
    def negative_predictive_value(self) -> Fraction:
        """Share of the predicted negatives that are right: tn / (tn + fn)."""
        what = "nothing is predicted negative"
        return _ratio("negative_predictive_value", self.tn, self.tn + self.fn, what)

    @property
    def balanced_accuracy(self) -> Fraction:
        """Mean of recall and specificity."""
        return (self.recall + self.specificity) / 2

    @property
    def iou(self) -> Fraction:
        """Intersection over union, the Jaccard index: tp / (tp + fp + fn)."""
        return _ratio("iou", self.tp, self.tp + self.fp + self.fn, "tp, fp and fn are 0")

    @property
    def f1(self) -> Fraction:
        """Harmonic mean of precision and recall, the Dice coefficient: 2 tp / (2 tp + fp + fn)."""
        return self.f_beta(1)

    @property
    def mcc_squared(self) -> Fraction:
        """Square of Matthews' correlation; `mcc` has its sign."""
        a, b, c, d = self.tp, self.fp, self.fn, self.tn
        below = (a + b) * (a + c) * (d + b) * (d + c)
        return _ratio("mcc", (a * d - b * c) ** 2, below, "a row or a column of the table is 0")

    @property
    def mcc(self) -> float:
        """Matthews' correlation, -1 to 1: a root, so the one metric that is a float."""
        return math.copysign(math.sqrt(self.mcc_squared), self.tp * self.tn - self.fp * self.fn)

    def f_beta(self, beta: int | Fraction) -> Fraction:
        """Weighted harmonic mean of precision and recall.

        Parameters
        ----------
        beta : int or Fraction
            How many times as much recall matters as precision; above 0.

        Returns
        -------
        Fraction
            (1 + β²) tp / ((1 + β²) tp + β² fn + fp): defined as soon as one of them is not 0,
            and 0 where precision is 0/0 although there are positives.

        Raises
        ------
        ValueError
            If `beta` is not above 0, or tp, fp and fn are 0.
        TypeError
            If `beta` is not an integer or a fraction.

        Source
        ------
        van Rijsbergen, Information retrieval (1979); `sklearn.metrics.fbeta_score`.

        Examples
        --------
        >>> Confusion(tp=3, fp=1, fn=3, tn=0).f_beta(2)
        Fraction(15, 28)
        """
        if isinstance(beta, bool) or not isinstance(beta, int | Fraction):
            raise TypeError(f"beta is {beta!r}; it must be an integer or a Fraction")
        if beta <= 0:
            raise ValueError(f"beta is {beta}; it must be above 0")
        b2 = Fraction(beta) ** 2
        hits = (1 + b2) * self.tp
        return _ratio("f_beta", hits, hits + b2 * self.fn + self.fp, "tp, fp and fn are 0")

    def metrics(self) -> dict[str, Fraction | None]:
        """List all fractions by name, undefined ones as None.

        Returns
        -------
        dict

        Examples
        --------
        >>> Confusion(tp=0, fp=0, fn=2, tn=8).metrics()["precision"] is None
        True
        """
        return {name: self._or_none(name) for name in _METRICS}

    def _or_none(self, name: str) -> Fraction | None:
        try:
            value: Fraction = getattr(self, name)
        except ValueError:
            return None
        return value


_METRICS = (
    "accuracy",
    "precision",
    "recall",
    "specificity",
    "f1",
    "balanced_accuracy",
    "iou",
    "false_positive_rate",
    "negative_predictive_value",
    "mcc_squared",
)


def _ratio(name: str, above: int | Fraction, below: int | Fraction, why: str) -> Fraction:
    if not below:
        raise ValueError(f"{name} is 0/0, undefined: {why}")
    return Fraction(above) / below


def confusion(
    target: Sequence[Hashable], predicted: Sequence[Hashable], positive: Hashable = 1
) -> Confusion:
    """Count one class against all others.

    Parameters
    ----------
    target, predicted : sequence
        Labels of the same examples.
    positive : label
        The class that counts as positive.

    Returns
    -------
    Confusion

    Raises
    ------
    ValueError
        If the sequences differ in length.

    Source
    ------
    `sklearn.metrics.confusion_matrix`, one class against the rest.

    Examples
    --------
    >>> confusion("ccdc", "cddc", positive="c")
    Confusion(tp=2, fp=0, fn=1, tn=1)
    """
    if len(target) != len(predicted):
        raise ValueError(
            f"predicted has {len(predicted)} labels; it must have as many as target, {len(target)}"
        )
    pairs: Iterable[tuple[Hashable, Hashable]] = zip(target, predicted, strict=True)
    n = Counter((t == positive, p == positive) for t, p in pairs)
    return Confusion(n[True, True], n[False, True], n[True, False], n[False, False])
