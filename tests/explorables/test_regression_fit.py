"""A line and a curve: against scikit-learn and torch, the exam's numbers, a point on the move."""

from __future__ import annotations

import re

import numpy as np
import pytest
import torch
from playwright.sync_api import Locator, expect
from sklearn.linear_model import LinearRegression, LogisticRegression

from tests.browser.explorables import Explorable
from tests.explorables.conftest import Visit
from unrolled import bank
from unrolled.explorables.regression_fit import RegressionFit

CASES = {
    "exam": ([1, 2, 3, 4], [5, 6, 7, 30]),
    "mixed": ([1, 2, 6, 12], [5, 4, 7, 30, -3]),
    "far away": ([0, 1, -90], [2, 3, 100]),
    "upside down": ([8, 9.5, 7], [1, 2.25]),
}


@pytest.mark.parametrize("penalty", [0.02, 1, 30])
@pytest.mark.parametrize("case", CASES)
def test_both_fits_are_scikit_learns(case: str, penalty: float):
    zeros, ones = CASES[case]
    found = RegressionFit(zeros=zeros, ones=ones, penalty=penalty).compute()
    x, y = (
        np.array([*zeros, *ones], dtype=float)[:, None],
        np.repeat([0, 1], [len(zeros), len(ones)]),
    )
    line = LinearRegression().fit(x, y)
    assert found["line"].tolist() == pytest.approx([line.coef_[0], line.intercept_], rel=1e-9)
    curve = LogisticRegression(C=1 / penalty, tol=1e-12, max_iter=10_000).fit(x, y)
    expected = [curve.coef_[0, 0], curve.intercept_[0]]
    assert found["curve"].tolist() == pytest.approx(expected, rel=1e-5, abs=1e-7)
    assert found["line_wrong"] == int(((line.predict(x) >= 0.5) != y).sum())
    assert found["curve_wrong"] == int((curve.predict(x) != y).sum())


@pytest.mark.parametrize("case", CASES)
def test_no_slope_is_left_where_newton_ends(case: str):
    zeros, ones = CASES[case]
    found = RegressionFit(zeros=zeros, ones=ones, penalty=0.3).compute()
    w = torch.tensor(found["curve"], requires_grad=True)
    x = torch.tensor([*zeros, *ones], dtype=torch.float64)
    y = torch.tensor([0.0] * len(zeros) + [1.0] * len(ones), dtype=torch.float64)
    z = w[0] * x + w[1]
    loss = torch.nn.functional.binary_cross_entropy_with_logits(z, y, reduction="sum")
    assert loss.item() == pytest.approx(found["curve_total"])
    (slope,) = torch.autograd.grad(loss + 0.15 * w[0] ** 2, w)
    assert slope.abs().max().item() < 1e-8 * float(x.abs().max())
    # With an intercept that nothing penalises, the errors of either fit cancel.
    assert abs(found["line_error"].sum()) < 1e-9
    assert abs(found["curve_error"].sum()) < 1e-9


def test_the_exam_numbers():
    found = RegressionFit(**bank.presets("regression-fit")["TUM 2019, 2h"]).compute()
    assert found["line_crossing"] == pytest.approx(7.25)
    assert (found["line_wrong"], found["curve_wrong"]) == (3, 0)
    assert found["line_value"][-1] == pytest.approx(1.19774011)
    # Without the far point: mean 4, mean class 3/7, slope 6/28.
    assert found["line_crossing_without"] == pytest.approx(4 + (0.5 - 3 / 7) / (6 / 28))


def test_a_far_point_moves_the_line_and_not_the_curve():
    near, far, farther = (
        RegressionFit(zeros=[1, 2, 3, 4], ones=[5, 6, 7, last]).compute() for last in (8, 30, 300)
    )
    assert near["line_wrong"] == 0
    assert near["line_crossing"] < far["line_crossing"] < farther["line_crossing"]
    assert abs(near["curve_crossing"] - farther["curve_crossing"]) < 0.02
    assert farther["curve_wrong"] == 0
    wrong_class = RegressionFit(zeros=[1, 2, 3, 4, 30], ones=[5, 6, 7]).compute()
    assert wrong_class["curve_wrong"] > 0  # a curve answers to a point that is plainly wrong


def test_where_there_is_nothing_to_cross():
    level = RegressionFit(zeros=[2, 2], ones=[2]).compute()
    assert level["line"].tolist() == pytest.approx([0, 1 / 3])
    assert level["line_crossing"] is None
    assert level["curve_crossing"] is None
    assert level["line_crossing_without"] is None or level["far"] == 0
    alone = RegressionFit(zeros=[0, 1, 2], ones=[50]).compute()
    assert alone["far"] == 3
    assert alone["line_crossing_without"] is None
    for wrong in ({"zeros": []}, {"ones": list(range(9))}, {"ones": [1001]}, {"penalty": 0}):
        with pytest.raises(ValueError, match=next(iter(wrong))):
            RegressionFit(**wrong)


@pytest.fixture
def opened(visit: Visit) -> Explorable:
    return visit("regression-fit")


def point(opened: Explorable, nth: int) -> Locator:
    return opened.root.locator(".u-grab:visible").nth(nth)


@pytest.mark.browser
def test_the_far_point_can_be_dragged_and_changes_its_class_on_the_way(opened: Explorable):
    assert opened.value("line_wrong") == 3
    opened.drag(point(opened, 7), -440, 0)
    moved = opened.box("ones[3]").input_value()
    assert 7 < float(moved) < 12
    assert opened.value("line_wrong") == 0
    opened.drag(point(opened, 7), 0, 150)  # down to class 0, still in the same hand
    expect(opened.box("zeros[4]")).to_have_value(moved)
    expect(opened.box("ones[3]")).to_have_count(0)
    opened.drag(point(opened, 7), 60, -150)  # and back
    assert opened.held("ones[3]") > float(moved)


@pytest.mark.browser
def test_where_both_cross_one_half_can_be_read(opened: Explorable):
    line, curve = (
        opened.root.get_by_text(re.compile(f"^{name} [0-9]")) for name in ("line", "curve")
    )
    upper, lower = line.bounding_box(), curve.bounding_box()
    assert upper
    assert lower
    assert upper["y"] + upper["height"] <= lower["y"]


@pytest.mark.browser
def test_a_class_keeps_its_last_point(opened: Explorable):
    opened.root.get_by_text("All points").click()
    take = opened.root.get_by_role("button", name="Take from class 0")
    for _ in range(3):
        take.click()
    expect(take).to_be_disabled()
    opened.drag(point(opened, 0), 0, -150)  # not to the other class
    expect(opened.box("zeros[0]")).to_have_count(1)
    opened.root.get_by_role("button", name="Add to class 0").click()
    expect(opened.box("zeros[1]")).to_have_value("2")
