"""The Sphinx extension that turns chapters, questions and papers into a static site.

Each module is one concern with its own ``setup``; nothing outside this package knows Sphinx.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

MODULES = (
    "problems",
    "fingerprint",
    "assets",
    "maths",
    "execute",
    "question",
    "variants",
    "explorable",
    "listing",
    "exam",
    "proof",
    "errata",
    "coverage",
    "finder",
    "sheet",
    "docstrings",
    "api",
    "chapter",
    "cells",
    "pictures",
    "page",
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Set up every concern; Sphinx calls this for ``extensions: [unrolled.site]``."""
    from importlib import import_module

    for name in MODULES:
        import_module(f"unrolled.site.{name}").setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}
