"""A page with one explorable, as the book's site has it, to drive in a browser from disk."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import unrolled
from unrolled import bank
from unrolled.explorables import get

BUNDLES = Path(unrolled.__file__).parent / "_bundles"
PAGE = """<!doctype html><html lang="en" data-content_root="./"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>{name}</title>
<script>document.documentElement.classList.add("unrolled-js")</script>
<link rel="stylesheet" href="_static/unrolled/unrolled.css">
<link rel="stylesheet" href="_static/unrolled/{name}.css">
<style>
:root {{ color-scheme: light dark }}
body {{ margin: 0; background: var(--u-bg); color: var(--u-ink); font: 18px/1.6 var(--u-serif) }}
main {{ max-width: 760px; margin: 0 auto; padding: 20px 16px }}</style>
<script defer src="_static/unrolled/kit.js"></script>
<script defer src="_static/unrolled/{name}.js"></script></head>
<body><main><h1>{name}</h1>{html}</main></body></html>"""


def write(folder: Path, name: str, **state: Any) -> Path:
    """Write the page and everything it loads; return its path. It opens in that state."""
    static = folder / "_static/unrolled"
    static.mkdir(parents=True)
    for path in (*BUNDLES.glob(f"{name}.*"), BUNDLES / "kit.js", BUNDLES / "unrolled.css"):
        shutil.copy(path, static)
    html = get(name)(presets=bank.presets(name), **state).html()
    page = folder / f"{name}.html"
    page.write_text(PAGE.format(name=name, html=html), encoding="utf-8")
    return page
