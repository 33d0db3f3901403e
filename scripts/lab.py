"""Start JupyterLab from its own environment on this one's kernel, widgets and notebooks.

Extra arguments go to ``jupyter lab``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LAB = ROOT / ".venv-lab"
BOOK = ROOT / ".venv"


def environment() -> dict[str, str]:
    """Return the environment in which JupyterLab finds the kernel and the widgets of .venv.

    The order counts: .venv-lab has the kernel specification that names .venv's Python, .venv the
    extensions that come with ipywidgets and anywidget.
    """
    folders = [str(LAB / "share/jupyter"), str(BOOK / "share/jupyter")]
    if "JUPYTER_PATH" in os.environ:
        folders.append(os.environ["JUPYTER_PATH"])
    return {**os.environ, "JUPYTER_PATH": os.pathsep.join(folders)}


def command(arguments: list[str]) -> list[str]:
    """Return the command line of JupyterLab with ``arguments`` added."""
    python = str(LAB / "bin/python")
    options = [f"--ServerApp.root_dir={ROOT}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--allow-root")  # containers; Jupyter refuses to start otherwise
    return [python, "-m", "jupyterlab", *options, *(arguments or [str(first_chapter())])]


def first_chapter() -> Path:
    """Return the notebook to open."""
    return min((ROOT / "notebooks").glob("*.ipynb"), default=ROOT)


if __name__ == "__main__":
    if not (LAB / "bin/python").exists():
        raise SystemExit(".venv-lab is missing; `make lab` makes it")
    line = command(sys.argv[1:])
    os.execve(line[0], line, environment())  # noqa: S606 - replaces this process, so Ctrl-C is its
