"""The RNN unroller on the chapter page: every way to change a number, against torch."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cards import Card
from tests.browser.conftest import CHAPTER, Open
from tests.browser.explorables import Explorable, link
from tests.browser.reference import outputs, vector_outputs
from tests.browser.unroller import EXAM, SHOWABLE, VECTOR, expected_of
from tests.browser.watch import PHONE
from unrolled import bank


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
