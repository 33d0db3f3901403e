"""The polynomial fit: against torch's least squares, by hand, and what one does with a mouse."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
import torch
from numpy.polynomial import legendre
from playwright.sync_api import expect

from tests.browser.explorables import Explorable
from tests.explorables.conftest import Visit
from unrolled import bank
from unrolled.explorables.capacity_fit import CapacityFit
from unrolled.explorables.capacity_fit.losses import COUNTS, STRENGTHS


def by_torch(x: Any, y: Any, degree: int, strength: float) -> Any:
    """The same weights, by torch's pseudo-inverse: of the points, with rows for the penalty."""
    rows = np.vstack(
        [legendre.legvander(x, degree), np.sqrt(len(x) * strength) * np.eye(degree + 1)]
    )
    targets = np.concatenate([y, np.zeros(degree + 1)])
    # Without a penalty its rows are zero; what they would add to the rank is rounding.
    inverse = torch.linalg.pinv(torch.tensor(rows), rtol=1e-13)
    return (inverse @ torch.tensor(targets)).numpy()


@pytest.mark.parametrize("degree", [0, 1, 5, 11, 12, 15])  # 11 has as many weights as points
@pytest.mark.parametrize("strength", [0.0, 1e-6, 0.3])
def test_weights_and_losses_are_those_of_torch(degree: int, strength: float):
    fit = CapacityFit(degree=degree, strength=strength, lifted=2, lift=0.5)
    found = fit.compute()
    weights = by_torch(found["points_x"], found["points_y"], degree, strength)
    np.testing.assert_allclose(found["weights"], weights, rtol=1e-6, atol=1e-7)
    for where, loss in (("points", 0), ("new", 1)):
        errors = legendre.legval(found[f"{where}_x"], weights) - found[f"{where}_y"]
        assert found["losses"][loss] == pytest.approx(np.mean(errors**2), rel=1e-5, abs=1e-12)
    line = np.linspace(-1, 1, 101)
    expected = np.mean((legendre.legval(line, weights) - np.sin(3 * line + 0.5)) ** 2) + 0.09
    assert found["expected"] == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("strength", [0.0, 0.01])
def test_the_curves_are_many_single_fits(strength: float):
    state = {"degree": 4, "points": 9, "strength": strength}
    for axis, name, values in (
        ("degree", "degree", range(16)),
        ("points", "points", COUNTS),
        ("strength", "strength", STRENGTHS),
    ):
        found = CapacityFit(**state, axis=axis).compute()
        assert found["along"].tolist() == list(values)
        for i in range(0, len(found["along"]), 3):
            alone = CapacityFit(**{**state, name: values[i]}).compute()
            single = [*alone["losses"][:2], alone["expected"]]
            curves = [found[f"curve_{c}"][i] for c in ("train", "validation", "expected")]
            assert curves == pytest.approx(single, rel=1e-9), (axis, values[i])


def test_three_points_as_on_a_napkin():
    state = bank.presets("capacity-fit")["FAU, 4.2"]
    # By hand: mean 0; slope 3/2; the parabola 1 + 3/2 x - 3/2 x², and P_2 = (3x² - 1)/2.
    for degree, weights, train, new in (
        (0, [0], 2, 4),
        (1, [0, 1.5], 0.5, 1),
        (2, [0.5, 1.5, -1], 0, 16),
    ):
        found = CapacityFit(**{**state, "degree": degree}).compute()
        assert found["weights"] == pytest.approx(weights, abs=1e-12)
        assert found["losses"].tolist() == pytest.approx([train, new, new - train], abs=1e-12)
    assert found["best"] == 1


def test_a_weight_under_decay_rests_where_it_rests_on_paper():
    found = CapacityFit(**bank.presets("capacity-fit")["TUM 2019, 2d"]).compute()
    assert found["weights"] == [2.0]
    assert (found["penalty"], found["total"]) == (2.0, 3.0)


def test_variants_of_the_questions_are_states():
    for name in ("capacity_curves", "sample_count_curves", "weight_decay_name", "model_selection"):
        for instance in bank.load(f"regularisation/{name}").variants():
            CapacityFit(**instance.state)


def test_the_typical_training_loss_is_the_mean_over_draws():
    # s² (1 - p/n) = 0.5 for 5 weights and 10 points; its standard deviation is s² √(2 (1 - p/n)/n).
    fits = [
        CapacityFit(curve="line", noise=1.0, degree=4, points=10, seed=seed).compute()
        for seed in range(300)
    ]
    assert fits[0]["typical"] == 0.5
    mean = np.mean([found["losses"][0] for found in fits])
    assert mean == pytest.approx(0.5, abs=3 * np.sqrt(2 * 0.5 / 10 / 300))


def test_of_many_polynomials_through_all_points_it_is_the_shortest():
    found = CapacityFit(degree=14, points=6).compute()
    rows = legendre.legvander(found["points_x"], 14)
    assert found["losses"][0] == 0
    w = np.array(found["weights"])
    _, _, directions = np.linalg.svd(rows)
    np.testing.assert_allclose(directions[6:] @ w, 0, atol=1e-12)  # nothing that no point sees


def test_more_points_are_the_same_ones_and_then_others():
    few, many = (CapacityFit(points=n).compute() for n in (5, 120))
    assert many["points_x"][:5].tolist() == few["points_x"].tolist()
    assert many["points_y"][:5].tolist() == few["points_y"].tolist()
    assert len(set(many["points_x"])) == 120


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"x": [0, 0.005, 1]}, r"x is \[0, 0.005, 1\]; it must be a list of numbers at least 0.01"),
        ({"y": [1, 2]}, r"y is \[1, 2\]; it must be a list of as many numbers as x, 3"),
        ({"x": [i / 20 for i in range(13)]}, "a list of at most 12 numbers"),
    ],
)
def test_pairs_must_be_pairs(wrong: dict[str, Any], message: str):
    with pytest.raises(ValueError, match=message):
        CapacityFit(**wrong)


@pytest.fixture
def opened(visit: Visit) -> Explorable:
    return visit("capacity-fit")


@pytest.mark.browser
def test_dragging_a_point_moves_the_fit_and_it_can_be_put_back(opened: Explorable):
    before = opened.value("losses[1]")
    back = opened.root.get_by_role("button", name="Put the point back")
    expect(back).to_be_hidden()
    alone = int(np.argmin(np.abs(CapacityFit().compute()["points_x"] + 0.27)))  # none is near it
    points = opened.root.locator(".u-plot").nth(0).locator(".u-grab circle:first-child")
    opened.drag(points.nth(alone), 0, -40)
    assert opened.value("losses[1]") != before
    expect(opened.page).to_have_url(re.compile(rf"#.*lifted={alone + 1}&lift=0\.\d"))
    back.click()
    assert opened.value("losses[1]") == before


@pytest.mark.browser
def test_dragging_along_the_curves_changes_the_degree(opened: Explorable):
    chart = opened.root.locator(".u-plot").nth(1)
    opened.drag(chart.locator(".u-grab circle:first-child").nth(1), -1000, 0)
    expect(opened.box("degree")).to_have_value("0")
    assert opened.value("losses[0]") == CapacityFit(degree=0).compute()["losses"][0]


@pytest.mark.browser
def test_the_left_end_of_the_slider_of_lambda_is_none(opened: Explorable):
    slider = opened.slider("strength")
    box = opened.box("strength")
    box.fill("0.1")
    assert opened.value("losses[0]") > 0.05
    slider.focus()
    opened.page.keyboard.press("Home")
    expect(box).to_have_value("0")
    assert opened.value("losses[0]") == pytest.approx(CapacityFit().compute()["losses"][0])


@pytest.mark.browser
def test_own_points_can_be_added_and_two_in_one_place_are_refused(opened: Explorable):
    opened.root.get_by_text("Points of your own").click()
    opened.choice("data").select_option("given")
    opened.root.get_by_role("button", name="One more").first.click()
    boxes = opened.root.locator("input.u-box[data-input^='x[']")
    expect(boxes).to_have_count(4)
    expect(boxes.nth(3)).to_have_value("−0.5")
    boxes.nth(3).fill("1")
    expect(opened.root.get_by_role("alert").filter(has_text="at least 0.01 apart")).to_be_visible()
    boxes.nth(3).fill("0.5")
    expect(opened.root.get_by_role("alert").filter(has_text="apart")).to_have_count(0)
    expect(opened.page).to_have_url(re.compile(r"#.*0\.5\]"))
