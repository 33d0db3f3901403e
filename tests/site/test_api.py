"""The reference: what is public is on a page, and docstrings read as they were meant."""

from __future__ import annotations

import importlib
import re
import shutil
import subprocess
import sys
from types import ModuleType

import pytest

from tests.site.books import ROOT, Book, make
from tests.site.test_pages import Tags
from tests.site.test_rebuild import edited
from unrolled.site.docstrings import read

PAGES = {path.stem: path for path in (ROOT / "book/api").glob("*.rst")}
PACKAGES = ["autodiff", "bank", "calc", "nn", "optim", "unrolled"]


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A book of nothing but the reference."""
    book = make(tmp_path_factory.mktemp("reference"), {"index": "# Landing\n"}, [])
    (book.path / "book/api").mkdir(parents=True)
    toc = book.path / "_toc.yml"
    for name, path in PAGES.items():
        shutil.copy(path, book.path / "book/api")
        toc.write_text(f"{toc.read_text()}      - file: book/api/{name}\n")
    done = book.build()
    assert done.returncode == 0, done.stdout + done.stderr
    return book


def test_every_package_has_a_page() -> None:
    assert sorted(PAGES) == PACKAGES
    contents = (ROOT / "_toc.yml").read_text(encoding="utf-8")
    assert all(f"book/api/{name}," in contents for name in PAGES)


@pytest.mark.parametrize("name", PACKAGES)
def test_every_public_name_is_explained_and_can_be_jumped_to(reference: Book, name: str) -> None:
    module = "unrolled" if name == "unrolled" else f"unrolled.{name}"
    package = importlib.import_module(module)
    html = reference.page(f"book/api/{name}")
    tags = Tags(html).found
    ids = [a["id"] for tag, a, _ in tags if tag == "dt" and a.get("id")]
    links = [a.get("href") for tag, a, around in tags if tag == "a" and "nav" in around]
    for public in package.__all__:
        if isinstance(getattr(package, public), ModuleType):
            assert public in PACKAGES or public in {"explorables", "plotting"}
            continue
        assert ids.count(f"{module}.{public}") == 1, public
        assert html.count(f'href="#{module}.{public}"') >= 2, f"{public} is in no overview"
        assert f"#{module}.{public}" in links, f"{public} is not beside the text"


@pytest.mark.parametrize("name", PACKAGES)
def test_no_markup_is_left_over(reference: Book, name: str) -> None:
    html = reference.page(f"book/api/{name}").split("<main")[1].split("</main>")[0]
    text = re.sub(r"<(pre|code)\b.*?</\1>", "", html, flags=re.DOTALL)
    text = re.sub(r"<[^>]+>", "", text)
    assert not re.search(r"`|----|\\[*|]|:\w+:", text)
    assert "problematic" not in html and "system-message" not in html


def test_parameters_are_definitions_and_examples_are_highlighted(reference: Book) -> None:
    html = reference.page("book/api/nn")
    entry = html.split('id="unrolled.nn.conv2d"')[1].split('<dt class="sig')[0]
    assert re.findall(r'<p class="rubric">(\w+)</p>', entry) == [
        *("Parameters", "Returns", "Raises", "Source", "Examples")
    ]
    assert "<dt><strong>input</strong><span" in entry
    assert "array_like, shape (N, C, H, W) or (C, H, W)</span></dt><dd></dd>" in entry
    assert '<span class="gp">&gt;&gt;&gt; </span>' in entry
    assert 'href="#unrolled.nn.conv2d_naive"' in entry  # a name in backticks is a link


def test_constants_and_what_is_cached_are_explained(reference: Book) -> None:
    html = reference.page("book/api/bank")

    def entry(name: str) -> str:
        found = html.split(f'id="unrolled.bank.{name}"')[1].split('<dt class="sig')[0]
        return re.sub(r"<[^>]+>", "", found)

    assert "Every question of the book" in entry("questions")
    assert "= 24" in entry("VARIANTS")
    assert "Chapters in reading order" in entry("CHAPTERS")
    assert "(" not in entry("CHAPTERS").partition("Chapters")[0]  # a long value is left out


def test_a_change_elsewhere_reads_no_page_of_it(reference: Book) -> None:
    with edited(reference.path / "index.md", "Landing", "Another"):
        done = reference.build()
    assert "1 pages read" in done.stdout, done.stdout + done.stderr


def test_mathematics_is_as_typed() -> None:
    source = """Loss |x - y|.

    Parameters
    ----------
    input : array_like, shape (*, N)
        Of `x`.
    weight : array_like

    Returns
    -------
    float

    Examples
    --------
    >>> 2 * 3 | 4
    6
    """
    lines = [line.removeprefix("    ") for line in source.splitlines()]
    assert read(lines) == [
        "Loss \\|x - y\\|.",
        "",
        ".. rubric:: Parameters",
        "",
        "**input** : array_like, shape (\\*, N)",
        "    Of `x`.",
        "**weight** : array_like",
        "    ..",
        "",
        ".. rubric:: Returns",
        "",
        "float",
        "    ..",
        "",
        ".. rubric:: Examples",
        "",
        ">>> 2 * 3 | 4",
        "6",
        "",
    ]


def test_a_module_that_is_not_there_fails_the_build(empty) -> None:
    book = make(empty, {"index": "# Landing\n"}, [])
    (book.path / "a.rst").write_text("A\n=\n\n.. api:: unrolled.optim\n   :first: sdg\n")
    toc = book.path / "_toc.yml"
    toc.write_text(f"{toc.read_text()}      - file: a\n")
    done = book.build()
    assert done.returncode != 0
    assert "unrolled.optim: nothing public is from unrolled.optim.sdg" in done.stderr


def test_the_reference_imports_neither_torch_nor_matplotlib() -> None:
    code = "import sys; from unrolled import autodiff, calc, nn, optim; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"torch", "matplotlib", "sphinx"} & set(run.stdout.split())
