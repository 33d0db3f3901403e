"""Build the book: ``python -m unrolled.site build [--clean]``, with progress on one screen.

The same as ``jupyter-book build -W -n --keep-going .``, from the same ``_config.yml``, without a
second process and without the pages of log.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from pathlib import Path
from typing import Any, TextIO, cast

from unrolled.site.progress import Progress


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m unrolled.site", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("build", help="build the site into _build/html")
    command.add_argument("--clean", action="store_true", help="forget all earlier builds first")
    command.add_argument("--source", type=Path, default=Path(), help="the folder of _config.yml")
    options = parser.parse_args(arguments)
    source = options.source.resolve()
    missing = [name for name in ("_config.yml", "_toc.yml") if not (source / name).is_file()]
    if missing:
        print(f"{source} has no {' and no '.join(missing)}: it is not the book's", file=sys.stderr)
        return 2
    if options.clean:
        shutil.rmtree(source / "_build", ignore_errors=True)
    return build(source)


def build(source: Path) -> int:
    """Build the book whose ``_config.yml`` is in `source`; return the exit code."""
    start = time.perf_counter()
    print("Building the book", flush=True)
    progress = Progress(sys.stdout)
    try:
        code = run_sphinx(source, progress)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 130
    seconds = time.perf_counter() - start
    if code:
        # What has been read is forgotten: the next build says again what was wrong.
        (source / "_build/.doctrees/environment.pickle").unlink(missing_ok=True)
        print(f"Failed after {seconds:.1f} s. The reasons are above.", file=sys.stderr)
    else:
        page = source / "_build/html/index.html"
        print(f"Done in {seconds:.1f} s, {progress.summary()}: {page}")
    return code


def run_sphinx(source: Path, progress: Progress) -> int:
    """Run Sphinx in this process, as Jupyter Book configures it; return its status."""
    from sphinx.application import Sphinx
    from sphinx.errors import SphinxError
    from sphinx.util.console import nocolor
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    if not sys.stderr.isatty():
        nocolor()
    output = source / "_build/html"
    try:
        with patch_docutils(), docutils_namespace():
            app = Sphinx(
                srcdir=source,
                confdir=None,
                outdir=output,
                doctreedir=source / "_build/.doctrees",
                buildername="html",
                confoverrides=configuration(source),
                status=cast("TextIO", progress),
                warning=sys.stderr,
                warningiserror=True,
                keep_going=True,
            )
            app.build()
    except SphinxError as error:
        progress.clear()
        print(f"\n{error}\n", file=sys.stderr)
        return 1
    finally:
        progress.clear()
    return app.statuscode


def configuration(source: Path) -> dict[str, Any]:
    """Sphinx's configuration, made by Jupyter Book from ``_config.yml``."""
    from jupyter_book.config import get_final_config  # type: ignore[import-untyped]

    overrides = {
        "nitpicky": True,
        "external_toc_path": (source / "_toc.yml").as_posix(),
        "latex_individualpages": False,
    }
    config, _ = get_final_config(
        user_yaml=source / "_config.yml", cli_config=overrides, sourcedir=source
    )
    result: dict[str, Any] = config
    return result


if __name__ == "__main__":
    sys.exit(main())
