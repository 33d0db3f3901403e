"""How long builds take, in a copy of the checkout: clean, unchanged, one thing changed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.table import ROOT, Column, Table

TIMES = 3  # of each, but for the clean build
APART = (".git", ".venv*", "node_modules", "_build", "dist", ".*_cache", ".hypothesis",
         "__pycache__")  # fmt: skip


def measure() -> Table:
    """Build, change, build again."""
    table = Table(
        "Builds: wall seconds of the two steps of `make build` (bundles, site)",
        (
            Column("build"),
            Column("times", "d"),
            Column("median", ".1f"),
            Column("slowest", ".1f"),
            Column("of that, running chapters", ".1f"),
            Column("wanted"),
        ),
    )
    with tempfile.TemporaryDirectory(prefix="unrolled-bench-") as folder:
        book = Path(folder) / "book"
        shutil.copytree(ROOT, book, ignore=shutil.ignore_patterns(*APART))
        (book / "node_modules").symlink_to(ROOT / "node_modules")
        chapter = next(iter(sorted((book / "notebooks").glob("*.ipynb"))))
        question = next(iter(sorted(book.glob("src/unrolled/questions/*/*/question.md"))))
        code = question.with_name("answer.py")
        cases: list[tuple[str, int, Callable[[int], None], str | None]] = [
            ("clean", 1, lambda _: shutil.rmtree(book / "_build", ignore_errors=True), None),
            ("unchanged", TIMES, lambda _: None, "< 5 s"),
            ("a Markdown cell changed", TIMES, lambda n: edit(chapter, "markdown", n), "< 10 s"),
            ("a code cell changed", TIMES, lambda n: edit(chapter, "code", n), "< 10 s + running"),
            ("a question.md changed", TIMES, lambda n: append(question, f"\nEdit {n}.\n"), None),
            ("an answer.py changed", TIMES, lambda n: append(code, f"# Edit {n}.\n"), None),
        ]
        for name, times, change, wanted in cases:
            seconds, running = [], []
            for number in range(times):
                change(number)
                before = executions(book)
                seconds.append(build(book))
                new = {key: t for key, t in executions(book).items() if key not in before}
                running.append(sum(new.values()))
            row = (name, times, median(seconds), max(seconds), median(running), wanted)
            table.rows.append(row)
        count = len(list((book / "notebooks").glob("*.ipynb")))
    table.notes = [
        f"{count} chapter(s); with several, their executions overlap and the sum counts each.",
        "Executions are cached by code cells and by the code they import, so text runs nothing.",
    ]
    return table


def build(book: Path) -> float:
    """Build the copy with this environment and its own package; return the seconds."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    env = {**os.environ, "PATH": path, "PYTHONPATH": str(book / "src")}
    start = time.perf_counter()
    for arguments in (["hatch_build.py"], ["-m", "unrolled.site", "build"]):
        command = [sys.executable, *arguments]
        result = subprocess.run(
            command, cwd=book, env=env, check=False, capture_output=True, text=True
        )
        if result.returncode:
            raise SystemExit(f"the build failed:\n{result.stdout}\n{result.stderr}")
    return time.perf_counter() - start


def executions(book: Path) -> dict[int, float]:
    """Return the seconds that each cached execution took."""
    folder = book / "_build/.jupyter_cache"
    if not folder.is_dir():
        return {}
    from jupyter_cache import get_cache

    records = get_cache(folder).list_cache_records()
    return {record.pk: record.data.get("execution_seconds", 0.0) for record in records}


def edit(notebook: Path, kind: str, number: int) -> None:
    """Change a notebook's second cell of a kind."""
    content: Any = json.loads(notebook.read_text(encoding="utf-8"))
    cell = [cell for cell in content["cells"] if cell["cell_type"] == kind][1]
    more = f"# Edit {number}." if kind == "code" else f"Edit {number}."
    cell["source"] = f"{''.join(cell['source'])}\n\n{more}"
    notebook.write_text(json.dumps(content, indent=1), encoding="utf-8")


def append(path: Path, text: str) -> None:
    """Add to a file."""
    with path.open("a", encoding="utf-8") as file:
        file.write(text)
