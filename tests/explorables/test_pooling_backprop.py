"""PoolingBackprop: its numbers against torch and the exam's, and what a reader's hands do."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as f
from playwright.sync_api import expect
from traitlets import TraitError

from tests.browser.explorables import Explorable
from tests.explorables.conftest import Visit
from tests.explorables.front_end import FrontEnd
from unrolled import PoolingBackprop, bank

NUMBERS = np.random.default_rng(5).normal(size=(2, 4, 5)).round(2)


def exam(slug: str) -> dict[str, Any]:
    """What is computed from the state in which the question opens it."""
    state = bank.load(f"convolution/{slug}").exam.state
    return dict(PoolingBackprop(**(state or {})).compute())


# --- numbers


@pytest.mark.parametrize("loss", ["with_logits", "given"])
@pytest.mark.parametrize(("kernel", "stride", "padding"), [(2, 2, 1), (3, 1, 1), (2, 1, 0)])
@pytest.mark.parametrize("pooling", ["max zero", "max minus_infinity", "average zero"])
def test_every_gradient_is_autograds(
    pooling: str, kernel: int, stride: int, padding: int, loss: str
) -> None:
    kind, ring = pooling.split()
    widget = PoolingBackprop(
        x=NUMBERS, weight=[0.5, -1.5], bias=0.25, pooling=kind, padding_value=ring, loss=loss,
        kernel=kernel, stride=stride, padding=padding, learning_rate=0.1,
    )  # fmt: skip
    found = widget.compute()
    x, w, b = (
        torch.tensor(np.array(v, float), requires_grad=True) for v in (NUMBERS, [0.5, -1.5], 0.25)
    )
    y, g = (torch.tensor(np.array(v, float)) for v in (widget.target, widget.grad))

    def run() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        z = f.conv2d(x[None], w.reshape(1, 2, 1, 1), b.reshape(1))
        z.retain_grad()
        fill = -math.inf if ring == "minus_infinity" else 0.0
        frame = f.pad(z, (padding,) * 4, value=fill)
        pool = f.max_pool2d if kind == "max" else f.avg_pool2d
        s = pool(frame, kernel, stride)
        if loss == "given":
            return z, s, (s[0, 0] * g).sum()
        return z, s, f.binary_cross_entropy_with_logits(s[0, 0], y, reduction="sum")

    z, s, total = run()
    total.backward()  # type: ignore[no-untyped-call]
    assert z.grad is not None
    assert x.grad is not None
    pairs = {"z": z[0, 0], "s": s[0, 0], "grad_z": z.grad[0, 0], "grad_x": x.grad}
    for name, theirs in (*pairs.items(), ("grad_weight", w.grad), ("grad_bias", b.grad)):
        assert theirs is not None
        np.testing.assert_allclose(found[name], theirs.detach(), atol=1e-12, err_msg=name)
    assert found["loss"] == pytest.approx(total.item(), abs=1e-12)
    with torch.no_grad():
        for parameter in (w, b):
            parameter -= 0.1 * parameter.grad
    assert found["loss_after"] == pytest.approx(run()[2].item(), abs=1e-9)


def test_the_exams_network_by_hand():
    first = exam("pointwise_conv_max_pool")
    # z = x1 + x2 + x3, pixel by pixel; a window is one pixel and three zeros
    np.testing.assert_array_equal(first["z"], [[1 - 2 + 1, -0.5 + 1], [2 - 1.5, -2 + 1]])
    np.testing.assert_array_equal(first["s"], [[0, 0.5], [0.5, 0]])
    assert exam("pooled_map_cross_entropy")["loss"] == pytest.approx(2 * math.log(2))
    found = exam("pointwise_conv_backprop")
    assert found["loss"] == pytest.approx(1.38629436111989)
    # the upper right pixel gives -2, the lower left -2; the ring swallows 1 in two corners
    np.testing.assert_array_equal(found["grad_s"], [[1, -2], [-2, 1]])
    np.testing.assert_array_equal(found["grad_z"], [[0, -2], [-2, 0]])
    assert found["lost"] == 2
    np.testing.assert_array_equal(found["grad_weight"], [-2 * -0.5 - 2 * 2, -2 + 3, 0])
    np.testing.assert_array_equal(found["new_weight"], [4, 0, 1])
    # (4, 0, 1) cuts the upper right pixel off, and S holds no probabilities
    np.testing.assert_array_equal(found["z_after"], [[5, -2], [8, -8]])
    assert found["loss_after"] is None


@pytest.mark.parametrize(
    ("ties", "weights"),
    [("first", [4, 0, 1]), ("last", [3, 2, 0]), ("split", [3.75, 0.5, 0.75])],
)
def test_what_the_tie_in_the_exam_does(ties: str, weights: list[float]):
    np.testing.assert_allclose(PoolingBackprop(ties=ties).compute()["new_weight"], weights)


@pytest.mark.parametrize("rule", ["last", "split"])
def test_ties_lead_where_the_question_says(rule: str):
    measured = bank.load("convolution/pointwise_conv_backprop").module.experiment()
    name = {"last": "pixel_wins", "split": "shared"}[rule]
    found = PoolingBackprop(ties=rule).compute()["new_weight"]
    np.testing.assert_allclose(found, measured[name])


def test_one_pixel_that_wins_three_windows_adds_their_gradients_up():
    found = exam("max_pool_backward")
    np.testing.assert_array_equal(found["s"], [[7, 7], [7, 8]])
    np.testing.assert_array_equal(found["grad_z"], [[0, 0, 0], [0, 1 - 2 + 3, 0], [0, 0, 4]])


def test_the_dense_layer_is_the_questions():
    measured = bank.load("convolution/pointwise_conv_as_linear").module.experiment()
    found = exam("pointwise_conv_as_linear")
    for name in ("dense", "used", "zeros"):
        key = "dense_weights" if name == "dense" else f"dense_{name}"
        assert found[key] == measured[name]


def test_what_is_equal_on_paper_ties():
    # 0.1 + 0.2 - 0.3 is not 0 in floating point
    x = [[[0.1]], [[0.2]], [[-0.3]]]
    widget = PoolingBackprop(x=x, stride=1, ties="last", target=[[0, 0], [0, 0]])
    found = widget.compute()
    assert found["z"][0, 0] == 0
    assert found["grad_z"][0, 0] == 1  # of four windows it is the last of equals in the first only
    assert found["lost"] == 3


@pytest.mark.parametrize("s", [-0.5, 1.5])
def test_what_is_no_probability_has_no_cross_entropy(s: float):
    found = PoolingBackprop(x=[[[s]]], weight=[1], kernel=1, stride=1, padding=0).compute()
    assert found["s"][0, 0] == s
    assert all(found[n] is None for n in ("loss", "grad_s", "grad_weight", "new_weight"))
    assert PoolingBackprop(
        x=[[[s]]], weight=[1], kernel=1, padding=0, loss="with_logits"
    ).compute()["loss"]


def test_an_infinite_slope_that_reaches_a_weight_allows_no_step():
    alone = {"x": [[[0]]], "weight": [1], "bias": 0, "kernel": 1, "padding": 0, "target": [[1]]}
    found = PoolingBackprop(**alone).compute()
    assert found["loss"] == 100  # where torch cuts a logarithm off
    assert found["grad_bias"] < -1e11
    assert found["new_bias"] is None
    ringed = PoolingBackprop(**{**alone, "kernel": 2, "stride": 2, "padding": 1}).compute()
    assert (ringed["grad_bias"], ringed["new_bias"]) == (0, 0)  # the ring takes it all


@pytest.mark.parametrize("slug", ["pointwise_conv_max_pool", "pooled_map_cross_entropy"])
def test_variants_open_on_their_answers(slug: str):
    question = bank.load(f"convolution/{slug}")
    for instance in question.variants():
        found = PoolingBackprop(**(instance.state or {})).compute()
        if slug == "pooled_map_cross_entropy":
            assert found["loss"] == pytest.approx(instance.values[0])
        else:
            shown = [*found["z"].ravel(), *found["s"].ravel()]
            np.testing.assert_allclose(shown, instance.values)


def test_variants_of_the_step_open_on_their_answers():
    for instance in bank.load("convolution/pointwise_conv_backprop").variants():
        found = PoolingBackprop(**(instance.state or {})).compute()
        shown = [*found["grad_weight"], *found["new_weight"]]
        np.testing.assert_allclose(shown, instance.values, atol=1e-12)


# --- states


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ({"x": [[[1, 2], [3]]]}, "x is .*; it must be a list of matrices, with rows of equal"),
        ({"x": [[[0] * 6]]}, "x is .*; it must be of 1 to 4 channels with 1 to 5 rows and col"),
        (
            {"weight": [1, 2]},
            r"weight is \[1, ?2\]; it must be one number for each channel of x, 3",
        ),
        ({"kernel": 1, "padding": 1}, "padding is 1; it must be at most half of the kernel"),
        ({"kernel": 3, "padding": 0}, "kernel is 3; it must be no larger than the padded map, 2"),
        ({"target": [[1]]}, "target is .*; it must be as large as the pooled map, 2 by 2"),
        ({"target": [[2, 0], [0, 0]]}, r"target\[0\]\[0\] is 2; it must be a number from 0 to 1"),
        ({"bias": "b"}, "bias is .b.; it must be a number from -100 to 100"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_does_not_fit_is_named_on_both_sides(
    front_end: FrontEnd, state: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        front_end("check", "pooling-backprop", state)
    with pytest.raises(TraitError, match=message):
        PoolingBackprop(**state)


def test_what_follows_from_sizes_follows_them():
    widget = PoolingBackprop()
    widget.x = np.ones((1, 3, 3)).tolist()
    assert (widget.weight, widget.target) == ([1], [[0, 1], [1, 0]])
    widget.stride = 1
    assert np.shape(widget.target) == np.shape(widget.grad) == (4, 4)
    with pytest.raises(TraitError, match="target is"):
        widget.update(kernel=3, target=[[1]])
    assert widget.kernel == 2


# --- hands


@pytest.fixture
def opened(visit: Visit) -> Explorable:
    return visit("pooling-backprop")


@pytest.mark.browser
def test_a_dragged_weight_changes_who_wins(opened: Explorable):
    pixel = opened.root.locator('[data-look="z1,1"]')  # z11, which ties with the ring
    expect(pixel).not_to_have_class("pool-won")
    opened.drag(opened.box("weight[1]"), -20)  # five steps of 0.1
    expect(opened.box("weight[1]")).to_have_value("0.5")
    assert opened.value("z[0,0]") == 1
    expect(pixel).to_have_class("pool-cell pool-won")
    expect(opened.root.locator('[data-look="z0,0"]')).not_to_have_class(
        "pool-cell pool-ring pool-won"
    )
    slider = opened.slider("weight[1]")
    slider.focus()
    opened.page.keyboard.press("ArrowLeft")
    assert opened.value("z[0,0]") == pytest.approx(1.2)
    expect(opened.root.locator(".pool-rule")).to_contain_text("s₁₁ = 1.2 is no probability")


@pytest.mark.browser
def test_pointing_at_a_gradient_says_where_it_came_from(opened: Explorable):
    said = opened.root.locator(".pool-said")
    expect(said).to_contain_text("∂L/∂w₁ = Σ ∂L/∂z · x = (−2) · (−0.5) + (−2) · 2 = −3")
    opened.root.locator('[data-look="z1,2"]').hover()
    expect(said).to_contain_text("∂L/∂z₁₂ = −2, from s₁₂")
    expect(opened.root.locator('[data-look="s0,1"]')).to_have_class("pool-cell pool-seen")
    opened.root.locator('[data-look="z0,0"]').hover()
    expect(said).to_contain_text("It gets 1 from s₁₁, and that is lost")
    opened.page.mouse.move(2, 2)
    expect(said).to_contain_text("∂L/∂w₁")
    opened.root.get_by_role("group", name="S; the arrow").focus()
    expect(said).to_contain_text("s₁₁ = max(0, 0, 0, 0) = 0: 4 are equal; the first counts")
    opened.page.keyboard.press("ArrowRight")
    expect(said).to_contain_text("∂L/∂s₁₂ = −1/s = −1/0.5 = −2")


@pytest.mark.browser
def test_stages_hide_what_is_not_computed_yet(opened: Explorable):
    gradient, loss = (
        opened.root.locator(f'[data-output="{n}"]') for n in ("grad_z[0,1]", "losses[0,1]")
    )
    expect(gradient).to_be_visible()
    opened.root.get_by_role("button", name="L compare").click()
    expect(gradient).to_be_hidden()
    expect(loss).to_be_visible()
    expect(opened.root.locator(".pool-said")).not_to_contain_text("∂L")
    opened.root.get_by_role("button", name="Z convolve").click()
    expect(opened.root.locator(".pool-pooled")).to_be_hidden()
    expect(opened.root.locator(".pool-said")).to_contain_text("z₂₂ = 1 · (−2) + 1 · 1 + 1 · 0 = −1")


@pytest.mark.browser
def test_steps_are_taken_and_lower_the_loss(opened: Explorable):
    opened.box("learning_rate").fill("0.02")
    before = opened.value("loss")
    promised = opened.value("loss_after")
    opened.root.get_by_role("button", name="Take the step").click()
    assert opened.value("loss") == pytest.approx(promised) and promised < before
    box = opened.box("weight[0]")
    expect(box).to_have_value("1.06")


@pytest.mark.browser
def test_a_smaller_window_takes_the_ring_away(opened: Explorable):
    opened.root.get_by_text("Size, window, pooling, loss").click()
    opened.box("kernel").fill("1")
    expect(opened.box("padding")).to_have_value("0")
    expect(opened.root.locator(".pool-frame .pool-cell")).to_have_count(4)
    expect(opened.root.locator(".pool-pooled .pool-cell")).to_have_count(1)
    opened.box("rows").fill("5")
    expect(opened.root.locator(".pool-pooled .pool-cell")).to_have_count(3)
    opened.choice("loss").select_option("with_logits")
    assert opened.value("prob[0,0]") == 0.5
