"""Without JavaScript: figures, text and solutions are there, and nothing that would not work."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import CHAPTER, Open
from tests.browser.watch import PHONE, violations
from unrolled import bank


@pytest.fixture
def page(base: str, visit: Open) -> Page:
    """The chapter as a browser without JavaScript shows it."""
    return visit(base, CHAPTER, java_script_enabled=False)


def test_every_explorable_is_a_figure_with_a_description(page: Page):
    figures = page.locator("unrolled-explorable svg")
    assert figures.count() == page.locator("unrolled-explorable").count() > 0
    for figure in figures.all():
        expect(figure).to_be_visible()
        assert figure.get_attribute("role") == "img"
        named = figure.get_attribute("aria-label") or figure.locator("title, desc").first
        assert named if isinstance(named, str) else named.text_content()
        area = figure.bounding_box()
        assert area and area["width"] > 200 and area["height"] > 80
    numbers = page.locator("unrolled-explorable").first.inner_text()
    assert "4" in numbers or "4" in (figures.first.get_attribute("aria-label") or "")


def test_no_space_is_left_where_nothing_comes(page: Page):
    for explorable in page.locator("unrolled-explorable").all():
        outer = explorable.bounding_box()
        inner = explorable.locator("svg").first.bounding_box()
        assert outer and inner
        assert outer["height"] - inner["height"] < 120


def test_no_form_is_shown_that_would_do_nothing(page: Page):
    dead = "input, select, textarea, button"
    shown = page.locator("main").locator(dead).filter(visible=True)
    assert [one.evaluate("e => e.outerHTML") for one in shown.all()] == []


def test_questions_and_solutions_can_be_read(page: Page):
    for question in map(bank.load, bank.ids()):
        if not question.id.startswith("recurrent/"):
            continue
        card = page.locator(f"unrolled-question[data-id='{question.id}']")
        expect(card.locator("[data-part=prompt]")).to_be_visible()
        for part in ("hint", "steps", "marking", *(["key"] if question.erratum else [])):
            details = card.locator(f"details[data-part={part}]")
            content = details.locator(".u-content")
            expect(content).to_be_hidden()
            details.locator("summary").click()
            expect(content).to_be_visible()
            assert (content.text_content() or "").strip()


def test_the_executed_solutions_can_be_read(page: Page):
    folded = page.locator("main details.above-input > summary")
    assert folded.count() > 5
    for summary in folded.all()[:3]:
        summary.click()
        expect(summary.locator("xpath=..").locator("pre").first).to_be_visible()


@pytest.mark.parametrize("name", ["index.html", "book/errata.html", "book/exams/tum19.html"])
def test_contents_are_reachable_on_a_phone(http: str, visit: Open, name: str):
    page = visit(http, name, java_script_enabled=False, viewport=PHONE)
    link = page.get_by_role("link", name="Recurrent networks").filter(visible=True).first
    expect(link).to_be_visible()


def test_axe_finds_nothing_in_the_static_face(http: str, visit: Open):
    """axe itself needs JavaScript, so the page's own scripts are left out instead."""
    page = visit(http, "search.html")
    page.route("**/_static/unrolled/*.js", lambda route: route.fulfill(body=""))
    page.goto(http + CHAPTER)
    page.evaluate("document.documentElement.classList.remove('unrolled-js')")
    assert violations(page) == []
