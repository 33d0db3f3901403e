"""The race: against torch's optimisers, the exams' numbers, and what one does with a mouse."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
import torch
from playwright.sync_api import expect

from tests.browser.explorables import Explorable
from tests.explorables.conftest import Visit
from tests.explorables.front_end import FrontEnd
from unrolled import autodiff, bank
from unrolled.explorables._random import normal, uniform
from unrolled.explorables.optimiser_race import FAR, RACERS, OptimiserRace
from unrolled.explorables.optimiser_race.surfaces import WORDS, slope, value

CONSTANTS = {"a": 1.5, "b": 4.0, "x": 3.5, "y": 0.25}


def loss(surface: str, w: torch.Tensor) -> torch.Tensor:
    """The same surfaces in torch."""
    a, b, x, y = CONSTANTS.values()
    if surface == "neuron":
        target = torch.tensor(y, dtype=w.dtype)
        return torch.nn.functional.binary_cross_entropy_with_logits(x * w[0] + w[1], target)
    return {
        "ravine": (a * w[0] ** 2 + b * w[1] ** 2) / 2,
        "gutter": a * w[0] + b * w[1] ** 2 / 2,
        "saddle": (a * w[0] ** 2 - b * w[1] ** 2) / 2,
        "rosenbrock": (a - w[0]) ** 2 + b * (w[1] - w[0] ** 2) ** 2,
        "two_valleys": (w[0] ** 2 - 1) ** 2 + a * w[0] + b * w[1] ** 2 / 2,
    }[surface]


def torch_optimiser(name: str, w: torch.Tensor, rate: float) -> torch.optim.Optimizer:
    """The five as torch has them."""
    if name == "adam":
        return torch.optim.Adam([w], lr=rate, betas=(0.8, 0.99))
    if name == "rmsprop":
        return torch.optim.RMSprop([w], lr=rate, alpha=0.95)
    kept = 0.0 if name == "sgd" else 0.7
    return torch.optim.SGD([w], lr=rate, momentum=kept, nesterov=name == "nesterov")


@pytest.mark.parametrize("surface", WORDS)
def test_all_five_walk_as_torch_does(surface: str):
    start, rate, steps, p = [0.7, -0.9], 0.02, 25, 0.5
    settings = {"momentum": 0.7, "alpha": 0.95, "beta1": 0.8, "beta2": 0.99, "decay": p}
    race = OptimiserRace(
        surface=surface, start=start, learning_rate=rate, steps=steps, **CONSTANTS, **settings
    )
    found = race.compute()
    for i, name in enumerate(RACERS):
        w = torch.tensor(start, dtype=torch.float64, requires_grad=True)
        optimiser = torch_optimiser(name, w, rate)
        schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda t: 1 / (t + 1) ** p)
        for t in range(steps):
            at_w = loss(surface, w)
            assert found["loss"][i, t] == pytest.approx(at_w.item(), rel=1e-9, abs=1e-12)
            optimiser.zero_grad()
            at_w.backward()
            optimiser.step()
            schedule.step()
            np.testing.assert_allclose(found["path"][i, t + 1], w.detach(), rtol=1e-9, err_msg=name)


@pytest.mark.parametrize("surface", [name for name in WORDS if name != "neuron"])
def test_the_slopes_are_those_of_the_values(surface: str):
    w = [autodiff.Value(0.4), autodiff.Value(-1.3)]
    s = {"surface": surface, **CONSTANTS}
    out: Any = value(s, *w)  # the same formula, on scalars with a graph
    out.backward()
    np.testing.assert_allclose(slope(s, np.array([0.4, -1.3])), [one.grad for one in w])


def test_the_ledger_has_the_exam_numbers():
    state = bank.presets("optimiser-race")["BITS end-semester 2022–23, 4a"]
    found = OptimiserRace(**state).compute()
    assert found["gradient"].tolist() == pytest.approx([-1.749568, -0.499877], rel=1e-6)
    assert found["m"].tolist() == pytest.approx([-0.1749568, -0.0499877], rel=1e-6)
    assert found["v"].tolist() == pytest.approx([0.0306099, 0.00249877], rel=1e-5)
    assert found["parameter"].tolist() == pytest.approx([-1.9, -1.9], abs=1e-6)


def test_two_given_gradients_become_a_surface():
    for instance in [bank.load("optimisation/both_moments").exam,
                     *bank.load("optimisation/both_moments").variants()]:  # fmt: skip
        _, m, v, length = instance.values
        found = OptimiserRace(**instance.state).compute()
        i = int(np.argmax(np.abs(found["m"])))
        assert found["m"][i] == pytest.approx(m, rel=1e-6)
        assert found["v"][i] == pytest.approx(v, rel=1e-6)
        assert abs(found["update"][i]) / found["rate"] == pytest.approx(length, rel=1e-5)


def test_the_gutter_has_rmsprops_two_steps():
    found = OptimiserRace(**bank.presets("optimiser-race")["TUM 2019, 3a"]).compute()
    assert found["v"].tolist() == pytest.approx([0.0019, 3.04], rel=1e-5)
    path = found["path"][list(RACERS).index("rmsprop")]
    assert np.abs(path[2] - path[0]).tolist() == pytest.approx([0.05456435, 0.0086812], rel=1e-5)


def test_whoever_leaves_stops_there_and_shows_the_step_that_led_out():
    found = OptimiserRace(learning_rate=0.2, optimiser="sgd", steps=200).compute()
    stayed = found["last"][0]
    assert found["ledger_step"] == stayed + 1 < 200
    assert np.abs(found["parameter"]).max() > FAR >= np.abs(found["path"][0]).max()
    assert (found["path"][0, stayed:] == found["path"][0, stayed]).all()


def test_a_mini_batch_divides_the_noise_by_its_root():
    calm, noisy = (
        OptimiserRace(noise=3.0, batch=batch, steps=1, optimiser="sgd").compute()
        for batch in (16, 1)
    )
    assert calm["noise_of_mean"] == 0.75
    np.testing.assert_allclose(4 * calm["noise_part"], noisy["noise_part"])
    np.testing.assert_allclose(calm["gradient"], calm["slope"] + calm["noise_part"])


def test_the_random_numbers_are_random():
    numbers, bells = uniform(5), normal(5)
    flat = np.array([next(numbers) for _ in range(20_000)])
    bell = np.array([next(bells) for _ in range(20_000)])
    assert abs(flat.mean() - 0.5) < 0.01
    assert (np.histogram(flat, 10, (0, 1))[0] > 1800).all()
    assert abs(bell.mean()) < 0.02
    assert abs(bell.std() - 1) < 0.02
    assert abs(np.mean(np.abs(bell) < 1) - 0.6827) < 0.01
    assert abs(np.corrcoef(bell[::2], bell[1::2])[0, 1]) < 0.03


@pytest.mark.parametrize("seed", [0, 1, 77, 9999])
def test_the_noise_is_the_same_to_the_bit_in_the_browser(seed: int, front_end: FrontEnd):
    state = {"noise": 1, "seed": seed, "steps": 200, "optimiser": "sgd"}
    theirs = front_end("compute", "optimiser-race", state)
    ours = OptimiserRace(**state).compute()
    assert ours["path"][0].tolist() == theirs["path"][0]


@pytest.fixture
def opened(visit: Visit) -> Explorable:
    return visit("optimiser-race")


def final(opened: Explorable) -> list[float]:
    """The five losses."""
    return [opened.value(f"final[{i}]") for i in range(5)]


@pytest.mark.browser
def test_the_start_can_be_dragged(opened: Explorable):
    before = final(opened)
    opened.drag(opened.root.locator(".u-grab circle").first, 60, 40)
    assert final(opened) != before
    assert opened.held("start[0]") > -9.5
    assert opened.held("start[1]") < 0.9


@pytest.mark.browser
def test_the_slider_of_the_learning_rate_moves_by_factors(opened: Explorable):
    slider = opened.slider("learning_rate")
    slider.focus()
    for _ in range(30):
        opened.page.keyboard.press("ArrowRight")
    moved = opened.held("learning_rate")
    assert moved == pytest.approx(0.05 * 10**0.3, rel=0.03)
    expect(slider).to_have_attribute("aria-valuetext", str(moved))
    expect(opened.root.locator(".race-chip", has_text="SGD")).to_contain_text("out")


@pytest.mark.browser
def test_play_runs_and_can_be_stopped_on_the_way(opened: Explorable):
    box = opened.box("steps")
    before = final(opened)
    clock = opened.page.clock
    clock.install(time=0)
    clock.pause_at(1)
    opened.root.get_by_role("button", name="Play").click()
    clock.run_for(700)
    opened.root.get_by_role("button", name="Stop").click()
    clock.resume()
    assert 1 <= opened.held("steps") < 60
    assert final(opened) != before
    box.fill("60")
    assert final(opened) == before


@pytest.mark.browser
def test_a_chip_chooses_whose_numbers_are_shown(opened: Explorable):
    opened.root.get_by_role("button", name=re.compile("Adam")).click()
    opened.root.get_by_text("Step 60 of Adam, line by line").click()
    expect(opened.root.locator(".race-ledger")).to_contain_text("m̂")
    expected = OptimiserRace(optimiser="adam").compute()["m_hat"][0]
    assert opened.value("m_hat[0]") == pytest.approx(expected, rel=1e-9)


COVERED = """() => {
  const root = document.querySelector("unrolled-explorable");
  const labels = [...root.querySelectorAll(".u-plot text")];
  const label = labels.find((text) => text.textContent.includes("drag me"));
  const box = label.getBoundingClientRect();
  const inside = (path) => {
    const ctm = path.getScreenCTM();
    const long = path.getTotalLength();
    return Array.from({ length: 2000 }, (_, i) => path.getPointAtLength((i / 1999) * long))
      .map((point) => point.matrixTransform(ctm))
      .filter(({ x, y }) => x > box.left && x < box.right && y > box.top && y < box.bottom).length;
  };
  const paths = [...label.closest(".u-plot").querySelectorAll("path")]
    .filter((path) => /mute|param/.test(path.getAttribute("stroke")) && path.getTotalLength() > 0);
  return { paths: paths.length, covered: paths.reduce((many, path) => many + inside(path), 0) };
}"""


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1000])
@pytest.mark.parametrize(
    "state",
    [
        "surface=saddle&a=1&b=2&start=[1,0.01]&reach=[1.5,1.2]&learning_rate=0.1",
        "surface=neuron&x=3.5&y=0.5&start=[-2,-2]&reach=[3,3]&learning_rate=0.1",
        "",
    ],
)
def test_the_start_s_label_lies_over_no_path(visit: Visit, state: str, width: int):
    place = state and f"#optimiser-race?{state}"
    opened = visit("optimiser-race", place, viewport={"width": width, "height": 900})
    expect(opened.root.get_by_text("start: drag me")).to_be_visible()
    found = opened.page.evaluate(COVERED)
    assert found["paths"] >= len(RACERS)
    assert found["covered"] == 0
