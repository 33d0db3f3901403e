"""Chromium, and a connection as slow as wanted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tests.chromium import launch_options

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}

# To the end of the page and back, so that everything has been in sight.
SCROLL = """async () => {
    const pause = () => new Promise((done) => setTimeout(done, 30));
    for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 2) {
        scrollTo(0, y);
        await pause();
    }
    scrollTo(0, 0);
    await pause();
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a headless Chromium; end it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def fresh(browser: Browser, **options: Any) -> Iterator[Page]:
    """Open a tab with an empty cache, in a context of its own."""
    given: dict[str, Any] = {"viewport": DESKTOP, "reduced_motion": "reduce", **options}
    context = browser.new_context(**given)
    try:
        yield context.new_page()
    finally:
        context.close()


def throttle(page: Page, megabits: float, milliseconds: float) -> None:
    """Slow a tab's connection down; the latency is added to every request."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    bytes_per_second = megabits * 1e6 / 8
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": milliseconds,
            "downloadThroughput": bytes_per_second,
            "uploadThroughput": bytes_per_second,
        },
    )
