"""What the pages depend on beyond their sources: hashes of the package's code and bundles.

Sphinx and jupyter-cache see a chapter's own file only. A changed ``solve()`` has to run its
chapter again, a changed template has to write the pages again, and neither more than that.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PACKAGE = Path(__file__).parents[1]
SITE = PACKAGE / "site"
QUESTIONS = PACKAGE / "questions"
BUNDLES = PACKAGE / "_bundles"
PALETTE = PACKAGE / "explorables/_kit/theme.css"  # matplotlib's figures take their colours from it


def digest(files: Iterable[Path], extra: bytes = b"") -> str:
    """Hash names and contents of files, in whatever order they come."""
    result = hashlib.sha256(extra)
    for path in sorted(files):
        result.update(f"{path.parent.name}/{path.name}\0".encode())
        result.update(path.read_bytes())
    return result.hexdigest()[:20]


@cache
def common() -> str:
    """Hash of what any notebook may import: all Python but the site's and the questions'."""
    apart = {SITE, QUESTIONS}
    files = [path for path in PACKAGE.rglob("*.py") if not apart & set(path.parents)]
    return digest([*files, *([PALETTE] if PALETTE.is_file() else [])])


@cache
def chapter(name: str) -> str:
    """Hash of a chapter's questions: their Python and front matter, not their text."""
    folder = QUESTIONS / name
    heads = b"".join(
        path.read_bytes().split(b"\n---", 1)[0] for path in sorted(folder.glob("*/question.md"))
    )
    return digest(folder.rglob("*.py"), heads)


def notebook(source: str) -> str:
    """Hash of the code that a notebook's outputs depend on.

    Of the questions it counts the chapters that the notebook names, as in
    ``ask("recurrent/...")``, and all of them if it reads the bank as a whole.
    """
    names = sorted(path.name for path in QUESTIONS.glob("*/"))
    if not re.search(r"\bquestions\(|\bids\(", source):
        names = [name for name in names if f"{name}/" in source]
    return digest([], "".join([common(), *map(chapter, names)]).encode())


@cache
def site() -> str:
    """Hash of the site's Python and templates."""
    return digest(path for path in SITE.rglob("*") if path.suffix in {".py", ".html"})


@cache
def bundles() -> str:
    """Hash of the scripts and style sheets that pages load."""
    folders = (BUNDLES, SITE / "static")
    return digest(
        path for folder in folders for path in folder.rglob("*") if path.suffix in {".js", ".css"}
    )


def setup(app: Sphinx) -> None:
    """Make hashes configuration values: Sphinx reads or writes all pages anew when they change."""
    app.add_config_value("unrolled_code", common() + site(), "env")
    app.add_config_value("unrolled_bundles", bundles(), "html")
