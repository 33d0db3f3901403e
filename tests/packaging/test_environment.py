"""The scripts behind ``make``, and versions that must agree with each other."""

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from scripts import install_torch, lab, serve

ROOT = Path(__file__).parents[2]


def test_torch_is_pinned_to_one_version_everywhere():
    pin = install_torch.pin(ROOT / "requirements.txt")
    assert pin == "torch==2.13.0"
    assert install_torch.installed(pin)
    assert f"{pin}+cpu" in (ROOT / "binder/requirements.txt").read_text().splitlines()


def test_a_missing_pin_is_named(tmp_path):
    path = tmp_path / "requirements.txt"
    path.write_text("numpy\n")
    with pytest.raises(SystemExit, match="no line torch=="):
        install_torch.pin(path)


def test_an_index_that_never_answers_costs_no_long_wait():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        start = time.monotonic()
        assert not install_torch.reachable(f"http://127.0.0.1:{silent.getsockname()[1]}/", 0.2)
        assert time.monotonic() - start < 2


@pytest.mark.parametrize("there", [True, False])
def test_the_cpu_build_is_taken_where_its_index_answers(monkeypatch, there):
    calls = []
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(install_torch, "installed", lambda pin: False)
    monkeypatch.setattr(install_torch, "reachable", lambda url: there)
    monkeypatch.setattr(install_torch, "pip_install", lambda *args: calls.append(args) or 0)
    assert install_torch.main(ROOT / "requirements.txt") == 0
    index = ("--index-url", install_torch.INDEX) if there else ()
    assert calls == [("torch==2.13.0", *index)]


def test_katex_in_the_page_is_the_one_that_prerenders_it():
    katex = pytest.importorskip("sphinxcontrib.katex")
    lock = json.loads((ROOT / "package-lock.json").read_text())
    version = lock["packages"]["node_modules/katex"]["version"]
    bundled = Path(katex.__file__).parent / "katex.min.js"
    assert f'"{version}"' in bundled.read_text(encoding="utf8")


def test_the_lock_file_names_no_host():
    assert "resolved" not in (ROOT / "package-lock.json").read_text()


@pytest.fixture
def book(tmp_path):
    (tmp_path / "index.html").write_text("<h1>Unrolled</h1>")
    (tmp_path / "code.js").write_text("0")
    return tmp_path


def test_the_next_free_port_is_taken_and_scripts_are_scripts(book):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with serve.listen(book, "127.0.0.1", port) as server:
            assert server.server_port != port
            thread = threading.Thread(target=server.serve_forever, daemon=True)
            thread.start()
            connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
            connection.request("GET", "/code.js")
            reply = connection.getresponse()
            assert reply.status == 200
            assert reply.getheader("Content-Type", "").startswith("text/javascript")
            connection.close()
            server.shutdown()


def test_serving_without_a_book_says_how_to_build_it(tmp_path):
    command = [sys.executable, str(ROOT / "scripts/serve.py"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    assert "make build" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("installed", "said"),
    [(True, ".venv/bin/playwright install chromium"), (False, "make browser")],
)
def test_a_missing_browser_is_said_with_the_one_command(tmp_path, installed, said):
    if installed:
        (tmp_path / ".venv/bin").mkdir(parents=True)
        (tmp_path / ".venv/bin/playwright").touch()
    empty = {"PATH": str(tmp_path), "HOME": str(tmp_path), "UNROLLED_CHROMIUM": "no-such-browser"}
    environment = {**os.environ, **empty}
    environment.pop("PLAYWRIGHT_BROWSERS_PATH", None)
    command = [sys.executable, str(ROOT / "tests/chromium.py")]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert said in done.stderr


def test_jupyterlab_finds_this_environment_s_kernel_before_its_own(monkeypatch):
    monkeypatch.setenv("JUPYTER_PATH", "/mine")
    folders = lab.environment()["JUPYTER_PATH"].split(os.pathsep)
    assert folders == [
        str(ROOT / ".venv-lab/share/jupyter"),
        str(ROOT / ".venv/share/jupyter"),
        "/mine",
    ]


def test_no_python_that_will_do_is_said_plainly(tmp_path):
    old = tmp_path / "old"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    done = subprocess.run(
        ["/bin/sh", str(ROOT / "scripts/python.sh")],
        env={"PATH": "/usr/bin:/bin", "PYTHON": str(old)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "Python 3.11 or newer" in done.stderr
