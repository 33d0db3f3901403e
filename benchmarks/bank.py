"""How long it takes to check the questions: both routes, every slip, 200 variants."""

from __future__ import annotations

import subprocess
import sys
import time

from benchmarks.table import ROOT, Column, Table


def measure() -> Table:
    """Check question by question in this process, then all of them by the command."""
    import torch  # noqa: F401 - so that the first question does not pay for the import

    from unrolled import bank
    from unrolled.bank.check import check

    table = Table(
        "bank check: seconds per question, and of the command as a whole",
        (
            Column("question"),
            Column("seconds", ".2f"),
            Column("variants", "d"),
            Column("ms per variant", ".2f"),
            Column("problems", "d"),
        ),
    )
    for question in bank.questions():
        start = time.perf_counter()
        report = check(question)
        seconds = time.perf_counter() - start
        each = 1e3 * seconds / report.variants if report.variants else None
        table.rows.append((question.id, seconds, report.variants, each, len(report.problems)))
    start = time.perf_counter()
    command = [sys.executable, "-m", "unrolled", "bank", "check"]
    subprocess.run(command, cwd=ROOT, check=False, capture_output=True)
    together = time.perf_counter() - start
    variants = sum(int(row[2] or 0) for row in table.rows)
    problems = sum(int(row[4] or 0) for row in table.rows)
    table.rows.append(("python -m unrolled bank check", together, variants, None, problems))
    table.notes.append("Single questions without the import of torch, the command with it.")
    return table
