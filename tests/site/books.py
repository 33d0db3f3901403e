"""A small book of its own for the tests: built in another process, its questions a copy."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
MIME = "application/vnd.unrolled.question+json"

# Extension of the test book: its questions are the copy beside it.
COPIED = """
import sys
from pathlib import Path
from unrolled.site import fingerprint
import unrolled.bank

QUESTIONS = Path(__file__).parent / "questions"
sys.modules["unrolled.bank.load"].root = lambda: QUESTIONS
fingerprint.QUESTIONS = QUESTIONS

def setup(app):
    return {}
"""
ASK = f"""
class Ask:
    def __init__(self, name):
        self.name = name
    def _repr_mimebundle_(self, **_):
        return {{"{MIME}": {{"id": self.name}}, "text/html": "old card", "text/plain": "a card"}}
"""


@dataclass
class Book:
    """A book's sources in a folder, and what its builds say."""

    path: Path

    @property
    def html(self) -> Path:
        return self.path / "_build/html"

    @property
    def questions(self) -> Path:
        return self.path / "questions"

    def page(self, name: str) -> str:
        return (self.html / f"{name}.html").read_text(encoding="utf-8")

    def pages(self) -> list[Path]:
        found = [path for path in self.html.rglob("*.html") if "_static" not in path.parts]
        return sorted(path.relative_to(self.html).with_suffix("") for path in found)

    def build(self, *options: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "unrolled.site", "build", "--source", str(self.path)]
        path = os.pathsep.join([str(self.path), *filter(None, [os.environ.get("PYTHONPATH")])])
        env = os.environ | {"PYTHONPATH": path, "UNROLLED_REPOSITORY": "owner/name"}
        return subprocess.run(
            [*command, *options], env=env, capture_output=True, text=True, timeout=300, check=False
        )

    def times(self) -> dict[str, int]:
        """When each page was written."""
        return {str(name): (self.html / f"{name}.html").stat().st_mtime_ns for name in self.pages()}


def make(folder: Path, pages: dict[str, str], cells: list[str | dict[str, Any]]) -> Book:
    """Write a book of Markdown pages and one notebook, the recurrent chapter."""
    shutil.copytree(
        ROOT / "src/unrolled/questions", folder / "questions", ignore=lambda *_: ["__pycache__"]
    )
    config = (ROOT / "_config.yml").read_text(encoding="utf-8")
    assert "    - unrolled.site\n" in config
    config = config.replace("    - unrolled.site\n", "    - copied\n    - unrolled.site\n")
    config = config.replace("  - src\n", "  - src\n  - questions\n")
    (folder / "_config.yml").write_text(config, encoding="utf-8")
    (folder / "copied.py").write_text(COPIED, encoding="utf-8")
    (folder / "book").mkdir(exist_ok=True)
    shutil.copy(ROOT / "book/references.bib", folder / "book")
    for name, text in pages.items():
        path = folder / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    names = [name for name in pages if name != "index"]
    if cells:
        names.append("notebooks/11_recurrent")
        (folder / "notebooks").mkdir()
        write_notebook(folder / "notebooks/11_recurrent.ipynb", cells)
    toc = "format: jb-book\nroot: index\nparts:\n  - caption: All\n    chapters:\n"
    for name in names:
        title = "\n        title: Errors of the keys" if name == "book/errata" else ""
        toc += f"      - file: {name}{title}\n"
    (folder / "_toc.yml").write_text(toc, encoding="utf-8")
    return Book(folder)


def write_notebook(path: Path, cells: list[str | dict[str, Any]]) -> None:
    """Write a notebook: a text that begins with # is Markdown; a dict has code and cell tags."""
    written: list[dict[str, Any]] = []
    for number, cell in enumerate(cells):
        entry = {"source": cell} if isinstance(cell, str) else cell
        kind = "markdown" if re.match(r"#+ ", entry["source"]) else "code"
        extra = {"outputs": [], "execution_count": None} if kind == "code" else {}
        metadata = {"tags": entry.get("tags", [])}
        written.append(
            {"cell_type": kind, "id": f"c{number}", "metadata": metadata, **extra}
            | {"source": entry["source"]}
        )
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"kernelspec": spec, "language_info": {"name": "python"}}
    notebook = {"cells": written, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(notebook), encoding="utf-8")
