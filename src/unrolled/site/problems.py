"""What must not be published: said with page and line, collected, and the build fails at its end.

Sphinx alone would print a warning, publish the page without the card, and not look at it again.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import ExtensionError
from sphinx.util import logging

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

LOGGER = logging.getLogger(__name__)


class Unpublishable(ExtensionError):
    """Pages that must not be published; the warnings before it say why."""


def report(env: BuildEnvironment, page: str, message: str, line: int | None = None) -> None:
    """Note that a page is wrong; every such page fails the build, once all have been looked at."""
    problems = _problems(env.app)
    if message not in problems.values():  # a wrong question is one problem, however many list it
        LOGGER.warning(message, location=_place(env, page, line), type="unrolled")
    problems[page] = message


def _place(env: BuildEnvironment, page: str, line: int | None) -> str | tuple[str, int | None]:
    path = str(env.doc2path(page))
    if line and path.endswith(".ipynb"):  # myst-nb counts 10,000 lines a cell
        return f"{path}:cell {line // 10_000}"
    return page, line


def build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Withdraw wrong pages; at an exception Sphinx forgets all it has read, and looks again."""
    pages = sorted(_problems(app))
    if exception or not pages:
        return
    for page in pages:
        Path(app.builder.get_outfilename(page)).unlink(missing_ok=True)  # type: ignore[attr-defined]
    raise Unpublishable(f"not published, for the reasons above: {', '.join(pages)}")


def _problems(app: Sphinx) -> dict[str, str]:
    """The last problem of each page that has any."""
    problems: dict[str, str] = app.__dict__.setdefault("_unrolled_problems", {})
    return problems


def setup(app: Sphinx) -> None:
    """Fail at the end of a build that had problems."""
    # First of all: the others hear of the exception, and only then tidy up.
    app.connect("build-finished", build_finished, priority=1)
