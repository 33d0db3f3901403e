"""The card and what is around it: other pages, storage, scripts that are missing, the screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.watch import violations
from tests.card.conftest import Visit
from tests.card.reader import UNROLL, ZERO, answer, feedback, question, verdicts
from unrolled import bank

pytestmark = pytest.mark.browser


def test_an_explorable_is_asked_for_then_told_how_to_get(page: Page) -> None:
    found = question(page, UNROLL)
    show = found.get_by_role("button", name="Show in the explorable")
    show.click()
    assert feedback(found).endswith(
        'RnnUnroller(activation="relu", slope_at_zero=1, V=1, W=2, h0=-3, x=[1, 2, 0])'
    )
    page.evaluate(
        """() => document.addEventListener("unrolled:show", (event) => {
            window.shown = event.detail;
            event.preventDefault();
        })"""
    )
    show.click()
    assert page.evaluate("window.shown") == {
        "name": "rnn-unroller",
        "state": bank.load(UNROLL).exam.state,
    }


def test_a_card_of_another_page_leads_to_the_chapter(page: Page) -> None:
    found = question(page, UNROLL)
    found.evaluate("card => card.dataset.chapterHref = 'other.html#top'")
    page.route("**/other.html", lambda route: route.fulfill(body="<title>Chapter</title>"))
    found.get_by_role("button", name="Show in the explorable").click()
    page.wait_for_url("**/other.html#*")
    assert page.url.endswith(
        "#rnn-unroller?activation=relu&slope_at_zero=1&V=1&W=2&h0=-3&x=[1,2,0]"
    )


BROKEN = {
    "blocked": "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no'); }})",
    "full": "Storage.prototype.setItem = () => { throw new Error('QuotaExceededError'); }",
    "damaged": f"localStorage.setItem('unrolled:{UNROLL}', '{{]')",
    "foreign": f'localStorage.setItem(\'unrolled:{UNROLL}\', \'{{"h_1": [1], "h_2": "4"}}\')',
}


@pytest.mark.parametrize("case", BROKEN)
def test_the_card_works_whatever_the_storage_does(page: Page, case: str) -> None:
    page.add_init_script(BROKEN[case])
    page.reload()
    found = question(page, UNROLL)
    expect(found.locator("input[name=h_1]")).to_have_value("")
    answer(found, h_1="0", h_2="4", h_3="4")
    assert feedback(found) == "All right."


def test_typed_text_survives_a_reload(page: Page) -> None:
    found = question(page, UNROLL)
    found.locator("input[name=h_2]").fill("2 ln")
    page.reload()
    expect(found.locator("input[name=h_2]")).to_have_value("2 ln")
    assert verdicts(found) == ["", "", ""]


def test_variants_that_do_not_load_leave_the_exam(visit: Visit, site: str) -> None:
    script = (
        Path(unquote(site.removeprefix("file://"))).parent / f"_static/unrolled/bank/{UNROLL}.js"
    )
    away = script.rename(script.with_suffix(".away"))
    found = question(visit(allowed=["ERR_FILE_NOT_FOUND"]), UNROLL)
    found.get_by_role("button", name="New numbers").click()
    expect(found.get_by_role("status")).to_contain_text("could not be loaded")
    away.rename(script)
    found.get_by_role("button", name="New numbers").click()
    expect(found.get_by_role("status")).to_contain_text("New numbers (1")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1000])
def test_axe_and_width(page: Page, scheme: Any, width: int) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    answer(question(page, UNROLL), h_1="-1", h_2="x", h_3="4")
    answer(question(page, ZERO), h_t="0.76")
    for button in page.locator("[data-toggle]").all():
        button.click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.locator(
        "button:visible, input[type=text], select:visible, .u-option"
    ).evaluate_all(
        "all => all.filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML)"
    )
    assert small == []


def test_without_javascript_everything_can_be_read(visit: Visit) -> None:
    found = question(visit(java_script_enabled=False), UNROLL)
    for hidden in ("button", "input", ".u-feedback"):
        assert found.locator(f"{hidden}:visible").count() == 0
    found.locator("summary", has_text="Worked steps").click()
    expect(found.locator("[data-part=steps] ol")).to_be_visible()
