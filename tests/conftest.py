"""What all tests share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

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
