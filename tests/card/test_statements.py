"""Cards with statements in a browser: reasons after an attempt, points, other statements."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.bank.folders import FRONT, write
from tests.browser.watch import violations
from tests.card import static_page
from tests.card.conftest import Visit
from unrolled import bank
from unrolled.bank.folder import read

pytestmark = pytest.mark.browser

STUCK = "training/training_error_stuck"  # its answer: A, C and D
BODY = """\
# Question
Which?
# Hint
Count.
# Solution
See above.
# Marking
One each.
# Statements
- [x] Two is $2$.

  So it is.
- [ ] Two is three.

  It is **less**.
# More statements
- [x] Four is four.

  It is itself.
- [ ] Four is five.

  It is less, too.
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> str:
    questions = [bank.load(STUCK)]
    for select, more in (("one", ""), ("each", "scoring: [1, -1]\n")):
        front = FRONT.replace("answers: [y]", f"select: {select}").replace("numeric", "choice")
        folder = tmp_path_factory.mktemp("q")
        questions.append(read(write(folder, select, front=front + more, body=BODY, answer=None)))
    return static_page.write(tmp_path_factory.mktemp("site"), questions).as_uri()


@pytest.fixture
def page(visit: Visit) -> Page:
    return visit(viewport={"width": 390, "height": 800})


def card(page: Page, name: str) -> Locator:
    return page.locator(f'unrolled-question[data-id="{name}"]')


def check(found: Locator) -> list[str]:
    found.get_by_role("button", name="Check").click()
    return found.locator("[data-answer]").evaluate_all("all => all.map(e => e.dataset.verdict)")


def reasons(found: Locator) -> list[str]:
    shown = found.locator(".u-why").evaluate_all(
        "all => all.filter(e => !e.hidden).map(e => e.innerText.trim())"
    )
    return [str(text) for text in shown]


def test_what_is_ticked_is_explained_and_the_rest_left_to_think_about(page: Page) -> None:
    found = card(page, STUCK)
    assert check(found) == ["unanswered"]
    assert reasons(found) == []
    found.get_by_label("B The network has too many weights.").check()
    found.get_by_label("A The regularisation").check()
    assert check(found) == ["wrong"]
    assert [text.split(".")[0] for text in reasons(found)] == ["Right", "Wrong"]
    found.get_by_label("B The").uncheck()
    assert reasons(found) == []  # what was said is about the last attempt
    for letter in "CD":
        found.get_by_label(f"{letter} The").check()
    assert check(found) == ["right"]
    assert len(reasons(found)) == 3


def test_one_of_several(page: Page) -> None:
    found = card(page, "recurrent/one")
    found.get_by_label("B Two is three.").check()
    assert check(found) == ["wrong"]
    assert reasons(found) == ["Wrong. It is less."]
    found.get_by_label("A Two is").check()
    assert check(found) == ["right"]


def test_each_is_judged_by_the_paper_s_rule(page: Page) -> None:
    found = card(page, "recurrent/each")
    assert check(found) == ["unanswered", "unanswered"]
    rule = "(1 for right, −1 for wrong, 0 for no answer, and never below 0)"
    say = found.locator(".u-say")
    expect(say).to_have_text(f"By the paper’s rule {rule}: 0 of 2.")
    first, second = found.locator("[data-answer=A]"), found.locator("[data-answer=B]")
    first.get_by_label("True").check()
    assert check(found) == ["right", "unanswered"]
    expect(say).to_contain_text(": 1 of 2.")
    assert reasons(found) == ["True. So it is."]
    second.get_by_label("True").check()
    assert check(found) == ["right", "wrong"]
    expect(say).to_contain_text(": 0 of 2.")
    first.get_by_label("False").check()
    check(found)
    expect(say).to_contain_text(": 0 of 2.")  # and not -2
    expect(second.get_by_role("group")).to_have_accessible_name("B Two is three.")


def test_other_statements_come_and_the_exam_s_come_back(page: Page) -> None:
    found = card(page, STUCK)
    exam = found.locator("[data-answer]").inner_text()
    found.get_by_label("C The weights").check()
    found.get_by_role("button", name="New statements").click()
    expect(found.get_by_role("status")).to_contain_text("New statements (1 of 24)")
    assert found.locator("[data-answer]").inner_text() != exam
    assert found.locator("input:checked").count() == 0
    found.locator("input").first.check()
    check(found)
    assert len(reasons(found)) == 1
    found.get_by_role("button", name="Back to the exam").click()
    assert found.locator("[data-answer]").inner_text() == exam
    expect(found.get_by_label("C The weights")).to_be_checked()


def test_cards_of_statements_are_accessible(page: Page) -> None:
    for found in page.locator("unrolled-question").all():
        found.locator("input").first.check()
        found.get_by_role("button", name="Check").click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []


def test_without_javascript_the_statements_are_a_list(visit: Visit) -> None:
    # The page of the test says in a script that scripts run; here none does.
    page = visit(java_script_enabled=False)
    listed = card(page, STUCK).locator("ol.u-statements > li")
    expect(listed).to_have_count(4)
    expect(listed.first).to_be_visible()
    assert card(page, STUCK).locator("input").first.is_hidden()
