"""What the tests of explorables share: one Node process, and a page with one explorable."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from typing import Any

import pytest
from hypothesis.strategies import SearchStrategy

from tests.browser.explorables import DRAWN, Explorable, link
from tests.conftest import Watch
from tests.explorables import page
from tests.explorables.front_end import FrontEnd

HIGH = {"width": 1280, "height": 1400}  # the mouse reaches every part without scrolling
Visit = Callable[..., Explorable]


@pytest.fixture(scope="session")
def front_end() -> Iterator[FrontEnd]:
    """The TypeScript side."""
    made = FrontEnd()
    yield made
    made.close()


def states(name: str) -> SearchStrategy[dict[str, Any]]:
    """The states of an explorable, as the folder's strategy.py draws them."""
    module = import_module(f"unrolled.explorables.{name.replace('-', '_')}.strategy")
    found: SearchStrategy[dict[str, Any]] = module.states()
    return found


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """`address(name)` is that of the explorable's page, which is written once."""

    @cache
    def find(name: str) -> str:
        return page.write(tmp_path_factory.mktemp(name), name).as_uri()

    return find


@pytest.fixture
def visit(watched: Watch, address: Callable[[str], str]) -> Visit:
    """`visit(name, state, **options)` opens an explorable in a context of its own.

    The state is one for the address, or whatever stands there in its place; the options are those
    of `Watched`. In the end no page may have said anything, nor, once it stood, asked for anything.
    """

    def open_page(name: str, state: dict[str, Any] | str = "", **options: Any) -> Explorable:
        folder, _, file = address(name).rpartition("/")
        one = watched(f"{folder}/", **{"viewport": HIGH, **options})
        one.context.set_default_timeout(5000)
        found = one.open(file + (state if isinstance(state, str) else link(state, name)))
        found.wait_for_selector(".u-mounted")
        found.evaluate(DRAWN)  # its size has been seen to
        one.complete = True
        return Explorable(found, name)

    return open_page
