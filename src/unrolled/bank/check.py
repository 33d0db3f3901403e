"""Check a question: typed answer, two routes, hundreds of variants, slips."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from unrolled.bank.errors import BankError
from unrolled.bank.grade import grade
from unrolled.bank.instance import Instance
from unrolled.bank.model import Question
from unrolled.bank.values import same

SEEDS = 200
TYPED = 5e-6  # EXPECTED is typed to six significant digits


@dataclass(frozen=True)
class Report:
    """What `check` found.

    Attributes
    ----------
    id : str
        The question's.
    variants : int
        How many were walked; 0 where the question has no `vary`.
    mistakes : int
        How many slips are named at the exam's numbers.
    problems : tuple of str
        One line each; empty when all is well.
    """

    id: str
    variants: int
    mistakes: int
    problems: tuple[str, ...]


def check(question: Question, seeds: int = SEEDS) -> Report:
    """Walk one question.

    `solve` equals the typed EXPECTED, `verify` agrees, KEY really differs, the experiment's claim
    holds; for each seed both routes agree and the right answer is graded right; each slip is
    graded wrong somewhere, and no two lead to the same values at the exam's numbers.

    Parameters
    ----------
    question : Question
    seeds : int
        How many variants to walk.

    Returns
    -------
    Report
        Its `problems` are empty when all is well; nothing that a question does raises here.

    Examples
    --------
    >>> from unrolled import bank
    >>> bank.check(bank.load("recurrent/relu_rnn_unroll"), seeds=3).problems
    ()
    """
    problems: list[str] = []
    walked = 0
    mistakes = 0
    try:
        problems += _exam(question)
        mistakes = len(question.exam.mistakes)
        told = {slip.text for slip in question.exam.mistakes}
        if hasattr(question.module, "vary"):
            for seed in range(seeds):
                problems += [f"seed {seed}: {found}" for found in _variant(question, seed, told)]
                walked += 1
        problems += _slips(question, told)
    except (BankError, AssertionError, ArithmeticError) as error:
        problems.append(f"{type(error).__name__}: {error}" if str(error) else type(error).__name__)
    lines = (p if question.id in p else f"{question.id}: {p}" for p in problems)
    return Report(question.id, walked, mistakes, tuple(lines))


def _exam(question: Question) -> list[str]:
    instance = question.exam
    if not question.answers:
        return []
    problems = []
    if not same(instance.values, question.expected, rtol=TYPED):
        problems.append(f"solve gives {instance.values}, EXPECTED is {question.expected}")
    verified = question.verify(**instance.params)
    if not same(instance.values, verified):
        problems.append(f"solve gives {instance.values}, verify gives {verified}")
    if isinstance(question.key, tuple) and _all_right(question, instance, question.key):
        problems.append(f"KEY {question.key} is graded right: it is no erratum")
    if question.key is not None and question.erratum is None:
        problems.append("KEY differs, but question.md has no section About the key")
    if question.kind == "numeric" and len(instance.mistakes) < 2:
        problems.append(f"{len(instance.mistakes)} mistakes; a numeric question names two or more")
    return problems


def _variant(question: Question, seed: int, told: set[str]) -> list[str]:
    params = question.draw(seed)
    values = question.check_routes(params)
    instance = question.instance(**params)
    told.update(slip.text for slip in instance.mistakes)
    if _all_right(question, instance, values):
        return []
    return [f"{params}: the right answer {values} is not graded right"]


def _all_right(question: Question, instance: Instance, values: tuple[object, ...]) -> bool:
    return all(
        grade(value, right, answer).right
        for value, right, answer in zip(values, instance.values, question.answers, strict=True)
    )


def _slips(question: Question, told: set[str]) -> list[str]:
    """What is wrong with the slips: one that no numbers tell, two that say the same."""
    run = getattr(question.module, "mistakes", None)
    declared = run(**question.exam.params) if run else {}
    problems = [
        f"the slip {text!r} is graded right with the exam's numbers and in every variant"
        for text in declared
        if text not in told
    ]
    for one, two in combinations(question.exam.mistakes, 2):
        if same(one.values, two.values):
            problems.append(
                f"the slips {one.text!r} and {two.text!r} both lead to {one.values}: which was it?"
            )
    return problems
