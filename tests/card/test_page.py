"""The card in a browser: a static page from disk, and the widget with and without a kernel."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.bank.folders import FRONT, write
from tests.browser.watch import violations
from tests.card import static_page
from tests.card.static_page import BUNDLES
from unrolled import bank, card
from unrolled.bank.folder import read

pytestmark = pytest.mark.browser

UNROLL = "recurrent/relu_rnn_unroll"
ZERO = "recurrent/zero_input_state"
PROSE = "recurrent/sequence_batch_memory"
KEY = "recurrent/per_step_weights"
COLOURS = """EXAM = {}
EXPECTED = (["red", "blue"],)
def solve(): return EXPECTED
def verify(): return EXPECTED
def steps(): return []
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> str:
    front = FRONT.replace("[y]", "[{name: y, options: [red, green, blue]}]")
    body = "# Question\nWhich?\n# Hint\nTwo.\n# Solution\nRed, blue.\n# Marking\nAll.\n"
    colours = write(tmp_path_factory.mktemp("q"), "colours", front=front, body=body, answer=COLOURS)
    questions = [*map(bank.load, (UNROLL, ZERO, PROSE, KEY)), read(colours)]
    return static_page.write(tmp_path_factory.mktemp("site"), questions).as_uri()


class Heard(list[str]):
    """What a page says on its console."""

    def listen(self, page: Page) -> Page:
        page.on("console", lambda message: self.append(message.text))
        page.on("pageerror", lambda error: self.append(str(error)))
        return page


@pytest.fixture
def heard() -> Iterator[Heard]:
    found = Heard()
    yield found
    assert found == []


@pytest.fixture
def page(browser: Browser, site: str, heard: Heard) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 900, "height": 900})
    context.set_default_timeout(5000)
    page = heard.listen(context.new_page())
    page.goto(site)
    yield page
    context.close()


def question(page: Page, question_id: str) -> Locator:
    return page.locator(f'unrolled-question[data-id="{question_id}"]')


def answer(found: Locator, **texts: str) -> None:
    for name, text in texts.items():
        found.locator(f'input[name="{name}"]').fill(text)
    found.get_by_role("button", name="Check").click()


def verdicts(found: Locator) -> list[str]:
    return found.locator("[data-answer]").evaluate_all(
        "all => all.map(e => e.dataset.verdict ?? '')"
    )


def feedback(found: Locator) -> str:
    """What the lines say, without their formulas."""
    lines = found.locator(".u-line, .u-say").evaluate_all(
        "all => all.map(e => [...e.childNodes]"
        ".filter(n => n.nodeType === 3 || n.matches('.u-python'))"
        ".map(n => n.textContent.trim()).join(''))"
    )
    return "|".join(lines)


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


def test_variants_that_do_not_load_leave_the_exam(page: Page, heard: Heard, site: str) -> None:
    script = (
        Path(unquote(site.removeprefix("file://"))).parent / f"_static/unrolled/bank/{UNROLL}.js"
    )
    away = script.rename(script.with_suffix(".away"))
    found = question(page, UNROLL)
    found.get_by_role("button", name="New numbers").click()
    expect(found.get_by_role("status")).to_contain_text("could not be loaded")
    away.rename(script)
    found.get_by_role("button", name="New numbers").click()
    expect(found.get_by_role("status")).to_contain_text("New numbers (1")
    assert [text for text in heard if "ERR_FILE_NOT_FOUND" not in text] == []
    heard.clear()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1000])
def test_axe_and_width(page: Page, heard: Heard, scheme: Any, width: int) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    answer(question(page, UNROLL), h_1="-1", h_2="x", h_3="4")
    answer(question(page, ZERO), h_t="0.76")
    for button in page.locator("[data-toggle]").all():
        button.click()
    assert heard == []
    assert violations(page) == []
    heard.clear()  # axe wants to fetch the style sheets, which a page from disk may not
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.locator(
        "button:visible, input[type=text], select:visible, .u-option"
    ).evaluate_all(
        "all => all.filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML)"
    )
    assert small == []


def test_without_javascript_everything_can_be_read(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.route(site, lambda route: route.fulfill(body=plain(site), content_type="text/html"))
    page.goto(site)
    found = question(page, UNROLL)
    for hidden in ("button", "input", ".u-feedback"):
        assert found.locator(f"{hidden}:visible").count() == 0
    found.locator("summary", has_text="Worked steps").click()
    expect(found.locator("[data-part=steps] ol")).to_be_visible()
    context.close()


def plain(site: str) -> str:
    return Path(unquote(site.removeprefix("file://"))).read_text(encoding="utf-8")


LIVE = """async ({esm, state, answers}) => {
  const url = URL.createObjectURL(new Blob([esm], {type: "text/javascript"}));
  const {default: widget} = await import(url);
  window.sent = [];
  window.model = () => {
    const heard = {};
    const own = {...state};
    const model = {
      get: (name) => own[name],
      set: (name, value) => {
        own[name] = value;
        (heard[`change:${name}`] ?? []).forEach((f) => f());
      },
      save_changes: () => {},
      on: (name, f) => (heard[name] ??= []).push(f),
      off: (name, f) => { heard[name] = (heard[name] ?? []).filter((g) => g !== f); },
      send: (message) => {
        window.sent.push(message.want);
        const answer = answers?.[message.want];
        if (!answer) return;
        if (message.want === "variants") model.set("variants", answer);
        const reply = message.want === "variants" ? {variants: answer.length} : answer;
        setTimeout(() => (heard["msg:custom"] ?? []).forEach((f) => f(reply)));
      },
    };
    return model;
  };
  window.models = [0, 1].map(() => {
    const [model, el] = [window.model(), document.createElement("div")];
    document.body.append(el);
    model.close = widget.render({model, el});
    return model;
  });
}"""


def live(browser: Browser, heard: Heard, *, kernel: bool) -> Page:
    shown = bank.load(UNROLL)
    answers = {
        "katex": {
            "katex": (BUNDLES / "katex.esm.js").read_text(encoding="utf-8"),
            "css": (BUNDLES / "katex.inline.css").read_text(encoding="utf-8"),
        },
        "variants": card.variants(shown),
    }
    page = heard.listen(browser.new_page())  # about:blank: localStorage is blocked there
    page.set_content("<!doctype html><html lang=en><title>Notebook</title><body></body>")
    page.add_style_tag(path=BUNDLES / "card.css")
    state = {"html": card.html(shown, bank.spans), "variants": [], "submission": {}}
    esm = (BUNDLES / "card.esm.js").read_text(encoding="utf-8")
    page.evaluate(LIVE, {"esm": esm, "state": state, "answers": answers if kernel else None})
    return page


def test_a_live_card_typesets_grades_and_syncs(browser: Browser, heard: Heard) -> None:
    page = live(browser, heard, kernel=True)
    expect(page.locator(".u-tex")).to_have_count(0)
    assert page.evaluate("window.sent") == ["katex"]  # once for two cards
    found = question(page, UNROLL).first
    answer(found, h_1="0", h_2="4", h_3="5")
    assert verdicts(found) == ["right", "right", "wrong"]
    submission = page.evaluate("models[0].get('submission')")
    assert submission == {"h_1": "0", "h_2": "4", "h_3": "5"}
    page.evaluate("models[0].set('submission', {h_1: '1/3'})")
    expect(found.locator("input[name=h_1]")).to_have_value("1/3")
    found.get_by_role("button", name="New numbers").click()
    expect(found.get_by_role("status")).to_contain_text("New numbers (1 of 24)")
    expect(found.locator(".u-tex")).to_have_count(0)
    found.get_by_role("button", name="Back to the exam").click()
    expect(found.locator(".u-tex")).to_have_count(0)
    page.evaluate("models.forEach((model) => model.close())")
    page.close()


def test_without_a_kernel_the_formulas_stay_readable(browser: Browser, heard: Heard) -> None:
    page = live(browser, heard, kernel=False)
    found = question(page, UNROLL).first
    expect(found.locator(".u-prompt .u-tex").first).to_have_text(
        r"h_t = \mathrm{ReLU}(V h_{t-1} + W x_t)"
    )
    answer(found, h_1="0", h_2="4", h_3="4")
    assert feedback(found) == "All right."
    page.close()


def test_the_data_in_the_page_is_the_questions(page: Page) -> None:
    text = question(page, UNROLL).locator("script").text_content() or ""
    assert json.loads(text) == card.data(bank.load(UNROLL))
