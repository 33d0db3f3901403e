"""The walk over all questions: `pytest -k recurrent/relu_rnn_unroll` runs one of them."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

import unrolled
from unrolled import bank

IDS = bank.ids()
FIGURES = sorted((Path(unrolled.__file__).parent / "questions").glob("*/*/figure.py"))

every_question = pytest.mark.parametrize("question_id", IDS)


@every_question
def test_both_routes_give_the_typed_answer_on_every_variant(question_id: str) -> None:
    report = bank.check(bank.load(question_id), seeds=50)
    assert report.problems == ()


@every_question
def test_has_enough_distinct_variants_to_practise_with(question_id: str) -> None:
    question = bank.load(question_id)
    if hasattr(question.module, "vary"):
        assert len(question.variants(bank.VARIANTS)) == bank.VARIANTS


@every_question
def test_texts_are_finished(question_id: str) -> None:
    question = bank.load(question_id)
    for instance in (question.exam, *question.variants(3)):
        texts = [instance.prompt, instance.hint, instance.solution, *instance.steps]
        for text in [*texts, question.marking, question.erratum or ""]:
            assert not re.search(r"\{\{ |TODO|\bnan\b", text)
            assert text.count("$") % 2 == 0
            assert not re.search(r"\d\.\d{8,}", text)  # an unformatted float


@every_question
def test_steps_end_at_the_answer(question_id: str) -> None:
    question = bank.load(question_id)
    for instance in (question.exam, *question.variants(3)):
        if instance.steps:
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


@pytest.mark.parametrize("path", FIGURES, ids=lambda path: f"{path.parts[-3]}/{path.parts[-2]}")
def test_figure_draws_and_is_described(path: Path) -> None:
    from unrolled import plotting

    spec = importlib.util.spec_from_file_location("figure", path)
    assert spec is not None
    assert spec.loader is not None
    figure = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(figure)
    assert len(figure.ALT) > 60
    assert figure.ALT[:40] in plotting.svg(figure.draw(), figure.ALT)
