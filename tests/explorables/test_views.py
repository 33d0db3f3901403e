"""What every explorable's view promises, each on a page of its own from disk."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SHOTS
from tests.browser.explorables import DRAWN, FOCUSABLE, Explorable, in_address
from tests.browser.watch import DESKTOP, LOOKS, violations
from tests.conftest import Watch
from tests.explorables import page as pages
from tests.explorables.conftest import Visit
from unrolled import bank
from unrolled.explorables import get, names

pytestmark = pytest.mark.browser

CALM: dict[str, Any] = {"reduced_motion": "reduce", "viewport": DESKTOP}
LATER = 1000  # ms: by then the address has followed a change
every_explorable = pytest.mark.parametrize("name", names())
every_look = pytest.mark.parametrize("look", LOOKS)


@pytest.fixture
def timed(visit: Visit) -> Visit:
    """`timed(name)` opens an explorable with all folds open and a clock that can be put forward."""

    def open_page(name: str) -> Explorable:
        opened = visit(name, **CALM)
        opened.unfold()
        opened.page.clock.install()
        return opened

    return open_page


def state_of(opened: Explorable, name: str) -> dict[str, Any]:
    """The state in the address, once the last change has arrived there."""
    opened.page.clock.fast_forward(LATER)
    return dict(get(name).check(in_address(opened.page)))


def compare(name: str, opened: Explorable, state: dict[str, Any]) -> int:
    """Compare the numbers whose names are those of `compute()`, as `a` or `a[i,j]`; count them."""
    computed = get(name)(**state).compute()
    count = 0
    for output, value in opened.outputs().items():
        match = re.fullmatch(r"(\w+)(?:\[([\d,]+)\])?", output)
        if not match or computed.get(match[1]) is None:
            continue
        index = tuple(int(i) for i in match[2].split(",")) if match[2] else ()
        expected = np.asarray(computed[match[1]])[index]
        assert expected.ndim == 0, f"{output} is shown as one number"
        scale = max(1.0, float(np.max(np.abs(np.asarray(computed[match[1]], dtype=float)))))
        assert abs(value - expected) <= 1e-9 * scale or (np.isnan(expected) and np.isnan(value)), (
            f"{output} is shown as {value}; Python has {expected} for {state}"
        )
        count += 1
    return count


@every_explorable
def test_every_control_works_by_keyboard_and_python_agrees_with_what_is_shown(
    name: str, timed: Visit
) -> None:
    opened = timed(name)
    before = state_of(opened, name)
    assert compare(name, opened, before) or name == "rnn-unroller"  # its names are older
    moved = 0
    inputs = opened.root.locator("input[type=range][data-input]:visible")
    for i in range(min(inputs.count(), 8)):
        inputs.nth(i).focus()
        opened.page.keyboard.press("ArrowRight" if i % 2 else "ArrowLeft")
        opened.page.keyboard.press("ArrowRight")
        opened.page.keyboard.press("ArrowRight")
        after = state_of(opened, name)
        moved += after != before
        compare(name, opened, after)
        before = after
    assert moved or not inputs.count()
    for select in opened.root.locator("select[data-input]:visible:not([data-input=preset])").all():
        for value in select.locator("option").evaluate_all("all => all.map(o => o.value)"):
            select.select_option(value)
            compare(name, opened, state_of(opened, name))


@every_explorable
def test_presets_and_reset(name: str, timed: Visit) -> None:
    opened = timed(name)
    opening = get(name)().state()
    presets = opened.choice("preset")
    if presets.count():
        for value in presets.locator("option").evaluate_all("all => all.map(o => o.value)"):
            if value:
                presets.select_option(value)
                compare(name, opened, state_of(opened, name))
    reset = opened.root.get_by_role("button", name="Reset", exact=True)
    if reset.is_enabled():
        reset.click()
    assert state_of(opened, name) == get(name).check(opening)


@every_explorable
def test_nonsense_gets_a_message_and_changes_nothing(name: str, timed: Visit) -> None:
    opened = timed(name)
    before = state_of(opened, name)
    boxes = opened.root.locator("input.u-box:visible")
    for i in range(min(boxes.count(), 4)):
        box = boxes.nth(i)
        was = box.input_value()
        for text in ("abc", "1/0", "1e999", "9" * 1000, "<img src=x onerror=alert(1)>"):
            box.fill(text)
            box.press("Enter")
            expect(box).to_have_attribute("aria-invalid", "true")
            expect(box).to_have_value(text)
        box.fill(was)
        box.press("Enter")
        expect(box).not_to_have_attribute("aria-invalid", "true")
    assert state_of(opened, name) == before


@every_explorable
@pytest.mark.parametrize("fields", ["nobody=1", "=", "x=%", "__proto__=1", "a=" + "9" * 9000])
def test_a_link_that_is_no_state_is_ignored_with_a_notice(
    name: str, visit: Visit, fields: str
) -> None:
    opened = visit(name, f"#{name}?{fields}", **CALM)
    expect(opened.root.locator(".u-notice")).to_be_visible()
    opened.unfold()
    compare(name, opened, get(name)().state())


@every_explorable
def test_the_keyboard_reaches_everything(name: str, visit: Visit) -> None:
    opened = visit(name, **CALM)
    opened.unfold()
    page = opened.page
    count = opened.root.evaluate(
        """(root, focusable) => {
            window.stops = [...root.querySelectorAll(focusable)]
                .filter((e) => e.checkVisibility() && !e.disabled);
            document.activeElement.blur();
            root.querySelector(".u-explorable").focus();
            return stops.length;
        }""",
        FOCUSABLE,
    )
    reached = []
    for _ in range(count):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("stops.indexOf(document.activeElement)"))
        visible = page.evaluate("getComputedStyle(document.activeElement).outlineStyle !== 'none'")
        assert visible, page.evaluate("document.activeElement.outerHTML")
    assert sorted(reached) == list(range(count))


@pytest.mark.parametrize("name", ["conv-arithmetic", "segmentation-sizer"])
@pytest.mark.parametrize("look", ["light", "phone"])
def test_the_room_of_every_preset_is_reserved(
    name: str, look: str, watched: Watch, tmp_path: Path
) -> None:
    page = watched(tmp_path.as_uri(), **LOOKS[look]).context.new_page()
    off = {}
    for k, (preset, state) in enumerate(bank.presets(name).items()):
        page.goto(pages.write(tmp_path / str(k), name, **state).as_uri())
        page.wait_for_selector(".u-mounted")
        page.evaluate(DRAWN)
        off[preset] = page.locator("unrolled-explorable").evaluate(
            """root => {
                const reserved = parseFloat(getComputedStyle(root).minHeight);
                root.style.minHeight = "0";
                return root.getBoundingClientRect().height - reserved;
            }"""
        )
    assert off
    assert {preset: px for preset, px in off.items() if abs(px) > 4} == {}


@every_explorable
@every_look
def test_it_fits_and_is_accessible(name: str, visit: Visit, look: str) -> None:
    opened = visit(name, **{**CALM, **LOOKS[look]})
    page, root = opened.page, opened.root
    closed, reserved = root.evaluate(
        """root => [root.getBoundingClientRect().height,
                    parseFloat(getComputedStyle(root).minHeight)]"""
    )
    assert closed - reserved <= 2, "more height than heights() reserves: the page would jump"
    empty = root.evaluate(
        """root => root.getBoundingClientRect().bottom
            - root.querySelector('.u-explorable').getBoundingClientRect().bottom"""
    )
    assert empty <= 40, "heights() reserves more than is taken"
    opened.keep_picture(SHOTS / f"{name}-{look}.png")
    opened.unfold()
    opened.keep_picture(SHOTS / f"{name}-{look}-open.png")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.getAnimations().length") == 0
    low = root.evaluate(
        """root => [...root.querySelectorAll("button, input:not([type=file]), select, summary")]
            .filter((e) => e.checkVisibility())
            .map((e) => e.matches("[type=radio], [type=checkbox]") ? e.closest("label") ?? e : e)
            .filter((e) => e.getBoundingClientRect().height < 43.99)
            .map((e) => e.outerHTML.slice(0, 160))"""
    )
    assert low == []
    assert violations(page) == []
