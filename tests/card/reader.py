"""A card as a reader handles it."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

UNROLL = "recurrent/relu_rnn_unroll"


ZERO = "recurrent/zero_input_state"


PROSE = "recurrent/sequence_batch_memory"


KEY = "recurrent/per_step_weights"


def question(page: Page, question_id: str) -> Locator:
    return page.locator(f'unrolled-question[data-id="{question_id}"]')


def answer(found: Locator, **texts: str) -> None:
    for name, text in texts.items():
        found.locator(f'input[name="{name}"]').fill(text)
    found.get_by_role("button", name="Check").click()


def verdicts(found: Locator) -> list[str]:
    return found.locator("[data-answer]").evaluate_all(
        "all => all.map(e => e.dataset.verdict ?? '')"
    )


def feedback(found: Locator) -> str:
    """What the lines say, without their formulas."""
    lines = found.locator(".u-line, .u-say").evaluate_all(
        "all => all.map(e => [...e.childNodes]"
        ".filter(n => n.nodeType === 3 || n.matches('.u-python'))"
        ".map(n => n.textContent.trim()).join(''))"
    )
    return "|".join(lines)
