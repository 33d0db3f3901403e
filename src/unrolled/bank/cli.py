"""`python -m unrolled bank ...`: list, show, check and export questions."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from unrolled.bank.check import SEEDS, check
from unrolled.bank.errors import BankError
from unrolled.bank.export import FORMATS
from unrolled.bank.load import homeless, load, questions
from unrolled.bank.model import Question, summary


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m unrolled", description=__doc__)
    sections = parser.add_subparsers(required=True, metavar="bank")
    bank = sections.add_parser("bank", help="the questions").add_subparsers(
        required=True, metavar="COMMAND"
    )
    bank.add_parser("list", help="all questions, a line each").set_defaults(run=_list)
    show = bank.add_parser("show", help="one question with its answer and worked steps")
    show.add_argument("id")
    show.set_defaults(run=_show)
    walk = bank.add_parser("check", help="answer every question twice, and its variants")
    walk.add_argument("id", nargs="?", help="one question; all when absent")
    walk.add_argument("--seeds", type=int, default=SEEDS, help="variants of each (%(default)s)")
    walk.set_defaults(run=_check)
    export = bank.add_parser("export", help="all questions as data")
    export.add_argument("--format", choices=sorted(FORMATS), default="json")
    export.add_argument("--output", type=Path, help="file; standard output when absent")
    export.set_defaults(run=_export)
    args = parser.parse_args(argv)
    try:
        status: int = args.run(args)
    except BankError as error:
        print("\n".join(f"error: {problem}" for problem in error.problems), file=sys.stderr)
        return 1
    except BrokenPipeError:  # `bank list | head`
        sys.stderr.close()
        return 0
    return status


def _list(_: argparse.Namespace) -> int:
    found = questions()
    width = max((len(question.id) for question in found), default=0)
    for question in found:
        items = " ".join(ref.id for ref in question.items)
        flag = "  key differs" if question.erratum else ""
        print(f"{question.id:{width}}  {question.kind:10}  {items:22}  {question.title}{flag}")
    return 0


def _show(args: argparse.Namespace) -> int:
    question = load(args.id)
    exam = question.exam
    items = ", ".join(f"{ref.id} ({ref.credits} credits)" for ref in question.items)
    parts = [f"{question.title}\n{question.id} · {question.kind} · {items}", exam.prompt]
    if question.answers:
        parts.append("Answer: " + summary(question, exam))
    parts += ["\n".join(exam.steps), exam.solution, f"Marking: {question.marking}"]
    parts += [f"Slip: {m.text} -> {list(m.values)}" for m in exam.mistakes]
    if question.erratum:
        parts.append(f"About the key: {question.erratum}")
    print("\n\n".join(part for part in parts if part))
    return 0


def _check(args: argparse.Namespace) -> int:
    chosen: Sequence[Question] = [load(args.id)] if args.id else questions()
    start = time.perf_counter()
    problems: list[str] = []
    variants = 0
    for number, question in enumerate(chosen, 1):
        report = check(question, args.seeds)
        problems += report.problems
        variants += report.variants
        state = f"{len(report.problems)} problems" if report.problems else "ok"
        print(f"[{number}/{len(chosen)}] {question.id}: {report.variants} variants, {state}")
    if not args.id:
        problems += homeless(chosen)
    for problem in problems:
        print(f"error: {problem}", file=sys.stderr)
    seconds = time.perf_counter() - start
    print(
        f"{len(chosen)} questions, {variants} variants, {len(problems)} problems in {seconds:.1f} s"
    )
    return 1 if problems else 0


def _export(args: argparse.Namespace) -> int:
    text = FORMATS[args.format](questions())
    if args.output:
        args.output.write_text(text + "\n", encoding="utf-8")
    else:
        print(text)
    return 0
