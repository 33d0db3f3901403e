"""A question card as a reader handles it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playwright.sync_api import Locator, Page, expect

from unrolled import bank

# Formulas as their TeX, whoever typeset them: the text of a prompt without KaTeX's doubling.
PLAIN = r"""(element) => {
    const copy = element.cloneNode(true);
    for (const formula of copy.querySelectorAll(".katex"))
        formula.replaceWith(formula.querySelector("annotation").textContent);
    return copy.textContent.replace(/\s+/g, " ").trim();
}"""


class Card:
    """The card of one question on a page."""

    def __init__(self, page: Page, question: bank.Question) -> None:
        self.page = page
        self.question = question
        self.root = page.locator(f"unrolled-question[data-id='{question.id}']")
        self.feedback = self.root.locator(".u-feedback")
        self.prompt = self.root.locator("[data-part=prompt]")

    def button(self, name: str) -> Locator:
        return self.root.get_by_role("button", name=name, exact=True)

    def field(self, name: str) -> Locator:
        return self.root.locator(f"[data-answer='{name}']")

    def box(self, name: str) -> Locator:
        return self.field(name).locator("input[type=text]")

    def fill(self, values: Sequence[Any]) -> None:
        """Give values to the answers, as exact as they are."""
        for answer, value in zip(self.question.answers, values, strict=True):
            if answer.kind == "number":
                self.box(answer.name).fill(value if isinstance(value, str) else repr(value))
            else:
                wanted = str(value).lower() if answer.kind == "truth" else value
                self.field(answer.name).locator(f"input[value='{wanted}']").check()

    def check(self) -> None:
        self.button("Check").click()

    def verdicts(self) -> list[str | None]:
        """What the card says about each value, in order."""
        return [
            self.field(answer.name).get_attribute("data-verdict")
            for answer in self.question.answers
        ]

    def graded(self, values: Sequence[Any]) -> list[str | None]:
        self.fill(values)
        self.check()
        return self.verdicts()

    def typed(self) -> list[str]:
        found = []
        for answer in self.question.answers:
            if answer.kind == "number":
                found.append(self.box(answer.name).input_value())
            else:
                found.append(self.field(answer.name).locator("input:checked").input_value())
        return found

    def text(self) -> str:
        """The prompt, formulas as TeX."""
        expect(self.prompt.locator(".u-tex")).to_have_count(0)
        found: str = self.prompt.evaluate(PLAIN)
        return found

    def instance(self, possible: Sequence[bank.Instance]) -> bank.Instance:
        """The one whose prompt is shown."""
        texts = {self._plain(one): one for one in possible}
        assert len(texts) == len(possible)
        return texts[self.text()]

    def _plain(self, instance: bank.Instance) -> str:
        text: str = self.page.evaluate(
            f"""(html) => {{
                const element = document.createElement("div");
                element.innerHTML = html;
                return ({PLAIN})(element);
            }}""",
            bank.html(instance.prompt, bank.spans),
        )
        return text
