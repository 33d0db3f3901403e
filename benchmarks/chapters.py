"""How building grows with the book: 3, 14 and 60 chapters, clean and with one text changed."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.builds import APART, build, edit, executions
from benchmarks.table import ROOT, Column, Table

SIZES = (3, 14, 60)
PAGES = ("book/glossary", "book/cite")  # what every chapter leans on: terms and literature
LINK = re.compile(r"(?<!!)\[([^\]\[]*)\]\((?!https:)[^)\s]*\)")
CARD = re.compile(r"^(?:\w+\.)?ask\(.*\)$", re.MULTILINE)


def measure() -> Table:
    """Build books of several sizes."""
    table = Table(
        "Chapters: wall seconds of `make build` for books of several sizes",
        (
            Column("chapters", "d"),
            Column("clean", ".1f"),
            Column("of that, running chapters", ".1f"),
            Column("clean, per chapter", ".1f"),
            Column("a Markdown cell changed", ".1f"),
            Column("unchanged", ".1f"),
        ),
        notes=[
            "Chapters run in parallel; their seconds are added up.",
            "Beyond the fourteenth they are copies that run their code again, explorables among it;"
            " a card has one page, so copies have none.",
        ],
    )
    for size in SIZES:
        with tempfile.TemporaryDirectory(prefix="unrolled-bench-") as folder:
            book = Path(folder) / "book"
            chapters = write(book, size)
            clean = build(book)
            running = sum(executions(book).values())
            edit(chapters[0], "markdown", 1)
            changed, unchanged = build(book), build(book)
        table.rows.append((size, clean, running, clean / size, changed, unchanged))
    return table


def write(book: Path, size: int) -> list[Path]:
    """Write a book of so many chapters; return their notebooks."""
    shutil.copytree(ROOT, book, ignore=shutil.ignore_patterns(*APART))
    (book / "node_modules").symlink_to(ROOT / "node_modules")
    (book / "index.md").write_text("# A book to measure\n", encoding="utf-8")
    kept = {book / page for page in PAGES}
    originals = sorted((book / "notebooks").glob("*.ipynb"))
    chapters = originals[:size]
    for number in range(len(originals), size):
        copy = originals[number % len(originals)]
        chapters.append(copy.with_name(f"{number + 1}_copy.ipynb"))
        rewrite(copy, chapters[-1], f"# Copy {number + 1}.")
    for path in originals[:size]:
        rewrite(path, path)
    for path in [*originals[size:], *sorted((book / "book").rglob("*"))]:
        if path.suffix in {".ipynb", ".md", ".rst"} and path.with_suffix("") not in kept:
            path.unlink()
    for page in PAGES:
        path = (book / page).with_suffix(".md")
        path.write_text(LINK.sub(r"\1", path.read_text(encoding="utf-8")), encoding="utf-8")
    files = [*(f"notebooks/{path.stem}" for path in chapters), *PAGES]
    toc = {"format": "jb-book", "root": "index", "chapters": [{"file": name} for name in files]}
    (book / "_toc.yml").write_text(json.dumps(toc), encoding="utf-8")  # JSON is YAML
    return chapters


def rewrite(source: Path, target: Path, mark: str = "") -> None:
    """Write a notebook without links to what a small book lacks; a marked one without cards."""
    content: Any = json.loads(source.read_text(encoding="utf-8"))
    for cell in content["cells"]:
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            text = LINK.sub(r"\1", text)
        elif mark:
            text = f"{mark}\n{CARD.sub('None', text)}"  # marked code is new to the cache
        cell["source"] = text
    target.write_text(json.dumps(content), encoding="utf-8")
