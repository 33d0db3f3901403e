"""What the built pages hold, and what they load."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from tests.site.books import Book
from tests.site.conftest import CARDS
from unrolled import bank
from unrolled.site.page import repository

CHAPTER = "notebooks/11_recurrent"
LOADED = {"script": "src", "link": "href", "img": "src", "source": "src", "iframe": "src"}
VOID = {"meta", "link", "img", "input", "br", "hr", "source", "wbr"}


class Tags(HTMLParser):
    """Every start tag of a page, with the names of the elements around it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None], tuple[str, ...]]] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs), tuple(self.open)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs), tuple(self.open)))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass


def loaded(html: str) -> Iterator[str]:
    for tag, attributes, _ in Tags(html).found:
        relation = attributes.get("rel") or ""
        if tag == "link" and relation in {"prev", "next", "canonical"}:
            continue
        if address := attributes.get(LOADED.get(tag, "-")):
            yield address


def test_nothing_is_loaded_from_another_host(book: Book) -> None:
    for name in book.pages():
        for address in loaded(book.page(str(name))):
            assert not re.match(r"(https?:)?//", address), (name, address)
    for sheet in (book.html / "_static/unrolled").glob("*.css"):
        assert not re.search(r"url\([\"']?(https?:)?//|@import", sheet.read_text(encoding="utf-8"))


def test_what_pages_load_is_there(book: Book) -> None:
    for name in book.pages():
        folder = (book.html / f"{name}.html").parent
        for address in loaded(book.page(str(name))):
            assert (folder / address.split("?")[0]).resolve().is_file(), (name, address)


HEAVY = "fontawesome thebe require.min.js html-manager mathjax bootstrap jquery jupyter.widget"


@pytest.mark.parametrize("name", HEAVY.split())
def test_the_heavy_usual_things_are_left_out(book: Book, name: str) -> None:
    for page in book.pages():
        assert name not in book.page(str(page)).lower(), page


def test_a_page_loads_only_what_it_shows(book: Book) -> None:
    def own(page: str) -> set[str]:
        names = (address.split("?")[0].rsplit("/", 1)[-1] for address in loaded(book.page(page)))
        return set(names) - {"icon.svg"}

    always = {"unrolled.css", "site.css", "site.js"}
    assert own("book/plain") == always
    assert own("index") == always | {"katex.css"}
    assert own(CHAPTER) == always | {"katex.css", "pygments.css", "kit.js", "card.js"}


def test_every_page_has_landmarks_and_a_skip_link(book: Book) -> None:
    for name in book.pages():
        tags = Tags(book.page(str(name))).found
        body = next(i for i, (tag, _, _) in enumerate(tags) if tag == "body")
        assert tags[body + 1][:2] == ("a", {"class": "s-skip", "href": "#main"})
        assert [a["id"] for tag, a, _ in tags if tag == "main"] == ["main"]
        landmarks = {"header", "nav", "main", "footer"}
        for tag, attributes, around in tags[body + 2 :]:
            inside = tag in landmarks or landmarks & set(around) or tag == "div"
            assert inside, (name, tag, attributes)


def test_headings_are_in_order(book: Book) -> None:
    for name in book.pages():
        levels = [
            int(tag[1])
            for tag, _, _ in Tags(book.page(str(name))).found
            if tag[1:] in {*"123456"} and tag[0] == "h"
        ]
        assert levels[0] == 1 and levels.count(1) == 1, name
        assert all(b <= a + 1 for a, b in pairwise(levels)), (name, levels)


def test_ids_are_unique(book: Book) -> None:
    for name in book.pages():
        ids = [a["id"] for _, a, _ in Tags(book.page(str(name))).found if a.get("id")]
        assert len(ids) == len(set(ids)), (name, sorted(i for i in ids if ids.count(i) > 1))


def test_cards_come_from_notebook_and_directive_with_maths_rendered(book: Book) -> None:
    html = book.page(CHAPTER)
    shown = re.findall(r'<unrolled-question [^>]*data-id="([^"]+)"', html)
    assert shown == CARDS
    assert "old card" not in html
    assert "katex-error" not in html
    assert 'class="katex"' in html.split("<unrolled-question", 2)[1]


def test_calls_of_cards_and_imports_are_out_of_the_way(book: Book) -> None:
    html = book.page(CHAPTER)
    text = re.sub(r"<[^>]+>", "", html)
    assert "Ask(" not in text
    assert "said twice" not in text
    assert re.search(r'<details class="s-fold [^"]*"><summary><span[^>]*>Imports<', html)
    assert "print" in text and "42" in text


def test_variants_are_scripts_that_hand_over_json(book: Book) -> None:
    folder = book.html / "_static/unrolled/bank"
    for question_id in CARDS:
        question = bank.load(question_id)
        path = folder / f"{question_id}.js"
        count = len(question.variants())
        stamp, *lines = path.read_text(encoding="utf-8").splitlines()
        assert re.fullmatch(rf"// [0-9a-f]{{20}} {count}", stamp), question_id
        assert len(lines) == bool(count)
        for line in lines:
            match = re.fullmatch(r'window\.unrolled\.bank\("([^"]+)",(\[.*\])\);', line)
            assert match and match[1] == question_id
            variants = json.loads(match[2])
            assert len(variants) == len(question.variants())
            assert all(
                {"values", "mistakes", "state", "prompt", "steps"} <= set(v) for v in variants
            )
            assert "katex" not in match[2]


@pytest.mark.parametrize("exam_id", ["tum19", "osna"])
def test_an_exam_page_lists_every_item_in_the_papers_order(book: Book, exam_id: str) -> None:
    html = book.page(f"book/exams/{exam_id}")
    exam = bank.exams()[exam_id]
    assert re.findall(r'<tr id="([^"]+)">', html) == [item.id for item in exam.items]
    homes = {ref.id: q for q in map(bank.load, CARDS) for ref in q.items}
    for item in exam.items:
        row = html.split(f'<tr id="{item.id}">')[1].split("</tr>")[0]
        question = homes.get(item.id)
        if question:
            assert (
                f'href="../../{CHAPTER}.html#{question.id.replace("/", "-").replace("_", "-")}"'
                in row
            )
        else:
            assert "not yet written" in row


def test_links_within_the_book_have_targets(book: Book) -> None:
    ids = {
        (book.html / f"{name}.html").resolve(): set(
            re.findall(r'\sid="([^"]+)"', book.page(str(name)))
        )
        for name in book.pages()
    }
    for name in book.pages():
        here = (book.html / f"{name}.html").resolve()
        for tag, attributes, _ in Tags(book.page(str(name))).found:
            href = attributes.get("href") or ""
            if tag != "a" or re.match(r"[a-z]+:", href):
                continue
            path, _, fragment = href.partition("#")
            target = (here.parent / path).resolve() if path else here
            assert target.is_file(), (name, href)
            assert not fragment or fragment in ids[target], (name, href)


def test_errata_are_those_of_the_bank(book: Book) -> None:
    html = book.page("book/errata")
    for question in bank.questions():
        listed = f'id="erratum-{question.id.replace("/", "-").replace("_", "-")}"' in html
        assert listed == (question.verdict is not None), question.id


def test_errata_show_the_executed_proof_and_begin_with_what_matters_most(book: Book) -> None:
    html = book.page("book/errata")
    entry = html.split('id="erratum-recurrent-per-step-weights"')[1].split("</section>")[0]
    proof = entry.split("</summary>")[1].split("</details>")[0]
    text = re.sub(r"<[^>]+>", "", proof)
    assert [line for line in text.split("\n") if "print" in line] == [
        "print(2 * 3)",
        "print('six')",
    ]
    assert "\n6\n" in text and "\nsix\n" in text
    assert book.page(CHAPTER).count('id="proof-recurrent-per-step-weights"') == 1
    order = [html.find(f'id="verdict-{verdict}"') for verdict in bank.VERDICTS]
    there = [at for at in order if at >= 0]
    assert there == sorted(there)
    assert len(there) >= 2


def test_coverage_counts_what_the_site_has(book: Book) -> None:
    html = book.page("book/coverage")
    assert html.count('<tr><th scope="row">') == len(bank.items())
    row = html.split("Unroll a scalar ReLU cell</a></td>")[1].split("</tr>")[0]
    assert re.findall(r"<td>(.*?)</td>", row) == ["two routes", "numeric", "24", "rnn-unroller"]
    script = (book.html / "_static/unrolled/bank/recurrent/relu_rnn_unroll.js").read_text()
    assert re.match(r"// \w+ 24\n", script)


def test_a_chapter_says_its_number_and_its_papers(book: Book) -> None:
    html = book.page(CHAPTER)
    assert html.index("11 · Recurrent networks</p>") < html.index("<h1>")
    assert '<a href="../book/exams/tum19.html">TUM 2019 · 6a–d</a>' in html


def test_cards_know_the_page_that_has_their_explorable(book: Book) -> None:
    html = book.page(CHAPTER)
    for question_id in CARDS:
        tag = re.search(rf'<unrolled-question [^>]*data-id="{question_id}"[^>]*>', html)
        assert tag
        led = 'data-chapter-href="../book/unroller.html"' in tag[0]
        assert led == (bank.load(question_id).explorable is not None), question_id


def test_the_pages_before_and_after_are_called_what_the_contents_call_them(book: Book) -> None:
    contents = (book.path / "_toc.yml").read_text(encoding="utf-8")
    assert "title: Errors of the keys" in contents  # the page itself says Errata
    assert re.search(r'rel="next"[^>]*><span>Next</span> Errors of the keys</a>', _all(book))


def _all(book: Book) -> str:
    return "".join(book.page(str(name)) for name in book.pages())


def test_topics_not_written_say_so(book: Book) -> None:
    html = book.page("index").split('<ol class="s-topics">')[1]
    assert html.count("not yet written") == len(bank.CHAPTERS) - 1
    assert f'<a href="{CHAPTER}.html">Recurrent networks</a>' in html


@pytest.mark.parametrize(
    ("variables", "origin", "address"),
    [
        ({}, "", ""),
        ({}, "git@github.com:owner/name.git", "https://github.com/owner/name"),
        ({}, "https://github.com/owner/name", "https://github.com/owner/name"),
        ({}, "https://example.org/owner/name.git", ""),
        ({"GITHUB_REPOSITORY": "a/b"}, "", "https://github.com/a/b"),
        ({"GITHUB_REPOSITORY": "a/b", "UNROLLED_REPOSITORY": "c/d"}, "", "https://github.com/c/d"),
        ({"UNROLLED_REPOSITORY": "no slash"}, "", ""),
    ],
)
def test_the_repository_is_known_or_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variables, origin, address
) -> None:
    for name in ("UNROLLED_REPOSITORY", "GITHUB_REPOSITORY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    if origin:
        subprocess.run(["git", "-C", tmp_path, "remote", "add", "origin", origin], check=True)
    repository.cache_clear()
    assert repository(tmp_path) == address
    repository.cache_clear()


def test_source_and_binder_links_follow_the_repository(book: Book) -> None:
    assert '<a href="https://github.com/owner/name">Source</a>' in book.page("book/plain")
    assert "/v2/gh/owner/name/main?urlpath=lab" in book.page(CHAPTER)
    assert "/v2/gh/" not in book.page("book/plain")
