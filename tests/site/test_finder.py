"""The ways to a question, on a small book."""

from __future__ import annotations

import re
from collections import Counter

from tests.site.books import Book
from tests.site.conftest import CARDS
from unrolled import bank
from unrolled.bank.folder import KINDS as KNOWN
from unrolled.site.finder import BY, KINDS, FindDirective, places


def test_every_kind_has_words() -> None:
    assert set(KINDS) == set(KNOWN)


def test_places_name_paper_and_item() -> None:
    assert places(bank.load("recurrent/relu_rnn_unroll")) == "TUM 2019 6c"


def test_each_card_of_the_book_is_found_once_by_topic_and_once_by_kind(book: Book) -> None:
    found = re.findall(r'href="[^"]*11_recurrent\.html#(recurrent-[\w-]+)"', book.page("book/find"))
    assert set(Counter(found).values()) == {2}
    assert len(set(found)) == len(CARDS)


def test_the_map_counts_every_item(book: Book) -> None:
    table = re.search(
        r'<table class="s-items s-map">.*?</table>', book.page("book/find"), re.DOTALL
    )
    assert table
    cells = re.findall(r'<td class="s-some-\d">(?:<a [^>]*>)?(\d+)', table[0])
    assert sum(map(int, cells)) == len(bank.items())
    assert table[0].count("<tr>") == 1 + len(bank.exams())


def test_other_groups_are_refused() -> None:
    check = FindDirective.check
    assert all(check(None, by) is None for by in BY)  # type: ignore[arg-type]
    assert check(None, "mood") == "find is by 'mood'; it may be by topic or kind"  # type: ignore[arg-type]
