"""What the RNN unroller draws when, so that a change takes little time and nothing moves."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Error, expect

from tests.browser.conftest import CHAPTER, Open
from tests.browser.explorables import Explorable, link
from tests.browser.reference import outputs
from tests.browser.unroller import EXAM, PER_STEP, VECTOR, expected_of
from tests.conftest import Watch

# Moves every slider to its end and back, and notes who asks for a size on the way.
ASKED = """(root) => {
    const asked = [];
    const note = (owner, name, kind) => {
        const old = Object.getOwnPropertyDescriptor(owner, name);
        const heard = function (...given) {
            asked.push(name);
            return old[kind].apply(this, given);
        };
        Object.defineProperty(owner, name, {...old, [kind]: heard});
    };
    note(window, "getComputedStyle", "value");
    note(Element.prototype, "getBoundingClientRect", "value");
    for (const name of ["clientWidth", "clientHeight", "scrollWidth", "scrollLeft"])
        note(Element.prototype, name, "get");
    for (const name of ["offsetWidth", "offsetHeight", "offsetTop"])
        note(HTMLElement.prototype, name, "get");
    root.clientWidth;
    for (const input of [...root.querySelectorAll("input[type=range]")].map((e) => e.dataset.input))
        for (const end of ["max", "min"]) {
            const slider = root.querySelector(`input[type=range][data-input="${input}"]`);
            if (!slider) continue; // of a step that is gone
            slider.value = slider[end];
            slider.dispatchEvent(new Event("input", {bubbles: true}));
        }
    return asked;
}"""


@pytest.mark.parametrize("state", [EXAM, VECTOR], ids=["scalar", "vector"])
def test_a_change_asks_for_no_size(http: str, visit: Open, state: dict[str, Any]):
    """The browser would lay out the page in the middle of the change, and once more after it."""
    unroller = Explorable(visit(http, CHAPTER + link(state)))
    unroller.shows(expected_of(state))
    assert unroller.root.evaluate(ASKED) == ["clientWidth"]  # its own: it does hear


FOLDED = "root => [...root.querySelectorAll('details')].map((fold) => fold.textContent)"
NO_IDLE = "delete window.requestIdleCallback; delete window.cancelIdleCallback;"  # as in Safari


def reads_like(unroller: Explorable, fresh: Explorable) -> None:
    """Wait until the folds of both hold the same text; fail with what they hold instead."""
    wanted = fresh.root.evaluate(FOLDED)
    try:
        same = f"([root, wanted]) => JSON.stringify(({FOLDED})(root)) === JSON.stringify(wanted)"
        given = [unroller.root.element_handle(), wanted]
        unroller.page.wait_for_function(same, arg=given, timeout=5000)
    except Error:  # Timed out
        assert unroller.root.evaluate(FOLDED) == wanted


@pytest.mark.parametrize("script", ["", NO_IDLE], ids=["idle", "no-idle-callback"])
@pytest.mark.parametrize("state", [EXAM, VECTOR], ids=["scalar", "vector"])
def test_a_closed_fold_keeps_no_old_text(
    http: str, watched: Watch, state: dict[str, Any], script: str
):
    context = watched(http)
    context.context.add_init_script(script)
    unroller = Explorable(context.open(CHAPTER + link(state)))
    unroller.unfold()
    unroller.root.evaluate("root => root.querySelectorAll('details').forEach(d => d.open = false)")
    unroller.drawn()
    for length, activation in ((20, "sigmoid"), (2, "tanh")):
        unroller.type("length", str(length))
        unroller.choice("activation").select_option(activation)
        now = {**state, "length": length, "activation": activation}
        fresh = Explorable(context.open(CHAPTER + link(now)))
        fresh.unfold()
        reads_like(unroller, fresh)


def test_of_a_long_chain_what_is_in_sight_is_laid_out_and_nothing_moves(http: str, visit: Open):
    unroller = Explorable(visit(http, CHAPTER + link({**VECTOR, "length": 20})))
    unroller.root.locator(".rnn-sums").scroll_into_view_if_needed()
    found = unroller.root.evaluate(
        """async (root) => {
            const table = root.querySelector(".rnn-sums"), stage = table.closest(".u-scroll");
            const found = [];
            for (const left of [0, stage.scrollWidth]) {
                stage.scrollLeft = left;
                for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
                found.push([table.offsetHeight, ...[...table.querySelectorAll(".u-matrix")].map(
                    (matrix) => matrix.firstChild.checkVisibility({contentVisibilityAuto: true}))]);
            }
            return found;
        }"""
    )
    (height, *at_first), (later, *at_last) = found
    assert height == later
    assert at_first[0] and not at_first[-1]
    assert at_last[-1] and not at_last[0]


def slide(unroller: Explorable, name: str, value: float) -> int:
    """Move a slider; the focus stays where it is. What `COUNT` has counted right after it."""
    made: int = unroller.slider(name).evaluate(
        """(slider, value) => {
            slider.value = value;
            slider.dispatchEvent(new Event("input", {bubbles: true}));
            return window.made;
        }""",
        value,
    )
    return made


# Names whose element is another one than last time, and names that are there twice.
OTHERS = """(root) => {
    const names = [], now = new Map();
    for (const element of root.querySelectorAll("[id], [data-output], [data-input]")) {
        const {id, type, dataset: {output, input}} = element;
        names.push(id ? `#${id}` : output ?? `${type} ${input}`);
        now.set(names.at(-1), element);
    }
    const before = window.unrolledBefore ?? now;
    window.unrolledBefore = now;
    const others = [...now.keys()].filter((n) => before.has(n) && before.get(n) !== now.get(n));
    return [...others, ...names.filter((name, i) => names.indexOf(name) !== i)];
}"""


def test_steps_that_stay_keep_their_elements_and_the_focus(unroller: Explorable):
    unroller.box("x[1]").focus()
    assert unroller.root.evaluate(OTHERS) == []
    for length in (20, 3, 20, 2, 3):
        slide(unroller, "length", length)
        x = ([1, 2, 0] + 17 * [0])[:length]
        unroller.shows(outputs({**EXAM, "x": x}))
        assert unroller.root.evaluate(OTHERS) == []
        expect(unroller.box("x[1]")).to_be_focused()
    assert max(t for t in range(30) if f"h_{t}" in unroller.outputs()) == 3


def test_nonsense_gives_way_when_the_number_of_steps_changes(unroller: Explorable):
    for name in ("W", "x[2]"):
        unroller.type(name, "abc")
    for length in (2, 3):
        slide(unroller, "length", length)
        unroller.shows(outputs({**EXAM, "x": [1, 2, 0][:length]}))
    expect(unroller.root.locator("[aria-invalid]")).to_have_count(0)
    expect(unroller.box("W")).to_have_value("2")
    expect(unroller.box("x[2]")).to_have_value("0")


# Counts the elements that are made; `calm` once none was for a while.
COUNT = """
    window.made = 0;
    let last = 0;
    for (const name of ["createElement", "createElementNS"]) {
        const make = document[name];
        document[name] = function (...given) {
            window.made++;
            last = performance.now();
            return make.apply(this, given);
        };
    }
    window.calm = () => window.made > 0 && performance.now() - last > 700;
"""


@pytest.mark.parametrize("script", ["", NO_IDLE], ids=["idle", "no-idle-callback"])
@pytest.mark.parametrize("state", [EXAM, VECTOR, PER_STEP], ids=["scalar", "vector", "per-step"])
def test_the_elements_of_long_chains_are_there_before_they_are_wanted(
    http: str, watched: Watch, state: dict[str, Any], script: str
):
    context = watched(http)
    context.context.add_init_script(script + COUNT)
    page = context.open(CHAPTER + link(state))
    unroller = Explorable(page)
    page.wait_for_function("calm()")
    before = page.evaluate("made")
    assert slide(unroller, "length", 20) - before < 30, "of a thousand and more"
    expect(unroller.root.locator("[data-output^='norm_']")).to_have_count(21)
