"""An explorable as a reader handles it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from playwright.sync_api import Error, Locator, Page, expect

AGREES = """([root, expected]) => Object.entries(expected).every(([name, value]) => {
    const shown = root.querySelector(`[data-output="${name}"]`);
    const close = Math.abs(shown?.dataset.value - value) <= 1e-9 * Math.max(1, Math.abs(value));
    return shown !== null && close;
})"""
FOCUSABLE = "input, select, textarea, button, summary, a[href], [tabindex='0']"
AREA = """(root) => {
    const {x, y, width, height} = root.getBoundingClientRect();
    return {x: x + scrollX, y: y + scrollY - 24, width, height: height + 48};
}"""
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
UNFOLD = """(root) => Promise.all([...root.querySelectorAll("details:not([open])")].map((fold) =>
    new Promise((done) => {
        fold.addEventListener("toggle", done, {once: true}); // behind the view's own
        fold.open = true;
    })))"""


def link(state: dict[str, Any], name: str = "rnn-unroller") -> str:
    """The part of the address that holds a state."""
    fields = (
        f"{field}={value if isinstance(value, str) else json.dumps(value, separators=(',', ':'))}"
        for field, value in state.items()
    )
    return f"#{name}?{'&'.join(fields)}"


def in_address(page: Page) -> dict[str, Any]:
    """The state that the address holds."""

    def read(text: str) -> Any:
        try:
            return json.loads(text)
        except json.JSONDecodeError:
            return text

    fields = page.evaluate("location.hash").partition("?")[2].split("&")
    parts = (field.partition("=") for field in fields if field)
    return {unquote(name): read(unquote(text)) for name, _, text in parts}


class Explorable:
    """The n-th explorable of a name on a page."""

    def __init__(self, page: Page, name: str = "rnn-unroller", nth: int = 0) -> None:
        self.page = page
        self.root = page.locator(f"unrolled-explorable[name='{name}']").nth(nth)

    def keep_picture(self, path: Path) -> None:
        """Write what it looks like, whole even where it is as high as the window."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=path, full_page=True, clip=self.root.evaluate(AREA))

    def slider(self, name: str) -> Locator:
        return self.root.locator(f"input[type=range][data-input='{name}']")

    def box(self, name: str) -> Locator:
        return self.root.locator(f"input:not([type=range])[data-input='{name}']")

    def choice(self, name: str) -> Locator:
        return self.root.locator(f"select[data-input='{name}']")

    def type(self, name: str, text: str) -> None:
        """Type into a number's box and press Enter."""
        self.box(name).fill(text)
        self.box(name).press("Enter")

    def held(self, name: str) -> float:
        """What a number's box holds."""
        return float(self.box(name).input_value().replace("−", "-"))

    def drag(self, mark: Locator, right: float, down: float = 0) -> None:
        """Take hold of something in its middle, move it by so many pixels, and let go."""
        box = mark.bounding_box()
        assert box, "what is to be dragged is not in sight"
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + right, y + down, steps=6)
        self.page.mouse.up()

    def drawn(self) -> None:
        """Wait until what has just been done is drawn: open folds have a frame of their own."""
        self.page.evaluate(DRAWN)

    def unfold(self) -> None:
        """Open all folds and wait until they are filled."""
        self.root.evaluate(UNFOLD)
        self.drawn()

    def value(self, name: str) -> float:
        """A number that is shown, in full precision, as soon as it is there."""
        self.drawn()
        places = self.root.locator(f'[data-output="{name}"]')
        expect(places.first).to_have_attribute("data-value", re.compile("."))
        shown = places.evaluate_all("(all) => all.map((e) => e.dataset.value)")
        assert len(set(shown)) == 1, f"{name} is shown as {shown}"
        return float(shown[0])

    def outputs(self) -> dict[str, float]:
        """All numbers that are shown, in full precision."""
        found: dict[str, float] = self.root.evaluate(
            """(root) => Object.fromEntries([...root.querySelectorAll("[data-output]")].map(
                (element) => [element.dataset.output, Number(element.dataset.value)]))"""
        )
        return found

    def shows(self, expected: dict[str, float]) -> None:
        """Wait until these numbers are shown; fail with what is shown instead."""
        try:
            handle = self.root.element_handle()
            self.page.wait_for_function(AGREES, arg=[handle, expected], timeout=3000)
        except Error:  # Timed out
            shown = self.outputs()
            other = {k: (v, shown.get(k)) for k, v in expected.items() if shown.get(k) != v}
            raise AssertionError(f"expected and shown: {other}") from None

    def message(self, control: Locator) -> Locator:
        """The message that belongs to a control, as assistive technology finds it."""
        assert control.get_attribute("aria-invalid") == "true"
        ids = " ".join(
            control.get_attribute(name) or "" for name in ("aria-errormessage", "aria-describedby")
        ).split()
        assert ids, "the box does not say where its message is"
        return self.page.locator(", ".join(f"[id='{one}']" for one in ids)).filter(visible=True)

    def state(self) -> dict[str, Any]:
        """What the boxes and selects hold, as text."""
        found: dict[str, Any] = self.root.evaluate(
            """(root) => Object.fromEntries(
                [...root.querySelectorAll("[data-input]:not([type=range])")].map(
                    (control) => [control.dataset.input, control.value]))"""
        )
        return found
