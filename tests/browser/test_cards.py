"""Every card of the chapter page, with right, wrong and impossible answers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.cards import Card
from tests.browser.conftest import CHAPTER, Open
from tests.browser.watch import Watched
from unrolled import bank

QUESTIONS = [bank.load(one) for one in bank.ids() if one.startswith("recurrent/")]
ASKING = [q for q in QUESTIONS if q.answers]
VARYING = [q for q in ASKING if hasattr(q.module, "vary")]
KEYED = [q for q in ASKING if isinstance(q.key, tuple)]
PROSE = [q for q in QUESTIONS if not q.answers]
UNROLL = next(q for q in QUESTIONS if q.slug == "relu_rnn_unroll")
NONSENSE = ("abc", "", "Infinity", "1e309", "9" * 1000, "1/0", "1,2,3", "<img src=x>", " ")

each = pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.slug)
each_asking = pytest.mark.parametrize("question", ASKING, ids=lambda q: q.slug)
each_varying = pytest.mark.parametrize("question", VARYING, ids=lambda q: q.slug)


@pytest.fixture(scope="module")
def watched_chapter(http: str, browser: Browser) -> Iterator[tuple[Watched, Page]]:
    """The chapter page, open while all cards are tried."""
    watched = Watched(browser, http)
    yield watched, watched.open(CHAPTER)
    watched.context.close()


@pytest.fixture
def chapter(watched_chapter: tuple[Watched, Page]) -> Iterator[Page]:
    """The page as a reader first sees it."""
    watched, page = watched_chapter
    page.evaluate("localStorage.clear()")
    page.reload()
    yield page
    watched.assert_silent()


def wrong(question: bank.Question, mistake: bank.Mistake) -> list[bank.values.Value]:
    """What somebody with that slip types."""
    pairs = zip(mistake.values, question.expected, strict=True)
    return [right if value is None else value for value, right in pairs]


def test_all_questions_of_the_chapter_are_on_its_page(chapter: Page):
    shown = chapter.locator("unrolled-question").evaluate_all("all => all.map(e => e.dataset.id)")
    assert sorted(shown) == sorted(q.id for q in QUESTIONS)


@each_asking
def test_right_answers_are_right(chapter: Page, question: bank.Question):
    card = Card(chapter, question)
    assert card.verdicts() == [None] * len(question.answers)
    assert card.graded(question.expected) == ["right"] * len(question.answers)
    expect(card.feedback).to_be_visible()
    assert card.feedback.get_attribute("role") == "status"


@each_asking
def test_every_slip_is_named(chapter: Page, question: bank.Question):
    card = Card(chapter, question)
    mistakes = question.exam.mistakes
    assert mistakes
    for mistake in mistakes:
        typed = wrong(question, mistake)
        twins = {other.text for other in mistakes if wrong(question, other) == typed}
        assert "wrong" in card.graded(typed), mistake.text
        expect(card.feedback).to_contain_text(
            re.compile("|".join(re.escape(text) for text in twins))
        )
        for verdict, value in zip(card.verdicts(), mistake.values, strict=True):
            assert (verdict == "right") == (value is None), mistake.text


@pytest.mark.parametrize("question", KEYED, ids=lambda q: q.slug)
def test_what_the_paper_s_key_prints_is_graded_by_the_truth(chapter: Page, question: bank.Question):
    assert set(Card(chapter, question).graded(question.key)) - {"right"}


@each_asking
def test_nonsense_gets_a_message_and_loses_nothing(chapter: Page, question: bank.Question):
    numbers = [a.name for a in question.answers if a.kind == "number"]
    card = Card(chapter, question)
    for nonsense in NONSENSE if question is UNROLL else NONSENSE[:1]:
        card.fill(question.expected)
        card.box(numbers[-1]).fill(nonsense)
        before = card.typed()
        card.check()
        error = card.field(numbers[-1]).locator(".u-error")
        expect(error).to_be_visible()
        assert error.inner_text().strip()
        assert card.box(numbers[-1]).get_attribute("aria-describedby") == error.get_attribute("id")
        assert card.typed() == before
        assert card.verdicts()[:-1] == ["right"] * (len(before) - 1)
        assert card.verdicts()[-1] != "right"
    card.fill(question.expected)
    expect(card.field(numbers[-1]).locator(".u-error")).to_be_hidden()


def test_a_huge_number_is_wrong_and_nothing_else(chapter: Page):
    card = Card(chapter, UNROLL)
    assert card.graded([0, "1e308", 4]) == ["right", "wrong", "right"]


@pytest.mark.parametrize("text", ["4", "8/2", "4,0", "4e0", "2^2", "−−4", "√16", "2 · 2", "+4"])
def test_numbers_as_students_write_them(chapter: Page, text: str):
    assert Card(chapter, UNROLL).graded([0, text, 4]) == ["right"] * 3


def test_enter_checks_and_an_empty_box_gets_the_focus(chapter: Page):
    card = Card(chapter, UNROLL)
    card.box("h_1").fill("0")
    card.box("h_1").press("Enter")
    assert card.verdicts() == ["right", "unanswered", "unanswered"]
    expect(card.box("h_2")).to_be_focused()


def typed(values: Sequence[object]) -> list[str]:
    """How `Card.fill` writes values."""
    return [str(v).lower() if isinstance(v, bool | str) else repr(v) for v in values]


def renewed(card: Card, possible: Sequence[bank.Instance]) -> bank.Instance:
    """Ask for new numbers and say which came."""
    before = card.feedback.inner_text()
    card.button("New numbers").click()
    expect(card.feedback).to_contain_text("New numbers")
    expect(card.feedback).not_to_have_text(before)
    return card.instance(possible)


@pytest.fixture(scope="module")
def fresh() -> Callable[[bank.Question], tuple[bank.Instance, ...]]:
    """The instances of a question that the site ships, made once."""
    made: dict[str, tuple[bank.Instance, ...]] = {}

    def variants(question: bank.Question) -> tuple[bank.Instance, ...]:
        return made.setdefault(question.id, question.variants())

    return variants


@each_varying
def test_new_numbers_and_back(chapter: Page, question: bank.Question, fresh):
    card = Card(chapter, question)
    first = card.text()
    card.fill(question.expected)
    seen = [first]
    for _ in range(2):
        instance = renewed(card, fresh(question))
        assert card.text() not in seen
        seen.append(card.text())
        # By the second route, from the numbers that the prompt shows.
        right = question.verify(**instance.params)
        assert card.graded(right) == ["right"] * len(right)
        for mistake in instance.mistakes[:1]:
            card.graded([r if w is None else w for w, r in zip(mistake.values, right, strict=True)])
            expect(card.feedback).to_contain_text(mistake.text)
    card.button("Back to the exam’s numbers").click()
    assert card.text() == first
    assert card.typed() == typed(question.expected)
    assert card.graded(question.expected) == ["right"] * len(question.answers)


@pytest.mark.parametrize("question", VARYING[:2], ids=lambda q: q.slug)
def test_a_downloaded_copy_has_new_numbers_too(
    file: str, visit: Open, question: bank.Question, fresh
):
    card = Card(visit(file), question)
    assert card.graded(question.expected) == ["right"] * len(question.answers)
    instance = renewed(card, fresh(question))
    right = question.verify(**instance.params)
    assert card.graded(right) == ["right"] * len(right)
    card.button("Worked steps").click()
    expect(card.root.locator("[data-part=steps] .katex").first).to_be_visible()


@each_varying
def test_worked_steps_follow_the_numbers(chapter: Page, question: bank.Question, fresh):
    card = Card(chapter, question)
    steps = card.root.locator("[data-part=steps] .u-content")
    before = steps.text_content()
    card.button("New numbers").click()
    expect(card.feedback).to_contain_text("New numbers")
    card.button("Worked steps").click()
    expect(steps).to_be_visible()
    assert steps.text_content() != before
    expect(steps.locator(".u-tex")).to_have_count(0)
    assert steps.locator(".katex").count() >= len(question.exam.steps)
    assert steps.locator(".katex-error").count() == 0


@each
def test_what_is_folded_away_opens(chapter: Page, question: bank.Question):
    card = Card(chapter, question)
    # The steps last: those of a prose question unfold the marking with them.
    for part in ("hint", "marking", *(["key"] if question.erratum else []), "steps"):
        button = card.root.locator(f"[data-toggle={part}]")
        content = card.root.locator(f"[data-part={part}] .u-content")
        expect(content).to_be_hidden()
        assert button.get_attribute("aria-expanded") == "false"
        button.click()
        expect(content).to_be_visible()
        assert (content.text_content() or "").strip()
        expect(button).to_have_attribute("aria-expanded", "true")
        button.click()
        expect(content).to_be_hidden()


def test_a_prose_answer_is_marked_by_the_reader(chapter: Page):
    card = Card(chapter, PROSE[0])
    card.root.locator("textarea").fill("Because it must keep every state.")
    expect(card.root.locator("select[name=credits]")).to_be_hidden()
    card.root.locator("[data-toggle=steps]").click()
    card.root.locator("select[name=credits]").select_option(index=1)
    chosen = card.root.locator("select[name=credits]").input_value()
    chapter.reload()
    expect(card.root.locator("textarea")).to_have_value("Because it must keep every state.")
    expect(card.root.locator("select[name=credits]")).to_have_value(chosen)


@each_asking
def test_what_is_typed_survives_a_reload(chapter: Page, question: bank.Question):
    card = Card(chapter, question)
    card.fill(question.expected)
    before = card.typed()
    chapter.reload()
    assert card.typed() == before
    card.check()
    assert card.verdicts() == ["right"] * len(before)


BLOCKED = """Object.defineProperty(window, "localStorage", {
    get() { throw new DOMException("denied", "SecurityError"); } });"""
FULL = """Storage.prototype.setItem = () => {
    throw new DOMException("full", "QuotaExceededError"); };"""
DAMAGED = f"""if (location.protocol === "http:") for (const id of {[q.id for q in QUESTIONS]})
    localStorage.setItem("unrolled:" + id, "[not json");"""


@pytest.mark.parametrize("script", [BLOCKED, FULL, DAMAGED], ids=["blocked", "full", "damaged"])
def test_the_page_does_without_local_storage(http: str, watched, script: str):
    context = watched(http).context
    context.add_init_script(script)
    page = context.new_page()
    page.goto(http + CHAPTER)
    card = Card(page, UNROLL)
    assert card.graded(UNROLL.expected) == ["right"] * 3
    card.button("New numbers").click()
    expect(card.feedback).to_contain_text("New numbers")
    page.locator(".s-theme").first.click()
    page.locator("unrolled-explorable input[type=range]").first.press("ArrowRight", timeout=5000)


def test_without_the_variants_the_exam_s_numbers_stay(http: str, watched):
    context = watched(http, allowed=["Failed to load resource"])
    context.context.route(re.compile(r"/_static/unrolled/bank/"), lambda route: route.abort())
    page = context.open(CHAPTER)
    card = Card(page, UNROLL)
    first = card.text()
    card.fill([0, 4, 5])
    card.button("New numbers").click()
    expect(card.feedback).to_contain_text("could not be loaded")
    assert (card.text(), card.typed()) == (first, ["0", "4", "5"])


def test_the_shipped_variants_are_those_of_the_bank(site: Path, fresh):
    for question in VARYING:
        text = (site / f"_static/unrolled/bank/{question.id}.js").read_text(encoding="utf-8")
        call = text[text.index("window.unrolled.bank(") :].strip()
        owner, shipped = json.loads("[" + call[len("window.unrolled.bank(") : -len(");")] + "]")
        assert owner == question.id
        assert [one["values"] for one in shipped] == [list(one.values) for one in fresh(question)]


def test_cards_elsewhere_lead_to_the_chapter(http: str, visit: Open):
    page = visit(http, "book/exams/tum19.html")
    link = page.locator("main a[href*='11_recurrent']").first
    link.click()
    expect(page).to_have_url(re.compile("11_recurrent.html#recurrent-"))
    expect(page.locator(":target")).to_have_count(1)
    expect(page.locator(":target")).to_be_in_viewport()
