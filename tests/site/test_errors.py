"""A wrong book is not published, and the reader of the log learns where to look."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site.books import ASK, make
from unrolled.site.__main__ import main

PAGES = {
    "index": "# Landing\n",
    "question": "# Page\n\n```{question} recurrent/relu_rnn_unrol\n```\n",
    "exam": "# Page\n\nText.\n\n```{exam} tum91\n```\n",
    "maths": "# Page\n\nIt is $\\frac{1}$ here.\n",
    "picture": "# Page\n\n![](dot.svg)\n",
    "unrolled": "# Page\n\n```{explorable} rnn-unrolled\n```\n",
    "fine": "# Fine\n",
}
DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'


def test_every_problem_is_named_with_page_and_line(empty: Path) -> None:
    book = make(empty, PAGES, ["# Chapter", ASK, "Ask('recurrent/no_such')"])
    (book.path / "dot.svg").write_text(DOT, encoding="utf-8")
    for _ in range(2):  # a second build must not be green because nothing changed
        done = book.build()
        said = done.stderr
        assert done.returncode == 1
        assert "question.md:3: WARNING: there is no question 'recurrent/relu_rnn_unrol'" in said
        assert "did you mean recurrent/relu_rnn_unroll" in said
        assert "exam.md:5: WARNING: there is no exam 'tum91'; it may be tum19" in said
        assert (
            r"maths.md: WARNING: KaTeX cannot render '\\frac{1}': Unexpected end of input" in said
        )
        assert "picture.md:3: WARNING: picture without alternative text" in said
        assert "unrolled.md:3: WARNING: rnn-unrolled: there is no explorable" in said
        assert (
            "11_recurrent.ipynb:cell 3: WARNING: there is no question 'recurrent/no_such'" in said
        )
        assert "Traceback" not in said
    published = {str(name) for name in book.pages()}
    assert "fine" in published
    assert not published & {
        "question",
        "exam",
        "maths",
        "picture",
        "unrolled",
        "notebooks/11_recurrent",
    }


def test_a_failing_cell_is_named_and_nothing_is_published(empty: Path) -> None:
    cells = ["# Chapter", "x = 1", "assert x == 2, 'the routes disagree'"]
    book = make(empty, {"index": "# Landing\n"}, list(cells))
    done = book.build()
    assert done.returncode == 1
    assert "11_recurrent.ipynb, cell 3: AssertionError: the routes disagree" in done.stderr
    assert "assert x == 2" in done.stderr
    assert "Failed after" in done.stderr
    assert not (book.html / "notebooks").exists()


def test_a_folder_that_is_no_book(empty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--source", str(empty)]) == 2
    assert "has no _config.yml and no _toc.yml" in capsys.readouterr().err
