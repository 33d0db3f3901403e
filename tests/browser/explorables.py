"""An explorable as a reader handles it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Error, Locator, Page

AGREES = """([root, expected]) => Object.entries(expected).every(([name, value]) => {
    const shown = root.querySelector(`[data-output="${name}"]`);
    const close = Math.abs(shown?.dataset.value - value) <= 1e-9 * Math.max(1, Math.abs(value));
    return shown !== null && close;
})"""
FOCUSABLE = "input, select, textarea, button, summary, a[href], [tabindex='0']"


class Explorable:
    """The n-th explorable of a name on a page."""

    def __init__(self, page: Page, name: str = "rnn-unroller", nth: int = 0) -> None:
        self.page = page
        self.root = page.locator(f"unrolled-explorable[name='{name}']").nth(nth)

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
