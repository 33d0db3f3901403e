"""The RNN unroller on the chapter page: every way to change a number, against torch."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser.cards import Card
from tests.browser.conftest import CHAPTER, SHOTS, Open
from tests.browser.explorables import FOCUSABLE, Explorable, in_address, link
from tests.browser.reference import outputs, vector_outputs
from tests.browser.watch import DESKTOP, PHONE, Watched
from unrolled import bank

EXAM = {"V": 1, "W": 2, "h0": -3, "x": [1, 2, 0], "activation": "relu"}
PER_STEP = {
    "V": [0.2, 0.3, 0.8],
    "W": [0.5, 0.6, 0.2],
    "h0": 0,
    "x": [1, 1, 0],
    "activation": "sigmoid",
}
VECTOR = {
    "V": [[0.2, -0.3], [0.4, 0.1]],
    "W": [[0.5], [-0.6]],
    "b": [0.1, -0.2],
    "h0": [0.3, 0.4],
    "x": [[1], [-2], [0.5]],
    "activation": "tanh",
}


@pytest.fixture
def page(http: str, visit: Open) -> Page:
    """The chapter."""
    return visit(http)


@pytest.fixture
def unroller(page: Page) -> Explorable:
    """The chapter's first explorable, which opens on the exam's numbers."""
    found = Explorable(page)
    found.shows(outputs(EXAM))
    return found


def test_it_opens_on_the_exam_s_numbers(unroller: Explorable):
    shown = unroller.outputs()
    expected = outputs(EXAM)
    assert {name: shown.get(name) for name in expected} == pytest.approx(expected)
    assert {name: unroller.state()[name] for name in ("V", "W", "x[0]", "activation")} == {
        "V": "1",
        "W": "2",
        "x[0]": "1",
        "activation": "relu",
    }


def test_a_downloaded_copy_is_as_alive(file: str, visit: Open):
    page = visit(file)
    unroller = Explorable(page)
    unroller.shows(outputs(EXAM))
    unroller.slider("W").press("ArrowRight")
    W = float(unroller.slider("W").input_value())
    assert W > 2
    unroller.type("V", "1/3")
    unroller.shows(outputs({**EXAM, "V": 1 / 3, "W": W}))
    unroller.type("V", "abc")
    expect(unroller.message(unroller.box("V"))).to_be_visible()
    page.wait_for_url(re.compile(r"#rnn-unroller\?"))
    page.reload()
    unroller.shows(outputs({**EXAM, "V": 1 / 3, "W": W}))
    card = Card(page, SHOWABLE[0])
    assert card.question.exam.state
    card.button("Show in the explorable").click()
    unroller.shows(expected_of(card.question.exam.state))
    page = visit(file, CHAPTER + link(VECTOR))
    Explorable(page).shows(vector_outputs(VECTOR))
    page = visit(file, CHAPTER + "#rnn-unroller?V=abc")
    expect(Explorable(page).root.locator(".u-notice")).to_be_visible()


@pytest.mark.parametrize("name", ["V", "W", "h0", "x[1]"])
def test_arrow_keys_move_a_slider_and_all_that_follows(unroller: Explorable, name: str):
    slider = unroller.slider(name)
    before = float(slider.input_value())
    for _ in range(3):
        slider.press("ArrowRight")
    value = float(slider.input_value())
    assert value > before
    state = {**EXAM, name: value}
    if name == "x[1]":
        state = {**EXAM, "x": [1, value, 0]}
    unroller.shows(outputs(state))
    slider.press("ArrowLeft")
    assert before < float(slider.input_value()) < value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1/3", 1 / 3),
        ("-0,5", -0.5),
        ("2 ln 2", 1.3862943611198906),
        ("1e-3", 0.001),
        ("−0.75", -0.75),
        ("7", 7),
        ("100", 100),
    ],
)
def test_a_number_can_be_typed_as_students_write_it(unroller: Explorable, text: str, value: float):
    unroller.type("V", text)
    unroller.shows(outputs({**EXAM, "V": value}))
    expect(unroller.box("V")).not_to_have_attribute("aria-invalid", "true")


def test_what_is_typed_counts_when_the_box_is_left(unroller: Explorable):
    unroller.box("V").fill("0.5")
    unroller.box("V").press("Tab")
    unroller.shows(outputs({**EXAM, "V": 0.5}))


def test_the_mouse_drags_a_slider(unroller: Explorable):
    slider = unroller.slider("V")
    slider.scroll_into_view_if_needed()
    area = slider.bounding_box()
    assert area
    mouse, y = unroller.page.mouse, area["y"] + area["height"] / 2
    mouse.move(area["x"] + area["width"] / 2, y)
    mouse.down()
    mouse.move(area["x"] + 0.7 * area["width"], y, steps=4)
    first = float(slider.input_value())
    unroller.shows(outputs({**EXAM, "V": first}))  # while the button is held
    mouse.move(area["x"] + 0.9 * area["width"], y, steps=4)
    mouse.up()
    assert float(slider.input_value()) > first
    unroller.shows(outputs({**EXAM, "V": float(slider.input_value())}))


def test_a_finger_drags_a_slider(http: str, visit: Open):
    page = visit(http, CHAPTER, viewport=PHONE, has_touch=True, is_mobile=True)
    unroller = Explorable(page)
    unroller.shows(outputs(EXAM))
    slider = unroller.slider("V")
    slider.scroll_into_view_if_needed()
    area = slider.bounding_box()
    assert area
    devtools = page.context.new_cdp_session(page)

    def touch(kind: str, *places: float) -> None:
        y = area["y"] + area["height"] / 2
        points = [{"x": area["x"] + place * area["width"], "y": y} for place in places]
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", 0.6)
    for place in (0.65, 0.7, 0.8):
        touch("touchMove", place)
    touch("touchEnd")
    value = float(slider.input_value())
    assert value != 1
    unroller.shows(outputs({**EXAM, "V": value}))


def test_a_number_in_the_picture_can_be_dragged(unroller: Explorable):
    weight = unroller.root.locator("svg .u-scrub", has_text="V = 1").first
    weight.scroll_into_view_if_needed()
    area = weight.bounding_box()
    assert area
    mouse, x, y = unroller.page.mouse, area["x"] + area["width"] / 2, area["y"] + area["height"] / 2
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 60, y, steps=5)
    mouse.up()
    value = float(unroller.slider("V").input_value())
    assert value > 1
    unroller.shows(outputs({**EXAM, "V": value}))


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu"])
def test_the_activation_can_be_chosen(unroller: Explorable, activation: str):
    unroller.choice("activation").select_option(activation)
    unroller.shows(outputs({**EXAM, "activation": activation}))


@pytest.mark.parametrize(
    "text",
    ["abc", "", "Infinity", "1e308", "1" * 1000, "1/0", "NaN", "1,2,3", "<b>1</b>"],
    ids=lambda text: text[:12] or "empty",
)
def test_nonsense_gets_a_message_and_changes_nothing(unroller: Explorable, text: str):
    before = unroller.outputs()
    box = unroller.box("V")
    unroller.type("V", text)
    expect(box).to_have_attribute("aria-invalid", "true")
    message = unroller.message(box)
    expect(message).to_have_count(1)
    assert message.inner_text().strip()
    here, there = box.bounding_box(), message.bounding_box()
    assert here and there
    assert -60 < there["y"] - (here["y"] + here["height"]) < 60, "the message is not at its box"
    expect(box).to_have_value(text)
    assert unroller.outputs() == before
    unroller.type("V", "2")
    expect(box).not_to_have_attribute("aria-invalid", "true")
    unroller.shows(outputs({**EXAM, "V": 2}))


@pytest.mark.parametrize(
    ("name", "text"), [("h0", "1e200"), ("V", "1e150"), ("W", "-1e300"), ("x[0]", "1e307")]
)
def test_huge_numbers_never_show_a_result_that_is_none(unroller: Explorable, name: str, text: str):
    unroller.type(name, text)
    values = unroller.outputs().values()
    assert all(abs(value) < float("inf") for value in values)
    assert "NaN" not in unroller.root.inner_text()
    assert "∞" not in unroller.root.inner_text()


# Moves every slider to its end and back, and notes who asks for a size on the way.
ASKED = """(root) => {
    const asked = [];
    const note = (owner, name, kind) => {
        const old = Object.getOwnPropertyDescriptor(owner, name);
        const heard = function (...given) {
            asked.push(name);
            return old[kind].apply(this, given);
        };
        Object.defineProperty(owner, name, {...old, [kind]: heard});
    };
    note(window, "getComputedStyle", "value");
    note(Element.prototype, "getBoundingClientRect", "value");
    for (const name of ["clientWidth", "clientHeight", "scrollWidth", "scrollLeft"])
        note(Element.prototype, name, "get");
    for (const name of ["offsetWidth", "offsetHeight", "offsetTop"])
        note(HTMLElement.prototype, name, "get");
    root.clientWidth;
    for (const input of [...root.querySelectorAll("input[type=range]")].map((e) => e.dataset.input))
        for (const end of ["max", "min"]) {
            const slider = root.querySelector(`input[type=range][data-input="${input}"]`);
            if (!slider) continue; // of a step that is gone
            slider.value = slider[end];
            slider.dispatchEvent(new Event("input", {bubbles: true}));
        }
    return asked;
}"""


@pytest.mark.parametrize("state", [EXAM, VECTOR], ids=["scalar", "vector"])
def test_a_change_asks_for_no_size(http: str, visit: Open, state: dict[str, Any]):
    """The browser would lay out the page in the middle of the change, and once more after it."""
    unroller = Explorable(visit(http, CHAPTER + link(state)))
    unroller.shows(expected_of(state))
    assert unroller.root.evaluate(ASKED) == ["clientWidth"]  # its own: it does hear


FOLDED = "root => [...root.querySelectorAll('details')].map((fold) => fold.textContent)"
NO_IDLE = "delete window.requestIdleCallback; delete window.cancelIdleCallback;"  # as in Safari


def reads_like(unroller: Explorable, fresh: Explorable) -> None:
    """Wait until the folds of both hold the same text; fail with what they hold instead."""
    wanted = fresh.root.evaluate(FOLDED)
    try:
        same = f"([root, wanted]) => JSON.stringify(({FOLDED})(root)) === JSON.stringify(wanted)"
        given = [unroller.root.element_handle(), wanted]
        unroller.page.wait_for_function(same, arg=given, timeout=5000)
    except Error:  # Timed out
        assert unroller.root.evaluate(FOLDED) == wanted


@pytest.mark.parametrize("script", ["", NO_IDLE], ids=["idle", "no-idle-callback"])
@pytest.mark.parametrize("state", [EXAM, VECTOR], ids=["scalar", "vector"])
def test_a_closed_fold_keeps_no_old_text(
    http: str, watched: Callable[..., Watched], state: dict[str, Any], script: str
):
    context = watched(http)
    context.context.add_init_script(script)
    unroller = Explorable(context.open(CHAPTER + link(state)))
    unroller.unfold()
    unroller.root.evaluate("root => root.querySelectorAll('details').forEach(d => d.open = false)")
    unroller.drawn()
    for length, activation in ((20, "sigmoid"), (2, "tanh")):
        unroller.type("length", str(length))
        unroller.choice("activation").select_option(activation)
        now = {**state, "length": length, "activation": activation}
        fresh = Explorable(context.open(CHAPTER + link(now)))
        fresh.unfold()
        reads_like(unroller, fresh)


def test_of_a_long_chain_what_is_in_sight_is_laid_out_and_nothing_moves(http: str, visit: Open):
    unroller = Explorable(visit(http, CHAPTER + link({**VECTOR, "length": 20})))
    unroller.root.locator(".rnn-sums").scroll_into_view_if_needed()
    found = unroller.root.evaluate(
        """async (root) => {
            const table = root.querySelector(".rnn-sums"), stage = table.closest(".u-scroll");
            const found = [];
            for (const left of [0, stage.scrollWidth]) {
                stage.scrollLeft = left;
                for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
                found.push([table.offsetHeight, ...[...table.querySelectorAll(".u-matrix")].map(
                    (matrix) => matrix.firstChild.checkVisibility({contentVisibilityAuto: true}))]);
            }
            return found;
        }"""
    )
    (height, *at_first), (later, *at_last) = found
    assert height == later
    assert at_first[0] and not at_first[-1]
    assert at_last[-1] and not at_last[0]


def slide(unroller: Explorable, name: str, value: float) -> int:
    """Move a slider; the focus stays where it is. What `COUNT` has counted right after it."""
    made: int = unroller.slider(name).evaluate(
        """(slider, value) => {
            slider.value = value;
            slider.dispatchEvent(new Event("input", {bubbles: true}));
            return window.made;
        }""",
        value,
    )
    return made


# Names whose element is another one than last time, and names that are there twice.
OTHERS = """(root) => {
    const names = [], now = new Map();
    for (const element of root.querySelectorAll("[id], [data-output], [data-input]")) {
        const {id, type, dataset: {output, input}} = element;
        names.push(id ? `#${id}` : output ?? `${type} ${input}`);
        now.set(names.at(-1), element);
    }
    const before = window.unrolledBefore ?? now;
    window.unrolledBefore = now;
    const others = [...now.keys()].filter((n) => before.has(n) && before.get(n) !== now.get(n));
    return [...others, ...names.filter((name, i) => names.indexOf(name) !== i)];
}"""


def test_steps_that_stay_keep_their_elements_and_the_focus(unroller: Explorable):
    unroller.box("x[1]").focus()
    assert unroller.root.evaluate(OTHERS) == []
    for length in (20, 3, 20, 2, 3):
        slide(unroller, "length", length)
        x = ([1, 2, 0] + 17 * [0])[:length]
        unroller.shows(outputs({**EXAM, "x": x}))
        assert unroller.root.evaluate(OTHERS) == []
        expect(unroller.box("x[1]")).to_be_focused()
    assert max(t for t in range(30) if f"h_{t}" in unroller.outputs()) == 3


def test_nonsense_gives_way_when_the_number_of_steps_changes(unroller: Explorable):
    for name in ("W", "x[2]"):
        unroller.type(name, "abc")
    for length in (2, 3):
        slide(unroller, "length", length)
        unroller.shows(outputs({**EXAM, "x": [1, 2, 0][:length]}))
    expect(unroller.root.locator("[aria-invalid]")).to_have_count(0)
    expect(unroller.box("W")).to_have_value("2")
    expect(unroller.box("x[2]")).to_have_value("0")


# Counts the elements that are made; `calm` once none was for a while.
COUNT = """
    window.made = 0;
    let last = 0;
    for (const name of ["createElement", "createElementNS"]) {
        const make = document[name];
        document[name] = function (...given) {
            window.made++;
            last = performance.now();
            return make.apply(this, given);
        };
    }
    window.calm = () => window.made > 0 && performance.now() - last > 700;
"""


@pytest.mark.parametrize("script", ["", NO_IDLE], ids=["idle", "no-idle-callback"])
@pytest.mark.parametrize("state", [EXAM, VECTOR, PER_STEP], ids=["scalar", "vector", "per-step"])
def test_the_elements_of_long_chains_are_there_before_they_are_wanted(
    http: str, watched: Callable[..., Watched], state: dict[str, Any], script: str
):
    context = watched(http)
    context.context.add_init_script(script + COUNT)
    page = context.open(CHAPTER + link(state))
    unroller = Explorable(page)
    page.wait_for_function("calm()")
    before = page.evaluate("made")
    assert slide(unroller, "length", 20) - before < 30, "of a thousand and more"
    expect(unroller.root.locator("[data-output^='norm_']")).to_have_count(21)


def test_the_address_follows_after_a_change_and_brings_it_back(page: Page, unroller: Explorable):
    assert "#" not in page.url.removesuffix("/")[-30:]
    unroller.type("V", "0.5")
    page.wait_for_url(re.compile(r"#rnn-unroller\?"))
    expect(unroller.box("V")).to_have_value("0.5")
    assert in_address(page)["V"] == 0.5
    unroller.type("x[2]", "-1")
    page.wait_for_function("decodeURIComponent(location.hash).includes('x=[1,2,-1]')")
    page.reload()
    unroller.shows(outputs({**EXAM, "V": 0.5, "x": [1, 2, -1]}))


def test_moving_about_the_page_leaves_no_history(page: Page, unroller: Explorable):
    length = page.evaluate("history.length")
    for text in ("2", "3", "4"):
        unroller.type("V", text)
    page.wait_for_function("location.hash.includes('V=4')")
    assert page.evaluate("history.length") == length


STATES = [
    {**EXAM, "V": 2, "x": [1, -1, 2, 0], "activation": "tanh"},
    {**EXAM, "b": -0.5, "x": [0.25]},
    {**EXAM, "x": [0.5] * 20, "V": 1.2},
    PER_STEP,
]


@pytest.mark.parametrize("state", STATES, ids=["tanh", "bias", "twenty", "per-step"])
def test_a_link_opens_its_state(http: str, visit: Open, state: dict[str, Any]):
    page = visit(http, CHAPTER + link(state))
    unroller = Explorable(page)
    expected = outputs(state)
    if isinstance(state["V"], list):  # one weight each: there is no sum over steps
        expected = {k: v for k, v in expected.items() if k not in ("dh_T/dV", "dh_T/dW")}
    unroller.shows(expected)
    expect(unroller.root).to_be_in_viewport()


def test_a_link_opens_a_vector_state(http: str, visit: Open):
    page = visit(http, CHAPTER + link(VECTOR))
    Explorable(page).shows(vector_outputs(VECTOR))
    page = visit(http, CHAPTER + link({**VECTOR, "unit": 1}))
    Explorable(page).shows(vector_outputs({**VECTOR, "unit": 1}))


def test_the_second_explorable_has_an_address_of_its_own(http: str, visit: Open):
    state = {"V": 0.9, "W": 1, "h0": 1, "x": [1, 0, 1], "activation": "relu"}
    page = visit(http, CHAPTER + link(state, "rnn-unroller-2"))
    Explorable(page, nth=1).shows(outputs(state))
    Explorable(page).shows(outputs(EXAM))


def test_a_link_followed_on_the_page_opens_its_state(page: Page, unroller: Explorable):
    page.evaluate("hash => { location.hash = hash; }", link({**EXAM, "V": -1}))
    unroller.shows(outputs({**EXAM, "V": -1}))


INVALID = [
    "V=abc",
    "V=",
    "V=1e999",
    "V=[[1,2]]",
    "x=[]",
    "x=[1,,2]",
    "x=" + str([0] * 21).replace(" ", ""),
    "activation=cosh",
    "length=99",
    "nobody=1",
    "V=%",
    "V",
    "x=[[1],[2,3]]",
    "__proto__=1",
    "V=" + "9" * 5000,
]


@pytest.mark.parametrize("fields", INVALID, ids=lambda text: text[:16])
def test_a_link_that_is_no_state_is_ignored_with_a_notice(http: str, visit: Open, fields: str):
    page = visit(http, f"{CHAPTER}#rnn-unroller?{fields}")
    unroller = Explorable(page)
    unroller.shows(outputs(EXAM))
    notice = unroller.root.locator(".u-notice").filter(visible=True)
    expect(notice).to_have_count(1)
    assert notice.inner_text().strip()
    unroller.type("V", "2")
    unroller.shows(outputs({**EXAM, "V": 2}))
    expect(notice).to_have_count(0)


@pytest.mark.parametrize("place", ["#rnn-unroller", "#take-hold-of-it", "#nobody?V=1", "#%", "#?"])
def test_other_places_of_the_page_are_none_of_its_business(http: str, visit: Open, place: str):
    page = visit(http, CHAPTER + place)
    unroller = Explorable(page)
    unroller.shows(outputs(EXAM))
    expect(unroller.root.locator(".u-notice").filter(visible=True)).to_have_count(0)


def test_one_to_twenty_steps(unroller: Explorable):
    for length in (20, 7, 1):
        unroller.type("length", str(length))
        x = (EXAM["x"] + [0] * 20)[:length] if length > 3 else EXAM["x"][:length]
        unroller.shows(outputs({**EXAM, "x": x}))
        names = unroller.outputs()
        assert f"h_{length}" in names
        assert f"h_{length + 1}" not in names
    for text in ("0", "21", "2.5", "-1"):
        unroller.type("length", text)
        expect(unroller.message(unroller.box("length"))).to_be_visible()
        assert "h_2" not in unroller.outputs()


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


SHOWABLE = [
    question
    for question in map(bank.load, bank.ids())
    if question.id.startswith("recurrent/") and question.explorable and question.exam.state
]


def expected_of(state: dict[str, Any]) -> dict[str, float]:
    """The numbers of a question's state, by torch."""
    if isinstance(state["x"][0], list):
        return vector_outputs(state)
    found = outputs({"h0": 0, **state})
    kept = re.compile(r"h_\d+|dh_T/dx_\d+")
    return {k: v for k, v in found.items() if kept.fullmatch(k)}


@pytest.mark.parametrize("question", SHOWABLE, ids=lambda q: q.slug)
def test_a_card_shows_its_numbers_in_the_explorable(page: Page, question: bank.Question):
    card, unroller = Card(page, question), Explorable(page)
    assert question.exam.state
    card.button("Show in the explorable").click()
    unroller.shows(expected_of(question.exam.state))
    expect(unroller.root).to_be_in_viewport()
    assert unroller.root.evaluate("(root) => root.contains(document.activeElement)")
    card.button("New numbers").click()
    expect(card.feedback).to_contain_text("New numbers")
    instance = card.instance(question.variants())
    assert instance.state
    card.button("Show in the explorable").click()
    unroller.shows(expected_of(instance.state))


def test_the_presets_are_the_exam_items_and_reset_leads_back(unroller: Explorable):
    for name, state in bank.presets("rnn-unroller").items():
        unroller.choice("preset").select_option(name)
        unroller.shows(expected_of(state))
    unroller.type("length", "20")
    expect(unroller.choice("preset")).to_have_value("")
    unroller.root.get_by_role("button", name="Reset").click()
    unroller.shows(outputs(EXAM))


LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": DESKTOP},
    "dark": {"viewport": DESKTOP, "color_scheme": "dark"},
    "phone": {"viewport": PHONE, "has_touch": True, "is_mobile": True},
}


@pytest.mark.parametrize("look", LOOKS)
def test_pictures_of_the_presets_are_kept(http: str, visit: Open, look: str):
    """Not a comparison: for people to look at."""
    presets = {q.slug: q.exam.state for q in SHOWABLE if q.exam.state}
    presets |= {"twenty": STATES[2], "vector": VECTOR, "one-step": STATES[1]}
    SHOTS.mkdir(parents=True, exist_ok=True)
    page = visit(http, CHAPTER, reduced_motion="reduce", **LOOKS[look])
    unroller = Explorable(page)
    for name, state in presets.items():
        page.evaluate("hash => { location.hash = hash; }", link(state))
        unroller.shows(expected_of(state))
        area = unroller.root.evaluate(
            """(root) => {
                const {x, y, width, height} = root.getBoundingClientRect();
                return {x: x + scrollX, y: y + scrollY - 24, width, height: height + 48};
            }"""
        )
        path = SHOTS / f"preset-{name}.{look}.png"
        page.screenshot(path=path, full_page=True, clip=area)
        sideways = "(root) => root.scrollWidth - root.clientWidth"
        assert unroller.root.evaluate(sideways) <= 0


def test_the_address_of_a_state_is_readable(page: Page, unroller: Explorable):
    unroller.type("V", "2")
    page.wait_for_url(re.compile("#rnn-unroller"))
    assert "x=[1,2,0]" in unquote(page.url)
    assert "activation=relu" in page.url
