"""Losses: against torch's, the exams' numbers, and what one does with a mouse."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch
from playwright.sync_api import Locator, expect

from tests.browser.explorables import Explorable
from tests.explorables.conftest import Visit
from unrolled import bank
from unrolled.explorables.loss_explorer import LossExplorer
from unrolled.explorables.loss_explorer.losses import FAMILIES, FAMILY

F = torch.nn.functional
DELTA, PENALTY, OTHERS = 0.8, 1.5, [0.3, -1.2]


def by_torch(loss: str, output: str, q: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
    """The same losses in torch, summed; angles by complex numbers."""
    if FAMILY[loss] == "angle":
        if loss == "angle_squared":
            return ((q - t) ** 2).sum()
        turn = torch.polar(torch.ones_like(q), torch.deg2rad(q - t))
        if loss == "angle_arc":
            return (torch.rad2deg(turn.angle()) ** 2).sum()
        return ((turn - 1).abs() ** 2).sum()
    if loss == "binary_cross_entropy":
        return F.binary_cross_entropy_with_logits(q, t, reduction="sum")
    if loss == "sigmoid_squared":
        return F.mse_loss(torch.sigmoid(q), t, reduction="sum")
    if loss == "hinge":
        return F.relu(1 - (2 * t - 1) * q).sum()
    if loss == "cross_entropy":
        scores = torch.stack([q, *(torch.full_like(q, other) for other in OTHERS)], 1)
        return F.cross_entropy(scores, (1 - t).long(), reduction="sum")
    y = {"identity": q, "sigmoid": torch.sigmoid(q), "tanh": torch.tanh(q)}[output]
    penalty = PENALTY * (torch.relu(q) ** 2).sum() if output == "identity" else 0
    options: dict[str, Any] = {"reduction": "sum"}
    return (
        penalty
        + {
            "squared": lambda: F.mse_loss(y, t, **options),
            "half_squared": lambda: F.mse_loss(y, t, **options) / 2,
            "absolute": lambda: F.l1_loss(y, t, **options),
            "huber": lambda: F.huber_loss(y, t, delta=DELTA, **options),
            "smooth_l1": lambda: F.smooth_l1_loss(y, t, beta=DELTA, **options),
        }[loss]()
    )


@pytest.mark.parametrize("output", ["identity", "sigmoid", "tanh"])
@pytest.mark.parametrize("loss", FAMILY)
def test_values_and_slopes_are_torchs(loss: str, output: str):
    q, t = {
        "number": ([-3.0, 0.4, 2.6], [1.0, 0.1, -0.5]),
        "class": ([-3.0, 0.4, 2.6], [1.0, 0.0, 1.0]),
        "angle": ([350.0, 10.0, 100.0], [20.0, 300.0, 90.0]),
    }[FAMILY[loss]]
    settings = {"output": output, "delta": DELTA, "penalty": PENALTY, "others": OTHERS}
    found = LossExplorer(loss=loss, predictions=q, targets=t, **settings).compute()
    leaf = torch.tensor(q, dtype=torch.float64, requires_grad=True)
    total = by_torch(loss, output, leaf, torch.tensor(t, dtype=torch.float64))
    (slope,) = torch.autograd.grad(total, leaf)
    assert found["total"] == pytest.approx(total.item(), rel=1e-9)
    np.testing.assert_allclose(found["slope"], slope, rtol=1e-9, atol=1e-12)
    chosen = FAMILIES[FAMILY[loss]].index(loss)
    assert found["family_mean"][chosen] == pytest.approx(total.item() / 3, rel=1e-9)


def test_a_descent_is_sgds():
    state = {"loss": "huber", "output": "tanh", "predictions": [2.0], "targets": [-0.5]}
    found = LossExplorer(**state, rate=0.7, steps=20).compute()
    z = torch.tensor([2.0], dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.SGD([z], lr=0.7)
    for step in range(20):
        assert found["path"][step] == pytest.approx(z.item(), rel=1e-9)
        optimiser.zero_grad()
        F.huber_loss(torch.tanh(z), torch.tensor([-0.5], dtype=torch.float64)).backward()
        optimiser.step()
    assert found["path"][20] == pytest.approx(z.item(), rel=1e-9)


def exam(name: str) -> dict[str, Any]:
    """What compute() has for a preset."""
    return LossExplorer(**bank.presets("loss-explorer")[name]).compute()


def test_the_seam_has_the_exam_numbers():
    found = exam("FAU, 3.3")
    assert found["family_mean"].tolist() == pytest.approx(
        [128164, 4, 2 - 2 * math.cos(math.pi / 90)]
    )
    assert found["family_slope"][0] == 2 * 358  # downwards from 359: the long way
    assert found["family_slope"][1] == -4  # upwards, across the seam
    batch = exam("FAU, 3.6")
    assert batch["loss"].tolist() == pytest.approx([2 - 2 * math.cos(math.radians(7.2)), 4])
    assert batch["mean"] == pytest.approx(2.00788529925)


def test_the_whale_has_the_exam_numbers():
    assert exam("FAU, 3.1")["family_mean"][[0, 2]].tolist() == [28.5, 4.0]
    assert exam("FAU, 3.2")["loss"].tolist() == [1700, 900]


def test_a_sigmoid_comes_near_its_bound_and_a_line_flies_off():
    name = next(key for key in bank.presets("loss-explorer") if key.startswith("BITS"))
    state = bank.presets("loss-explorer")[name]
    found = LossExplorer(**{**state, "steps": 200}).compute()
    assert found["output"][0] == pytest.approx(0.910519941)
    assert found["loss"][0] == pytest.approx(1.26322343)
    assert found["floor"].tolist() == [1.125]
    assert (np.diff(found["path_loss"]) < 0).all()
    assert 1.125 < found["path_loss"][-1] < 1.127
    line = LossExplorer(**{**state, "output": "identity", "steps": 200}).compute()
    errors = line["path"][:6] - 2.5
    np.testing.assert_allclose(errors[1:] / errors[:-1], -2.97)
    assert line["floor"] is None
    assert line["last"] < 200
    assert (np.abs(line["path"]) <= 1e6).all()


def test_a_confident_mistake_is_felt_by_the_logarithm_only():
    found = exam(next(key for key in bank.presets("loss-explorer") if key.startswith("Osna")))
    assert found["family_slope"][0] == pytest.approx(-0.99330715)
    assert abs(found["family_slope"][3]) < 0.0133


def test_a_new_loss_replaces_points_that_it_cannot_take():
    widget = LossExplorer(predictions=[300], targets=[250])
    widget.loss = "hinge"
    assert (widget.predictions, widget.targets) == ([-2.0], [1.0])
    widget.loss = "binary_cross_entropy"
    assert widget.predictions == [-2.0]
    with pytest.raises(ValueError, match=r"targets\[0\] is 0.5; it must be a whole number"):
        LossExplorer(loss="hinge", predictions=[1], targets=[0.5])
    with pytest.raises(ValueError, match="as long as predictions"):
        LossExplorer(predictions=[1, 2])


@pytest.fixture
def opened(visit: Visit) -> Explorable:
    return visit("loss-explorer")


def mark(opened: Explorable, nth: int) -> Locator:
    """One of the marks that can be dragged; those out of use are hidden."""
    return opened.root.locator(".u-grab:visible").nth(nth)


@pytest.mark.browser
def test_prediction_and_target_can_be_dragged(opened: Explorable):
    assert (opened.value("loss[0]"), opened.value("slope[0]")) == (4, 4)
    opened.drag(mark(opened, 1), -60)
    moved = opened.held("predictions[0]")
    assert moved < 3
    assert opened.value("loss[0]") == pytest.approx((moved - 1) ** 2)
    opened.drag(mark(opened, 0), 40)
    aim = opened.held("targets[0]")
    assert aim > 1
    assert opened.value("slope[0]") == pytest.approx(2 * (moved - aim))


@pytest.mark.browser
def test_the_hand_on_the_circle_crosses_the_seam(opened: Explorable):
    opened.choice("loss").select_option("angle_circular")
    across = opened.value("loss[0]")  # 350° against 20°
    opened.drag(mark(opened, 1), 0, -40)  # up, across 0°
    crossed = opened.held("predictions[0]")
    assert 0 < crossed < 40
    assert opened.value("loss[0]") < across


@pytest.mark.browser
def test_points_come_and_go(opened: Explorable):
    opened.root.get_by_text("Several points").click()
    opened.root.get_by_role("button", name="Add a point").click()
    opened.box("predictions[1]").fill("-2")
    assert opened.value("loss[1]") == 9
    assert opened.value("mean") == 6.5
    opened.root.get_by_role("button", name="Take the last away").click()
    assert opened.value("mean") == 4
    expect(opened.root.locator("[data-output='loss[1]']")).to_have_count(0)


@pytest.mark.browser
def test_a_class_has_no_target_between(opened: Explorable):
    select = opened.choice("loss")
    select.select_option("binary_cross_entropy")
    opened.box("targets[0]").fill("0.3")
    select.select_option("hinge")
    box = opened.box("targets[0]")
    expect(box).to_have_value("0")
    box.fill("0.3")
    box.press("Enter")
    expect(opened.root.get_by_text("It has to be a whole number.")).to_be_visible()
