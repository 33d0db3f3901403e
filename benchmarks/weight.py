"""What the chapter's page weighs, everything that it loads with it, beside the usual way."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.browser import SCROLL, chromium, fresh
from benchmarks.server import Served, serve
from benchmarks.table import ROOT, Cell, Column, Table, site
from benchmarks.usual import Usual, usual

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHAPTER = ROOT / "notebooks/11_recurrent.ipynb"
PAGE = f"notebooks/{CHAPTER.stem}.html"
KINDS = ("html", "css", "js", "fonts", "images", "data")
LIMIT = 450  # KB gzipped
# "New numbers" in every card: they bring the variants, and KaTeX to typeset them.
PRESS = """() => {
    for (const button of document.querySelectorAll("unrolled-question button"))
        if (/new numbers/i.test(button.textContent)) button.click();
}"""


def measure() -> Table:
    """Load both pages, scroll through them, and sum up what the servers sent."""
    table = Table(
        "Weight: KB (1000 bytes) that the chapter's page loads over http",
        (
            Column("kind"),
            Column("files", "d"),
            Column("raw", ".1f"),
            Column("gzip -9", ".1f"),
            Column("usual: files", "d"),
            Column("raw", ".1f"),
            Column("gzip -9", ".1f"),
            Column("ratio (gzip)", ".1f"),
        ),
        notes=[
            f"Wanted: all under {LIMIT} KB gzipped, and no other host asked; all our scripts and"
            " styles under 250 KB gzipped."
        ],
    )
    with chromium() as browser, serve(site()) as server, usual(CHAPTER) as other:
        foreign = visit(browser, server.address + PAGE, press=False)
        ours = list(server.served)
        server.served.clear()
        visit(browser, server.address + PAGE, press=True)
        later = [file for file in server.served if file not in ours]
        theirs, elsewhere = load_usual(browser, other)
    table.rows = rows(ours, theirs)
    table.rows.append(("later, on New numbers", *total(later), None, None, None, None))
    for part, files in front_end(site()).items():
        table.rows.append((part, *total(files), None, None, None, None))
    table.notes.append(f"Other hosts asked by the chapter's page: {', '.join(foreign) or 'none'}.")
    table.notes += [
        "Fonts and pictures count as they are where gzip would not make them smaller.",
        "Usual: the same notebook by Jupyter Book's defaults, cards as Markdown with dropdowns,"
        " explorables as interact; its CDN files from npm, require.js minified.",
        *other.notes,
    ]
    table.notes += [f"Not found: {path}" for path in dict.fromkeys(server.missing)]
    missing = dict.fromkeys([*other.site.missing, *other.cdn.missing])
    if missing:
        names = ", ".join(path.rsplit("/", 1)[-1] for path in missing)
        table.notes.append(f"Usual way, asked for in vain from the site or the CDN: {names}")
    table.notes += [f"Usual way, not reached: {host}" for host in elsewhere]
    return table


def front_end(folder: Path) -> dict[str, list[Served]]:
    """Return our own scripts and styles, those of all pages; no page loads them all."""
    own = folder / "_static/unrolled"
    scripts, styles = (
        [sent(path) for path in sorted(own.glob(f"*.{end}")) if not path.name.startswith("katex")]
        for end in ("js", "css")
    )
    return {"all our scripts": scripts, "all our styles": styles}


def sent(path: Path) -> Served:
    """Return a file as a server would send it."""
    content = path.read_bytes()
    return Served(path.name, path.suffix[1:], len(content), len(gzip.compress(content, 9)))


def visit(browser: Browser, url: str, press: bool) -> list[str]:
    """Open a page, see all of it; return the other hosts that it asked for."""
    with fresh(browser) as page:
        hosts = watch(page)
        page.goto(url, wait_until="networkidle")
        page.evaluate(SCROLL)
        if press:
            page.evaluate(PRESS)
        page.wait_for_timeout(500)
        page.wait_for_load_state("networkidle")
    return hosts


def load_usual(browser: Browser, other: Usual) -> tuple[list[Served], list[str]]:
    """Load the usual page until its widgets are there."""
    before = len(other.served())
    with fresh(browser) as page:
        hosts = watch(page)
        page.goto(other.address, wait_until="networkidle")
        page.wait_for_timeout(3000)  # html-manager and MathJax load some parts late
        page.evaluate(SCROLL)
        page.wait_for_load_state("networkidle")
    return list(other.served())[before:], hosts


def watch(page: Page) -> list[str]:
    """Return a list that fills with the hosts asked for that are not this machine."""
    hosts: list[str] = []

    def heard(url: str) -> None:
        host = url.split("/")[2] if url.startswith("http") else ""
        if host and host.split(":")[0] not in {"localhost", "127.0.0.1"} and host not in hosts:
            hosts.append(host)

    page.on("request", lambda request: heard(request.url))
    page.route("https://**", lambda route: route.abort())
    return hosts


def rows(ours: list[Served], theirs: list[Served]) -> list[tuple[Cell, ...]]:
    """Return a row per kind, and their sum."""
    result: list[tuple[Cell, ...]] = []
    for kind in (*KINDS, "all"):
        one, two = (
            total(file for file in files if kind in {file.kind, "all"}) for files in (ours, theirs)
        )
        if one[0] or two[0]:
            result.append((kind, *one, *two, two[2] / one[2] if one[2] else None))
    return result


def total(files: Iterable[Served]) -> tuple[int, float, float]:
    """Return number, KB and KB gzipped of files, each counted once."""
    once = list({file.path: file for file in files}.values())
    return len(once), sum(f.raw for f in once) / 1e3, sum(f.gzipped for f in once) / 1e3
