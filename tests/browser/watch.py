"""Browser contexts that let nothing out and hear everything."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LANDMARKS = ["region", "landmark-one-main", "landmark-unique", "page-has-heading-one"]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": DESKTOP},
    "dark": {"viewport": DESKTOP, "color_scheme": "dark"},
    "phone": {"viewport": PHONE, "has_touch": True, "is_mobile": True},
}


class Watched:
    """A context that may load what is below ``base`` and nothing else.

    Parameters
    ----------
    allowed : sequence of str
        Parts of messages that `assert_silent` passes over.
    options
        What Playwright's ``new_context`` takes.

    Attributes
    ----------
    complete : bool
        Set it when all is loaded: from then on nothing may be asked for, from below `base` neither.
    foreign : list of str
        Addresses asked for that may not be; those elsewhere were blocked.
    said : list of str
        What came on the console, errors that nobody caught among it.
    """

    def __init__(
        self, browser: Browser, base: str, *, allowed: Sequence[str] = (), **options: Any
    ) -> None:
        self.base = base
        self.allowed = allowed
        self.complete = False
        self.foreign: list[str] = []
        self.said: list[str] = []
        self.loaded: list[str] = []
        options = {"viewport": DESKTOP, "color_scheme": "light", **options}
        self.context: BrowserContext = browser.new_context(**options)
        self.context.route(re.compile(f"^(?!{re.escape(base)}|data:|blob:)"), lambda r: r.abort())
        self.context.on("request", lambda request: self._request(request.url))
        self.context.on("console", lambda message: self._console(message.type, message.text))
        self.context.on("weberror", lambda error: self.said.append(f"not caught: {error.error}"))
        self.context.on("page", lambda page: page.on("websocket", lambda s: self._socket(s.url)))

    def open(self, path: str) -> Page:
        """Open a page of the site in a new tab."""
        page = self.context.new_page()
        page.goto(self.base + path)
        return page

    def assert_silent(self) -> None:
        """Fail if there was a request to elsewhere, or a message that is not allowed."""
        heard = [text for text in self.said if not any(part in text for part in self.allowed)]
        assert not self.foreign, f"asked elsewhere: {self.foreign}"
        assert not heard, f"on the console: {heard}"

    def _request(self, url: str) -> None:
        self.loaded.append(url)
        inside = ("data:", "blob:") if self.complete else (self.base, "data:", "blob:")
        if not url.startswith(inside):
            self.foreign.append(url)

    def _console(self, kind: str, text: str) -> None:
        self.said.append(f"{kind}: {text}")

    def _socket(self, url: str) -> None:
        if not url.replace("ws", "http", 1).startswith(self.base):
            self.foreign.append(url)


def violations(page: Page) -> list[str]:
    """What axe-core finds on a page against WCAG 2.2 AA, and text outside of landmarks."""
    # Targets of a scrolled page lie below its bar; and with the fonts on their way it is not done.
    # Only an experimental rule, which does not run, wants axe to fetch the style sheets, too;
    # a page from disk may not, and the console says so.
    page.evaluate("async () => { await document.fonts.ready; scrollTo(0, 0); }")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        """async ({tags, rules}) => {
            const on = Object.fromEntries(rules.map((rule) => [rule, {enabled: true}]));
            const result = await axe.run({
                runOnly: {type: "tag", values: tags}, rules: on,
                resultTypes: ["violations"], preload: {assets: ["media"]},
            });
            return result.violations.map(({id, nodes}) => [id, nodes.map((node) =>
                [node.target.join(" "), node.failureSummary.split("\\n")[1]])]);
        }""",
        {"tags": WCAG, "rules": LANDMARKS},
    )
    return [f"{rule} at {place}:{why}" for rule, nodes in found for place, why in nodes]
