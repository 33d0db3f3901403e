"""The page around the text: our own layout, and only the scripts and styles that the page needs."""

from __future__ import annotations

import os
import re
import subprocess
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docutils import nodes

from unrolled.site import chapters
from unrolled.site.assets import has_bundle
from unrolled.site.explorable import ELEMENT
from unrolled.site.fingerprint import SITE

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

_THEBE = re.compile(
    r'<script type="text/x-thebe-config">.*?</script>|<script>kernelName = .*?</script>', re.DOTALL
)

# Style sheets of extensions that a page needs only if its text has this.
WHERE_USED = {"pygments.css": 'class="highlight', "sphinx-design.min.css": 'class="sd-'}


def explorables(html: str) -> list[str]:
    """Names of the explorables on a page, each once, in the order of the page."""
    return list(dict.fromkeys(ELEMENT.findall(html)))


def own_assets(html: str) -> tuple[list[str], list[str]]:
    """Our style sheets and scripts that a page loads, from its text.

    Returns
    -------
    styles, scripts : list of str
        Names below ``_static/unrolled``.
    """
    names = explorables(html)
    styles = ["unrolled.css", "site.css", *(f"{name}.site.css" for name in names)]
    live = [f"{name}.js" for name in names if has_bundle(name)]
    if 'class="katex' in html:
        styles.insert(0, "katex.css")
    if "<unrolled-question" in html:
        live.append("card.js")
    return styles, ["site.js", *(["kit.js", *live] if live else [])]


def page_context(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], doctree: Any
) -> None:
    """Choose the page's scripts and styles, after everyone has added theirs."""
    html = _THEBE.sub("", context.get("body") or "")
    # The role that docutils gives an entry of the bibliography is deprecated, and no list item's.
    html = context["body"] = html.replace(' role="doc-biblioentry"', ' role="listitem"')
    styles, scripts = own_assets(html)
    kept = [
        sheet
        for sheet in context["css_files"]
        if WHERE_USED.get(_name(sheet), "\0") in html  # \0: in no page
    ]
    context["css_files"][:] = kept
    context["script_files"].clear()
    for name in styles:
        if not name.endswith(".site.css") or has_bundle(name.removesuffix(".site.css")):
            app.add_css_file(f"unrolled/{name}", priority=900)
    for name in scripts:
        app.add_js_file(f"unrolled/{name}", loading_method="defer")
    context["page_description"] = description(doctree)
    context["is_chapter"] = chapters.of_page(page) is not None
    context["repository"], context["binder"] = places(app, page)
    neighbours(app, page, context)


def neighbours(app: Sphinx, page: str, context: dict[str, Any]) -> None:
    """Call the pages before and after what the contents call them."""
    contents = getattr(app.env, "external_site_map", {})
    _, before, after = app.builder.relations.get(page, (None, None, None))  # type: ignore[attr-defined]
    for key, name in (("prev", before), ("next", after)):
        if context.get(key) and name in contents and contents[name].title:
            context[key] = {**context[key], "title": escape(contents[name].title)}


def description(doctree: nodes.document | None) -> str:
    """The first paragraph of a page, for search engines; cut at a word."""
    paragraphs = doctree.findall(nodes.paragraph) if doctree else ()
    text = next((" ".join(p.astext().split()) for p in paragraphs), "")
    return text if len(text) <= 160 else f"{text[:160].rsplit(' ', 1)[0]} …"


def places(app: Sphinx, page: str) -> tuple[str, str]:
    """Where the page's source is and where it runs.

    Returns
    -------
    repository, binder : str
        Addresses; empty if there is no repository, and Binder's also if this is no notebook.
    """
    options = app.config["html_theme_options"]
    url = repository(Path(app.srcdir))
    hub = str(options.get("launch_buttons", {}).get("binderhub_url") or "").rstrip("/")
    path = app.env.doc2path(page, base=False) if page in app.env.found_docs else ""
    if not (url and hub and str(path).endswith(".ipynb")):
        return url, ""
    branch = options.get("repository_branch") or "main"
    project = "/".join(url.split("/")[-2:])  # owner/name
    return url, f"{hub}/v2/gh/{project}/{branch}?urlpath={quote(f'lab/tree/{path}', safe='')}"


@cache
def repository(folder: Path) -> str:
    """Address of the repository on GitHub, or nothing where none is known.

    The environment decides (UNROLLED_REPOSITORY, or GITHUB_REPOSITORY in GitHub's workflows, as
    owner/name), then git's origin. It is never guessed: Binder runs what it finds there.
    """
    name = os.environ.get("UNROLLED_REPOSITORY") or os.environ.get("GITHUB_REPOSITORY") or ""
    if not name:
        origin = subprocess.run(  # noqa: S603 - no shell, arguments of our own
            ["git", "-C", str(folder), "remote", "get-url", "origin"],  # noqa: S607 - from PATH
            capture_output=True,
            text=True,
            check=False,
        )
        match = re.search(r"github\.com[:/]([\w.-]+/[\w.-]+?)(?:\.git)?/?$", origin.stdout.strip())
        name = match[1] if match else ""
    return f"https://github.com/{name}" if re.fullmatch(r"[\w.-]+/[\w.-]+", name) else ""


def config_inited(_app: Sphinx, config: Config) -> None:
    """Look for templates here before looking in the theme."""
    config.templates_path.insert(0, str(SITE / "templates"))


def _name(asset: Any) -> str:
    return str(getattr(asset, "filename", asset)).rsplit("/", 1)[-1]


def setup(app: Sphinx) -> None:
    """Use the templates, and choose what each page loads."""
    app.connect("config-inited", config_inited)
    app.connect("html-page-context", page_context, priority=950)
