"""What a number box takes, and what it says to the rest."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.card import node

ACCEPTED = {
    "4": 4,
    "-1": -1,
    "+2": 2,
    "4.": 4,
    ".5": 0.5,
    "1/3": 1 / 3,
    "-0,5": -0.5,
    "0,123": 0.123,
    ",25": 0.25,
    "1e-3": 0.001,
    "1,5e-3": 0.0015,
    "2E3": 2000,
    "−2": -2,
    "–2": -2,
    "2×3": 6,
    "2·3": 6,
    "6÷3": 2,
    "1:4": 0.25,
    "2^10": 1024,
    "2**3": 8,
    "2^3^2": 512,
    "-2^2": -4,
    "(-2)^2": 4,
    "2^-1": 0.5,
    "10⁻³": 0.001,
    "2²": 4,
    "50%": 0.5,
    "12,5 %": 0.125,
    "√2/2": math.sqrt(2) / 2,
    "sqrt(2)": math.sqrt(2),
    "sqrt 2": math.sqrt(2),
    "exp(-1)": math.exp(-1),
    "exp -1": math.exp(-1),
    "e^-1": math.exp(-1),
    "2e": 2 * math.e,
    "2π": 2 * math.pi,
    "2 pi": 2 * math.pi,
    "Pi": math.pi,
    "2 ln 2": 2 * math.log(2),
    "ln2": math.log(2),
    "1/2 ln 2": 0.5 * math.log(2),
    "-ln(1/4)": math.log(4),
    "ln 8/ln 2": 3,
    "ln 2 + 1": math.log(2) + 1,
    "ln 2^3": math.log(8),
    "log2 8": 3,
    "log10(100)": 2,
    "tanh(0.5)": math.tanh(0.5),
    "tanh -1": math.tanh(-1),
    "sigmoid(0)": 0.5,
    "σ(0,5)": 1 / (1 + math.exp(-0.5)),
    "relu(-3)": 0,
    "abs(-3)": 3,
    "2(3+1)": 8,
    "(1+2)(3)": 9,
    "1-2-3": -4,
    "8/4/2": 1,
    "2+3*4": 14,
    "--2": 2,
    "3 - -2": 5,
    " 7 \n": 7,
    "-0": 0,
    "1\u00a0+\u20092": 3,
}

REFUSED = {
    "": "Nothing is typed here yet",
    "   ": "Nothing is typed here yet",
    "abc": "“abc” (character 1) is not known here",
    "2 + foo": "“foo” (character 5) is not known here",
    "constructor": "“constructor” (character 1) is not known here",
    "__proto__": "“_” (character 1) cannot be read here",
    "alert(1)": "“alert” (character 1) is not known here",
    "1/0": "divides by zero",
    "1/(2-2)": "divides by zero",
    "0^-1": "The power is infinite",
    "1e308*10": "The product is infinite, or too large",
    "1e308+1e308": "The sum is infinite, or too large",
    "1e309": "“1e309” is infinite, or too large",
    "exp(1000)": "This value of exp is infinite",
    "ln 0": "This value of ln is infinite",
    "ln(-1)": "This value of ln is not a real number",
    "sqrt(-1)": "This value of sqrt is not a real number",
    "(-8)^(1/3)": "The power is not a real number",
    "inf": "“inf” is not a finite number",
    "NaN": "“nan” is not a finite number",
    "∞": "“∞” is not a finite number",
    "1,234": "Write 1.234 or 1234",
    "1,234,567": "no thousands separators",
    "1.234,5": "no thousands separators",
    "12 345": "A sign is missing before “345” (character 4)",
    "1, 2": "A sign is missing before “2” (character 4)",
    "1'000": "“'” (character 2) cannot be read here",
    "h_1 = 4": "Leave out “=” (character 5)",
    "2 x 3": "For a product write ×",
    "log 2": "“log” has more than one base",
    "log25": "“log” has more than one base",
    "1/2π": "belong to the denominator?",
    "ln 1/2": "It is not clear where the argument of ln ends",
    "ln 2π": "It is not clear where the argument of ln ends",
    "√2π": "It is not clear where the argument of √ ends",
    "(1": "“)” is missing at the end",
    "1)": "“)” (character 2) has no “(” before it",
    "1+": "A number is missing at the end",
    "*2": "A number is missing before “*” (character 1)",
    "()": "A number is missing before “)”",
    "½": "“½” (character 1) cannot be read here",
    "１": "“１” (character 1) cannot be read here",
    "💥": "“💥” (character 1) cannot be read here",
    "9" * 1000: "1000 characters long; a number here may have up to 200",
    "(" * 200: "A number is missing at the end",
}


def parse(text: str) -> dict[str, Any]:
    return node.call("explorables/_kit/expression.ts", "parse", text)


@pytest.mark.parametrize("text", ACCEPTED)
def test_takes_what_a_student_writes(text: str) -> None:
    assert parse(text).get("value") == pytest.approx(ACCEPTED[text], rel=1e-15, abs=0), parse(text)


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:20])
def test_refuses_the_rest_in_plain_words(text: str) -> None:
    result = parse(text)
    assert result.get("kind") == "Error", result
    assert REFUSED[text] in result["error"]


PIECES = st.sampled_from(
    [
        *"0123456789.,+-*/^()%e π√σ²⁻−×÷:=∞'",
        "ln",
        "exp",
        "sqrt",
        "log",
        "log2",
        "tanh",
        "e308",
        "pi",
    ]
)
JUNK = st.text(max_size=30) | st.lists(PIECES, max_size=12).map("".join)


@settings(max_examples=1500)
@given(JUNK)
def test_gives_a_finite_number_or_an_error(text: str) -> None:
    result = parse(text)
    if "error" in result:
        assert result["kind"] == "Error"
        assert result["error"].endswith((".", "?"))
    else:
        assert isinstance(result["value"], int | float)  # JSON has null for what is not finite


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_reads_every_finite_number_as_it_is(number: float) -> None:
    assert float(parse(repr(number))["value"]) == number
