"""The part of a card that needs JavaScript: fields, buttons, self-marking."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import NamedTuple

from unrolled import bank
from unrolled.bank.text import TexRenderer

FEEDBACK = '<div class="u-feedback u-js-only" role="status" aria-live="polite"></div>'
_TRUTH = [("true", "True"), ("false", "False"), ("", "No answer")]
_WORDS = {1: "One significant digit is", 2: "Two significant digits are"}
_WORDS |= {3: "Three significant digits are", 4: "Four significant digits are"}


def answers(question: bank.Question, tex: TexRenderer) -> str:
    """One field for each answer; a text area where no script can judge the answer."""
    essay = _essay("Your argument" if question.answers else "Your answer")
    if not question.answers:
        return essay
    digits = {a.digits for a in question.answers if a.kind == "number" and a.digits != "exact"}
    few = [f"{_WORDS.get(int(n), f'{n} significant digits are')} enough." for n in digits]
    note = f'<p class="u-note u-js-only">{few[0]}</p>' if len(few) == 1 else ""
    words = essay if question.argument else ""
    inner = fields(question, question.exam, tex)
    return f'<div class="u-answers u-js-only">{inner}</div>{note}{words}'


def fields(question: bank.Question, instance: bank.Instance, tex: TexRenderer) -> str:
    """The fields of one instance; the same for all, unless statements are drawn for it."""
    shown = {
        letter: _Shown(
            bank.inline(statement.text, tex),
            f'<div class="u-why" hidden>{_reason(question, statement, tex)}</div>',
            bank.spoken(statement.text) if "$" in statement.text else "",
        )
        for letter, statement in bank.lettered(instance.statements)
    }
    return "".join(_field(answer, shown, tex) for answer in question.answers)


def _reason(question: bank.Question, statement: bank.Statement, tex: TexRenderer) -> str:
    verdict = question.pool.verdict(statement) if question.pool else ""
    return bank.html(f"**{verdict}.** {statement.why}", tex)


class _Shown(NamedTuple):
    """A statement as HTML."""

    text: str
    why: str
    spoken: str  # in words, where there is a formula in it


def _essay(title: str) -> str:
    return (
        f'<label class="u-essay u-js-only"><span>{title} <small>(only you see it)'
        '</small></span><textarea name="essay" rows="4" spellcheck="true"></textarea></label>'
    )


def _field(answer: bank.Answer, shown: Mapping[str, _Shown], tex: TexRenderer) -> str:
    name = escape(answer.name)
    label = f'<span class="u-card-name">{bank.heading(answer, tex)}</span>'
    mark = '<span class="u-card-mark" aria-hidden="true"></span>'
    error = '<p class="u-error" hidden></p>'
    if answer.kind == "number":
        control = (
            f'<label class="u-field">{label}<input class="u-num" type="text" name="{name}" '
            f'aria-label="{escape(answer.label)}" autocomplete="off" autocapitalize="off" '
            f'spellcheck="false"></label>{mark}'
        )
        return f'<div class="u-answer" data-answer="{name}">{control}{error}</div>'
    if answer.kind == "truth":
        options = "".join(_option("radio", name, *option) for option in _TRUTH)
        text, why, _ = shown.get(answer.name, _Shown("", "", ""))
        legend = f"{label} {text}{mark}" if text else f"{label}{mark}"
    else:
        box = "checkbox" if answer.kind == "choices" else "radio"
        entries = [(o, shown.get(o)) for o in answer.options]
        options = "".join(
            _option(
                box, name, o, f"<b>{o}</b> {entry.text}", entry.spoken and f"{o} {entry.spoken}"
            )
            + entry.why
            if entry
            else _option(box, name, o, bank.inline(o, tex), bank.spoken(o) if "$" in o else "")
            for o, entry in entries
        )
        legend, why = f"{label}{mark}", ""
    wide = " u-wide" if answer.kind != "truth" else " u-judged" if why else ""
    named = "" if answer.kind == "truth" and why else f' aria-label="{escape(answer.label)}"'
    control = (
        f'<fieldset class="u-card-choice{wide}"{named}><legend>{legend}</legend>'
        f"{options}</fieldset>"
    )
    return f'<div class="u-answer" data-answer="{name}">{control}{why}{error}</div>'


def _option(box: str, name: str, value: str, text: str, spoken: str = "") -> str:
    """One choice; a formula is drawn for the eye, so it is said in words besides."""
    checked = "" if value else " checked"  # no answer
    label = f' aria-label="{escape(spoken)}"' if spoken else ""
    control = f'<input type="{box}" name="{name}" value="{escape(value)}"{checked}{label}>'
    return f'<label class="u-option">{control}<span>{text}</span></label>'


def buttons(question: bank.Question, parts: Mapping[str, str]) -> str:
    """Check, and what else there is; `parts` are titles of what can be unfolded, by name."""
    action = '<button type="{}" class="u-card-button{}" data-action="{}"{}>{}</button>'
    toggle = (
        '<button type="button" class="u-card-button" data-toggle="{}" aria-expanded="false">'
        "{}</button>"
    )
    drawn = "statements" if question.pool else "numbers"
    check = [action.format("submit", " u-primary", "check", "", "Check")]
    new = [
        action.format("button", "", "new", "", f"New {drawn}"),
        action.format("button", "", "exam", " hidden", f"Back to the exam’s {drawn}"),
    ]
    show = [action.format("button", "", "show", "", "Show in the explorable")]
    hint, *rest = [toggle.format(*part) for part in parts.items()]
    row = [
        *(check if question.answers else []),
        hint,
        *(new if hasattr(question.module, "vary") else []),
        *(show if question.explorable and question.exam.state is not None else []),
        *rest,
    ]
    return f'<div class="u-row u-js-only">{"".join(row)}</div>'


def self_marking(question: bank.Question) -> str:
    """Let the reader give the credits of a question that no script can judge."""
    if question.answers:
        return ""
    full = sum(ref.credits or 0 for ref in question.items) or 1
    half = [n / 2 for n in range(int(2 * full) + 1)]
    options = "".join(f'<option value="{n:g}">{n:g} of {full:g}</option>' for n in half)
    return (
        '<div class="u-self u-js-only" hidden><label>Marked by that, my answer earns '
        f'<select name="credits" class="u-card-select"><option value="">not yet marked</option>'
        f"{options}</select></label></div>"
    )
