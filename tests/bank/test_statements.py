"""Questions that are statements: how they are read, drawn and answered."""

from __future__ import annotations

import pytest

from tests.bank.folders import BODY, FRONT, write
from unrolled import bank
from unrolled.bank.folder import read
from unrolled.bank.statements import parse

PAPER = """
# Statements

- [x] Two is even.

  It is twice {{ factor }}.

- [ ] Three is
  even.

  It is not.
"""
MORE = """
# More statements

- [x] Four is even.

  It is twice two.

- [ ] Five is even.

  It is not.
"""
OWN = 'KEY = ("B",)\n\n\ndef experiment():\n    return {"factor": 1}\n'
PLAIN = BODY.replace("{{ x }}", "it").replace("{{ y }}", "so")


def statements(tmp_path, select="one", *, body=PLAIN + PAPER + MORE, answer=OWN, extra=""):
    front = FRONT.replace("answers: [y]", f"select: {select}").replace("numeric", "choice") + extra
    return read(write(tmp_path, front=front, body=body, answer=answer))


@pytest.mark.parametrize(
    ("select", "names", "expected"),
    [
        ("one", ["choice"], ("A",)),
        ("all", ["choices"], (["A"],)),
        ("each", ["A", "B"], (True, False)),
    ],
)
def test_the_ticks_are_the_answer(tmp_path, select, names, expected):
    question = statements(tmp_path, select)
    assert [answer.name for answer in question.answers] == names
    assert question.expected == question.exam.values == expected
    assert [entry.text for entry in question.exam.statements] == ["Two is even.", "Three is even."]
    words = ("True", "False") if select == "each" else ("Right", "Wrong")
    assert question.exam.steps == (
        f"*Two is even.* **{words[0]}.** It is twice 1.",
        f"*Three is even.* **{words[1]}.** It is not.",
    )


@pytest.mark.parametrize(("select", "count"), [("one", 7), ("all", 7), ("each", 11)])
def test_variants_draw_from_the_paper_s_and_more(tmp_path, select, count):
    question = statements(tmp_path, select)
    variants = question.variants()
    assert len(variants) == count  # all there are: ordered pairs of four, but for the paper's own
    for variant in variants:
        texts = {statement.text for statement in variant.statements}
        assert len(texts) == 2
        assert any(s.right for s in variant.statements) or select == "each"
        assert variant.values == question.solve(**variant.params)
        right = [letter for letter, s in bank.lettered(variant.statements) if s.right]
        if select == "one":
            assert variant.values == (right[0],)
    assert bank.check(question, 20).problems == (
        f"{question.id}: KEY differs, but question.md has no section About the key",
    )


def test_without_more_statements_there_is_nothing_to_draw(tmp_path):
    assert statements(tmp_path, body=PLAIN + PAPER).variants() == ()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"select": "any"}, "select is 'any'; it may be one of one, all, each"),
        ({"body": PLAIN + PAPER.replace("[ ]", "[x]")}, "2 of the paper's statements are ticked"),
        ({"body": PLAIN + PAPER + MORE.replace("Four", "Two")}, "'Two is even.' is there twice"),
        ({"body": PLAIN + PAPER.replace("  It is not.\n", "")}, "'Three is even.' has no reason"),
        ({"body": PLAIN + PAPER.replace("- [x] ", "- ")}, "section Statements: '- Two is even."),
        ({"body": PLAIN}, "select and the section 'Statements' come together"),
        ({"extra": "answers: [y]\n"}, "answers: statements bring their own"),
        ({"extra": "scoring: 3\n"}, "scoring is 3; it must be the points for right and for wrong"),
        ({"answer": "def solve(): pass\n"}, "answer.py: solve: statements need none of them"),
    ],
)
def test_what_is_wrong_is_named_with_its_file(tmp_path, change, message):
    with pytest.raises(bank.BankError) as caught:
        statements(tmp_path, **change)
    assert message in str(caught.value)
    assert str(tmp_path) in str(caught.value)


def test_a_measured_value_that_does_not_exist_is_named(tmp_path):
    question = statements(tmp_path, answer=None)
    with pytest.raises(bank.BankError, match=r"statements: the template field \{\{ factor \}\}"):
        _ = question.exam


def test_an_empty_list_is_no_list():
    with pytest.raises(ValueError, match="each begins with"):
        parse("")
