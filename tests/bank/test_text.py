"""Values, template fields and Markdown of questions."""

from __future__ import annotations

import numpy as np
import pytest

from unrolled import bank
from unrolled.bank.text import fill


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3, "3"),
        (-0.0, "0"),
        (0.5, "0.5"),
        (1 / 3, "0.333333"),
        (1e-7, r"1 \cdot 10^{-7}"),
        (2.5e12, r"2.5 \cdot 10^{12}"),
        (True, "true"),
        (np.float64(0.25), "0.25"),
        (np.array([1, 2]), "(1, 2)"),
        ((1, -2.5), "(1, -2.5)"),
        ([[1, 2], [3, 4]], r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}"),
        ("ReLU", "ReLU"),
    ],
)
def test_values_are_written_as_tex(value, text):
    assert bank.format_value(value) == text


def test_factors_keep_their_sign_apart():
    assert bank.signed(-1.5) == "(-1.5)"
    assert bank.signed(1.5) == "1.5"


def test_fill_is_not_recursive():
    assert fill("{{a}} {{ b }}", {"a": "{{ b }}", "b": 2}, "here") == "{{ b }} 2"


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("$10^{{{ n }}}$", "$10^{-3}$"),
        (r"$\frac{{{ n }}}{{{n}}}$", r"$\frac{-3}{-3}$"),
        ("$x_{i, {{ n }}}$", "$x_{i, -3}$"),
    ],
)
def test_a_field_may_stand_between_the_braces_of_tex(template, text):
    assert fill(template, {"n": -3}, "here") == text


@pytest.mark.parametrize(
    ("template", "name"), [("$2^{{{ m }}}$", "m"), ("${{ }}$", ""), (r"${{{\it a}}}$", r"\it a")]
)
def test_a_field_without_a_value_is_named(template, name):
    with pytest.raises(bank.BankError) as caught:
        fill(template, {"n": -3}, "question.md: section Hint")
    assert str(caught.value) == (
        f"question.md: section Hint: the template field {{{{ {name} }}}} has no value; "
        "fields known here: n"
    )


def test_markdown_has_maths_tables_and_no_raw_html():
    def tex(source: str, display: bool) -> str:
        return f"[{'D' if display else 'I'}:{source}]"

    assert bank.html("a $x<y$ b", tex) == "<p>a [I:x<y] b</p>\n"
    assert "[D:x]" in bank.html("$$\nx\n$$", tex)
    assert "[D:x]" in bank.html("see $$x$$ here", tex)
    assert "<table>" in bank.html("|a|b|\n|-|-|\n|1|2|\n", tex)
    assert "<script>" not in bank.html("<script>alert(1)</script>", tex)
    assert "costs 5$ or" in bank.html("costs 5$ or", tex)


def test_spans_escape_their_source():
    assert bank.spans("a<b", False) == '<span class="u-tex">a&lt;b</span>'
    assert bank.spans("x", True) == '<span class="u-tex" data-display>x</span>'
