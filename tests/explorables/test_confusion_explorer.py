"""The confusion explorer: against scikit-learn, by hand, and what one does with a mouse."""

from __future__ import annotations

import re
import warnings
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect
from sklearn import metrics

from tests.browser.explorables import Explorable
from tests.explorables.conftest import Visit
from unrolled import bank
from unrolled.explorables.confusion_explorer import ConfusionExplorer
from unrolled.explorables.confusion_explorer.scores import draw


def labels(counts: list[int]) -> tuple[Any, Any]:
    """Target and prediction of every example."""
    return np.repeat([1, 1, 0, 0], counts), np.repeat([1, 0, 1, 0], counts)


@pytest.mark.parametrize(
    "counts", [[450, 50, 110, 390], [60, 40, 120, 3880], [1, 7, 3, 2], [0, 3, 5, 9], [4, 0, 0, 4]]
)
def test_all_metrics_are_those_of_scikit_learn(counts: list[int]):
    state = dict(zip(("tp", "fn", "fp", "tn"), counts, strict=True))
    found = ConfusionExplorer(source="counts", **state).compute()
    target, called = labels(counts)
    expected = {
        "accuracy": metrics.accuracy_score(target, called),
        "precision": metrics.precision_score(target, called),
        "recall": metrics.recall_score(target, called),
        "specificity": metrics.recall_score(target, called, pos_label=0),
        "f1": metrics.f1_score(target, called),
        "balanced_accuracy": metrics.balanced_accuracy_score(target, called),
        "negative_predictive_value": metrics.precision_score(target, called, pos_label=0),
        "iou": metrics.jaccard_score(target, called),
        "mcc": metrics.matthews_corrcoef(target, called),
        "mcc_squared": metrics.matthews_corrcoef(target, called) ** 2,
        "lazy": max(np.mean(target), 1 - np.mean(target)),
    }
    assert {name: found[name] for name in expected} == pytest.approx(expected)
    for name in expected.keys() - {"mcc", "mcc_squared", "lazy"}:
        above, below = found[f"{name}_fraction"]
        assert above / below == found[name]
        assert np.gcd(above, below) == 1


def test_the_table_from_an_accuracy():
    # By hand: 840 of 1000 are right, 450 of them positive; so 390, and 1000 - 450 - 50 - 390.
    found = ConfusionExplorer(**bank.presets("confusion-explorer")["FAU, 4.6"]).compute()
    assert found["counts"] == [450, 50, 110, 390]
    assert found["accuracy_fraction"] == [21, 25]
    assert found["recall_fraction"] == [9, 10]
    assert found["specificity_fraction"] == [39, 50]
    assert found["f1_fraction"] == [45, 53]


def test_many_cats_and_few_dogs():
    found = ConfusionExplorer(**bank.presets("confusion-explorer")["TUM 2019, 2j"]).compute()
    assert found["lazy"] == pytest.approx(0.975609756)
    assert found["accuracy"] == pytest.approx(0.960975610)
    assert found["balanced_accuracy_fraction"] == [157, 200]


def test_the_weights_of_orcas_and_boats():
    found = ConfusionExplorer(**bank.presets("confusion-explorer")["FAU, 3.5"]).compute()
    assert (found["weight_positive"], found["weight_negative"]) == (5.0, pytest.approx(5 / 9))


def test_variants_of_the_questions_are_states():
    for name in ("confusion_from_accuracy", "imbalanced_pictures", "imbalance_strategies"):
        question = bank.load(f"metrics/{name}")
        for instance in question.variants():
            counts = ConfusionExplorer(**instance.state).compute()["counts"]
            assert sum(counts) > 0


@pytest.mark.parametrize(("positives", "negatives"), [(100, 900), (40, 3), (1, 500)])
def test_threshold_and_curves_are_those_of_scikit_learn(positives: int, negatives: int):
    state = {"positives": positives, "negatives": negatives, "separation": 1.2, "spread": 0.7}
    found = ConfusionExplorer(**state, seed=5, threshold=0.8).compute()
    scores = np.concatenate(draw(5, positives, negatives, 1.2, 0.7))
    target = np.repeat([1, 0], [positives, negatives])
    (tn, fp), (fn, tp) = metrics.confusion_matrix(target, scores > 0.8)
    assert found["counts"] == [tp, fn, fp, tn]
    assert found["auc"] == pytest.approx(metrics.roc_auc_score(target, scores))
    assert found["average_precision"] == pytest.approx(
        metrics.average_precision_score(target, scores)
    )
    x, y, _ = metrics.roc_curve(target, scores, drop_intermediate=False)
    corners = set(zip(x.tolist(), y.tolist(), strict=True))
    assert set(zip(found["roc_x"].tolist(), found["roc_y"].tolist(), strict=True)) <= corners
    assert found["histogram_positive"].sum() == positives


def test_ties_count_half():
    # One decimal only: many scores are the same. Both areas are compared with scikit-learn's.
    from unrolled.explorables.confusion_explorer import scores

    rng = np.random.default_rng(0)
    positive, negative = (np.sort(rng.normal(m, 1, n).round(1)) for m, n in ((1, 40), (0, 70)))
    target = np.repeat([1, 0], [40, 70])
    together = np.concatenate([positive, negative])
    area = metrics.roc_auc_score(target, together)
    assert scores.area(positive, negative) == pytest.approx(area)
    precision = metrics.average_precision_score(target, together)
    assert scores.average_precision(positive, negative) == pytest.approx(precision)


@pytest.mark.parametrize(
    ("counts", "undefined"),
    [
        ([0, 3, 0, 5], {"precision", "mcc", "mcc_squared"}),
        ([2, 0, 3, 0], {"negative_predictive_value", "mcc", "mcc_squared"}),
        ([0, 0, 0, 4], {"precision", "recall", "f1", "iou", "balanced_accuracy", "mcc"}),
    ],
)
def test_nothing_by_nothing_is_undefined(counts: list[int], undefined: set[str]):
    state = dict(zip(("tp", "fn", "fp", "tn"), counts, strict=True))
    found = ConfusionExplorer(source="counts", **state).compute()
    assert {name for name in undefined if found[name] is None} == undefined
    assert found["accuracy"] is not None


def test_no_examples_at_all_are_no_error():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        empty = ConfusionExplorer(source="counts", tp=0, fn=0, fp=0, tn=0)
        assert empty.compute()["accuracy"] is None
        assert "accuracy undefined" in empty.alt()
        assert "0/0" in empty.html()


@pytest.fixture
def opened(visit: Visit) -> Explorable:
    return visit("confusion-explorer")


@pytest.mark.browser
def test_dragging_the_threshold_trades_misses_for_alarms(opened: Explorable):
    missed, alarms = opened.value("counts[1]"), opened.value("counts[2]")
    opened.drag(opened.root.locator(".u-plot .u-grab").first, -60)
    assert opened.value("counts[1]") < missed
    assert opened.value("counts[2]") > alarms
    assert opened.held("threshold") < 1.5


@pytest.mark.browser
def test_the_point_on_the_curve_chooses_a_threshold(opened: Explorable):
    roc = opened.root.locator(".u-plot:visible").nth(1)
    opened.drag(roc.locator(".u-grab"), 120)
    assert opened.value("false_positive_rate") == pytest.approx(0.067 + 120 / 235, abs=0.02)
    expect(opened.page).to_have_url(re.compile("#.*source=scores"))


@pytest.mark.browser
def test_a_count_can_be_typed_and_the_others_stay(opened: Explorable):
    others = [opened.value(f"counts[{i}]") for i in (0, 1, 3)]
    opened.box("fp").fill("0")
    assert [opened.value(f"counts[{i}]") for i in (0, 1, 3)] == others
    assert opened.value("precision") == 1
    expect(opened.choice("source")).to_have_value("counts")
    expect(opened.root.locator("input[data-input=threshold]").first).to_be_hidden()
    opened.choice("source").select_option("scores")
    assert opened.value("counts[2]") > 0


@pytest.mark.browser
def test_the_areas_can_be_split_by_hand(opened: Explorable):
    opened.choice("preset").select_option("FAU, 4.6")
    opened.drag(opened.root.locator(".u-plot:visible").first.locator(".u-grab").first, 0, 500)
    assert [opened.value(f"counts[{i}]") for i in range(4)] == [0, 500, 110, 390]
    assert opened.value("recall_fraction[0]") == 0


@pytest.mark.browser
def test_a_size_is_a_whole_number_however_the_slider_moves(opened: Explorable):
    slider = opened.slider("positives")
    slider.focus()
    opened.page.keyboard.press("Home")
    for _ in range(7):
        opened.page.keyboard.press("ArrowRight")
    size = opened.held("positives")
    assert size == int(size)
    assert opened.value("counts[0]") + opened.value("counts[1]") == size
