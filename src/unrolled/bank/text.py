"""Text of a question: values as TeX, template fields, Markdown to HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from html import escape
from typing import Any

import numpy as np
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.dollarmath import dollarmath_plugin

from unrolled.bank.errors import BankError

TexRenderer = Callable[[str, bool], str]
_SHORT = 4  # entries of a list that stay on one line
_FIELD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")  # of {{{ x }}} the inner two: TeX's own stay


def format_value(value: Any) -> str:
    r"""Write a value as it stands in a formula: TeX, at most six significant digits.

    Parameters
    ----------
    value : bool, number, str, None, or (nested) sequence of these
        Two levels of nesting make a matrix.

    Returns
    -------
    str

    Examples
    --------
    >>> format_value(-0.5), format_value((1, 2, 0)), format_value(1e-7)
    ('-0.5', '(1, 2, 0)', '1 \\cdot 10^{-7}')
    """
    if isinstance(value, np.ndarray | np.generic):
        value = value.tolist()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _format_number(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        if value and all(isinstance(row, Sequence) and not isinstance(row, str) for row in value):
            rows = r" \\ ".join(" & ".join(map(format_value, row)) for row in value)
            return rf"\begin{{pmatrix}} {rows} \end{{pmatrix}}"
        comma = (
            ", " if len(value) <= _SHORT else r", \allowbreak "
        )  # a long list takes several lines
        return f"({comma.join(map(format_value, value))})"
    return str(value)


def _format_number(value: float) -> str:
    if isinstance(value, int):
        return str(value)
    text = f"{value + 0.0:.6g}"  # adding 0.0 turns -0.0 into 0
    mantissa, _, exponent = text.partition("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else mantissa


def signed(value: float) -> str:
    r"""Write a number as a factor: in parentheses when it is negative.

    Parameters
    ----------
    value : float

    Returns
    -------
    str
        TeX, as from `format_value`.

    Examples
    --------
    >>> rf"2 \cdot {signed(-3)}"
    '2 \\cdot (-3)'
    """
    text = format_value(value)
    return f"({text})" if text.startswith("-") else text


def fill(template: str, fields: Mapping[str, Any], where: str) -> str:
    """Replace each `{{ name }}` by its formatted value.

    Parameters
    ----------
    template : str
        A name has no braces, so a field may stand between those of TeX.
    fields : mapping of str to value
    where : str
        File and section, for the error.

    Returns
    -------
    str

    Raises
    ------
    BankError
        For each field that has no value.

    Examples
    --------
    >>> fill("$V = {{ V }}$", {"V": -2}, "question.md")
    '$V = -2$'
    >>> fill("$10^{{{ n }}}$", {"n": -3}, "question.md")
    '$10^{-3}$'
    """
    missing = sorted({name for name in _FIELD.findall(template) if name not in fields})
    if missing:
        known = ", ".join(sorted(fields)) or "none"
        raise BankError(
            f"{where}: the template field {{{{ {name} }}}} has no value; fields known here: {known}"
            for name in missing
        )
    return _FIELD.sub(lambda match: format_value(fields[match[1]]), template)


def html(markdown: str, tex: TexRenderer) -> str:
    r"""Render the Markdown of a question: CommonMark, tables and dollar maths, no raw HTML.

    Parameters
    ----------
    markdown : str
    tex : callable
        `tex(source, display)` gives the HTML of one formula.

    Returns
    -------
    str

    Examples
    --------
    >>> html("Take $V$.", lambda source, display: f"<i>{source}</i>")
    '<p>Take <i>V</i>.</p>\n'
    """
    return str(_parser().render(markdown, {"tex": tex}))


def inline(markdown: str, tex: TexRenderer) -> str:
    r"""Render one line of Markdown without a paragraph around it; see `html`.

    Parameters
    ----------
    markdown : str
    tex : callable
        As for `html`.

    Returns
    -------
    str

    Examples
    --------
    >>> inline("Take *one*.", spans)
    'Take <em>one</em>.'
    """
    return str(_parser().renderInline(markdown, {"tex": tex}))


def spoken(markdown: str) -> str:
    r"""Say a line of Markdown without its markup, for those who hear it.

    Parameters
    ----------
    markdown : str

    Returns
    -------
    str

    Examples
    --------
    >>> spoken(r"$g_1$ and $\begin{pmatrix} 1 & 0 \\ 0 & -1 \end{pmatrix}$")
    'g 1 and 1 0; 0 -1'
    """
    text = re.sub(r"\\\\", ";", markdown)
    text = re.sub(r"\\(?:begin|end|text|mathrm|hat|,)\b(?:\{p?matrix\})?|[$*`{}\\]", " ", text)
    text = re.sub(r"[_&^]", " ", text)
    return re.sub(r"\s+([;,.])", r"\1", " ".join(text.split()))


def spans(source: str, display: bool) -> str:
    """A formula left as TeX, for the browser to typeset later: a `tex` for `html` and `inline`.

    Parameters
    ----------
    source : str
        TeX.
    display : bool
        Whether it stands on a line of its own.

    Returns
    -------
    str
        HTML.

    Examples
    --------
    >>> spans("a < b", False)
    '<span class="u-tex">a &lt; b</span>'
    """
    return f'<span class="u-tex"{" data-display" if display else ""}>{escape(source)}</span>'


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.use(dollarmath_plugin, allow_labels=False, double_inline=True)
    parser.add_render_rule("math_inline", _math(display=False))
    parser.add_render_rule("math_inline_double", _math(display=True))
    parser.add_render_rule("math_block", _math(display=True))
    return parser


def _math(*, display: bool) -> Callable[..., str]:
    def rule(
        _self: RendererHTML, tokens: Sequence[Token], index: int, _: OptionsDict, env: EnvType
    ) -> str:
        tex: TexRenderer = env["tex"]
        return tex(tokens[index].content.strip(), display)

    return rule
