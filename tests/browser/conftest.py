"""The built site over http and from disk."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from scripts.serve import listen
from tests.browser.explorables import Explorable
from tests.browser.reference import outputs
from tests.browser.unroller import EXAM
from tests.browser.watch import ROOT
from tests.conftest import Watch

SITE = ROOT / "_build/html"
SHOTS = ROOT / "_build/screenshots"
CHAPTER = "notebooks/11_recurrent.html"
Open = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is here."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def newest(*paths: Path) -> float:
    """When the last of the files was changed."""
    files = (f for p in paths for f in (p.rglob("*") if p.is_dir() else [p]) if f.is_file())
    return max((f.stat().st_mtime for f in files if "__pycache__" not in f.parts), default=0)


@pytest.fixture(scope="session")
def site() -> Path:
    """The built site; built now if it is older than what it is made from."""
    if "UNROLLED_SITE" in os.environ:  # one built elsewhere
        return Path(os.environ["UNROLLED_SITE"])
    names = ("_config.yml", "_toc.yml", "index.md", "book", "notebooks", "src/unrolled")
    if newest(SITE) < newest(*(ROOT / name for name in names)):
        subprocess.run([sys.executable, "hatch_build.py"], cwd=ROOT, check=True)
        subprocess.run([sys.executable, "-m", "unrolled.site", "build"], cwd=ROOT, check=True)
    return SITE


@pytest.fixture(scope="session")
def http(site: Path) -> Iterator[str]:
    """The address of the site, as `make serve` serves it."""
    with listen(site, "localhost", 0) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def file(site: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a downloaded copy in a folder whose name needs escaping."""
    folder = tmp_path_factory.mktemp("downloads") / "Prüfungen, 2. Versuch #1"
    shutil.copytree(site, folder)
    return f"{folder.as_uri()}/"


@pytest.fixture(params=["http", "file"])
def base(request: pytest.FixtureRequest) -> str:
    """The site over http, then from disk."""
    address: str = request.getfixturevalue(request.param)
    return address


@pytest.fixture
def visit(watched: Watch) -> Open:
    """`visit(base, path, **options)` opens a page in a context of its own."""

    def open_page(base: str, path: str = CHAPTER, **options: object) -> Page:
        return watched(base, **options).open(path)

    return open_page


@pytest.fixture
def page(http: str, visit: Open) -> Page:
    """The chapter."""
    return visit(http)


@pytest.fixture
def unroller(page: Page) -> Explorable:
    """The chapter's first explorable, which opens on the exam's numbers."""
    found = Explorable(page)
    found.shows(outputs(EXAM))
    return found
