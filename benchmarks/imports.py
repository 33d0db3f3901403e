"""How long an import takes in a fresh process, and what it brings along."""

from __future__ import annotations

import json
import subprocess
import sys
from statistics import median

from benchmarks.table import ROOT, Column, Table

TIMES = 10
STATEMENTS = {
    "import unrolled": 300,
    "from unrolled import ask, RnnUnroller": None,
    "import numpy": None,
    "import ipywidgets": None,
    "import matplotlib.pyplot": None,
    "import torch": None,
}  # to the milliseconds that it may take
PROBE = """
import sys, time
start = time.perf_counter()
{statement}
seconds = time.perf_counter() - start
import json
print(json.dumps([seconds, "torch" in sys.modules, "matplotlib" in sys.modules]))
"""


def measure() -> Table:
    """Run every statement in `TIMES` processes, in turn."""
    found: dict[str, list[tuple[float, bool, bool]]] = {name: [] for name in STATEMENTS}
    for _ in range(TIMES):
        for statement, results in found.items():
            results.append(probe(statement))
    table = Table(
        f"Imports: milliseconds in a fresh process, median of {TIMES}",
        (
            Column("statement"),
            Column("median", ".0f"),
            Column("slowest", ".0f"),
            Column("wanted", "<.0f"),
            Column("has torch"),
            Column("has matplotlib"),
        ),
        notes=["Without the start of Python itself; files are in the system's cache."],
    )
    for statement, results in found.items():
        seconds = [1e3 * result[0] for result in results]
        limit = STATEMENTS[statement]
        wanted = None if limit is None else f"< {limit}"
        _, torch, matplotlib = results[0]
        table.rows.append((statement, median(seconds), max(seconds), wanted, torch, matplotlib))
    return table


def probe(statement: str) -> tuple[float, bool, bool]:
    """Return the seconds that `statement` takes, and whether torch and matplotlib came along."""
    code = PROBE.format(statement=statement)
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    )
    seconds, torch, matplotlib = json.loads(result.stdout)
    return seconds, torch, matplotlib
