"""`bank check` finds what it is there to find."""

from __future__ import annotations

import pytest

from tests.bank.folders import ANSWER, BODY, FRONT, write
from unrolled import bank
from unrolled.bank.folder import read


def test_a_good_question_passes(tmp_path):
    report = bank.check(read(write(tmp_path)))
    assert report.problems == ()
    assert report.variants == 200
    assert report.mistakes == 2


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("EXPECTED = (6,)", "EXPECTED = (7,)", "solve gives (6,), EXPECTED is (7,)"),
        ("return (x + x,)", "return (x + x + 1,)", "solve gives (6,), verify gives (7,)"),
        ("return (x + x,)", "return (abs(x) * 2,)", "solve and verify disagree for {'x': -"),
        ("(2 * x,)", "(2 * x if x > 0 else float('nan'),)", "disagree"),
        ("(2 * x,)", "(2 * x, 1)", "solve gives 2 values; question.md names 1 answers"),
        ("(6,)\n", "(6,)\nKEY = (6,)\n", "KEY (6,) is graded right"),
        ("(6,)\n", "(6,)\nKEY = (5,)\n", "no section About the key"),
        (', "You forgot the factor.": (x,)', "", "1 mistakes; a numeric question names two"),
        ("(x * x,)", "(x * x, 1)", "mistakes['You squared it.'] has 2 values"),
        ("(x * x,)", "(x * 2,)", "'You squared it.' is graded right with the exam's numbers and"),
        ("(x * x,)", "(x * 1,)", "'You forgot the factor.' both lead to (3,)"),
    ],
)
def test_a_broken_one_is_named(tmp_path, old, new, message):
    assert old in ANSWER
    report = bank.check(read(write(tmp_path, answer=ANSWER.replace(old, new))))
    assert message in "\n".join(report.problems)


def test_a_claim_that_does_not_hold_is_found(tmp_path):
    front = FRONT.replace("numeric", "prose").replace("answers: [y]\n", "")
    body = BODY.replace("{{ x }}", "x").replace("{{ y }}", "{{ measured }}")
    held = "def experiment():\n    return {'measured': 0.25}\n"
    folder = write(tmp_path, "held", front=front, body=body, answer=held)
    assert bank.check(read(folder)).problems == ()
    assert read(folder).exam.solution == "It is 0.25."
    broken = "def experiment():\n    raise AssertionError('the states differ')\n"
    folder = write(tmp_path, "broken", front=front, body=body, answer=broken)
    assert "the states differ" in "\n".join(bank.check(read(folder)).problems)


def test_variants_are_distinct_verified_and_the_same_every_time(tmp_path):
    question = read(write(tmp_path))
    variants = question.variants(10)
    assert len({v.params["x"] for v in variants}) == 10
    assert question.exam.params not in [v.params for v in variants]
    assert [v.params for v in variants] == [v.params for v in read(question.path).variants(10)]
    assert len(question.variants(100)) == 18  # -9 to 9 without the exam's own number


def test_a_variant_on_which_the_routes_disagree_is_never_shipped(tmp_path):
    answer = ANSWER.replace("return (x + x,)", "return (abs(x) * 2,)")
    with pytest.raises(bank.BankError, match=r"solve gives \(-\d+,\), verify gives \(\d+,\)"):
        read(write(tmp_path, answer=answer)).variants()
