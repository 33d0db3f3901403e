"""The walk over all questions: `pytest -k recurrent/relu_rnn_unroll` runs one of them."""

from __future__ import annotations

import re

import pytest

from unrolled import bank
from unrolled.card.picture import PARTS, picture

IDS = bank.ids()

FORMULA_OR_CODE = re.compile(r"```.*?```|`[^`]*`|\$\$.*?\$\$|\$[^$]*\$", re.DOTALL)

every_question = pytest.mark.parametrize("question_id", IDS)


@every_question
def test_both_routes_give_the_typed_answer_on_every_variant(question_id: str) -> None:
    report = bank.check(bank.load(question_id), seeds=50)
    assert report.problems == ()


@every_question
def test_has_enough_distinct_variants_to_practise_with(question_id: str) -> None:
    question = bank.load(question_id)
    if hasattr(question.module, "vary"):
        few = question.pool and len(question.answers) == 1 and question.pool.select == "each"
        least = 5 if few else bank.VARIANTS  # a single statement has as many as its pool
        assert len(question.variants(bank.VARIANTS)) >= least


@every_question
def test_texts_are_finished(question_id: str) -> None:
    question = bank.load(question_id)
    for instance in (question.exam, *question.variants(3)):
        texts = [instance.prompt, instance.hint, instance.solution, *instance.steps]
        for text in [*texts, question.marking, question.erratum or ""]:
            assert not re.search(r"\{\{ |TODO|\bnan\b", text)
            assert text.count("$") % 2 == 0
            assert not re.search(r"\d\.\d*[1-9]\d{7,}", text)  # an unformatted float
            assert not re.search(r"\\[a-z]", FORMULA_OR_CODE.sub("", text))  # TeX in the prose


@every_question
def test_steps_end_at_the_answer(question_id: str) -> None:
    question = bank.load(question_id)
    for instance in (question.exam, *question.variants(3)):
        if instance.steps and not question.pool:
            numbers = [v for v in instance.values if not isinstance(v, bool)]
            for value in numbers:
                assert any(bank.format_value(value) in step for step in instance.steps)


@every_question
def test_mistakes_are_plain_sentences_to_the_student(question_id: str) -> None:
    question = bank.load(question_id)
    for mistake in question.exam.mistakes:
        assert re.fullmatch(r"[A-Z][^$\\]*[.]", mistake.text)
    if question.kind in ("numeric", "derivation"):
        assert len(question.exam.mistakes) >= 2


@every_question
def test_pictures_are_drawn_and_described(question_id: str) -> None:
    question = bank.load(question_id)
    for instance in (question.exam, *question.variants(2)):
        for part in PARTS:
            drawn = picture(question, instance, part)
            label = re.search(r'aria-label="([^"]*)"', drawn)
            assert not drawn or (label is not None and len(label[1]) > 60)
