"""The RNN unroller to look at and to reach: by keyboard, with a finger, on a phone."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import CHAPTER, SHOTS, Open
from tests.browser.explorables import FOCUSABLE, Explorable, link
from tests.browser.reference import outputs
from tests.browser.unroller import EXAM, SHOWABLE, STATES, VECTOR, expected_of
from tests.browser.watch import DESKTOP, LOOKS, PHONE


def reached(unroller: Explorable) -> list[dict[str, Any]]:
    """Where the Tab key leads, from the first control to the last."""
    unroller.root.evaluate(
        """(root, selector) => {
            window.controls = [...root.querySelectorAll(selector)].filter(
                (e) => !e.disabled && e.tabIndex >= 0 && e.checkVisibility());
            window.controls[0].focus();
        }""",
        FOCUSABLE,
    )
    page, found = unroller.page, []
    page.keyboard.press("Shift+Tab")
    for _ in range(page.evaluate("controls.length")):
        page.keyboard.press("Tab")
        found.append(
            page.evaluate(
                """() => {
                    const e = document.activeElement, style = getComputedStyle(e);
                    const label = e.getAttribute("aria-label") ?? e.labels?.[0]?.textContent
                        ?? e.textContent;
                    return {index: controls.indexOf(e), label: label.trim(), tag: e.outerHTML,
                        outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth)};
                }"""
            )
        )
    return found


def test_the_keyboard_reaches_every_control_and_the_focus_is_seen(unroller: Explorable):
    unroller.unfold()
    stops = reached(unroller)
    assert [stop["index"] for stop in stops] == list(range(len(stops)))
    assert [stop["tag"] for stop in stops if stop["outline"] < 2] == []
    assert [stop["tag"] for stop in stops if not stop["label"]] == []


TARGETS = """(root, selector) => [...root.querySelectorAll(selector)].filter(
    (e) => e.checkVisibility() && !(e.closest("p, li") && e.matches("a"))).map((e) => {
        const target = e.matches("[type=radio], [type=checkbox]") ? e.closest("label") : e;
        const {width, height} = target.getBoundingClientRect();
        return [Math.min(width, height) + 0.01, height + 0.01, e.outerHTML.slice(0, 120)];
    })"""
MAIN = "button, input, select"


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_targets_are_large_enough_for_a_finger(http: str, visit: Open, viewport: dict[str, int]):
    page = visit(http, CHAPTER, viewport=viewport)
    Explorable(page).shows(outputs(EXAM))
    for owner in page.locator("unrolled-explorable, unrolled-question").all():
        sizes = owner.evaluate(TARGETS, FOCUSABLE)
        assert sizes
        assert [tag for least, _, tag in sizes if least < 24] == []
        high = owner.evaluate(TARGETS, MAIN)
        assert [tag for _, height, tag in high if height < 44] == []


# Labels that have a point in or on a state, or so near that it seems to be.
TOUCHING = """(chain) => [...chain.querySelectorAll(".rnn-param, .rnn-factor")].filter((label) => {
    const {x, width} = label.getBBox(), foot = Number(label.getAttribute("y"));
    const points = [];
    for (let right = -5; right <= width + 5; right += 2)
        for (const y of [foot - 9, foot - 5, foot]) points.push(new DOMPoint(x + right, y));
    return [...chain.querySelectorAll(".rnn-state")].some((state) => {
        const there = state.getCTM().inverse().multiply(label.getCTM());
        const inside = (point) => state.isPointInFill(point) || state.isPointInStroke(point);
        return points.some((point) => inside(point.matrixTransform(there)));
    });
}).map((label) => label.textContent)"""


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("V", [1.2, -1.25, -0.3333, 1e-12])
def test_no_label_touches_a_state(http: str, visit: Open, viewport: dict[str, int], V: float):
    unroller = Explorable(visit(http, viewport=viewport))
    for length in (2, 3, 5, 20):
        state = {**EXAM, "V": V, "length": length, "activation": "tanh"}
        unroller.page.evaluate("hash => { location.hash = hash; }", link(state))
        expect(unroller.box("length")).to_have_value(str(length))
        assert unroller.root.locator(".rnn-chain").evaluate(TOUCHING) == []


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("length", [1, 3, 20])
def test_the_chart_fits_its_column_with_legible_names(
    http: str, visit: Open, viewport: dict[str, int], length: int
):
    state = {**EXAM, "h0": 1, "V": 0.5, "length": length, "activation": "tanh"}
    unroller = Explorable(visit(http, CHAPTER + link(state), viewport=viewport))
    unroller.root.locator("summary", has_text="How far").click()
    chart = unroller.root.locator(".u-chart")
    expect(chart.get_by_text(f"t = {length}", exact=True)).to_be_visible()
    inside, marks, names = chart.evaluate(
        """async (chart) => {
            await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
            const body = chart.closest("details").lastElementChild.getBoundingClientRect();
            const boxes = (all) => [...all].map((e) => e.getBoundingClientRect().toJSON())
                .filter((box) => box.width > 0);
            const inside = ({left, right}) => left >= body.left && right <= body.right;
            const every = boxes(chart.querySelectorAll("path, text, line"));
            const below = boxes(chart.querySelectorAll(":scope > g:last-child text"));
            return [every.every(inside), boxes(chart.querySelectorAll(".u-mark")).length, below];
        }"""
    )
    assert inside
    assert marks == length + 1
    assert all(name["height"] >= 12 for name in names), "13 px high where nothing is scaled"
    assert all(a["right"] + 8 < b["left"] for a, b in pairwise(names))
    assert len(names) >= min(length + 1, 4)


def test_nothing_moves_by_itself_where_motion_is_unwanted(http: str, visit: Open):
    page = visit(http, CHAPTER, reduced_motion="reduce")
    unroller = Explorable(page)
    unroller.shows(outputs(EXAM))
    for text in ("2", "-1", "0.5"):
        unroller.type("V", text)
        assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


@pytest.mark.parametrize("look", LOOKS)
def test_pictures_of_the_presets_are_kept(http: str, visit: Open, look: str):
    """Not a comparison: for people to look at."""
    presets = {q.slug: q.exam.state for q in SHOWABLE if q.exam.state}
    presets |= {"twenty": STATES[2], "vector": VECTOR, "one-step": STATES[1]}
    page = visit(http, CHAPTER, reduced_motion="reduce", **LOOKS[look])
    unroller = Explorable(page)
    for name, state in presets.items():
        page.evaluate("hash => { location.hash = hash; }", link(state))
        unroller.shows(expected_of(state))
        unroller.keep_picture(SHOTS / f"preset-{name}.{look}.png")
        sideways = "(root) => root.scrollWidth - root.clientWidth"
        assert unroller.root.evaluate(sideways) <= 0
