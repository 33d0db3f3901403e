"""Figures in the book's palette: one style, SVG that follows the reader's light or dark theme."""

from __future__ import annotations

import re
import zlib
from contextlib import AbstractContextManager
from functools import cache
from html import escape
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox

_THEME = Path(__file__).parent / "explorables" / "_kit" / "theme.css"
# Colours of matplotlib's own that a figure may still have, a legend's frame for one.
_DEFAULTS = (("ink", "#000000"), ("line", "#cccccc"))
_LINES = 'stroke-linejoin="round" stroke-linecap="butt"'
_VARIABLE = re.compile(r"--u-([a-z]+)\s*:\s*(#[0-9a-fA-F]{6})\b")


@cache
def palette() -> dict[str, str]:
    """The light palette by name, from the one file of CSS variables.

    Returns
    -------
    dict of str to str
        Among others "ink", "mute", "line", "forward", "gradient", "target", "param", "wrong".

    Examples
    --------
    >>> palette()["forward"].startswith("#")
    True
    """
    light = _THEME.read_text(encoding="utf-8").split("}", 1)[0]
    return {name: colour.lower() for name, colour in _VARIABLE.findall(light)}


def style() -> AbstractContextManager[None]:
    """Context manager in which matplotlib draws as the book does.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> with style():
    ...     figure, axes = plt.subplots()
    >>> plt.close(figure)
    """
    import matplotlib as mpl
    from cycler import cycler

    p = palette()
    return mpl.rc_context(
        {
            "figure.figsize": (7.0, 3.2),
            "figure.facecolor": "none",
            "axes.facecolor": "none",
            "savefig.facecolor": "none",
            "axes.edgecolor": p["mute"],
            "axes.labelcolor": p["ink"],
            "axes.titlecolor": p["ink"],
            "text.color": p["ink"],
            "xtick.color": p["mute"],
            "ytick.color": p["mute"],
            "axes.grid": True,
            "grid.color": p["line"],
            "axes.axisbelow": True,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.prop_cycle": cycler(
                color=[p["forward"], p["gradient"], p["target"], p["param"], p["mute"]]
            ),
            "legend.frameon": False,
            "font.size": 11.0,
            "lines.linewidth": 2.0,
            "svg.fonttype": "none",  # text stays text: small, selectable, in the page's font
            "svg.hashsalt": "unrolled",  # same figure, same bytes
        }
    )


def svg(figure: Figure, alt: str) -> str:
    """Draw a figure as inline SVG whose palette colours are CSS variables.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Drawn within `style()`; it is closed.
    alt : str
        What the figure shows, for readers who do not see it.

    Returns
    -------
    str
        An `<svg role="img">` element.

    Raises
    ------
    ValueError
        If `alt` is empty.
    """
    import matplotlib.pyplot as plt

    if not alt.strip():
        raise ValueError("alt is empty; say in words what the figure shows")
    buffer = StringIO()
    with style():
        figure.savefig(buffer, format="svg", bbox_inches=_crop(figure), metadata={"Date": None})
    plt.close(figure)
    text = buffer.getvalue()
    text = text[text.index("<svg") :]
    # Metadata is invisible RDF; ids are prefixed below so that two figures on a page never clash.
    # The style sheet has the selector `*`, which in a page means every element of the page.
    text = re.sub(r"\s*<(metadata|style)\b.*?</\1>", "", text, flags=re.DOTALL)
    for name, colour in (*palette().items(), *_DEFAULTS):
        text = re.sub(rf"{colour}\b", f"var(--u-{name}, {colour})", text, flags=re.IGNORECASE)
    text = re.sub(r"font: ([^;\"]*?)'[^;\"]*", r"font: \1inherit", text)
    text = _own_ids(text)
    label = f'role="img" aria-label="{escape(alt, quote=True)}"'
    # matplotlib leaves black out; what has no colour of its own gets the ink's.
    ink = f"var(--u-ink, {palette()['ink']})"
    points = re.search(r'width="([\d.]+)pt"', text)
    assert points, "matplotlib gives its width in points"
    width = f'style="--u-points: {float(points[1]):.0f}"'
    return text.replace(
        "<svg", f'<svg {label} class="u-figure" {width} fill="{ink}" {_LINES}', 1
    ).strip()


def _crop(figure: Figure) -> Literal["tight"] | Bbox:
    """The part of a figure to keep: of a diagram, whose axes are off, only what is drawn."""
    from matplotlib.transforms import Bbox

    if any(axes.axison for axes in figure.axes):
        return "tight"
    drawn = [
        artist.get_window_extent()
        for axes in figure.axes
        for artist in (*axes.patches, *axes.texts, *axes.lines, *axes.collections)
    ]
    if not drawn:
        return "tight"
    return Bbox.union(drawn).padded(4).transformed(figure.dpi_scale_trans.inverted())


def _own_ids(text: str) -> str:
    """Drop ids that nothing refers to, and give the others a prefix of the figure's own."""
    used = set(re.findall(r"(?:url\(|href=\")#([^)\"]+)", text))
    text = re.sub(r' id="([^"]+)"', lambda match: match[0] if match[1] in used else "", text)
    prefix = f"u{zlib.crc32(text.encode()):08x}-"
    return re.sub(r'(url\(#|href="#| id=")', rf"\g<1>{prefix}", text)


class Picture:
    """A figure to show in a notebook: themed SVG with its alt text.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    alt : str
        What the figure shows, for readers who do not see it.
    """

    def __init__(self, figure: Figure, alt: str) -> None:
        self.alt = alt
        self._svg = svg(figure, alt)

    def _repr_html_(self) -> str:
        return f'<figure class="u-picture">{self._svg}</figure>'

    def __repr__(self) -> str:
        return f"Picture({self.alt!r})"
