"""The card as HTML: whole without JavaScript, safe whatever the text, and the data beside it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.bank.folders import ANSWER, BODY, FRONT, write
from unrolled import bank, card
from unrolled.bank.folder import read

UNROLL = "recurrent/relu_rnn_unroll"
VOID = {"input", "br", "img", "hr", "meta", "link"}
HOSTILE = "<img src=x onerror=alert(1)></script><script>alert(2)</script>\"'&"


class Tree(HTMLParser):
    """Checks nesting, and lists what there is."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def embedded(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


@pytest.mark.parametrize("question_id", bank.ids())
def test_every_question_has_a_whole_card(question_id: str) -> None:
    question = bank.load(question_id)
    html = card.html(question, bank.spans)
    tree = Tree(html)
    assert embedded(html) == card.data(question)
    parts = [tag.get("data-part") for _, tag in tree.tags if "data-part" in tag]
    texts = [part for part in parts if part not in ("figure", "answer")]
    assert texts[:4] == ["prompt", "hint", "steps", "marking"]
    assert ("key" in parts) == (question.erratum is not None)
    fields = [tag["data-answer"] for _, tag in tree.tags if "data-answer" in tag]
    assert fields == [answer.name for answer in question.answers]
    assert not [
        tag for tag in tree.named("input") if "aria-label" not in tag and tag["type"] == "text"
    ]
    assert len(tree.named("textarea")) == (1 if question.argument else 0)
    assert "{{" not in html


def test_the_header_says_where_the_question_is_from() -> None:
    html = card.html(bank.load(UNROLL), bank.spans)
    assert "<code>recurrent/relu_rnn_unroll</code> · TUM 2019, 6c · 3 credits" in html
    assert ">Unroll a scalar ReLU cell</h3>" in html


def test_what_needs_javascript_is_marked_or_left_out() -> None:
    question = bank.load(UNROLL)
    for tag, attributes in Tree(card.html(question, bank.spans)).tags:
        if tag in {"textarea", "select"} or attributes.get("class") in {"u-answers", "u-row"}:
            assert "u-js-only" in str(attributes["class"])
    plain = Tree(card.html(question, bank.spans, interactive=False))
    assert not [tag for tag, _ in plain.tags if tag in {"form", "input", "button", "script"}]
    assert len(plain.named("details")) == 3


def test_formulas_are_left_to_the_caller() -> None:
    html = card.html(bank.load(UNROLL), lambda tex, display: f"<i data-tex>{len(tex)}</i>")
    assert "u-tex" not in html
    assert "$" not in html.split("<script")[0]


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    front = f"""\
title: {json.dumps(HOSTILE)}
kind: numeric
items: [{{id: tum19-6c, credits: 3}}]
answers: [{{name: y, tex: '{"<img src=y>"}'}}]
"""
    body = BODY.replace("Think of", f"{HOSTILE} {{{{ note }}}} $a<b$")
    answer = ANSWER.replace('EXAM = {"x": 3}', f'EXAM = {{"x": 3, "note": {HOSTILE!r}}}')
    answer = answer.replace("(x)", "(x, note=None)").replace('"You squared it."', repr(HOSTILE))
    question = read(write(tmp_path, front=front, body=body, answer=answer))
    html = card.html(question, bank.spans)
    tree = Tree(html)
    assert tree.named("img") == []
    assert len(tree.named("script")) == 1
    assert embedded(html)["exam"]["mistakes"][0]["text"] == HOSTILE
    assert '<span class="u-tex">a&lt;b</span>' in html


def test_true_false_can_be_left_open() -> None:
    tree = Tree(card.html(bank.load("recurrent/zero_input_state"), bank.spans))
    radios = [
        (tag["value"], "checked" in tag) for tag in tree.named("input") if tag["type"] == "radio"
    ]
    assert radios == [("true", False), ("false", False), ("", True)]


@pytest.mark.parametrize(
    ("expected", "box"), [('"$a$"', "radio"), ('["$a$", "b < c"]', "checkbox")]
)
def test_choices(tmp_path: Path, expected: str, box: str) -> None:
    front = FRONT.replace("[y]", "[{name: y, options: ['$a$', 'b < c', none of it]}]")
    answer = ANSWER.replace("(6,)", f"({expected},)").replace("(2 * x,)", "EXPECTED")
    answer = answer.split("def mistakes")[0].replace("(x + x,)", "EXPECTED")
    question = read(write(tmp_path, front=front, answer=answer))
    html = card.html(question, bank.spans)
    options = [tag for tag in Tree(html).named("input") if tag["type"] == box]
    assert [tag["value"] for tag in options] == ["$a$", "b < c", "none of it"]
    assert '<span class="u-tex">a</span>' in html
    assert card.data(question)["answers"][0]["options"] == ["$a$", "b < c", "none of it"]
    assert card.data(question)["exam"]["values"] == [json.loads(expected)]


def test_variants_bring_their_texts(tmp_path: Path) -> None:
    found = card.variants(read(write(tmp_path)))
    assert len(found) > 10
    for variant in found:
        x = variant["values"][0] // 2
        assert rf'<span class="u-tex">2 \cdot {x}</span>' in variant["prompt"]
        assert f"<p>Two times {x}.</p>" in variant["steps"]
        assert f"It is {2 * x}." in variant["steps"]
        assert f"Think of {x} twice." in variant["hint"]
    assert "hint" not in card.variants(bank.load(UNROLL))[0]  # the exam's hint holds for all


def test_no_numbers_to_renew_and_nothing_to_show_without_them(tmp_path: Path) -> None:
    question = read(write(tmp_path, answer=ANSWER.split("def vary")[0]))
    actions = [
        tag.get("data-action") for tag in Tree(card.html(question, bank.spans)).named("button")
    ]
    assert actions.count("new") == actions.count("show") == 0
    assert card.variants(question) == []


def test_credits_are_said_as_the_paper_says_them(tmp_path: Path) -> None:
    question = read(write(tmp_path))
    one = replace(question, items=(bank.ItemRef("tum19-6c", 1), bank.ItemRef("bitsrnn", None)))
    html = card.html(one, bank.spans)
    assert "TUM 2019, 6c · 1 credit · BITS sample RNN, 1</p>" in html


FIGURE = """
from unrolled import plotting
import matplotlib.pyplot as plt

ALT = "A line."

def draw():
    return plt.figure()

def draw_answer(x):
    with plotting.style():
        figure, axes = plt.subplots()
    axes.set_title(f"of {x}")
    return figure

def answer_alt(x):
    return f"A line of {x}."
"""


def test_pictures_with_numbers_are_drawn_for_each_variant(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "figure.py").write_text(FIGURE, encoding="utf-8")
    question = read(folder)
    html = card.html(question, bank.spans)
    assert html.count('aria-label="A line."') == html.count('aria-label="A line of 3."') == 1
    assert html.index("A line of 3.") > html.index('data-part="steps"')
    for variant in card.variants(question):
        assert "figure" not in variant  # it shows no numbers
        assert f'aria-label="A line of {variant["values"][0] // 2}."' in variant["answer"]
    assert "A line of 3." in card.html(question, bank.spans, interactive=False)


@pytest.mark.parametrize(
    ("line", "message"),
    [('ALT = "A line."', "ALT is missing"), ("def answer_alt(x)", "answer_alt is missing")],
)
def test_a_picture_without_words_is_an_error(tmp_path: Path, line: str, message: str) -> None:
    folder = write(tmp_path)
    text = FIGURE.replace(line, line.replace("alt", "alto").replace("ALT", "ALTO"))
    (folder / "figure.py").write_text(text, encoding="utf-8")
    with pytest.raises(bank.BankError, match=message):
        card.html(read(folder), bank.spans)
