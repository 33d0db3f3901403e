"""A small site with cards, and its page in a browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.bank.folders import FRONT, write
from tests.card import static_page
from tests.card.reader import KEY, PROSE, UNROLL, ZERO
from tests.conftest import Watch
from unrolled import bank
from unrolled.bank.folder import read

COLOURS = """EXAM = {}
EXPECTED = (["red", "blue"],)
def solve(): return EXPECTED
def verify(): return EXPECTED
def steps(): return []
"""

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> str:
    front = FRONT.replace("[y]", "[{name: y, options: [red, green, blue]}]")
    body = "# Question\nWhich?\n# Hint\nTwo.\n# Solution\nRed, blue.\n# Marking\nAll.\n"
    colours = write(tmp_path_factory.mktemp("q"), "colours", front=front, body=body, answer=COLOURS)
    questions = [*map(bank.load, (UNROLL, ZERO, PROSE, KEY)), read(colours)]
    return static_page.write(tmp_path_factory.mktemp("site"), questions).as_uri()


@pytest.fixture
def visit(watched: Watch, site: str) -> Visit:
    """`visit(**options)` opens the site's page in a context of its own, silent in the end."""

    def open_page(**options: object) -> Page:
        folder, _, file = site.rpartition("/")
        one = watched(f"{folder}/", **options)
        one.context.set_default_timeout(5000)
        return one.open(file)

    return open_page


@pytest.fixture
def page(visit: Visit) -> Page:
    return visit(viewport={"width": 900, "height": 900})
