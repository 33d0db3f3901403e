"""A walk over every page of the built site, as it is read: wide, in the dark, on a phone."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest
import yaml
from playwright.sync_api import Browser, Page

from benchmarks.browser import SCROLL
from tests.browser.conftest import CHAPTER, SHOTS, Open
from tests.browser.explorables import Explorable
from tests.browser.watch import LOOKS, ROOT, Watched, violations


def in_contents() -> list[str]:
    """Pages by the table of contents, and the search."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    files = [entry["file"] for part in toc["parts"] for entry in part["chapters"]]
    return [f"{name}.html" for name in (toc["root"], *files, "search")]


PAGES = in_contents()


@dataclass
class Opened:
    name: str
    look: str
    page: Page
    watched: Watched


@pytest.fixture(
    scope="module",
    params=[(name, look) for name in PAGES for look in LOOKS],
    ids=lambda param: f"{param[0].removesuffix('.html')}-{param[1]}",
)
def opened(request: pytest.FixtureRequest, browser: Browser, http: str) -> Iterator[Opened]:
    """A page in one look, opened once for all that is asked about it."""
    name, look = request.param
    watched = Watched(browser, http, **LOOKS[look])
    yield Opened(name, look, watched.open(name), watched)
    watched.context.close()


def test_it_asks_no_other_host_and_says_nothing(opened: Opened):
    for _ in range(3):  # whatever waits for being seen
        opened.page.mouse.wheel(0, 4000)
    opened.page.wait_for_load_state("networkidle")
    opened.watched.assert_silent()


def test_it_is_in_the_look_that_the_reader_prefers(opened: Opened):
    ground = opened.page.evaluate("getComputedStyle(document.body).backgroundColor")
    brightness = sum(int(part) for part in ground.strip("rgba()").split(",")[:3]) / 3
    assert (brightness < 60) == ("dark" in opened.look), ground


def test_it_has_one_title_and_a_language(opened: Opened):
    heading = opened.page.locator("h1").all_inner_texts()
    assert len(heading) == 1
    assert heading[0].strip().rstrip("#").strip()
    assert opened.page.title().strip()
    assert opened.page.locator("html").get_attribute("lang") == "en"


# Text that is cut by an edge of the page; not what can be scrolled to or is meant to be unseen.
CUT = """() => [...document.querySelectorAll("main *")].filter((element) => {
    const text = [...element.childNodes].find((node) => node.nodeType === 3 && node.data.trim());
    if (!text || !element.checkVisibility({visibilityProperty: true})) return false;
    const range = document.createRange();
    range.selectNodeContents(text);
    const {left, right, width} = range.getBoundingClientRect();
    if (width < 2 || (left >= -1 && right <= innerWidth + 1)) return false;
    if (element.closest(".katex-mathml")) return false;
    for (let box = element; box.matches("main *"); box = box.parentElement)
        if (getComputedStyle(box).overflowX !== "visible") return false;
    return true;
}).map((element) => element.outerHTML.slice(0, 200))"""


def test_nothing_sticks_out_sideways(opened: Opened):
    assert opened.page.evaluate(CUT) == []
    wide = opened.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= opened.page.evaluate("document.documentElement.clientWidth")


def test_no_picture_is_missing_and_no_formula_failed(opened: Opened):
    broken = """() => [...document.images].filter((image) => !image.complete || !image.naturalWidth)
        .map((image) => image.src)"""
    assert opened.page.evaluate(broken) == []
    assert opened.page.locator(".katex-error").count() == 0
    assert "{{" not in opened.page.locator("body").inner_text()


# How many pixels a point of each figure in sight takes, and whether all of it can be reached.
FIGURES = """() => {
  const figures = [...document.querySelectorAll(".u-picture svg")];
  return figures.filter((svg) => svg.checkVisibility()).map((svg) => {
    const box = svg.closest("[data-part], .text_html");
    const scale = svg.clientWidth / svg.style.getPropertyValue("--u-points");
    return [scale, box.scrollWidth <= box.clientWidth || box.tabIndex === 0];
  });
}"""


def test_words_in_figures_are_large_enough(opened: Opened):
    least = 0.81 if opened.look == "phone" else 0.7
    for scale, within_reach in opened.page.evaluate(FIGURES):
        assert scale > least
        assert within_reach, "what scrolls must be reachable by keyboard"


def test_axe_finds_nothing_against_wcag_2_2_aa(opened: Opened):
    assert violations(opened.page) == []


def test_a_picture_is_kept(opened: Opened):
    """Not a comparison: for people to look at."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    name = opened.name.removesuffix(".html").replace("/", "-")
    opened.page.evaluate("scrollTo(0, 0)")
    opened.page.screenshot(path=SHOTS / f"{name}.{opened.look}.png", full_page=True)


def test_a_short_page_begins_at_the_top(http: str, visit: Open):
    page = visit(http, "book/exams/bitsrnn.html", viewport={"width": 768, "height": 1400})
    top = page.evaluate("document.querySelector('h1').getBoundingClientRect().top")
    assert top < 120


def test_all_pages_are_walked(site: Path):
    built = {
        path.relative_to(site).as_posix()
        for path in site.rglob("*.html")
        if not any(part.startswith("_") for part in path.relative_to(site).parts)
    }
    redirects = {path for path in built if 'http-equiv="refresh"' in (site / path).read_text()}
    assert built - redirects == set(PAGES)


COLLECT = """() => ({
    ids: [...document.querySelectorAll("[id]")].map((e) => e.id),
    names: [...document.querySelectorAll("unrolled-explorable")].map((e) => e.getAttribute("name")),
    links: [...document.querySelectorAll("a[href], area[href], [data-chapter-href]")].map(
        (e) => new URL(e.getAttribute("href") ?? e.dataset.chapterHref, document.baseURI).href),
    files: [...document.querySelectorAll("[src], link[href]")].map((e) => e.src || e.href),
})"""


def test_every_link_leads_somewhere(site: Path, http: str, visit: Open):
    found = {name: visit(http, name).evaluate(COLLECT) for name in PAGES}
    dead = []
    for name, page in found.items():
        for address in page["links"] + page["files"]:
            if not address.startswith(http):
                assert address.startswith(("https://", "mailto:", "data:")), (name, address)
                continue
            target = unquote(urlparse(address).path).lstrip("/") or "index.html"
            if not (site / target).is_file():
                dead.append((name, address))
            elif "#" in address and target in found:
                goal = unquote(address.partition("#")[2])
                known = [*found[target]["ids"], *found[target]["names"], ""]
                if goal not in known and goal.partition("?")[0] not in found[target]["names"]:
                    dead.append((name, address))
    assert dead == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_and_all_it_loads_weigh_little(http: str, visit: Open, name: str):
    bodies: dict[str, bytes] = {}
    page = visit(http, "index.html")
    page.goto("about:blank")
    page.on("requestfinished", lambda r: bodies.setdefault(r.url, r.response().body()))
    page.goto(http + name)
    page.evaluate(SCROLL)
    page.wait_for_load_state("networkidle")
    weights = {url: len(gzip.compress(body, 9)) for url, body in bodies.items()}
    assert http + name in weights
    heaviest = sorted(weights.items(), key=lambda pair: -pair[1])[:8]
    assert sum(weights.values()) < (450_000 if name == CHAPTER else 600_000), heaviest


SHIFTS = """() => new Promise((resolve) => {
    let sum = 0;
    const add = (entries) => { for (const e of entries) if (!e.hadRecentInput) sum += e.value; };
    const watch = new PerformanceObserver((list) => add(list.getEntries()));
    watch.observe({type: "layout-shift", buffered: true});
    setTimeout(() => { add(watch.takeRecords()); resolve(sum); }, 500);
})"""


@pytest.mark.parametrize("look", ["light", "phone"])
@pytest.mark.parametrize("place", ["index.html", f"{CHAPTER}#rnn-unroller?V=2"])
def test_nothing_jumps_while_a_page_loads(http: str, visit: Open, look: str, place: str):
    """On a slow connection, where figures are seen before the scripts arrive."""
    page = visit(http, "search.html", **LOOKS[look])
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    slow = {"offline": False, "latency": 150, "downloadThroughput": 200_000}  # ms, bytes a second
    devtools.send("Network.emulateNetworkConditions", {**slow, "uploadThroughput": 200_000})
    devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto(http + place)
    Explorable(page).box("V").wait_for()
    page.wait_for_load_state("networkidle")
    assert page.evaluate(SHIFTS) < 0.02


@pytest.mark.parametrize("name", PAGES)
def test_a_downloaded_copy_works_alike(file: str, visit: Open, name: str):
    page = visit(file, name)
    page.wait_for_load_state("networkidle")
    assert page.locator("h1").count() == 1
    loaded = page.evaluate("[...document.styleSheets].length")
    assert loaded > 0
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.status)") == "loaded"
