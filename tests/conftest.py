"""What all tests share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeAlias

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browser.watch import Watched

Watch: TypeAlias = "Callable[..., Watched]"

# No deadline: a slow machine is no failure. Derandomised: a red run is red again.
settings.register_profile("unrolled", deadline=None, derandomize=True)
settings.load_profile("unrolled")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests: Playwright's synchronous interface exists once in a process."""
    from playwright.sync_api import sync_playwright

    from tests.browser.watch import AXE
    from tests.chromium import launch_options

    assert AXE.is_file(), "node_modules is missing: `python hatch_build.py` fetches it"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(**launch_options())
        yield chromium
        chromium.close()


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watch]:
    """`watched(base, **options)` makes a context; in the end none may have anything to report."""
    from tests.browser.watch import Watched

    made: list[Watched] = []

    def make(base: str, **options: object) -> Watched:
        made.append(Watched(browser, base, **options))
        return made[-1]

    yield make
    for one in made:
        one.context.close()
    for one in made:
        one.assert_silent()
