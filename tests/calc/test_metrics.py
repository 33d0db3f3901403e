"""Metrics by hand, by definition, and by counting."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from unrolled.calc import Confusion, confusion

counts = st.integers(0, 50)
tables = st.builds(Confusion, counts, counts, counts, counts)


def test_the_exam():
    # FAU 4.6: accuracy 84 % of 1000, TP 450, FN 50.
    c = Confusion(tp=450, fp=110, fn=50, tn=390)
    assert c.accuracy == Fraction(84, 100)
    assert c.precision == Fraction(45, 56)
    assert c.recall == Fraction(9, 10)
    assert c.specificity == Fraction(39, 50)
    assert c.f1 == Fraction(45, 53)
    assert c.balanced_accuracy == Fraction(21, 25)
    assert c.iou == Fraction(45, 61)
    # (450 · 390 - 110 · 50)^2 / (560 · 500 · 500 · 440) = 170000^2 / 61.6e9
    assert c.mcc_squared == Fraction(289, 616)


@given(target=st.lists(st.booleans(), min_size=1), seed=st.integers(0, 2**32 - 1))
def test_by_counting(target, seed):
    t = np.array(target)
    p = np.random.default_rng(seed).integers(0, 2, size=len(t)).astype(bool)
    c = confusion(t.tolist(), p.tolist(), positive=True)
    assert c.total == len(t)
    assert c.accuracy == Fraction(int((t == p).sum()), len(t))
    expected = {
        "precision": t[p],
        "recall": p[t],
        "specificity": ~p[~t],
        "false_positive_rate": p[~t],
        "negative_predictive_value": ~t[~p],
        "iou": (t & p)[t | p],
    }
    for name, hits in expected.items():
        share = Fraction(int(hits.sum()), len(hits)) if len(hits) else None
        assert c.metrics()[name] == share, name
    if t.std() and p.std():  # a correlation of the labels as 0 and 1
        assert c.mcc == pytest.approx(np.corrcoef(t, p)[0, 1], abs=1e-12)


@given(c=tables, beta=st.fractions(Fraction(1, 4), 4, max_denominator=9))
def test_f_beta_is_the_weighted_harmonic_mean(c, beta):
    assume(c.tp > 0)
    weighted = (1 + beta**2) / (1 / c.precision + beta**2 / c.recall)
    assert c.f_beta(beta) == weighted
    assert c.f1 == 2 / (1 / c.precision + 1 / c.recall)


@given(c=tables)
def test_metrics_are_shares(c):
    for name, value in c.metrics().items():
        assert value is None or 0 <= value <= 1, name


@given(c=tables)
def test_swapping_the_classes(c):
    other = Confusion(tp=c.tn, fp=c.fn, fn=c.fp, tn=c.tp)
    ours, theirs = c.metrics(), other.metrics()
    for name, mirror in (
        ("recall", "specificity"),
        ("precision", "negative_predictive_value"),
        ("accuracy", "accuracy"),
        ("balanced_accuracy", "balanced_accuracy"),
        ("mcc_squared", "mcc_squared"),
    ):
        assert ours[name] == theirs[mirror], name


def test_mcc_has_a_sign():
    assert Confusion(5, 0, 0, 5).mcc == 1.0
    assert Confusion(0, 5, 5, 0).mcc == -1.0
    assert Confusion(3, 1, 2, 4).mcc == pytest.approx(10 / math.sqrt(4 * 5 * 5 * 6))


def test_f1_without_predicted_positives_is_zero():
    c = Confusion(tp=0, fp=0, fn=2, tn=8)
    assert c.f1 == c.recall == 0
    assert c.metrics()["precision"] is None


def test_several_classes_one_against_the_rest():
    target, predicted = "aabbcc", "abbbca"
    assert confusion(target, predicted, "a") == Confusion(1, 1, 1, 3)
    assert confusion(target, predicted, "b") == Confusion(2, 1, 0, 3)
    assert confusion(target, predicted, "c") == Confusion(1, 0, 1, 4)


NOTHING = Confusion(0, 0, 0, 0)


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: Confusion(-1, 0, 0, 0), ValueError, "tp is -1; it must be at least 0"),
        (lambda: Confusion(0, 0.5, 0, 0), TypeError, "fp is 0.5; it must be an integer"),
        (lambda: NOTHING.accuracy, ValueError, "accuracy is 0/0, undefined: there are no examples"),
        (lambda: NOTHING.precision, ValueError, "precision is 0/0, .* nothing is predicted pos"),
        (lambda: NOTHING.recall, ValueError, "recall is 0/0, undefined: nothing is positive"),
        (lambda: NOTHING.specificity, ValueError, "specificity is 0/0, .* nothing is negative"),
        (lambda: NOTHING.balanced_accuracy, ValueError, "recall is 0/0"),
        (lambda: NOTHING.f1, ValueError, "f_beta is 0/0, undefined: tp, fp and fn are 0"),
        (lambda: Confusion(1, 1, 0, 0).mcc, ValueError, "mcc is 0/0, undefined: a row or a column"),
        (lambda: NOTHING.f_beta(0), ValueError, "beta is 0; it must be above 0"),
        (lambda: NOTHING.f_beta(0.5), TypeError, "beta is 0.5; it must be an integer or a Frac"),
        (lambda: confusion([1], [1, 0]), ValueError, "predicted has 2 labels; .* as target, 1"),
    ],
)
def test_what_is_wrong_is_named(make, error, message):
    with pytest.raises(error, match=message):
        make()
