"""An explorable on a page without a notebook: ``{explorable} rnn-unroller`` with its state as YAML.

The page gets the same static face as a notebook's output: a figure without JavaScript, and the
live view with it.
"""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from unrolled import bank
from unrolled.site.fingerprint import PACKAGE
from unrolled.site.problems import report

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

FOLDER = PACKAGE / "explorables"
ELEMENT = re.compile(r'<unrolled-explorable\b[^>]*?\sname="([\w-]+)"')
_CARD = re.compile(r'<unrolled-question [^>]*?data-id="(?P<id>[^"]+)"')


def names() -> list[str]:
    """Explorables by the names of their elements."""
    found = (path.parent.name for path in FOLDER.glob("[!_]*/__init__.py"))
    return sorted(name.replace("_", "-") for name in found)


def face(name: str, state: dict[str, Any]) -> str:
    """The static face of an explorable in a state, as HTML.

    Raises
    ------
    ValueError
        If there is no such explorable, or the state is not valid for it.
    """
    if name not in names():
        raise ValueError(f"there is no explorable {name!r}; it may be {', '.join(names())}")
    module = import_module(f"unrolled.explorables.{name.replace('-', '_')}")
    kind = getattr(module, "".join(part.capitalize() for part in name.split("-")))
    unknown = [key for key in state if not kind.class_traits().get(key)]
    if unknown:
        raise ValueError(f"{name} has no {', '.join(unknown)}")
    bundle = kind(**state)._repr_mimebundle_()
    data: dict[str, str] = bundle[0] if isinstance(bundle, tuple) else bundle
    return data["text/html"]


class ExplorableDirective(SphinxDirective):
    """The explorable in the state that the content gives."""

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Draw it."""
        name = self.arguments[0]
        try:
            html = face(name, yaml.safe_load("\n".join(self.content)) or {})
        except Exception as error:  # noqa: BLE001 - whatever a trait objects to, the page is named
            said = str(error) or type(error).__name__
            report(self.env, self.env.docname, f"{name}: {said}", self.lineno)
            return []
        for path in sorted(Path(FOLDER / name.replace("-", "_")).glob("*.py")):
            self.env.note_dependency(str(path))
        return [nodes.raw("", html, format="html")]


def homes(env: BuildEnvironment) -> dict[str, list[str]]:
    """The pages that have an explorable, by its name."""
    found: dict[str, list[str]] = env.__dict__.setdefault("unrolled_explorables", {})
    return found


def read(app: Sphinx, doctree: nodes.document) -> None:
    """Note which explorables a page has."""
    page = app.env.docname
    for raw in doctree.findall(nodes.raw):
        for name in ELEMENT.findall(raw.astext()):
            pages = homes(app.env).setdefault(name, [])
            if page not in pages:
                pages.append(page)


def purge(_app: Sphinx, env: BuildEnvironment, page: str) -> None:
    """Forget the explorables of a page that is about to be read again."""
    for pages in homes(env).values():
        if page in pages:
            pages.remove(page)


def merge(_app: Sphinx, env: BuildEnvironment, _pages: list[str], other: Any) -> None:
    """Take over what another reading process found."""
    for name, pages in homes(other).items():
        mine = homes(env).setdefault(name, [])
        mine += [page for page in pages if page not in mine]


def page_context(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    """Tell cards where their explorable is, if it is on another page."""
    here = set(ELEMENT.findall(context.get("body") or ""))

    def led(card: re.Match[str]) -> str:
        name = bank.load(card["id"]).explorable
        pages = sorted(homes(app.env).get(name or "", []), key=lambda p: (p == "index", p))
        if name in here or not pages:
            return card[0]
        return f'{card[0]} data-chapter-href="{app.builder.get_relative_uri(page, pages[0])}"'

    context["body"] = _CARD.sub(led, context.get("body") or "")


def setup(app: Sphinx) -> None:
    """Add the directive, and keep the record of explorables true."""
    app.add_directive("explorable", ExplorableDirective)
    app.connect("doctree-read", read)
    app.connect("env-purge-doc", purge)
    app.connect("env-merge-info", merge)
    app.connect("html-page-context", page_context, priority=940)
