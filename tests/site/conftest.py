from __future__ import annotations

from pathlib import Path

import pytest

from tests.site.books import ASK, Book, make
from unrolled import bank

CARDS = [question_id for question_id in bank.ids() if question_id.startswith("recurrent/")]
WRONG = "recurrent/per_step_weights"  # its key does not hold
PAGES = {
    "index": "# Landing\n\nA formula: $x^2$.\n\n```{topics}\n```\n\n## And code\n\n`pip`\n",
    "book/exams/tum19": "# TUM\n\n```{exam} tum19\n```\n",
    "book/exams/osna": "# Osnabrück\n\n```{exam} osna\n```\n",
    "book/errata": "# Errata\n\n```{errata}\n```\n",
    "book/coverage": "# Coverage\n\n```{coverage}\n```\n",
    "book/find": "# Find\n\n```{map}\n```\n\n```{find} topic\n```\n\n```{find} kind\n```\n",
    "book/plain": "# Plain\n\nNothing but text.\n",
    "book/unroller": "# Unroller\n\n```{explorable} rnn-unroller\n```\n",
}
# The last card is by the directive, all others by a notebook's output.
CELLS: list[str | dict[str, object]] = [
    "# A chapter\n\nExams: said twice.\n\n## The idea\n\nText with $h_t$.",
    "import json\nimport math",
    {"source": ASK, "tags": ["remove-cell"]},
    *(f"Ask({question_id!r})" for question_id in CARDS[:-1]),
    f"## Last\n\n```{{question}} {CARDS[-1]}\n```",
    {"source": "print(6 * 7)", "tags": ["hide-cell"]},
    {"source": "print(2 * 3)", "tags": ["hide-input", f"proof:{WRONG}"]},
    {"source": "print('six')", "tags": [f"proof:{WRONG}"]},
    "from ipywidgets import IntSlider\nIntSlider()",
]


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A book that has been built without complaint; tests of changes put it back."""
    made = make(tmp_path_factory.mktemp("book"), PAGES, CELLS)
    done = made.build()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARNING" not in done.stderr
    return made


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A folder for a book that will not build."""
    folder = tmp_path / "broken"
    folder.mkdir()
    return folder
