"""Where the figures come from: processors, versions, and how busy the machine is."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.browser import chromium

PACKAGES = ("jupyter-book", "ipywidgets", "matplotlib", "numpy", "torch")


def describe() -> dict[str, Any]:
    """Return what is printed above the tables and stored with them."""
    with chromium() as browser:
        shown = browser.version
    return {
        "system": platform.platform(aliased=True, terse=True),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "chromium": shown,
        **{name: version(name) for name in PACKAGES},
    }


def header(machine: dict[str, Any]) -> str:
    """Return it as one line."""
    m = machine
    return (
        f"{m['system']}, {m['cores']} cores ({m['processor']}); "
        f"Python {m['python']}, Chromium {m['chromium']}, Jupyter Book {m['jupyter-book']}, "
        f"ipywidgets {m['ipywidgets']}, matplotlib {m['matplotlib']}, "
        f"NumPy {m['numpy']}, torch {m['torch']}"
    )


def busy() -> str:
    """Return the load of the last minute as a remark; other programs make every figure worse."""
    if not hasattr(os, "getloadavg"):
        return ""
    return f"When this began, the machine's load over the last minute was {os.getloadavg()[0]:.1f}."


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.is_file():
        for line in info.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
