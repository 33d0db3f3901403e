"""The question bank: discover, validate, fill in, vary, grade, check and export questions.

Knows questions and exams; knows neither Sphinx nor widgets.
"""

from unrolled.bank.answer import Answer
from unrolled.bank.check import Report, check
from unrolled.bank.errors import BankError
from unrolled.bank.exams import CHAPTERS, Exam, Item, exams, items, place
from unrolled.bank.load import homeless, ids, load, presets, questions
from unrolled.bank.model import VARIANTS, Instance, ItemRef, Mistake, Question
from unrolled.bank.text import format_value, html, signed, spans

__all__ = [
    "CHAPTERS",
    "VARIANTS",
    "Answer",
    "BankError",
    "Exam",
    "Instance",
    "Item",
    "ItemRef",
    "Mistake",
    "Question",
    "Report",
    "check",
    "exams",
    "format_value",
    "homeless",
    "html",
    "ids",
    "items",
    "load",
    "place",
    "presets",
    "questions",
    "signed",
    "spans",
]
