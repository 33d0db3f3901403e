"""The site's own files: bundles and style sheets, copied to ``_static/unrolled/``.

They are not in a folder called ``_static`` in the source, because Jupyter Book loads every
script it finds there on every page.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import ExtensionError

from unrolled.site.fingerprint import BUNDLES, SITE

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FOLDER = "_static/unrolled"
NEEDED = ("unrolled.css", "katex.css", "katex.js", "katex.min.js")
REMEDY = "`python hatch_build.py` makes the bundles"


def wanted(bundles: Path) -> dict[str, Path]:
    """Files that the site serves, by their name under ``_static/unrolled``."""
    own = {path.name: path for path in (SITE / "static").iterdir()}
    scripts = [p for p in bundles.glob("*.js") if not p.name.endswith((".esm.js", ".min.js"))]
    styles = [*bundles.glob("*.site.css"), bundles / "unrolled.css", bundles / "katex.css"]
    fonts = {f"fonts/{p.name}": p for p in (bundles / "fonts").glob("*.woff2")}
    return own | {path.name: path for path in (*scripts, *styles)} | fonts


def publish(bundles: Path, target: Path) -> None:
    """Copy what is new or changed, and remove what is no longer wanted."""
    missing = [name for name in NEEDED if not (bundles / name).is_file()]
    if missing:
        raise ExtensionError(f"{bundles} lacks {', '.join(missing)}: {REMEDY}")
    files = wanted(bundles)
    for name, source in files.items():
        copy = target / name
        if not copy.is_file() or copy.read_bytes() != source.read_bytes():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, copy)
    for old in (*target.glob("*.*"), *target.glob("fonts/*")):
        if old.is_file() and old.relative_to(target).as_posix() not in files:
            old.unlink()


def has_bundle(name: str) -> bool:
    """Whether there is a front end called ``name``, say ``rnn-unroller``."""
    return (BUNDLES / f"{name}.js").is_file()


def builder_inited(app: Sphinx) -> None:
    """Publish before pages are written, because their links carry the files' checksums."""
    if app.builder.format == "html":
        publish(BUNDLES, Path(app.outdir) / FOLDER)


def setup(app: Sphinx) -> None:
    """Copy the files at the start of every build."""
    app.connect("builder-inited", builder_inited)
