"""One Node process for all tests here."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from hypothesis.strategies import SearchStrategy

from tests.explorables.front_end import FrontEnd


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
