"""What a change makes the next build do, and no more."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.site.books import Book, make, write_notebook

CHAPTER = "notebooks/11_recurrent"
ALWAYS = {"index", "search"}  # Sphinx writes the page that holds the contents with any other
QUESTION = "recurrent/relu_rnn_unroll"


@contextmanager
def edited(path: Path, old: str, new: str) -> Iterator[None]:
    """Change a file, and change it back."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(text, encoding="utf-8")


def rewritten(book: Book) -> tuple[set[str], str]:
    """The pages that another build writes, and what it says."""
    before = book.times()
    done = book.build()
    assert done.returncode == 0, done.stdout + done.stderr
    after = book.times()
    return {name for name in after if after[name] != before.get(name)} - ALWAYS, done.stdout


def test_an_unchanged_book_is_left_alone(book: Book) -> None:
    rewritten(book)  # takes back what another test has changed
    pages, said = rewritten(book)
    assert pages == set()
    assert "nothing had changed" in said


def test_a_changed_text_writes_its_chapter_without_running_it(book: Book) -> None:
    rewritten(book)
    with edited(
        book.questions / QUESTION / "question.md", "# Hint\n", "# Hint\n\nSomething new.\n"
    ):
        pages, said = rewritten(book)
        assert pages == {CHAPTER}
        assert "ran in" not in said
        assert "Something new." in book.page(CHAPTER)


def test_a_changed_title_writes_the_papers_that_list_it_too(book: Book) -> None:
    rewritten(book)
    path = book.questions / QUESTION / "question.md"
    title = next(
        line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("title:")
    )
    with edited(path, title, "title: Another title"):
        pages, _ = rewritten(book)
        assert pages == {CHAPTER, "book/exams/tum19", "book/coverage", "book/find"}
        assert ">Another title</a>" in book.page("book/exams/tum19")


def test_a_changed_answer_runs_the_chapter_again(book: Book) -> None:
    rewritten(book)
    path = book.questions / QUESTION / "answer.py"
    text = path.read_text(encoding="utf-8")
    with edited(path, text, f"{text}\n# changed\n"):
        pages, said = rewritten(book)
        assert CHAPTER in pages
        assert "11_recurrent ran in" in said
    _, said = rewritten(book)
    assert "ran in" not in said  # the earlier run is still known


def test_a_new_erratum_is_listed(book: Book) -> None:
    rewritten(book)
    path = book.questions / "recurrent/zero_input_state/question.md"
    text = path.read_text(encoding="utf-8")
    assert "# About the key" not in text
    new = text.replace("\nkind:", "\nverdict: wrong\nkind:", 1)
    with edited(path, text, f"{new}\n# About the key\n\nIt is not so.\n"):
        pages, _ = rewritten(book)
        assert pages == {CHAPTER, "book/errata", "book/coverage"}
        assert "It is not so." in book.page("book/errata")


CLOCK = "import time\nstart = time.time()\ntime.sleep(1.5)\nprint('ran', start, time.time())"


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="one processor runs one chapter at a time")
def test_chapters_run_at_the_same_time(tmp_path: Path) -> None:
    book = make(tmp_path, {"index": "# Landing\n"}, ["# One", CLOCK])
    write_notebook(book.path / "notebooks/12_lstm.ipynb", ["# Two", f"{CLOCK}  # another"])
    toc = book.path / "_toc.yml"
    toc.write_text(toc.read_text() + "      - file: notebooks/12_lstm\n")
    done = book.build()
    assert done.returncode == 0, done.stderr
    assert "running 2 of the chapters" in done.stdout
    times = [
        re.search(r"ran ([\d.]+) ([\d.]+)", book.page(f"notebooks/{name}"))
        for name in ("11_recurrent", "12_lstm")
    ]
    one, two = (tuple(map(float, match.groups())) for match in times if match)
    assert one[0] < two[1] and two[0] < one[1]


def test_a_chapter_that_is_edited_while_it_runs_is_run_again_as_it_is_now(tmp_path: Path) -> None:
    edit = (
        "from pathlib import Path\n"
        "path = Path('11_recurrent.ipynb')\n"
        "path.write_text(path.read_text().replace('6 * 7', '6 * 9'))"
    )
    book = make(tmp_path, {"index": "# Landing\n"}, ["# One", edit, "print(6 * 7)"])
    done = book.build()
    assert (done.returncode, done.stderr) == (0, "")  # no kernel complains of its ports
    assert done.stdout.count("11_recurrent ran in") == 2
    page = book.page("notebooks/11_recurrent")
    assert "54" in page and "42\n" not in page
