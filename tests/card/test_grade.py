"""Grading: right, imprecise, wrong, invalid, and the slip that explains a value."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.card import node
from unrolled.bank.answer import Answer
from unrolled.bank.grade import grade

EXACT = Answer("n", "n", "number", "exact")
THREE = Answer("y", "y", "number", 3)
TRUTH = Answer("b", "b", "truth")
CHOICE = Answer("c", "c", "choice", options=("a", "b"))
CHOICES = Answer("d", "d", "choices", options=("a", "b", "c"))

TABLE = [
    # given, right, answer, verdict
    (192, 192, EXACT, "right"),
    (192.0000001, 192, EXACT, "right"),
    (190, 192, EXACT, "wrong"),
    (200, 192, EXACT, "wrong"),
    (1 / 3, 1 / 3, EXACT, "right"),
    (0.333, 1 / 3, EXACT, "imprecise"),
    (0.334, 1 / 3, EXACT, "wrong"),
    (0, 0, EXACT, "right"),
    (0.622, 0.6224593, THREE, "right"),
    (0.623, 0.6224593, THREE, "right"),
    (0.624, 0.6224593, THREE, "wrong"),
    (0.62, 0.6224593, THREE, "imprecise"),
    (0.6, 0.6224593, THREE, "imprecise"),
    (0.7, 0.6224593, THREE, "wrong"),
    (0.63, 0.6224593, THREE, "wrong"),
    (0, 0.0006, THREE, "wrong"),
    (1, 0.6224593, THREE, "wrong"),
    (10, 9.96, THREE, "imprecise"),
    (0.12, 0.125, THREE, "imprecise"),
    (0.13, 0.125, THREE, "imprecise"),
    (1e-7, 0, THREE, "right"),
    (1e-5, 0, THREE, "wrong"),
    (0, 1e-17, THREE, "right"),
    (-0.622, 0.6224593, THREE, "wrong"),
    (1e308, -1e308, THREE, "wrong"),
    (None, 0.5, THREE, "unanswered"),
    (True, True, TRUTH, "right"),
    (False, True, TRUTH, "wrong"),
    (None, True, TRUTH, "unanswered"),
    ("a", "a", CHOICE, "right"),
    ("b", "a", CHOICE, "wrong"),
    (["b", "a"], ["a", "b"], CHOICES, "right"),
    (["a"], ["a", "b"], CHOICES, "wrong"),
    (["a", "b", "c"], ["a", "b"], CHOICES, "wrong"),
]


def in_browser(value: Any, right: Any, answer: Answer) -> str:
    wanted = {"kind": answer.kind, "digits": answer.digits}
    verdict: str = node.call("card/grade.ts", "gradeValue", value, right, wanted)["value"]
    return verdict


@pytest.mark.parametrize(("given_", "right", "answer", "verdict"), TABLE)
def test_verdicts(given_: Any, right: Any, answer: Answer, verdict: str) -> None:
    assert grade(given_, right, answer).verdict == verdict
    assert in_browser(given_, right, answer) == verdict


def test_what_is_no_number_is_wrong_and_not_an_error() -> None:
    for value in (math.nan, math.inf, True, "4"):
        assert grade(value, 4, EXACT).verdict == "wrong"


NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.floats(-10, 10) | st.integers(-9, 9)


@st.composite
def submissions(draw: st.DrawFn) -> tuple[float, float, Answer]:
    """Right values and what is near them: rounded, a unit away, or anything."""
    right = float(draw(NUMBERS))
    digits = draw(st.sampled_from(["exact", 1, 2, 3, 4, 15]))
    near = draw(st.integers(0, 15))
    unit = draw(st.sampled_from([0, 1, -1, 0.999999, 1.000001, -2, 0.5]))
    scale = 10.0 ** (math.floor(math.log10(abs(right))) - 2) if abs(right) > 1e-300 else 1e-6
    rounded, moved = float(f"{right:.{near}e}"), right + unit * scale
    value = draw(st.sampled_from([rounded, moved, float(draw(NUMBERS))]))
    value = value if math.isfinite(value) else 0.0
    return value, right, Answer("y", "y", "number", digits)


@settings(max_examples=1500)
@given(submissions())
def test_both_grade_alike(row: tuple[float, float, Answer]) -> None:
    assert in_browser(*row) == grade(*row).verdict


ANSWERS = [
    {"name": f"h_{t}", "tex": f"h_{t}", "kind": "number", "digits": "exact"} for t in (1, 2, 3)
]
SLIPS = [
    {"text": "no ReLU", "values": [-1, None, 3]},
    {"text": "h0 lost", "values": [-1, 5, 6]},
    {"text": "swapped", "values": [None, 7, None]},
]


def submit(*typed: str) -> dict[str, Any]:
    result = node.call("card/grade.ts", "gradeAll", ANSWERS, typed, [0, 4, 4], SLIPS)
    graded: dict[str, Any] = result["value"]
    graded["verdicts"] = [entry["verdict"] for entry in graded["results"]]
    return graded


def test_a_right_submission() -> None:
    graded = submit("0", "8/2", "4,0")
    assert graded["allRight"]
    assert graded["slips"] == []


def test_the_slip_that_explains_most_is_named_once() -> None:
    graded = submit("−1", "5", "9")
    assert graded["slips"] == [{"text": "h0 lost", "names": ["h_1", "h_2"]}]
    assert graded["verdicts"] == ["wrong", "wrong", "wrong"]
    assert not graded["allRight"]


def test_two_slips_can_explain_one_submission() -> None:
    graded = submit("-1", "7", "3")
    assert graded["slips"] == [
        {"text": "no ReLU", "names": ["h_1", "h_3"]},
        {"text": "swapped", "names": ["h_2"]},
    ]


def test_invalid_and_empty_boxes_do_not_stop_the_rest() -> None:
    graded = submit("abc", "", "4")
    assert graded["verdicts"] == ["invalid", "unanswered", "right"]
    assert "“abc”" in graded["results"][0]["message"]
    assert not graded["allRight"]


def test_a_slip_is_a_slip_even_where_it_looks_like_rounding() -> None:
    answer = {"name": "h", "tex": "h", "kind": "number", "digits": 3}
    slips = [{"text": "no tanh", "values": [0.3]}]
    for mistakes, verdict in (([], "imprecise"), (slips, "wrong")):
        result = node.call("card/grade.ts", "gradeAll", [answer], ["0.3"], [0.2913], mistakes)
        assert result["value"]["results"][0]["verdict"] == verdict
        assert result["value"]["slips"] == ([{"text": "no tanh", "names": ["h"]}] * len(mistakes))
