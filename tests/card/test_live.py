"""The card as a widget in a browser, with and without a kernel."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.card.reader import UNROLL, answer, feedback, question, verdicts
from tests.card.static_page import BUNDLES
from tests.conftest import Watch
from unrolled import bank, card

pytestmark = pytest.mark.browser


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


def live(watched: Watch, *, kernel: bool) -> Page:
    shown = bank.load(UNROLL)
    answers = {
        "katex": {
            "katex": (BUNDLES / "katex.esm.js").read_text(encoding="utf-8"),
            "css": (BUNDLES / "katex.inline.css").read_text(encoding="utf-8"),
        },
        "variants": card.variants(shown),
    }
    page = watched("about:").context.new_page()  # about:blank: localStorage is blocked there
    page.set_content("<!doctype html><html lang=en><title>Notebook</title><body></body>")
    page.add_style_tag(path=BUNDLES / "card.css")
    state = {"html": card.html(shown, bank.spans), "variants": [], "submission": {}}
    esm = (BUNDLES / "card.esm.js").read_text(encoding="utf-8")
    page.evaluate(LIVE, {"esm": esm, "state": state, "answers": answers if kernel else None})
    return page


def test_a_live_card_typesets_grades_and_syncs(watched: Watch) -> None:
    page = live(watched, kernel=True)
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


def test_without_a_kernel_the_formulas_stay_readable(watched: Watch) -> None:
    page = live(watched, kernel=False)
    found = question(page, UNROLL).first
    expect(found.locator(".u-prompt .u-tex").first).to_have_text(
        r"h_t = \mathrm{ReLU}(V h_{t-1} + W x_t)"
    )
    answer(found, h_1="0", h_2="4", h_3="4")
    assert feedback(found) == "All right."
