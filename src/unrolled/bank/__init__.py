"""The question bank: discover, validate, fill in, vary, grade, check and export questions.

A question is a folder; `load` reads one, `questions` all of them. Its text and answers at the
numbers of the paper are `Question.exam`, those at fresh numbers `Question.variants`. The package
knows neither Sphinx nor widgets.
"""

from unrolled.bank.answer import Answer, heading
from unrolled.bank.check import Report, check
from unrolled.bank.errors import BankError
from unrolled.bank.exams import CHAPTERS, Exam, Item, exams, items, place
from unrolled.bank.instance import Instance, Mistake
from unrolled.bank.load import homeless, ids, load, presets, questions
from unrolled.bank.model import VARIANTS, VERDICTS, ItemRef, Question
from unrolled.bank.statements import Statement, lettered
from unrolled.bank.text import format_value, html, inline, signed, spans, spoken

__all__ = [
    "CHAPTERS",
    "VARIANTS",
    "VERDICTS",
    "Answer",
    "BankError",
    "Exam",
    "Instance",
    "Item",
    "ItemRef",
    "Mistake",
    "Question",
    "Report",
    "Statement",
    "check",
    "exams",
    "format_value",
    "heading",
    "homeless",
    "html",
    "ids",
    "inline",
    "items",
    "lettered",
    "load",
    "place",
    "presets",
    "questions",
    "signed",
    "spans",
    "spoken",
]
