"""What one answer of a question is: its name, how it is written, how it is judged."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import Any, Literal

from unrolled.bank.text import TexRenderer

Kind = Literal["number", "truth", "choice", "choices"]
Digits = Literal["exact"] | int
_FIELDS = ("name", "tex", "label", "digits", "options")


@dataclass(frozen=True)
class Answer:
    """One value asked for.

    Attributes
    ----------
    name : str
        Stable name, in exports and `data-answer`.
    tex : str
        Label as TeX.
    label : str
        Label in words, for readers who hear the page.
    kind : {"number", "truth", "choice", "choices"}
        From the type of the expected value: number, bool, one of `options`, or a list of them.
    digits : "exact" or int
        How many significant digits are wanted; exact when the expected value is an integer.
    options : tuple of str
        What may be chosen; empty unless `kind` is "choice" or "choices".
    """

    name: str
    tex: str
    kind: Kind
    digits: Digits = "exact"
    options: tuple[str, ...] = ()
    label: str = ""

    @classmethod
    def parse(cls, entry: Any, expected: Any) -> Answer:
        """Read an entry of `answers` in a question's front matter.

        Parameters
        ----------
        entry : str or dict
            A name, or fields of an `Answer` of which `name` is one.
        expected : bool, number, str or list of str
            The right answer, whose type says of what kind this is.

        Returns
        -------
        Answer

        Raises
        ------
        ValueError
            If the entry is malformed or does not fit the expected value.

        Examples
        --------
        >>> Answer.parse("h_1", 0)
        Answer(name='h_1', tex='h_1', kind='number', digits='exact', options=(), label='h 1')
        """
        fields = {"name": entry} if isinstance(entry, str) else entry
        if not isinstance(fields, dict) or not isinstance(fields.get("name"), str):
            raise ValueError(f"{entry!r} must be a name, or fields with a name")
        unknown = set(fields) - set(_FIELDS)
        if unknown:
            raise ValueError(f"{entry!r}: unknown {sorted(unknown)}; known: {', '.join(_FIELDS)}")
        kind = _kind(fields["name"], expected)
        digits = fields.get("digits", "exact" if isinstance(expected, int) else 3)
        if digits != "exact" and not (isinstance(digits, int) and 1 <= digits <= 15):
            raise ValueError(f"{fields['name']}: digits is {digits!r}; it may be exact or 1 to 15")
        options = tuple(fields.get("options", ()))
        chosen = {"choice": [expected], "choices": expected}.get(kind, [])
        if not set(chosen) <= set(options):
            raise ValueError(f"{fields['name']}: EXPECTED {expected!r} is not among the options")
        name = str(fields["name"])
        label = str(fields.get("label", name.replace("_", " ")))
        return cls(name, str(fields.get("tex", name)), kind, digits, options, label)


def heading(answer: Answer, tex: TexRenderer) -> str:
    r"""What stands beside an answer's field, as HTML; words in the face of the text around them.

    Parameters
    ----------
    answer : Answer
    tex : callable
        `tex(source, display)` gives the HTML of one formula.

    Returns
    -------
    str
        HTML.

    Examples
    --------
    >>> heading(Answer("n", r"\text{Your choice}", "choice"), lambda source, display: "?")
    'Your choice'
    """
    words = re.fullmatch(r"\\text\{([^{}$\\]*)\}", answer.tex)
    return escape(words[1]) if words else tex(answer.tex, False)


def _kind(name: str, expected: Any) -> Kind:
    if isinstance(expected, bool):
        return "truth"
    if isinstance(expected, int | float):
        return "number"
    if isinstance(expected, str):
        return "choice"
    if isinstance(expected, list) and all(isinstance(option, str) for option in expected):
        return "choices"
    raise ValueError(
        f"{name}: EXPECTED is {expected!r}; it may be a number, a bool, a text or a list of texts"
    )
