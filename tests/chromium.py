"""Which Chromium the browser tests and benchmarks drive, and how it is started.

Run as a script it says whether there is one, before anything that takes long.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def system() -> str | None:
    """Path of a Chromium or Chrome of the machine; UNROLLED_CHROMIUM names another."""
    wanted = os.environ.get("UNROLLED_CHROMIUM")
    return next(filter(None, map(shutil.which, [wanted] if wanted else NAMES)), None)


def playwrights() -> bool:
    """Whether Playwright has installed a Chromium of its own (any version of it)."""
    said = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    folders = [
        Path(said) if said else Path.home() / ".cache/ms-playwright",
        Path.home() / "Library/Caches/ms-playwright",
    ]
    return any(next(folder.glob("chromium*-*"), None) for folder in folders)


def launch_options() -> dict[str, Any]:
    """Arguments for Playwright's ``chromium.launch``."""
    arguments = list(ARGUMENTS)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium's sandbox refuses to work for root
    path = system()
    return {"args": arguments, **({"executable_path": path} if path else {})}


if __name__ == "__main__":
    if system() is None and not playwrights():
        ready = Path(".venv/bin/playwright").exists()
        sys.exit(
            "The tests drive a browser and there is none. This one command installs it:\n\n    "
            + (".venv/bin/playwright install chromium" if ready else "make browser")
            + "\n\nA Chromium or Chrome on the PATH is used too."
        )
