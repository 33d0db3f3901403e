"""The card on a static page from disk: answers, help, new numbers."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from tests.card.reader import KEY, PROSE, UNROLL, ZERO, answer, feedback, question, verdicts
from unrolled import bank, card

pytestmark = pytest.mark.browser


def test_right_by_every_way_to_write_it(page: Page) -> None:
    found = question(page, UNROLL)
    answer(found, h_1="0", h_2="8/2", h_3="4,0")
    assert verdicts(found) == ["right"] * 3
    assert feedback(found) == "All right."


def test_a_slip_is_named_and_enter_checks(page: Page) -> None:
    found = question(page, UNROLL)
    answer(found, h_1="−1", h_2="4", h_3="5")
    found.locator("input[name=h_3]").press("Enter")
    assert verdicts(found) == ["wrong", "right", "wrong"]
    said = feedback(found)
    assert said == "You stopped at zₜ: the ReLU has not been applied yet.|not right yet.|"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("abc", "“abc” (character 1) is not known here."),
        ("", "Nothing is typed here yet."),
        ("1/0", "This divides by zero."),
        ("1e308*10", "infinite, or too large"),
        ("7" * 1000, "1000 characters long"),
        ("<img src=x onerror=alert(1)>", "Leave out “=” (character 9)"),
        ("½", "cannot be read here"),
    ],
)
def test_nonsense_gets_a_message_beside_the_box(page: Page, text: str, message: str) -> None:
    found = question(page, UNROLL)
    answer(found, h_1="0", h_2=text, h_3="4")
    box = found.locator("input[name=h_2]")
    expect(box).to_have_accessible_description(found.locator("[data-answer=h_2] p").inner_text())
    expect(found.locator("[data-answer=h_2] p")).to_contain_text(message)
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_be_focused()
    expect(box).to_have_value(text)
    assert verdicts(found)[::2] == ["right", "right"]
    box.fill("4")
    expect(found.locator("[data-answer=h_2] p")).to_be_hidden()
    assert box.get_attribute("aria-invalid") is None


def test_1e308_is_a_number_and_wrong(page: Page) -> None:
    found = question(page, UNROLL)
    answer(found, h_1="1e308", h_2="-1e308", h_3="4")
    assert verdicts(found) == ["wrong", "wrong", "right"]


def test_true_false_and_too_few_digits(page: Page) -> None:
    found = question(page, ZERO)
    answer(found, h_t="0,76")
    assert verdicts(found) == ["unanswered", "imprecise"]
    assert "right as far as it goes; give three significant digits." in feedback(found)
    found.get_by_label("False").check()
    answer(found, h_t="0.762")
    assert verdicts(found) == ["right", "right"]


def test_several_options(page: Page) -> None:
    found = question(page, "recurrent/colours")
    answer(found)
    assert verdicts(found) == ["unanswered"]
    found.get_by_label("red", exact=True).check()
    answer(found)
    assert verdicts(found) == ["wrong"]
    found.get_by_label("blue").check()
    answer(found)
    assert verdicts(found) == ["right"]
    page.reload()
    checked = found.locator("input").evaluate_all("all => all.map(e => e.checked)")
    assert checked == [True, False, True]


def test_new_numbers_come_once_each_and_the_exam_comes_back(page: Page) -> None:
    found = question(page, UNROLL)
    exam = found.locator(".u-prompt").inner_html()
    found.locator("input[name=h_1]").fill("12")
    expect(found.get_by_role("button", name="Back to the exam")).to_be_hidden()
    seen = set()
    for n in range(1, bank.VARIANTS + 1):
        found.get_by_role("button", name="New numbers").click()
        expect(found.get_by_role("status")).to_contain_text(f"New numbers ({n} of {bank.VARIANTS})")
        expect(found.locator(".u-tex")).to_have_count(0)
        seen.add(found.locator(".u-prompt").inner_html())
    assert len(seen | {exam}) == bank.VARIANTS + 1
    expect(found.locator("input[name=h_1]")).to_have_value("")
    found.get_by_role("button", name="Back to the exam").click()
    assert found.locator(".u-prompt").inner_html() == exam
    expect(found.locator("input[name=h_1]")).to_have_value("12")
    expect(found.get_by_role("button", name="New numbers")).to_be_focused()


def test_new_numbers_are_graded_by_themselves(page: Page) -> None:
    found = question(page, UNROLL)
    found.get_by_role("button", name="New numbers").click()
    expect(found.get_by_role("status")).to_contain_text("New numbers (1")
    prompt = found.locator(".u-prompt").inner_text()
    for variant in card.variants(bank.load(UNROLL)):
        answer(found, **{f"h_{t}": repr(v) for t, v in enumerate(variant["values"], start=1)})
        if verdicts(found) == ["right"] * 3:
            break
    else:
        pytest.fail(f"no variant's answer is right for {prompt}")


def test_an_erratum_is_about_the_exams_numbers_only(page: Page) -> None:
    found = question(page, KEY)
    key = found.get_by_role("button", name="About the key")
    key.click()
    expect(key).to_have_attribute("aria-expanded", "true")
    expect(found.locator("[data-part=key] .u-content")).to_be_visible()
    found.get_by_role("button", name="New numbers").click()
    expect(key).to_be_hidden()
    expect(found.locator("[data-part=key]")).to_be_hidden()


def test_help_unfolds_and_folds(page: Page) -> None:
    found = question(page, UNROLL)
    for name, text in (("Hint", "Write down"), ("Worked steps", "ReLU"), ("Marking", "credit")):
        button = found.get_by_role("button", name=name)
        button.press("Enter")
        expect(button).to_have_attribute("aria-expanded", "true")
        part = found.locator("details", has=page.locator("summary", has_text=name))
        expect(part.locator(".u-content")).to_contain_text(text)
        button.press("Enter")
        expect(part.locator(".u-content")).to_be_hidden()


def test_prose_is_kept_and_marked_by_its_writer(page: Page) -> None:
    found = question(page, PROSE)
    found.get_by_label("Your answer").fill("One sequence.\nStates are kept.")
    expect(found.get_by_label("my answer earns")).to_be_hidden()
    found.get_by_role("button", name="Solution").click()
    expect(found.locator("[data-part=marking] .u-content")).to_be_visible()
    found.get_by_label("my answer earns").select_option("1.5 of 2")
    page.reload()
    expect(found.get_by_label("Your answer")).to_have_value("One sequence.\nStates are kept.")
    found.get_by_role("button", name="Solution").click()
    expect(found.get_by_label("my answer earns")).to_have_value("1.5")


def test_the_data_in_the_page_is_the_questions(page: Page) -> None:
    text = question(page, UNROLL).locator("script").text_content() or ""
    assert json.loads(text) == card.data(bank.load(UNROLL))
