"""Install the pinned torch: PyTorch's CPU build where its index can be reached.

On Linux the package index has torch with CUDA, gigabytes that no chapter uses. So a probe of a
few seconds asks PyTorch's own index, and only if that is out of reach the plain pin is installed
(a machine without the way to it may well have a mirror or a folder of wheels instead).
"""

from __future__ import annotations

import os
import re
import ssl
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from importlib import metadata
from pathlib import Path

INDEX = "https://download.pytorch.org/whl/cpu"
SECONDS = 5.0


def pin(requirements: Path) -> str:
    """Return the requirement ``torch==...`` of a requirements file."""
    match = re.search(r"^torch==\S+", requirements.read_text(encoding="utf8"), re.MULTILINE)
    if match is None:
        raise SystemExit(f"{requirements}: no line torch==VERSION; the book pins torch there")
    return match[0]


def installed(requirement: str) -> bool:
    """Whether that very version is there, whatever its build (``2.13.0+cpu``)."""
    try:
        return metadata.version("torch").partition("+")[0] == requirement.partition("==")[2]
    except metadata.PackageNotFoundError:
        return False


def reachable(url: str, seconds: float = SECONDS) -> bool:
    """Whether ``url`` answers in time; looking up the host name counts."""
    answer: list[bool] = []

    def ask() -> None:
        try:
            context = ssl.create_default_context(cafile=os.environ.get("PIP_CERT"))
            request = urllib.request.Request(url, method="HEAD")  # noqa: S310 - an https constant
            with urllib.request.urlopen(request, timeout=seconds, context=context) as reply:  # noqa: S310
                answer.append(reply.status == 200)
        except (OSError, ValueError, urllib.error.URLError):
            answer.append(False)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(seconds)
    return answer == [True]


def pip_install(*arguments: str) -> int:
    """Run ``pip install`` in this environment, its progress in view."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install"]
    return subprocess.run([*pip, *arguments], check=False).returncode  # noqa: S603


def main(requirements: Path) -> int:
    """Install the pin; return pip's exit code."""
    requirement = pin(requirements)
    if installed(requirement):
        return 0
    if sys.platform != "darwin":  # macOS wheels are CPU builds on every index
        if reachable(f"{INDEX}/torch/"):
            print(f"== installing {requirement}, the CPU build", flush=True)
            if pip_install(requirement, "--index-url", INDEX) == 0:
                return 0
        else:
            print(f"== {INDEX} is out of reach")
    print(f"== installing {requirement}", flush=True)
    return pip_install(requirement)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
