"""The part of a card that needs JavaScript: fields, buttons, self-marking."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from unrolled import bank
from unrolled.bank.text import TexRenderer

FEEDBACK = '<div class="u-feedback u-js-only" role="status" aria-live="polite"></div>'
_WORDS = {1: "One significant digit is", 2: "Two significant digits are"}
_WORDS |= {3: "Three significant digits are", 4: "Four significant digits are"}


def answers(question: bank.Question, tex: TexRenderer) -> str:
    """One field for each answer; a text area where no script can judge the answer."""
    essay = _essay("Your argument" if question.answers else "Your answer")
    if not question.answers:
        return essay
    fields = "".join(_field(answer, tex) for answer in question.answers)
    digits = {a.digits for a in question.answers if a.kind == "number" and a.digits != "exact"}
    few = [f"{_WORDS.get(int(n), f'{n} significant digits are')} enough." for n in digits]
    note = f'<p class="u-note u-js-only">{few[0]}</p>' if len(few) == 1 else ""
    words = essay if question.argument else ""
    return f'<div class="u-answers u-js-only">{fields}</div>{note}{words}'


def _essay(title: str) -> str:
    return (
        f'<label class="u-essay u-js-only"><span>{title} <small>(only you see it)'
        '</small></span><textarea name="essay" rows="4" spellcheck="true"></textarea></label>'
    )


def _field(answer: bank.Answer, tex: TexRenderer) -> str:
    name, label = escape(answer.name), f'<span class="u-card-name">{tex(answer.tex, False)}</span>'
    mark = '<span class="u-card-mark" aria-hidden="true"></span>'
    error = '<p class="u-error" hidden></p>'
    if answer.kind == "number":
        control = (
            f'<label class="u-field">{label}<input class="u-num" type="text" name="{name}" '
            f'aria-label="{escape(answer.label)}" autocomplete="off" autocapitalize="off" '
            f'spellcheck="false"></label>{mark}'
        )
    else:
        truth = answer.kind == "truth"
        options = (
            [("true", "True"), ("false", "False"), ("", "No answer")]
            if truth
            else [(o, bank.html(o, tex).strip()) for o in answer.options]
        )
        box = "checkbox" if answer.kind == "choices" else "radio"
        choices = "".join(_option(box, name, value, text) for value, text in options)
        wide = "" if truth else " u-wide"
        control = (
            f'<fieldset class="u-card-choice{wide}" aria-label="{escape(answer.label)}">'
            f"<legend>{label}{mark}</legend>{choices}</fieldset>"
        )
    return f'<div class="u-answer" data-answer="{name}">{control}{error}</div>'


def _option(box: str, name: str, value: str, text: str) -> str:
    checked = "" if value else " checked"  # no answer
    control = f'<input type="{box}" name="{name}" value="{escape(value)}"{checked}>'
    return f'<label class="u-option">{control}<span>{text}</span></label>'


def buttons(question: bank.Question, parts: Mapping[str, str]) -> str:
    """Check, and what else there is; `parts` are titles of what can be unfolded, by name."""
    action = '<button type="{}" class="u-card-button{}" data-action="{}"{}>{}</button>'
    toggle = (
        '<button type="button" class="u-card-button" data-toggle="{}" aria-expanded="false">'
        "{}</button>"
    )
    check = [action.format("submit", " u-primary", "check", "", "Check")]
    new = [
        action.format("button", "", "new", "", "New numbers"),
        action.format("button", "", "exam", " hidden", "Back to the exam’s numbers"),
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
