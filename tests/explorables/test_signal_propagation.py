"""Signals and gradients against torch, the theory against many draws, and units that stay equal."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
import torch
from playwright.sync_api import expect

from tests.browser.explorables import Explorable
from tests.explorables.conftest import Visit
from tests.explorables.front_end import FrontEnd
from unrolled import bank
from unrolled.explorables._base import StateError
from unrolled.explorables.signal_propagation import ACTIVATIONS, SignalPropagation, deepest, signals

EXAMS = bank.presets("signal-propagation")


def rms(values: torch.Tensor) -> float:
    """Root mean square."""
    return float(values.detach().square().mean().sqrt())


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("biases", ["zero", "centred"])
def test_sizes_are_those_that_torch_finds(activation: str, biases: str):
    layers = SignalPropagation(
        activation=activation, depth=4, width=7, inputs=5, samples=6, biases=biases, centre=0.4,
        factor=1.3, mean=0.5, deviation=2,
    )  # fmt: skip
    found = layers.compute()
    stream = torch.tensor(signals.numbers("normal", 1, 5 * 7 + 3 * 49))
    x = 0.5 + 2 * torch.tensor(signals.numbers("normal", 1001, 30)).reshape(6, 5)
    a = x.clone().requires_grad_()
    values, start = [a], 0
    f = {"linear": lambda z: z}.get(activation) or getattr(torch, activation)
    for n in (5, 7, 7, 7):
        weight = 1.3 / math.sqrt(n) * stream[start : start + 7 * n].reshape(7, n)
        start += 7 * n
        z = values[-1] @ weight.T
        if biases == "centred":
            z = z + (0.4 - z.mean(0)).detach()
        values.append(f(z))
    coins = torch.tensor(signals.numbers("uniform", 2001, 42)).reshape(6, 7).sign()
    grads = torch.autograd.grad((values[-1] * coins * coins[0, 0]).sum(), values)
    np.testing.assert_allclose(found["signal_rms"], [rms(v) for v in values], rtol=1e-9)
    np.testing.assert_allclose(found["grad_rms"], [rms(g) for g in grads], rtol=1e-9)
    means = [float(g.mean()) for g in grads]
    np.testing.assert_allclose(found["grad_mean"], means, rtol=1e-9, atol=1e-14)
    np.testing.assert_allclose(
        found["signal_std"], [float(v.detach().std(correction=0)) for v in values], rtol=1e-9
    )


@pytest.mark.parametrize("activation", ["linear", "relu"])
@pytest.mark.parametrize("rule", ["scaled", "xavier", "kaiming", "uniform"])
def test_the_theory_is_the_mean_over_many_draws(activation: str, rule: str):
    state = {
        "activation": activation, "rule": rule, "depth": 2, "width": 40, "inputs": 60, "mean": 1,
        "factor": 1.2, "bound": 0.3,
    }  # fmt: skip
    runs = [SignalPropagation(**state, seed=seed).compute() for seed in range(40)]
    pairs = {"signal_rms": "theory_rms", "grad_rms": "theory_grad_rms", "net_std": "theory_net_std"}
    for key, predicted in pairs.items():
        squares = np.mean([np.square(run[key]) for run in runs], axis=0)
        np.testing.assert_allclose(np.sqrt(squares), runs[0][predicted], rtol=0.08, err_msg=key)


def test_a_small_tanh_signal_goes_by_the_theory_and_a_large_one_does_not():
    small = SignalPropagation(deviation=0.01, depth=5, width=100, inputs=100).compute()
    np.testing.assert_allclose(small["signal_rms"], small["theory_rms"], rtol=0.15)
    large = SignalPropagation(factor=3, depth=5).compute()
    assert large["signal_rms"][5] < 1 < large["theory_rms"][5]


def test_weights_are_drawn_as_the_rules_have_them():
    for rule, std in (("xavier", math.sqrt(2 / 500)), ("kaiming", math.sqrt(2 / 400))):
        s = SignalPropagation(rule=rule, inputs=400, width=100, depth=1).state()
        (weight,) = signals.draw(s, [400, 100])
        assert weight.std() == pytest.approx(std, rel=0.02)
        assert signals.variance(s, 400, 100) == pytest.approx(std**2)
    s = SignalPropagation(rule="uniform", bound=0.3, inputs=400, width=100, depth=1).state()
    (weight,) = signals.draw(s, [400, 100])
    assert 0.299 < weight.max() <= 0.3
    assert weight.std() == pytest.approx(0.3 / math.sqrt(3), rel=0.02)


def test_the_chain_of_fifteen_has_the_exams_factor():
    found = SignalPropagation(**EXAMS["TUM 2019, 2b"]).compute()
    slope = 1 / math.cosh(1) ** 2
    assert found["grad_factor"] == pytest.approx([slope] * 15, rel=1e-9)
    assert found["grad_rms"][0] == pytest.approx(2.230187e-6, rel=1e-6)
    assert found["net_mean"] == [1] * 15
    kept = SignalPropagation(**{**EXAMS["TUM 2019, 2b"], "constant": 1 / slope}).compute()
    assert kept["grad_rms"][0] == pytest.approx(1)


def test_a_mean_makes_the_variance_five_times_as_large():
    found = SignalPropagation(**EXAMS["TUM 2019, 2f"]).compute()
    assert found["theory_net_std"][0] ** 2 == pytest.approx(5)
    assert found["net_std"][0] ** 2 == pytest.approx(5, rel=0.15)
    assert found["keeping_bound"] == pytest.approx(0.1 / math.sqrt(5))
    mended = {**EXAMS["TUM 2019, 2f"], "bound": found["keeping_bound"]}
    assert SignalPropagation(**mended).compute()["theory_net_std"][0] == pytest.approx(1)


def test_the_three_deviations_of_the_exam():
    found = SignalPropagation(**EXAMS["TUM 2019, 2i"]).compute()
    assert found["rules"] == pytest.approx([0.05, math.sqrt(0.004), math.sqrt(0.005)])
    assert found["samples_used"] == 7


def test_equal_units_have_the_exams_gradients_and_stay_equal():
    """By hand: h = 1.5, the error 2 · 0.5 · 1.5 - 2 = -0.5, times v = 0.5, times x."""
    state = EXAMS["TUM 2019, 2k"]
    found = SignalPropagation(**state).compute()
    assert found["grad_incoming"].tolist() == [[-0.25, -0.5], [-0.25, -0.5]]
    assert found["grad_outgoing"].tolist() == [-0.75, -0.75]
    assert (found["output"], found["loss"]) == (1.5, 0.125)
    later = SignalPropagation(**{**state, "updates": 20}).compute()
    assert later["distinct"] == 1
    assert later["loss"] < 1e-3


@pytest.mark.parametrize("start", ["incoming", "random"])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_training_is_that_of_torch(start: str, activation: str):
    state = {"show": "symmetry", "start": start, "activation": activation, "units": 4}
    first = SignalPropagation(**state).compute()
    w = torch.tensor(first["incoming"], requires_grad=True)
    v = torch.tensor(first["outgoing"], requires_grad=True)
    optimiser = torch.optim.SGD([w, v], lr=0.05)
    f = {"linear": lambda z: z}.get(activation) or getattr(torch, activation)
    for _ in range(12):
        optimiser.zero_grad()
        loss = 0.5 * (v @ f(w @ torch.tensor([1.0, 2.0]).double()) - 1) ** 2
        loss.backward()
        optimiser.step()
    found = SignalPropagation(**state, updates=12).compute()
    np.testing.assert_allclose(found["incoming"], w.detach(), rtol=1e-9)
    np.testing.assert_allclose(found["outgoing"], v.detach(), rtol=1e-9)
    assert found["distinct"] == 4
    assert SignalPropagation(**state).compute()["distinct"] == 4  # the outgoing ones differ


def test_zero_never_moves_with_relu_and_moves_together_with_sigmoids():
    state = {**EXAMS["FAU, 1.11"], "updates": 20}
    stuck = SignalPropagation(**state).compute()
    assert not stuck["incoming"].any()
    assert not stuck["grad_outgoing"].any()
    assert stuck["loss"] == 0.5
    moved = SignalPropagation(**{**state, "activation": "sigmoid"}).compute()
    assert moved["incoming"].all()
    assert moved["distinct"] == 1


def test_training_that_diverges_stops():
    found = SignalPropagation(
        activation="linear", x=[5, 5], learning_rate=1, updates=20, constant=3
    ).compute()
    assert np.isfinite(found["path"]).all()


def test_sizes_give_way_to_each_other_in_python_as_in_the_browser(front_end: FrontEnd):
    layers = SignalPropagation(depth=20, width=100, inputs=100)
    layers.width = 300
    assert layers.depth == deepest(100, 300) == 3
    layers.depth = 20
    assert layers.width == 112
    assert deepest(100, 112) == 20 > deepest(100, 113)
    layers.inputs = 1000
    assert layers.state()["inputs"] * layers.width <= 250_000
    with pytest.raises(StateError, match="depth is 20; it must be at most 3 at this width"):
        SignalPropagation(depth=20, width=300, inputs=100)
    with pytest.raises(ValueError, match="depth is 20; it must be at most 3 at this width"):
        front_end("check", "signal-propagation", {"depth": 20, "width": 300, "inputs": 100})


def test_the_alternatives_say_what_is_seen():
    assert "through 10 layers of 40 units with tanh" in SignalPropagation().alt()
    assert "Different units: 1 of 3" in SignalPropagation(show="symmetry").alt()
    for state in ({"rule": "constant", "constant": 0}, {"show": "symmetry", "updates": 9}):
        SignalPropagation(**state).html()


@pytest.fixture
def opened(visit: Visit) -> Explorable:
    return visit("signal-propagation")


@pytest.mark.browser
def test_half_the_factor_and_the_signal_is_gone(opened: Explorable):
    said = opened.root.locator(".signal-said")
    expect(said).not_to_contain_text("vanishes")
    opened.box("factor").fill("0.5")
    expect(said).to_contain_text("It vanishes.")
    opened.choice("rule").select_option("kaiming")
    expect(opened.box("factor")).to_be_hidden()


@pytest.mark.browser
def test_a_width_that_is_too_large_takes_layers_away(opened: Explorable):
    opened.box("width").fill("400")
    expect(opened.box("depth")).to_have_value("2")
    expect(opened.root.locator(".u-message:visible")).to_have_count(0)


@pytest.mark.browser
def test_all_zero_says_that_nothing_arrives(opened: Explorable):
    opened.choice("rule").select_option("constant")
    opened.box("constant").fill("0")
    expect(opened.root.locator(".signal-said")).to_contain_text("None arrives.")


@pytest.mark.browser
def test_units_part_when_the_start_is_random(opened: Explorable):
    opened.choice("show").select_option("symmetry")
    distinct = opened.root.locator("[data-output=distinct]")
    opened.root.get_by_role("button", name="Next update").click()
    expect(distinct).to_have_text("1")
    expect(opened.root.locator(".u-plot:visible")).to_contain_text("1, 2, 3")
    opened.choice("start").select_option("incoming")
    expect(distinct).to_have_text("3")
    state = {"show": "symmetry", "start": "incoming", "updates": 1}
    expected = SignalPropagation(**state).compute()["grad_incoming"][2, 1]
    assert opened.value("grad_incoming[2,1]") == pytest.approx(expected, rel=1e-9)
    expect(opened.root.locator(".signal-said:visible")).to_contain_text(re.compile("of its own"))
