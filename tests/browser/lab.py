"""A JupyterLab as `make lab` starts it, on a folder of its own, and the kernels in it."""

from __future__ import annotations

import json
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from jupyter_client.blocking.client import BlockingKernelClient

from scripts import lab

PATIENCE = 90  # seconds


@dataclass
class Lab:
    """A running JupyterLab.

    Attributes
    ----------
    url : str
        With the slash at its end.
    root, runtime : Path
        The folder it shows; where the kernels' connection files are.
    """

    url: str
    root: Path
    runtime: Path

    def address(self, notebook: str) -> str:
        return f"lab/workspaces/{Path(notebook).stem}/tree/{notebook}?reset"

    def write(self, name: str, *cells: str) -> str:
        """Write a notebook of code cells."""
        made = [
            {"cell_type": "code", "id": f"cell-{i}", "source": source, "outputs": []}
            | {"execution_count": None, "metadata": {}}
            for i, source in enumerate(cells)
        ]
        spec = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        notebook = {"cells": made, "metadata": spec, "nbformat": 4, "nbformat_minor": 5}
        (self.root / name).write_text(json.dumps(notebook), encoding="utf-8")
        return name

    @contextmanager
    def kernel(self, notebook: str) -> Iterator[BlockingKernelClient]:
        """A second client of the kernel that a notebook runs in."""
        with urlopen(f"{self.url}api/sessions") as answer:  # of this machine
            sessions = json.load(answer)
        ids = [s["kernel"]["id"] for s in sessions if s["path"] == notebook]
        client = BlockingKernelClient(connection_file=str(self.runtime / f"kernel-{ids[0]}.json"))
        client.load_connection_file()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=PATIENCE)
            yield client
        finally:
            client.stop_channels()


def evaluate(client: BlockingKernelClient, expression: str) -> str:
    """The repr of an expression in a kernel."""
    reply = client.execute(
        "", silent=True, user_expressions={"it": expression}, reply=True, timeout=PATIENCE
    )
    found: dict[str, Any] = reply["content"]["user_expressions"]["it"]
    assert found["status"] == "ok", found
    text: str = found["data"]["text/plain"]
    return text


@contextmanager
def running(folder: Path) -> Iterator[Lab]:
    """Start JupyterLab below `folder`, and stop it."""
    places = {
        name: folder / name.removeprefix("JUPYTER").strip("_").lower()
        for name in (
            "JUPYTER_CONFIG_DIR",
            "JUPYTER_DATA_DIR",
            "JUPYTER_RUNTIME_DIR",
            "JUPYTERLAB_SETTINGS_DIR",
            "JUPYTERLAB_WORKSPACES_DIR",
            "IPYTHONDIR",
        )
    }
    root = folder / "notebooks"
    for place in (root, *places.values()):
        place.mkdir()
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    options = [
        f"--ServerApp.root_dir={root}",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        "--IdentityProvider.token=",
        "--no-browser",
    ]
    line = [part for part in lab.command(options) if part != f"--ServerApp.root_dir={lab.ROOT}"]
    environment = {**lab.environment(), **{name: str(place) for name, place in places.items()}}
    log = folder / "log"
    with log.open("w") as output:
        server = subprocess.Popen(line, env=environment, stdout=output, stderr=output, cwd=root)
    try:
        started = Lab(f"http://localhost:{port}/", root, places["JUPYTER_RUNTIME_DIR"])
        _await(f"{started.url}api/status", server, log)
        yield started
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _await(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        with suppress(URLError, ConnectionError), urlopen(url):
            return
        time.sleep(0.2)
    raise AssertionError(f"JupyterLab does not answer:\n{log.read_text()[-3000:]}")
