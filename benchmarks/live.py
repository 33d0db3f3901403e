"""On a slow connection: how long until the explorable obeys, and how much the layout shifts."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.browser import DESKTOP, PHONE, SCROLL, chromium, fresh, throttle
from benchmarks.server import serve
from benchmarks.table import Column, Table, site
from benchmarks.usual import usual
from benchmarks.weight import CHAPTER, PAGE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

MEGABITS, LATENCY = 1.6, 150
LOADS = 5
PATIENCE = 60_000  # ms
SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def measure() -> Table:
    """Load both pages in turn, cold; then ours once more per screen for its layout."""
    table = Table(
        f"Live: seconds from the start of navigation at {MEGABITS} Mbit/s and {LATENCY} ms, cold"
        f" cache, median of {LOADS}",
        (
            Column("page"),
            Column("first paint", ".2f"),
            Column("live", ".2f"),
            Column("slowest", ".2f"),
            Column("wanted"),
            Column("layout shift", ".4f"),
            Column("on a phone", ".4f"),
        ),
    )
    with chromium() as browser, serve(site()) as server, usual(CHAPTER) as other:
        ours, theirs = [], []
        for _ in range(LOADS):
            ours.append(load(browser, server.address + PAGE, "live"))
            theirs.append(load(browser, other.address, "view"))
        shifts = [shift(browser, server.address + PAGE, screen) for screen in (DESKTOP, PHONE)]
        usual_shifts = [shift(browser, other.address, screen) for screen in (DESKTOP, PHONE)]
    mine, usual_way = summary(ours), summary(theirs)
    table.rows = [
        ("this book", *mine, "< 2 s, < 0.02", shifts[0]["shift"], shifts[1]["shift"]),
        ("usual way", *usual_way, None, *(found["shift"] for found in usual_shifts)),
        ("ratio", usual_way[0] / mine[0], usual_way[1] / mine[1], None, None, None, None),
    ]
    table.notes = [
        "This book: until a first input event on the explorable changes its numbers. Usual way:"
        " until html-manager shows a slider, which without a kernel then does nothing.",
        "Chromium adds the latency to every request, not to names, connections and TLS; all files"
        " come gzipped from this machine, the CDN's too, which favours the usual way.",
        "Layout shift: the whole load, without a hand on it, and scrolling through the page.",
        *other.notes,
    ]
    for screen, found in zip(("desktop", "phone"), shifts, strict=True):
        worst = sorted(found["shifts"], reverse=True)[:3]
        if worst:
            table.notes.append(f"Largest shifts, {screen}: {'; '.join(worst)}")
    return table


def load(browser: Browser, url: str, event: str) -> tuple[float, float]:
    """Return the seconds until the first paint and until `event` of live.js."""
    with fresh(browser) as page:
        throttle(page, MEGABITS, LATENCY)
        page.add_init_script(f"window.benchPoke = {'true' if event == 'live' else 'false'};")
        page.add_init_script(SCRIPT)
        page.goto(url, wait_until="commit")
        page.wait_for_function(f"window.bench.{event} !== null", timeout=PATIENCE)
        found: tuple[float, float] = tuple(page.evaluate(f"[{PAINT}, bench.{event}]"))
    return found[0] / 1e3, found[1] / 1e3


def shift(browser: Browser, url: str, screen: dict[str, int]) -> dict[str, Any]:
    """Return the layout shift of a load on the slow connection and of scrolling."""
    with fresh(browser, viewport=screen) as page:
        throttle(page, MEGABITS, LATENCY)
        page.add_init_script(SCRIPT)
        page.goto(url, wait_until="load", timeout=PATIENCE)
        page.wait_for_timeout(1500)
        page.evaluate(SCROLL)
        found: dict[str, Any] = page.evaluate("bench")
    return found


def summary(loads: list[tuple[float, float]]) -> tuple[float, float, float]:
    """Return median first paint, median and slowest time until live."""
    paints, lives = zip(*loads, strict=True)
    return median(paints), median(lives), max(lives)
