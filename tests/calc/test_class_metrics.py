"""Averages over classes by hand, by indicator arrays, and against scikit-learn."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import precision_recall_fscore_support

from unrolled.calc import Confusion, Scores, average_scores, confusion, confusions

# By hand. a: found 2 of 3, predicted 3 times. b: 1 of 2, predicted 2 times. c: 1 of 1, once.
TARGET, PREDICTED = "aaabbc", "aabbac"
A, B, C = Fraction(2, 3), Fraction(1, 2), Fraction(1)


def test_each_class_against_the_rest():
    found = confusions(TARGET, PREDICTED)
    assert list(found.items()) == [
        ("a", Confusion(2, 1, 1, 2)),
        ("b", Confusion(1, 1, 1, 3)),
        ("c", Confusion(1, 0, 0, 5)),
    ]


@pytest.mark.parametrize(
    ("average", "expected"),
    [
        ("micro", Fraction(4, 6)),
        ("macro", (A + B + C) / 3),
        ("weighted", (3 * A + 2 * B + C) / 6),
    ],
)
def test_three_classes_by_hand(average, expected):
    scores = average_scores(confusions(TARGET, PREDICTED).values(), average)
    assert scores == Scores(expected, expected, expected)


def test_a_macro_f1_is_the_mean_of_f1s():
    scores = average_scores(confusions("ccdc", "cddc").values(), "macro")
    assert scores == (Fraction(3, 4), Fraction(5, 6), Fraction(11, 15))
    p, r, f1 = scores
    assert f1 != 2 * p * r / (p + r)


labels = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=30)


@given(pairs=labels)
def test_by_indicator_arrays(pairs):
    target, predicted = zip(*pairs, strict=True)
    names = sorted({*target, *predicted})
    t = np.array(target)[:, None] == names  # (examples, classes)
    p = np.array(predicted)[:, None] == names

    def shares(hits, among):
        return [
            Fraction(int(h), int(n)) if n else Fraction(0) for h, n in zip(hits, among, strict=True)
        ]

    hits, support = (t & p).sum(0), t.sum(0)
    columns = (
        shares(hits, p.sum(0)),
        shares(hits, support),
        shares(2 * hits, support + p.sum(0)),
    )
    tables = confusions(target, predicted).values()
    macro = [sum(column) / len(names) for column in columns]
    weighted = [
        sum(int(n) * value for n, value in zip(support, column, strict=True)) / len(pairs)
        for column in columns
    ]
    assert list(average_scores(tables, "macro", undefined=0)) == macro
    assert list(average_scores(tables, "weighted", undefined=0)) == weighted
    # Where every example has one label and one prediction, micro averages are the accuracy.
    accuracy = Fraction(int((t & p).sum()), len(pairs))
    assert set(average_scores(tables, "micro")) == {accuracy}
    # A weighted recall, too.
    assert weighted[1] == accuracy


@pytest.mark.parametrize("average", ["micro", "macro", "weighted"])
@given(pairs=labels)
def test_averages_are_scikit_learns(average, pairs):
    target, predicted = zip(*pairs, strict=True)
    expected = precision_recall_fscore_support(
        target, predicted, average=average, zero_division=0.0
    )[:3]
    scores = average_scores(confusions(target, predicted).values(), average, undefined=0)
    assert [float(score) for score in scores] == pytest.approx(expected)


def test_what_is_undefined_has_to_be_said():
    tables = confusions("aab", "aaa").values()  # b is never predicted
    with pytest.raises(ValueError, match=r"precision is 0/0, .* nothing is predicted positive"):
        average_scores(tables, "macro")
    assert average_scores(tables, "macro", undefined=0).precision == Fraction(1, 3)
    assert average_scores(tables, "macro", undefined=1).precision == Fraction(5, 6)
    assert average_scores(tables, "micro").precision == Fraction(2, 3)


def test_a_class_without_examples_weighs_nothing():
    tables = [confusion("aa", "ab", "a"), confusion("aa", "ab", "c")]  # c is 0/0 throughout
    assert average_scores(tables, "weighted") == (1, Fraction(1, 2), Fraction(2, 3))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: average_scores([], "micro"), "classes has nothing to average"),
        (lambda: average_scores([], "macro"), "classes has nothing to average"),
        (lambda: average_scores([Confusion(0, 1, 0, 1)], "weighted"), "none with an example"),
        (lambda: average_scores([Confusion(1, 1, 1, 1)], "samples"), "average is 'samples'; it"),
        (lambda: confusions("ab", "a"), "predicted has 1 labels; .* as target, 2"),
    ],
)
def test_what_is_wrong_is_named(make, message):
    with pytest.raises(ValueError, match=message):
        make()
