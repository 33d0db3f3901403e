"""How soon the picture follows a slider: an explorable, and the same by interact in a kernel."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.browser import chromium, fresh
from benchmarks.interact import DRAWN
from benchmarks.kernel import Kernel, kernel
from benchmarks.server import serve
from benchmarks.table import Column, Table, site

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SAMPLES = 300  # at least, per explorable
MOVES = 40  # of the slider in the kernel
WARM = 5
SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
ELEMENT = re.compile(r'<unrolled-explorable\s[^>]*?name="([\w-]+)"[^>]*?\sstate="([^"]*)"')


def large_rnn() -> dict[str, Any]:
    """Return the largest cell that the explorable takes without an output layer."""
    rng = np.random.default_rng(11)

    def numbers(*shape: int) -> Any:
        return rng.uniform(-1, 1, shape).round(1).tolist()

    return {"V": numbers(3, 3), "W": numbers(3, 3), "b": numbers(3), "h0": numbers(3),
            "x": numbers(20, 3), "activation": "tanh", "length": 20}  # fmt: skip


# States besides the one that the page opens with.
MORE = {"rnn-unroller": {"20 steps, 3 units, 3 inputs": large_rnn()}}


def measure() -> Table:
    """Measure every explorable of the site at its opening state, and some at others."""
    table = Table(
        "Latency: milliseconds from an input event to the updated, laid-out DOM; beside it the same"
        " by interact",
        (
            Column("explorable"),
            Column("state"),
            Column("events", "d"),
            Column("median", ".2f"),
            Column("p95", ".2f"),
            Column("slowest", ".2f"),
            Column("first", ".1f"),
            Column("slowest slider"),
            Column("interact median", ".1f"),
            Column("p95", ".1f"),
            Column("ratio of medians", ".0f"),
        ),
        notes=[
            "Wanted: p95 < 8 ms. Every slider in turn, to random places; `first` is the very first"
            " event on a page just opened.",
            f"interact: {MOVES} moves of the first slider over the explorable's matplotlib figure,"
            " from the widget's message sent to the kernel until its PNG arrives; a browser would"
            " still have to decode and show it.",
        ],
    )
    folder = site()
    found = list(openings(folder))
    with serve(folder, isolated=True) as server, chromium() as browser, kernel() as running:
        for name, page, opening in found:
            states = {"as the page opens": None, **MORE.get(name, {})}
            for label, state in states.items():
                ours = drive(browser, server.address + page, name, state)
                usual = interact(running, name, state or opening, ours["spans"])
                table.rows.append(row(name, label, ours, usual))
                if ours["idle"]:
                    idle = ", ".join(ours["idle"])
                    table.notes.append(f"{name}, {label}: some moves changed no number: {idle}")
    return table


def openings(folder: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield each explorable once: its name, the first page that has it, its state there."""
    seen = set()
    for path in sorted(folder.rglob("*.html")):
        for name, state in ELEMENT.findall(path.read_text(encoding="utf-8")):
            if name not in seen:
                seen.add(name)
                yield name, path.relative_to(folder).as_posix(), json.loads(unescape(state))


def drive(browser: Browser, url: str, name: str, state: dict[str, Any] | None) -> dict[str, Any]:
    """Open the page and move the sliders."""
    with fresh(browser) as page:
        page.goto(url, wait_until="load")
        page.wait_for_selector(f"unrolled-explorable[name='{name}'] input[type=range][data-input]")
        given = {"name": name, "state": state, "samples": SAMPLES}
        result: dict[str, Any] = page.evaluate(SCRIPT, given)
    return result


def interact(
    running: Kernel, name: str, state: dict[str, Any], spans: list[tuple[str, list[float]]]
) -> list[float]:
    """Move the first slider of a number in the state by interact; return milliseconds."""
    numbers = [(slider, span) for slider, span in spans if slider.split("[")[0] in state]
    if name in DRAWN:
        code = f"from benchmarks.interact import explore\nexplore(**{state!r})"
        slider, low, high = "V", -4.0, 4.0
    elif numbers:
        slider, (low, high, step) = numbers[0]
        given = f"{name!r}, {slider!r}, {(low, high, step)!r}, {state!r}"
        code = f"from benchmarks.interact import follow\nfollow({given})"
        low, high = low + step, high  # it begins at the lowest
    else:
        return []
    values = np.random.default_rng(11).permutation(np.linspace(low, high, MOVES + WARM))
    model = running.sliders(code)[slider]
    taken = [1e3 * running.slide(model, float(value)) for value in values]
    return taken[WARM:]


def row(name: str, label: str, ours: dict[str, Any], usual: list[float]) -> tuple[Any, ...]:
    """Return a row of the table."""
    by_slider: dict[str, list[float]] = ours["times"]
    times = [time for some in by_slider.values() for time in some]
    slowest = max(by_slider, key=lambda slider: median(by_slider[slider]))
    middle = median(times)
    theirs = (median(usual), p95(usual), median(usual) / middle) if usual else (None, None, None)
    detail = f"{slowest} {median(by_slider[slowest]):.1f}, p95 {p95(by_slider[slowest]):.1f}"
    return (name, label, len(times), middle, p95(times), max(times), ours["first"], detail, *theirs)


def p95(values: list[float]) -> float:
    """Return the 95th percentile."""
    return quantiles(values, n=20, method="inclusive")[-1]
