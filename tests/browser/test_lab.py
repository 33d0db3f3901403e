"""The notebook in a real JupyterLab: widgets live, Python and page in step."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import lab
from tests.browser.cards import Card
from tests.browser.conftest import SHOTS
from tests.browser.explorables import Explorable
from tests.browser.reference import outputs
from tests.browser.unroller import EXAM
from tests.browser.watch import ROOT, Watched
from unrolled import bank

pytestmark = pytest.mark.slow
LONG = lab.PATIENCE * 1000
UNROLL = bank.load("recurrent/relu_rnn_unroll")


@pytest.fixture(scope="module")
def jupyter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[lab.Lab]:
    """JupyterLab with the chapter and a small notebook."""
    assert (ROOT / ".venv-lab/.installed").exists(), ".venv-lab is missing; `make test` makes it"
    with lab.running(tmp_path_factory.mktemp("lab")) as started:
        shutil.copy(ROOT / "notebooks/11_recurrent.ipynb", started.root)
        yield started


@pytest.fixture
def watched(browser: Browser, jupyter: lab.Lab) -> Iterator[Watched]:
    """A context that may talk to JupyterLab only."""
    one = Watched(browser, jupyter.url)
    one.context.set_default_timeout(LONG)
    yield one
    one.context.close()


def ours(watched: Watched) -> list[str]:
    """What the console says about the book's widgets; JupyterLab has a lot to say by itself."""
    words = re.compile(r"unrolled|anywidget|katex|\bblob:|not caught", re.IGNORECASE)
    return [text for text in watched.said if words.search(text)]


def run_all(watched: Watched, jupyter: lab.Lab, name: str) -> Page:
    """Open a notebook and run all its cells."""
    page = watched.open(jupyter.address(name))
    expect(page.locator(".jp-Notebook .jp-Cell").first).to_be_visible(timeout=LONG)
    ready = page.get_by_role("button", name=re.compile(r"\(Unrolled\) \| Idle"))
    expect(ready).to_be_visible(timeout=LONG)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name=re.compile("^Run All Cells")).click()
    expect(page.locator(".jp-InputPrompt", has_text="[1]:")).to_have_count(1, timeout=LONG)
    return page


def test_page_and_python_follow_each_other(watched: Watched, jupyter: lab.Lab):
    name = jupyter.write(
        "live.ipynb",
        "from unrolled import RnnUnroller, ask",
        "w = RnnUnroller(V=1, W=2, h0=-3, x=[1, 2, 0], activation='relu')\nw",
        f"card = ask({UNROLL.id!r})\ncard",
    )
    page = run_all(watched, jupyter, name)
    unroller = Explorable(page)
    unroller.root = page.locator(".jp-OutputArea").filter(has=page.locator("[data-output]")).first
    expect(unroller.box("V")).to_be_visible(timeout=LONG)
    unroller.shows(outputs(EXAM))
    with jupyter.kernel(name) as kernel:
        unroller.type("V", "1/4")
        unroller.shows(outputs({**EXAM, "V": 0.25}))
        in_python(kernel, "w.V", "0.25")
        h_3 = f"{outputs({**EXAM, 'V': 0.25})['h_3']}"
        assert lab.evaluate(kernel, "float(w.compute()['h'][-1])") == h_3
        unroller.slider("W").press("ArrowRight")
        in_python(kernel, "w.W", unroller.slider("W").input_value())

        kernel.execute("w.V = 2; w.W = 1; w.length = 5", reply=True, timeout=lab.PATIENCE)
        unroller.shows(outputs({**EXAM, "V": 2, "W": 1, "x": [1, 2, 0, 0, 0]}))
        refused = kernel.execute("w.V = 'two'", reply=True, timeout=lab.PATIENCE)
        assert refused["content"]["status"] == "error"
        assert "V" in refused["content"]["evalue"]
        unroller.shows(outputs({**EXAM, "V": 2, "W": 1, "x": [1, 2, 0, 0, 0]}))

        card = Card(page, UNROLL)
        expect(card.prompt.locator(".katex").first).to_be_visible(timeout=LONG)
        assert card.prompt.locator(".u-tex").count() == 0
        assert card.graded([-1, 4, 4]) == ["wrong", "right", "right"]
        expect(card.feedback).to_contain_text(UNROLL.exam.mistakes[0].text)
        assert card.graded(UNROLL.expected) == ["right"] * 3
        in_python(kernel, "card.submission['h_2']", "'4'")
        first = card.text()
        card.button("New numbers").click()
        expect(card.feedback).to_contain_text("New numbers", timeout=LONG)
        assert card.text() != first
        instance = card.instance(UNROLL.variants())
        assert card.graded(UNROLL.verify(**instance.params)) == ["right"] * 3
        card.button("Show in the explorable").click()
        assert instance.state
        unroller.shows(outputs(instance.state))
        in_python(kernel, "w.V", f"{instance.state['V']}")
        keep(page, "lab-live")
    assert ours(watched) == []
    assert watched.foreign == []


def keep(page: Page, name: str) -> None:
    """Not a comparison: for people to look at."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png")


def in_python(kernel: lab.BlockingKernelClient, expression: str, wanted: str) -> None:
    """Ask until the answer is the wanted one: the page sends its changes a moment later."""
    end = time.monotonic() + lab.PATIENCE
    while time.monotonic() < end:
        found = lab.evaluate(kernel, expression)
        same = found == wanted
        if not same and "'" not in wanted:
            same = float(found) == float(wanted)
        if same:
            return
    assert found == wanted


def test_the_chapter_runs_and_all_its_widgets_live(watched: Watched, jupyter: lab.Lab):
    page = run_all(watched, jupyter, "11_recurrent.ipynb")
    with jupyter.kernel("11_recurrent.ipynb") as kernel:
        # Queued behind the chapter's cells; by then all have run.
        assert lab.evaluate(kernel, "1 + 1") == "2"
    expect(page.locator(".jp-OutputArea-output[data-mime-type*='stderr']")).to_have_count(0)
    expect(page.locator("[data-mime-type='application/vnd.jupyter.error']")).to_have_count(0)
    page.locator("[data-output='h_3']").first.wait_for()
    cards = [q for q in map(bank.load, bank.ids()) if q.chapter == "recurrent"]
    for question in cards:
        card = page.locator(f"unrolled-question[data-id='{question.id}']")
        card.scroll_into_view_if_needed()
        expect(card.locator("[data-part=prompt]")).to_be_visible()
        expect(card.locator(".u-tex")).to_have_count(0)
        expect(card.locator(".katex-error")).to_have_count(0)
    keep(page, "lab-chapter")
    assert ours(watched) == []
    assert watched.foreign == []
