"""`python -m unrolled bank ...`: list, show, check and export questions."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from unrolled.bank.check import SEEDS, Report
from unrolled.bank.errors import BankError
from unrolled.bank.export import FORMATS
from unrolled.bank.instance import Instance
from unrolled.bank.load import homeless, load, questions
from unrolled.bank.model import Question
from unrolled.bank.statements import lettered
from unrolled.bank.text import format_value
from unrolled.bank.walk import walk


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
    check = bank.add_parser("check", help="answer every question twice, and its variants")
    check.add_argument("id", nargs="?", help="one question; all when absent")
    check.add_argument("--seeds", type=int, default=SEEDS, help="variants of each (%(default)s)")
    check.set_defaults(run=_check)
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
    items = ", ".join(
        f"{ref.id} ({ref.credits:g} credits)" if ref.credits else ref.id for ref in question.items
    )
    parts = [f"{question.title}\n{question.id} · {question.kind} · {items}", exam.prompt]
    parts.append("\n".join(f"{a}. {entry.text}" for a, entry in lettered(exam.statements)))
    if question.answers:
        parts.append("Answer: " + _summary(question, exam))
    parts += ["\n".join(exam.steps), exam.solution, f"Marking: {question.marking}"]
    parts += [f"Slip: {m.text} -> {list(m.values)}" for m in exam.mistakes]
    if question.erratum:
        parts.append(f"About the key: {question.erratum}")
    print("\n\n".join(part for part in parts if part))
    return 0


def _check(args: argparse.Namespace) -> int:
    chosen: Sequence[Question] = [load(args.id)] if args.id else questions()
    start = time.perf_counter()
    reports = []
    for report in walk([question.id for question in chosen], args.seeds):
        reports.append(report)
        state = f"{len(report.problems)} problems" if report.problems else "ok"
        line = f"[{len(reports)}/{len(chosen)}] {report.id}: {report.variants} variants, {state}"
        _progress(line, len(reports) / len(chosen), keep=bool(args.id or report.problems))
    problems = [problem for report in reports for problem in report.problems]
    if not args.id:
        problems += homeless(chosen)
        print(_table(chosen, reports))
    for problem in problems:
        print(f"error: {problem}", file=sys.stderr)
    variants = sum(report.variants for report in reports)
    seconds = time.perf_counter() - start
    print(
        f"{len(chosen)} questions, {variants} variants, {len(problems)} problems in {seconds:.1f} s"
    )
    return 1 if problems else 0


def _progress(line: str, done: float, *, keep: bool) -> None:
    """Show how far it is: a bar that moves on a terminal, a line each elsewhere."""
    if not sys.stdout.isatty():
        print(line, flush=True)
        return
    if keep:
        print(f"\r\x1b[K{line}")
    bar = "━" * round(30 * done)
    print(f"\r\x1b[K{bar:30} {line}" if done < 1 else "\r\x1b[K", end="", flush=True)


def _table(chosen: Sequence[Question], reports: Sequence[Report]) -> str:
    """What was walked, chapter by chapter."""
    rows = [f"{'chapter':14} {'questions':>9} {'items':>5} {'variants':>8} {'slips':>5}"]
    for chapter in dict.fromkeys(question.chapter for question in chosen):
        part = [question for question in chosen if question.chapter == chapter]
        walked = [report for report in reports if report.id.split("/")[0] == chapter]
        items = sum(len(question.items) for question in part)
        variants = sum(report.variants for report in walked)
        slips = sum(report.mistakes for report in walked)
        rows.append(f"{chapter:14} {len(part):9} {items:5} {variants:8} {slips:5}")
    return "\n".join(rows)


def _export(args: argparse.Namespace) -> int:
    text = FORMATS[args.format](questions())
    if args.output:
        args.output.write_text(text + "\n", encoding="utf-8")
    else:
        print(text)
    return 0


def _summary(question: Question, instance: Instance) -> str:
    """One line with the answers and their values."""
    return ", ".join(
        f"{answer.name} = {format_value(value)}"
        for answer, value in zip(question.answers, instance.values, strict=True)
    )
