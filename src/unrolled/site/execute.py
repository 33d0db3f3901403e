"""Run the chapters that need it before Sphinx reads them: in parallel, with progress, once.

myst-nb runs notebooks one after another and keys its cache by their cells alone. Here the key
also holds a hash of the code they import, so a broken ``solve()`` cannot leave an old number on a
page; and a chapter that fails is reported by cell, with no page published. myst-nb finds every
notebook in the cache and starts no kernel.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util import logging

from unrolled.site import fingerprint
from unrolled.site.problems import Unpublishable

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

LOGGER = logging.getLogger(__name__)
KEPT = 8  # cached executions per chapter: enough to change one's mind about an edit
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


def keyed(source: str) -> str:
    """Put the hash of the imported code into a notebook's kernel metadata, a part of its cache key.

    Parameters
    ----------
    source : str
        The notebook's JSON.

    Returns
    -------
    str
        The same notebook, for Sphinx's eyes only; the file does not change.
    """
    notebook = json.loads(source)
    default = {"name": "python3", "display_name": "Python 3"}
    spec = notebook.setdefault("metadata", {}).setdefault("kernelspec", default)
    spec["unrolled"] = fingerprint.notebook(source)
    return json.dumps(notebook)


def source_read(app: Sphinx, page: str, source: list[str]) -> None:
    """Key each notebook as it is read; what was edited since the others ran is run as it is now."""
    if _is_notebook(app.env, page):
        source[0] = keyed(source[0])
        _execute(app, [(Path(app.env.doc2path(page)), source[0])])


def outdated(
    _app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], _removed: set[str]
) -> list[str]:
    """Notebooks whose imported code changed since they were read."""
    keys: dict[str, str] = env.__dict__.setdefault("unrolled_keys", {})
    stale = []
    for page in sorted(env.found_docs):
        if not _is_notebook(env, page):
            continue
        key = fingerprint.notebook(Path(env.doc2path(page)).read_text(encoding="utf-8"))
        if keys.get(page) != key and page not in added | changed:
            stale.append(page)
        keys[page] = key
    return stale


def before_read(app: Sphinx, env: BuildEnvironment, pages: list[str]) -> None:
    """Execute those of the pages that are notebooks without a cached execution."""
    paths = [Path(env.doc2path(page)) for page in pages if _is_notebook(env, page)]
    _execute(app, [(path, keyed(path.read_text(encoding="utf-8"))) for path in paths])


def _execute(app: Sphinx, sources: list[tuple[Path, str]]) -> None:
    """Execute notebooks, with their keys, that have no cached execution."""
    if not sources or app.config["nb_execution_mode"] != "cache":
        return
    import nbformat
    from jupyter_cache import get_cache

    cache = get_cache(app.env.mystnb_config.execution_cache_path)  # type: ignore[attr-defined]
    cache.change_cache_limit(KEPT * sum(_is_notebook(app.env, p) for p in app.env.found_docs))
    notebooks = [(path, nbformat.reads(source, as_version=4)) for path, source in sources]
    todo = [(path, notebook) for path, notebook in notebooks if not _cached(cache, notebook)]
    failed = list(run(cache, todo, app.config["nb_execution_timeout"], Path(app.srcdir)))
    if failed:
        raise Unpublishable("\n\n".join(failed))


def run(cache: Any, todo: list[tuple[Path, Any]], timeout: int, root: Path) -> Iterator[str]:
    """Execute notebooks, as many at a time as there are processors.

    Yields
    ------
    str
        For each that failed: file, cell, and what went wrong.
    """
    from jupyter_cache.base import CacheBundleIn
    from jupyter_cache.executors.utils import single_nb_execution as execute

    # Threads will do: each notebook runs in a kernel, which is a process of its own.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        start = _start() if todo else {}
        jobs = {
            pool.submit(execute, notebook, str(path.parent), timeout, False, **start): path
            for path, notebook in todo
        }
        if jobs:
            names = ", ".join(path.stem for path in jobs.values())
            LOGGER.info(f"running {len(jobs)} of the chapters: {names}")
        for job in as_completed(jobs):
            path, result = jobs[job], job.result()
            if result.err is not None:
                yield describe(path.relative_to(root), result.nb, result.err)
                continue
            LOGGER.info(f"  {path.stem} ran in {result.time:.1f} s")
            bundle = CacheBundleIn(result.nb, str(path), data={"execution_seconds": result.time})
            cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)


def describe(path: Path, notebook: Any, error: Exception) -> str:
    """Say which cell failed, how it reads, and why."""
    for number, cell in enumerate(notebook.cells, 1):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                lines = "\n".join(f"    {line}" for line in cell.source.splitlines()[:12])
                place = _place(output.traceback)
                return f"{path}, cell {number}: {output.ename}: {output.evalue}\n{lines}{place}"
    return f"{path}: {type(error).__name__}: {_ANSI.sub('', str(error)).strip()}"


def _place(traceback: Iterable[str]) -> str:
    """Last frame of a traceback, without colours."""
    frames = [_ANSI.sub("", frame).strip() for frame in traceback]
    frames = [frame for frame in frames if frame.startswith(("File ", "Cell "))]
    return f"\n  raised in {frames[-1].splitlines()[0]}" if frames else ""


def _start() -> dict[str, Any]:
    """How a kernel is started: it warns if what passes its ports is not encrypted."""
    import zmq
    from jupyter_client.manager import KernelManager
    from traitlets.config import Config

    if zmq.has("curve") and hasattr(KernelManager, "transport_encryption"):
        return {"config": Config(KernelManager={"transport_encryption": "auto"})}
    return {"extra_arguments": ["--log-level=ERROR"]}  # these versions cannot


def _cached(cache: Any, notebook: Any) -> bool:
    try:
        cache.match_cache_notebook(notebook)
    except KeyError:
        return False
    return True


def _is_notebook(env: BuildEnvironment, page: str) -> bool:
    return str(env.doc2path(page)).endswith(".ipynb")


def setup(app: Sphinx) -> None:
    """Key, look for what is outdated, and execute."""
    app.connect("source-read", source_read)
    app.connect("env-get-outdated", outdated)
    app.connect("env-before-read-docs", before_read)
