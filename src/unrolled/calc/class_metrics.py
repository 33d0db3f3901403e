"""Precision, recall and F1 of several classes: one against the rest, and their averages."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from unrolled.calc.metrics import Confusion, confusion

Average = Literal["micro", "macro", "weighted"]


class Scores(NamedTuple):
    """Precision, recall and F1, each averaged over the classes by itself.

    Attributes
    ----------
    precision, recall, f1 : Fraction
        0 to 1. A macro F1 is the mean of the classes' F1, not made from the other two.

    Source
    ------
    `sklearn.metrics.precision_recall_fscore_support`.

    Examples
    --------
    >>> average_scores(confusions("ccdc", "cddc").values(), "micro").f1
    Fraction(3, 4)
    """

    precision: Fraction
    recall: Fraction
    f1: Fraction


def confusions(
    target: Sequence[Hashable], predicted: Sequence[Hashable]
) -> dict[Hashable, Confusion]:
    """Count each class against all others.

    Parameters
    ----------
    target, predicted : sequence
        Labels of the same examples.

    Returns
    -------
    dict of label to Confusion
        All classes that occur, in the order in which they do, those of `target` first.

    Raises
    ------
    ValueError
        If the sequences differ in length.

    Source
    ------
    `sklearn.metrics.multilabel_confusion_matrix`.

    Examples
    --------
    >>> confusions("ccdc", "cddc")["d"]
    Confusion(tp=1, fp=1, fn=0, tn=2)
    """
    labels = dict.fromkeys([*target, *predicted])
    return {label: confusion(target, predicted, label) for label in labels}


def average_scores(
    classes: Iterable[Confusion], average: Average, *, undefined: int | Fraction | None = None
) -> Scores:
    """Average precision, recall and F1 over classes.

    Parameters
    ----------
    classes : iterable of Confusion
        One for each class, as the values of `confusions`.
    average : {"micro", "macro", "weighted"}
        micro adds up the counts of all classes first: every example counts the same. macro is the
        mean over the classes: every class counts the same. weighted is the mean by the number of
        examples that are of the class, tp + fn.
    undefined : int or Fraction, optional
        What a score that is 0/0 counts as, such as the precision of a class that is never
        predicted. Left out, it is an error; scikit-learn takes 0 and warns.

    Returns
    -------
    Scores

    Raises
    ------
    ValueError
        If a score is 0/0, there is no class or no example, or `average` is unknown.

    Source
    ------
    `sklearn.metrics.precision_recall_fscore_support`, its `zero_division` being `undefined`.

    Examples
    --------
    Of 3 cats 2 are found; the dog is found, and a cat is taken for it.

    >>> classes = confusions("ccdc", "cddc").values()
    >>> average_scores(classes, "macro").precision, average_scores(classes, "weighted").precision
    (Fraction(3, 4), Fraction(7, 8))
    """
    tables = list(classes)
    if average not in ("micro", "macro", "weighted"):
        raise ValueError(f"average is {average!r}; it may be 'micro', 'macro' or 'weighted'")
    if average == "micro" and tables:
        tables = [_sum(tables)]
    weights = [c.tp + c.fn if average == "weighted" else 1 for c in tables]
    if not sum(weights):
        raise ValueError("classes has nothing to average: no class, or none with an example")
    return Scores(*(_mean(tables, weights, name, undefined) for name in Scores._fields))


def _sum(tables: list[Confusion]) -> Confusion:
    """One table with the counts of all."""
    return Confusion(*(sum(getattr(c, name) for c in tables) for name in ("tp", "fp", "fn", "tn")))


def _mean(
    tables: list[Confusion], weights: list[int], name: str, undefined: int | Fraction | None
) -> Fraction:
    total = Fraction(0)
    for c, weight in zip(tables, weights, strict=True):
        if not weight:  # where nothing is weighed, nothing need be defined
            continue
        value = c.metrics()[name]
        if value is None:  # asked again, a Confusion says why it is 0/0
            value = getattr(c, name) if undefined is None else Fraction(undefined)
        total += weight * value
    return total / sum(weights)
