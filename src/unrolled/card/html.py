"""A question as HTML and as data: the same card on a static page and in a live notebook.

Everything a reader without JavaScript needs is there: the prompt, and hint, solution, marking and
erratum to unfold. What needs JavaScript has the class `u-js-only`; `card/view.ts` binds to it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape
from typing import Any

from unrolled import bank
from unrolled.bank.text import TexRenderer
from unrolled.card import form
from unrolled.card.picture import PARTS, picture, varies

Json = dict[str, Any]


def data(question: bank.Question) -> Json:
    """What the card's script knows about a question, as JSON has it.

    Parameters
    ----------
    question : Question

    Returns
    -------
    dict
        `id`, `explorable`, `answers`, and `exam`: values, mistakes and state at the exam's numbers.

    Examples
    --------
    >>> data(bank.load("recurrent/relu_rnn_unroll"))["exam"]["values"]
    [0.0, 4.0, 4.0]
    """
    answers = [
        {
            "name": answer.name,
            "tex": answer.tex,
            "kind": answer.kind,
            "digits": answer.digits,
            **({"options": list(answer.options)} if answer.options else {}),
        }
        for answer in question.answers
    ]
    return {
        "id": question.id,
        "explorable": question.explorable,
        **({"scoring": list(question.scoring)} if question.scoring else {}),
        "answers": answers,
        "exam": _numbers(question.exam),
    }


def variants(question: bank.Question) -> list[Json]:
    """The question's verified fresh numbers, with the texts that change with them.

    Parameters
    ----------
    question : Question

    Returns
    -------
    list of dict
        As `exam` in `data`, and `prompt`, `steps` and, where the numbers are in it, `hint` as HTML
        with TeX left in `u-tex` spans; `fields` where statements are drawn, and the pictures
        (`figure`, `answer`) that have the numbers in them.
    """
    same = question.exam.hint
    return [
        {
            **_numbers(instance),
            "prompt": bank.html(instance.prompt, bank.spans),
            **({"hint": bank.html(instance.hint, bank.spans)} if instance.hint != same else {}),
            "steps": _worked(instance, bank.spans),
            **{part: picture(question, instance, part) for part in PARTS if varies(question, part)},
            **({"fields": form.fields(question, instance, bank.spans)} if question.pool else {}),
        }
        for instance in question.variants()
    ]


def html(
    question: bank.Question, tex: TexRenderer = bank.spans, *, interactive: bool = True
) -> str:
    """The inner HTML of `<unrolled-question data-id=...>`.

    Parameters
    ----------
    question : Question
    tex : callable
        `tex(source, display)` gives the HTML of one formula.
    interactive : bool
        False leaves out what only JavaScript can serve.

    Returns
    -------
    str
    """
    prompt = bank.html(question.exam.prompt, tex)
    parts = _parts(question)
    drawn = {"steps": _figure(question, "answer")}
    details = [_details(*part, tex, drawn.get(part[0], "")) for part in parts]
    if interactive:
        titles = {name: title for name, title, _ in parts}
        details = [
            '<form class="u-form" novalidate>',
            form.answers(question, tex),
            form.buttons(question, titles),
            form.FEEDBACK,
            *details,
            form.self_marking(question),
            "</form>",
            _script(data(question)),
        ]
    return "\n".join(
        [
            f'<div class="u-card" role="group" aria-label="{escape(question.title)}">',
            _header(question),
            '<div class="u-body">',
            f'<div class="u-prompt" data-part="prompt">{prompt}</div>',
            _figure(question, "figure"),
            _statements(question.exam, tex),
            *details,
            "</div></div>",
        ]
    )


def _numbers(instance: bank.Instance) -> Json:
    return {
        "values": list(instance.values),
        "mistakes": [{"text": m.text, "values": list(m.values)} for m in instance.mistakes],
        "state": instance.state,
    }


def _script(content: Json) -> str:
    """JSON in a script element: only `<` could end it early."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return f'<script type="application/json">{text.replace("<", chr(92) + "u003c")}</script>'


def _header(question: bank.Question) -> str:
    facts = [f"<code>{escape(question.id)}</code>"]
    for ref in question.items:
        facts.append(escape(bank.place(ref.id)))
        if ref.credits is not None:
            facts.append(f"{ref.credits:g} {'credit' if ref.credits == 1 else 'credits'}")
    return (
        f'<header class="u-card-head"><h3 class="u-title">{escape(question.title)}</h3>'
        f'<p class="u-meta">{" · ".join(facts)}</p></header>'
    )


def _statements(instance: bank.Instance, tex: TexRenderer) -> str:
    """The statements where no fields show them."""
    entries = "".join(f"<li>{bank.inline(entry.text, tex)}</li>" for entry in instance.statements)
    return f'<ol class="u-statements u-no-js" type="A">{entries}</ol>' if entries else ""


def _figure(question: bank.Question, part: str) -> str:
    drawn = picture(question, question.exam, part)
    return f'<div data-part="{part}">{drawn}</div>' if drawn else ""


def _parts(question: bank.Question) -> list[tuple[str, str, str | bank.Instance]]:
    """What is folded away: name, title, and Markdown or the instance whose steps to show."""
    worked = "Worked steps" if question.exam.steps else "Solution"
    parts: list[tuple[str, str, str | bank.Instance]] = [
        ("hint", "Hint", question.exam.hint),
        ("steps", worked, question.exam),
        ("marking", "Marking", question.marking),
    ]
    if question.erratum is not None:
        parts.append(("key", "About the key", question.erratum))
    return parts


def _details(
    part: str, title: str, content: str | bank.Instance, tex: TexRenderer, drawn: str
) -> str:
    inner = bank.html(content, tex) if isinstance(content, str) else _worked(content, tex)
    return (
        f'<details class="u-details" data-part="{part}"><summary>{title}</summary>'
        f'<p class="u-label u-js-only">{title}</p><div class="u-content">{inner}</div>'
        f"{drawn}</details>"
    )


def _worked(instance: bank.Instance, tex: TexRenderer) -> str:
    """The steps with their numbers, then the solution's words."""
    items: Iterable[str] = (f"<li>{bank.html(step, tex)}</li>" for step in instance.steps)
    steps = f'<ol class="u-steps">{"".join(items)}</ol>' if instance.steps else ""
    return steps + bank.html(instance.solution, tex)
