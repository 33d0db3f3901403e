"""Parts of pages that are made from the whole bank: written again when what they say changes.

A directive leaves a `Listing` in its page. After each reading the HTML is made and its hash
compared with that of the last build; a page that is written takes the same HTML.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from unrolled import bank
from unrolled.site import fingerprint
from unrolled.site.problems import report
from unrolled.site.question import anchor, homes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

Renderer = Callable[["Sphinx", str, str], str]  # app, page, argument of the directive -> HTML
RENDERERS: dict[str, Renderer] = {}


class Listing(nodes.General, nodes.Element):
    """A place for generated HTML; attributes `kind` and `name`."""


class ListingDirective(SphinxDirective):
    """Base of the directives: leaves a `Listing` of its name."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Record that the page has this listing."""
        name = self.arguments[0] if self.arguments else ""
        problem = self.check(name)
        if problem:
            report(self.env, self.env.docname, problem, self.lineno)
            return []
        _known(self.env).setdefault(self.env.docname, {})[self.name, name] = ""
        return [Listing(kind=self.name, name=name)]

    def check(self, name: str) -> str | None:
        """What is wrong with the argument, or None."""
        return f"{self.name} takes no argument; it has {name!r}" if name else None


def link(app: Sphinx, page: str, target: str, text: str, fragment: str = "") -> str:
    """A link from one page to another, as HTML; the bare text if the book has no such page."""
    if target not in app.env.found_docs:
        return escape(text)
    uri = app.builder.get_relative_uri(page, target) if target != page else ""
    return f'<a href="{escape(uri + fragment)}">{escape(text)}</a>'


def card_link(app: Sphinx, page: str, question: bank.Question) -> str | None:
    """A link to a question's card, or None if no page shows it yet."""
    home = homes(app.env).get(question.id)
    return home and link(app, page, home, question.title, f"#{anchor(question.id)}")


def add(app: Sphinx, directive: type[ListingDirective], name: str, renderer: Renderer) -> None:
    """Add a kind of listing with its directive."""
    RENDERERS[name] = renderer
    app.add_directive(name, directive)


def env_updated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Pages whose listings say something else than they did."""
    signature = _signature(env)
    fresh = any("" in listings.values() for listings in _known(env).values())
    if not fresh and env.__dict__.get("unrolled_signature") == signature:
        return []
    env.__dict__["unrolled_signature"] = signature
    changed = []
    for page, listings in _known(env).items():
        for (kind, name), old in listings.items():
            html = _made(app)[page, kind, name] = _html(app, page, kind, name)
            new = listings[kind, name] = hashlib.sha256(html.encode()).hexdigest()
            if new != old:
                changed.append(page)
    return sorted(set(changed))


def resolved(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Put the HTML in place."""
    for node in list(doctree.findall(Listing)):
        kind, name = node["kind"], node["name"]
        html = _made(app).get((page, kind, name))
        if html is None:  # no listing has changed, but the page is written for something else
            html = _html(app, page, kind, name)
        node.replace_self(nodes.raw("", html, format="html"))


def purge(_app: Sphinx, env: BuildEnvironment, page: str) -> None:
    """Forget the listings of a page that is about to be read again."""
    _known(env).pop(page, None)


def merge(_app: Sphinx, env: BuildEnvironment, pages: list[str], other: Any) -> None:
    """Take over what another reading process found."""
    _known(env).update({page: _known(other)[page] for page in pages if page in _known(other)})


def _known(env: BuildEnvironment) -> dict[str, dict[tuple[str, str], str]]:
    known: dict[str, dict[tuple[str, str], str]]
    known = env.__dict__.setdefault("unrolled_listings", {})
    return known


def _made(app: Sphinx) -> dict[tuple[str, str, str], str]:
    """The HTML that this build has made, by page, kind and name."""
    made: dict[tuple[str, str, str], str] = app.__dict__.setdefault("unrolled_listings", {})
    return made


def _signature(env: BuildEnvironment) -> str:
    """Hash of everything that a listing may say, so that an unchanged build need not say it."""
    folders = (fingerprint.QUESTIONS, fingerprint.PACKAGE / "bank")
    files = [
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix in {".md", ".py", ".yaml"}
    ]
    places = sorted(
        (question, page, env.all_docs.get(page)) for question, page in homes(env).items()
    )
    return fingerprint.digest(files, repr(places).encode())


def _html(app: Sphinx, page: str, kind: str, name: str) -> str:
    try:
        return RENDERERS[kind](app, page, name)
    except bank.BankError as error:
        for problem in error.problems:
            report(app.env, page, problem)
        return ""


def setup(app: Sphinx) -> None:
    """Add the node, and keep the record of listings true."""
    app.add_node(Listing)
    app.connect("env-purge-doc", purge)
    app.connect("env-merge-info", merge)
    app.connect("env-updated", env_updated)
    app.connect("doctree-resolved", resolved)
