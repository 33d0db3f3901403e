"""DigitLab in a browser: digits dragged, drawn, covered and picked."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from tests.browser.explorables import Explorable
from tests.explorables.conftest import Visit
from unrolled import DigitLab
from unrolled.explorables.digit_lab.networks import NETWORKS

pytestmark = pytest.mark.browser


def field(opened: Explorable) -> Locator:
    return opened.root.get_by_role("group", name="Field")


def drag(opened: Explorable, area: Locator, *places: tuple[float, float]) -> None:
    """Press at the first (row, column) of the field, move over the others, and let go."""
    box = area.bounding_box()
    assert box
    points = [
        (box["x"] + (j + 0.5) * box["width"] / 16, box["y"] + (i + 0.5) * box["height"] / 16)
        for i, j in places
    ]
    opened.page.mouse.move(*points[0])
    opened.page.mouse.down()
    for point in points[1:]:
        opened.page.mouse.move(*point)
    opened.page.mouse.up()


def test_a_digit_is_dragged_and_the_answer_changes(visit: Visit):
    opened = visit("digit-lab")
    assert [opened.value(f"answers[{i}]") for i in range(3)] == [0, 0, 0]
    drag(opened, field(opened), (7, 7), (7, 9))
    found = DigitLab(right=2).compute()
    assert [opened.value(f"answers[{i}]") for i in range(3)] == found["answers"] == [1, 3, 0]
    expect(opened.box("right")).to_have_value("2")
    expect(opened.root.locator(".lab-maps")).to_contain_text("moved exactly")
    drag(opened, field(opened), (7, 7), (0, 0), (15, 15))  # no farther than it may
    expect(opened.box("down")).to_have_value("8")
    field(opened).focus()
    opened.page.keyboard.press("ArrowUp")
    expect(opened.box("down")).to_have_value("7")


def test_a_digit_is_drawn_by_mouse_and_by_keys(visit: Visit):
    opened = visit("digit-lab")
    opened.root.get_by_role("button", name="Draw").click()
    opened.root.get_by_role("button", name="Empty").click()
    drag(opened, field(opened), (4, 7), (11, 7))  # one stroke from top to bottom
    one = np.zeros((8, 8))
    one[:, 3] = 16
    for name in NETWORKS:
        opened.root.locator(f".lab-chip >> nth={NETWORKS.index(name)}").click()
        expected = DigitLab(digit=one.tolist(), network=name).compute()["scores"]
        assert opened.value("scores[1]") == pytest.approx(expected[1], abs=1e-9)
    field(opened).focus()
    for key in ("ArrowRight", "ArrowDown", "Space", "-", "-"):
        opened.page.keyboard.press(key)
    drag(opened, field(opened), (0, 0), (2, 2))  # outside the frame: nothing
    one[4, 4] = 14
    expected = DigitLab(digit=one.tolist(), network="maximum").compute()["scores"]
    assert opened.value("scores[1]") == pytest.approx(expected[1], abs=1e-9)
    opened.page.keyboard.press("Delete")
    one[4, 4] = 0
    expected = DigitLab(digit=one.tolist(), network="maximum").compute()["scores"]
    assert opened.value("scores[1]") == pytest.approx(expected[1], abs=1e-9)


def test_the_patch_is_dragged_on_the_digit_and_on_the_map(visit: Visit):
    opened = visit("digit-lab", {"digit": "digit_9", "watch": 9})
    opened.root.get_by_role("button", name="Cover").click()
    drag(opened, field(opened), (6, 8), (6, 8))  # third row and fifth column of the digit
    found = DigitLab(digit="digit_9", watch=9).compute()
    assert opened.value("drop") == pytest.approx(found["heat"][2, 4], abs=1e-12)
    field(opened).focus()
    opened.page.keyboard.press("ArrowRight")
    assert opened.value("drop") == pytest.approx(found["heat"][2, 5], abs=1e-12)
    opened.root.locator('[data-output="heat[1,2]"]').click()
    assert opened.value("drop") == pytest.approx(found["heat"][1, 2], abs=1e-12)
    opened.root.get_by_text("The patch: place").click()
    opened.root.get_by_label("It is on").select_option("covered")
    assert opened.value("watched[1]") == pytest.approx(opened.value("left"), abs=1e-12)


def test_a_picked_digit_is_watched_and_a_map_leads_to_its_unit(visit: Visit):
    opened = visit("digit-lab")
    opened.root.get_by_role("button", name="Handwritten 7").click()
    expect(opened.root.get_by_label("Class to watch")).to_have_value("7")
    assert opened.value("answers[1]") == 7
    tile = opened.root.locator(".lab-pick").nth(5)  # the second map of the second convolution
    tile.scroll_into_view_if_needed()
    box = tile.bounding_box()
    assert box
    opened.page.mouse.click(box["x"] + box["width"] * 0.31, box["y"] + box["height"] * 0.56)
    found = DigitLab(digit="digit_7", watch=7, unit=[2, 2, 5, 3]).compute()
    assert opened.value("unit_z") == pytest.approx(found["unit_z"], abs=1e-12)
    expect(opened.root.locator(".lab-blocks")).to_be_visible()


def test_a_finger_draws(visit: Visit):
    opened = visit("digit-lab", has_touch=True)
    opened.root.get_by_role("button", name="Draw").tap()
    opened.root.get_by_role("button", name="Empty").tap()
    box = field(opened).bounding_box()
    assert box
    opened.page.touchscreen.tap(
        box["x"] + 6.5 * box["width"] / 16, box["y"] + 5.5 * box["height"] / 16
    )
    expected = np.zeros((8, 8))
    expected[1, 2] = 16
    found = DigitLab(digit=expected.tolist()).compute()["scores"]
    assert opened.value("scores[0]") == pytest.approx(found[0], abs=1e-9)
