"""GanGame in the browser: what is dragged arrives, time goes on and stops."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.explorables import Explorable
from tests.explorables.conftest import Visit
from tests.explorables.test_gan_game import LINE
from unrolled import GanGame
from unrolled.explorables.gan_game import END


def turn(opened: Explorable) -> int:
    return int(opened.held("moment"))


@pytest.mark.browser
def test_the_generators_start_is_dragged_to_where_there_is_a_slope(visit: Visit):
    opened = visit("gan-game")
    page = opened.page
    page.get_by_role("button", name="D first").click()
    stuck = opened.value("now_mean")
    assert stuck < 0.2
    opened.drag(page.locator(".gan-start circle").first, 76)
    start = opened.held("mean")
    assert 0.8 < start < 1
    state: dict[str, Any] = {"real_mean": 4, "real_deviation": 0.5, "mean": start, "d_rate": 1,
                             "g_rate": 0.05, "ahead": 1000, "rounds": 200, **LINE}  # fmt: skip
    found = GanGame(**state, moment=END).compute()
    for name in ("now_mean", "now_slope", "after_1000"):
        assert opened.value(name) == pytest.approx(found[name], rel=1e-6)
    assert opened.value("now_mean") > start + 0.5


@pytest.mark.browser
def test_the_time_line_is_scrubbed_by_keyboard_and_stepped(visit: Visit):
    opened = visit("gan-game")
    page = opened.page
    found = GanGame().compute()
    slider = opened.slider("moment")
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert turn(opened) == 21
    page.get_by_role("button", name="One turn back").click()
    page.get_by_role("button", name="One turn back").click()
    assert turn(opened) == 19
    for name, all_ in (("now_mean", "mean"), ("now_value", "value"), ("now_slope", "slope")):
        assert opened.value(name) == pytest.approx(found[all_][19], rel=1e-8)
    slider.focus()
    page.keyboard.press("End")
    assert turn(opened) == 300
    expect(page.get_by_role("button", name="One turn on")).to_be_disabled()
    expect(page.locator(".gan-said")).to_contain_text("Both have settled")
    # Whoever looks at the end sees the end of the next game, too.
    opened.box("ahead").fill("10")
    assert turn(opened) == 310


@pytest.mark.browser
def test_play_runs_can_be_paused_and_goes_on(visit: Visit):
    opened = visit("gan-game")
    page = opened.page
    page.clock.install(time=0)
    page.clock.pause_at(1)
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(700)
    page.get_by_role("button", name="Pause").click()
    paused = turn(opened)
    assert 20 < paused < 200
    page.clock.run_for(150)
    assert turn(opened) == paused
    page.clock.resume()
    assert opened.value("now_mean") == pytest.approx(GanGame().compute()["mean"][paused], rel=1e-8)
    page.get_by_role("button", name="Play").click()
    expect(opened.box("moment")).not_to_have_value(str(paused))
    page.get_by_role("button", name="Pause").click()
    assert turn(opened) > paused


@pytest.mark.browser
def test_whoever_wants_no_motion_is_taken_to_the_end(visit: Visit):
    opened = visit("gan-game", reduced_motion="reduce")
    page = opened.page
    play = page.get_by_role("button", name="Play")
    play.click()
    assert turn(opened) == 300
    play.click()
    assert turn(opened) == 0


@pytest.mark.browser
def test_a_turn_of_one_sample_shows_what_a_hand_computation_needs(visit: Visit):
    opened = visit("gan-game", "#gan-game?samples=2&seed=7&moment=3&learns=mean")
    page = opened.page
    page.get_by_text("Turn 3 in numbers").click()
    table = page.locator(".gan-samples")
    expect(table.locator("tbody tr")).to_have_count(2)
    found = GanGame(samples=2, seed=7, moment=3, learns="mean").compute()
    for name in ("x_real", "D_real", "x_fake", "D_fake", "D_after"):
        shown = [opened.value(f"{name}[{i}]") for i in range(2)]
        np.testing.assert_allclose(shown, found[name], rtol=1e-9)
    expect(page.locator(".gan-step").nth(1)).to_contain_text("b stays")
    page.get_by_text("Distributions, starts").click()
    expect(page.get_by_text(re.compile("a mean over 2 samples"))).to_be_visible()
    opened.box("samples").fill("0")
    expect(table.locator("tbody tr")).to_have_count(0)


@pytest.mark.browser
def test_a_game_is_chosen_and_its_button_says_so(visit: Visit):
    opened = visit("gan-game")
    page = opened.page
    settle = page.get_by_role("button", name="they settle")
    expect(settle).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="G collapses").click()
    expect(settle).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".gan-said")).to_contain_text("collapsed")
    expect(page.locator(".gan-marks")).to_be_hidden()
    opened.box("g_rate").fill("0.05")
    expect(page.locator(".gan-scene[aria-pressed=true]")).to_have_count(0)
