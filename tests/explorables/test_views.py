"""What every explorable's view promises, each on a page of its own from disk."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import SHOTS
from tests.browser.watch import violations
from tests.explorables import page as pages
from unrolled import bank
from unrolled.explorables import get, names

pytestmark = pytest.mark.browser

LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1280, "height": 900}},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
}
every_explorable = pytest.mark.parametrize("name", names())
every_look = pytest.mark.parametrize("look", LOOKS)
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The page of each explorable."""
    return {name: pages.write(tmp_path_factory.mktemp(name), name).as_uri() for name in names()}


@pytest.fixture
def visit(browser: Browser, addresses: dict[str, str]) -> Iterator[Open]:
    """`visit(name, hash, **options)` opens a page; in the end none may have said anything."""
    heard: list[str] = []
    contexts = []

    def open_page(name: str, fragment: str = "", **options: Any) -> Page:
        context = browser.new_context(**{"reduced_motion": "reduce", **LOOKS["light"], **options})
        context.set_default_timeout(5000)
        context.on("console", lambda message: heard.append(message.text))
        context.on("weberror", lambda error: heard.append(str(error.error)))
        contexts.append(context)
        page = context.new_page()
        page.goto(addresses[name] + fragment)
        page.wait_for_selector(".u-mounted, .u-explorable")
        return page

    yield open_page
    for context in contexts:
        context.close()
    # axe reads style sheets in a way that a page from disk may not.
    allowed = "Access to XMLHttpRequest", "Failed to load resource", "Couldn't load preload"
    assert [text for text in heard if not text.startswith(allowed)] == []


def unfold(page: Page) -> Locator:
    """The explorable with every fold open."""
    root = page.locator("unrolled-explorable")
    root.evaluate("root => root.querySelectorAll('details').forEach(d => { d.open = true; })")
    return root


def state_of(page: Page, name: str) -> dict[str, Any]:
    """The state in the address, once the last change has arrived there."""
    page.wait_for_timeout(400)
    fragment = page.evaluate("location.hash")
    if not fragment:
        return dict(get(name)().state())
    fields = {}
    for part in unquote(fragment).partition("?")[2].split("&"):
        key, _, text = part.partition("=")
        try:
            fields[key] = json.loads(text)
        except ValueError:
            fields[key] = text
    return dict(get(name).check(fields))


def shown(root: Locator) -> dict[str, float]:
    """Every number in sight or in a fold, in full precision."""
    found: dict[str, float] = root.evaluate(
        """root => Object.fromEntries([...root.querySelectorAll("[data-output]")].map(
            (e) => [e.dataset.output, Number(e.dataset.value)]))"""
    )
    return found


def compare(name: str, root: Locator, state: dict[str, Any]) -> int:
    """Compare the numbers whose names are those of `compute()`, as `a` or `a[i,j]`; count them."""
    computed = get(name)(**state).compute()
    count = 0
    for output, value in shown(root).items():
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
    name: str, visit: Open
) -> None:
    page = visit(name)
    root = unfold(page)
    before = state_of(page, name)
    assert compare(name, root, before) or name == "rnn-unroller"  # its names are older
    moved = 0
    inputs = root.locator("input[type=range][data-input]:visible")
    for i in range(min(inputs.count(), 8)):
        inputs.nth(i).focus()
        page.keyboard.press("ArrowRight" if i % 2 else "ArrowLeft")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        after = state_of(page, name)
        moved += after != before
        compare(name, root, after)
        before = after
    assert moved or not inputs.count()
    for select in root.locator("select[data-input]:visible:not([data-input=preset])").all():
        for value in select.locator("option").evaluate_all("all => all.map(o => o.value)"):
            select.select_option(value)
            compare(name, root, state_of(page, name))


@every_explorable
def test_presets_and_reset(name: str, visit: Open) -> None:
    page = visit(name)
    root = unfold(page)
    opening = get(name)().state()
    presets = root.locator("select[data-input=preset]")
    if presets.count():
        for value in presets.locator("option").evaluate_all("all => all.map(o => o.value)"):
            if value:
                presets.select_option(value)
                compare(name, root, state_of(page, name))
    reset = root.get_by_role("button", name="Reset", exact=True)
    if reset.is_enabled():
        reset.click()
    assert state_of(page, name) == get(name).check(opening)


@every_explorable
def test_nonsense_gets_a_message_and_changes_nothing(name: str, visit: Open) -> None:
    page = visit(name)
    root = unfold(page)
    before = state_of(page, name)
    boxes = root.locator("input.u-box:visible")
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
    assert state_of(page, name) == before


@every_explorable
@pytest.mark.parametrize("fields", ["nobody=1", "=", "x=%", "__proto__=1", "a=" + "9" * 9000])
def test_a_link_that_is_no_state_is_ignored_with_a_notice(
    name: str, visit: Open, fields: str
) -> None:
    page = visit(name, f"#{name}?{fields}")
    expect(page.locator(".u-notice")).to_be_visible()
    compare(name, unfold(page), get(name)().state())


@every_explorable
def test_the_keyboard_reaches_everything(name: str, visit: Open) -> None:
    page = visit(name)
    root = unfold(page)
    count = root.evaluate(
        """root => {
            window.stops = [...root.querySelectorAll(
                "input, select, textarea, button, summary, a[href], [tabindex='0']")]
                .filter((e) => e.checkVisibility() && !e.disabled);
            document.activeElement.blur();
            root.querySelector(".u-explorable").focus();
            return stops.length;
        }"""
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
    name: str, look: str, browser: Browser, tmp_path: Path
) -> None:
    context = browser.new_context(**LOOKS[look])
    page = context.new_page()
    off = {}
    for k, (preset, state) in enumerate(bank.presets(name).items()):
        page.goto(pages.write(tmp_path / str(k), name, **state).as_uri())
        page.wait_for_selector(".u-mounted")
        off[preset] = page.locator("unrolled-explorable").evaluate(
            """root => {
                const reserved = parseFloat(getComputedStyle(root).minHeight);
                root.style.minHeight = "0";
                return root.getBoundingClientRect().height - reserved;
            }"""
        )
    context.close()
    assert off
    assert {preset: px for preset, px in off.items() if abs(px) > 4} == {}


@every_explorable
@every_look
def test_it_fits_and_is_accessible(name: str, visit: Open, look: str) -> None:
    page = visit(name, **LOOKS[look])
    root = page.locator("unrolled-explorable")
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
    SHOTS.mkdir(parents=True, exist_ok=True)
    root.screenshot(path=SHOTS / f"{name}-{look}.png")
    unfold(page)
    page.wait_for_timeout(200)
    root.screenshot(path=SHOTS / f"{name}-{look}-open.png")
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
