"""The chapter the usual way, to compare with: Jupyter Book's defaults and what they load.

The same notebook, with every card as plain Markdown under a dropdown and every explorable as
`interact` with matplotlib. What its page takes from CDNs comes from npm, and is served from this
machine.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.server import Site, serve
from benchmarks.table import BUILT, ROOT

FOLDER = BUILT / "bench/usual"
CDN = BUILT / "bench/cdn"
PAGE = "chapter.html"
CONFIG = "title: The usual way\nauthor: nobody\nexecute: {execute_notebooks: force}\n"
TOC = "format: jb-book\nroot: chapter\n"
HOSTS = ("https://cdn.jsdelivr.net/", "https://cdnjs.cloudflare.com/")
CARD = re.compile(r'^ask\("([\w/]+)"\)\s*$')
EXPLORABLE = re.compile(r"^RnnUnroller\(")
# Everything a page of these loads from elsewhere, as Jupyter Book writes it.
FOREIGN = re.compile(r'(?:src|href)="(https://[^"]+\.(?:js|css)[^"]*)"')


@dataclass
class Usual:
    """A built page, and what is known about it."""

    site: Site
    cdn: Site
    notes: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where the page is."""
        return self.site.address + PAGE

    def served(self) -> Any:
        """Return what both servers have served so far."""
        return [*self.site.served, *self.cdn.served]


@contextmanager
def usual(chapter: Path) -> Iterator[Usual]:
    """Build the chapter the usual way if that has not been done, and serve it and its CDN."""
    build(chapter)
    html = FOLDER / "_build/html"
    addresses = FOREIGN.findall((html / PAGE).read_text(encoding="utf-8"))
    notes = [note for address in dict.fromkeys(addresses) if (note := fetch(address))]
    CDN.mkdir(parents=True, exist_ok=True)
    with serve(CDN, "127.0.0.1") as cdn:
        # The copies have other bytes or come from elsewhere than the hashes say.
        rewrite = dict.fromkeys(HOSTS, cdn.address) | {"integrity=": "data-integrity="}
        with serve(html, rewrite=rewrite) as site:
            yield Usual(site, cdn, notes)


def build(chapter: Path) -> None:
    """Write and build the notebook, unless that very notebook has been built."""
    text = json.dumps(notebook(chapter), indent=1)
    stamp = FOLDER / ".stamp"
    key = hashlib.sha256((text + CONFIG + TOC).encode()).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == key:
        return
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    files = {"chapter.ipynb": text, "_config.yml": CONFIG, "_toc.yml": TOC}
    for name, content in files.items():
        (FOLDER / name).write_text(content, encoding="utf-8")
    program = "import sys; from jupyter_book.cli.main import main; sys.exit(main())"
    result = subprocess.run(
        [sys.executable, "-c", program, "build", str(FOLDER)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},  # its kernel imports benchmarks.interact
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode or not (FOLDER / "_build/html" / PAGE).is_file():
        raise SystemExit(f"the usual way does not build:\n{result.stdout}\n{result.stderr}")
    stamp.write_text(key, encoding="utf-8")


def notebook(chapter: Path) -> Any:
    """Return the chapter with cards as Markdown and explorables as interact."""
    content = json.loads(chapter.read_text(encoding="utf-8"))
    for cell in content["cells"]:
        source = "".join(cell["source"])
        card = CARD.match(source)
        if cell["cell_type"] != "code":
            continue
        if card:
            cell.update(cell_type="markdown", source=question(card[1]))
            del cell["outputs"], cell["execution_count"]
        elif EXPLORABLE.match(source):
            call = EXPLORABLE.sub("explore(", source)
            cell["source"] = f"from benchmarks.interact import explore\n{call}"
    return content


def question(name: str) -> str:
    """Return a question as Markdown for Jupyter Book, the solution in a dropdown."""
    from unrolled import bank

    found = bank.load(name)
    exam = found.exam
    steps = "\n".join(f"1. {step}" for step in exam.steps)
    folded = {"Hint": exam.hint, "Solution": f"{steps}\n\n{exam.solution}"}
    parts = [f"### {found.title}", exam.prompt]
    parts += [f"````{{dropdown}} {title}\n{text}\n````" for title, text in folded.items()]
    return "\n\n".join(parts)


def fetch(address: str) -> str | None:
    """Get the npm package that an address on a CDN is a file of; return what went wrong."""
    host = next((host for host in HOSTS if address.startswith(host)), None)
    if host is None:
        return f"left out: {address}"
    path = address.removeprefix(host)
    found = re.match(r"(npm/((?:@[\w-]+/)?[\w.-]+@[^/]+))/", path)
    package = re.match(r"ajax/libs/require\.js/([\d.]+)/", path)
    if not found and not package:
        return f"left out: {address}"
    target = CDN / (found[1] if found else package[0])  # type: ignore[index]
    if target.is_dir():
        return None
    wanted = found[2] if found else f"requirejs@{package[1]}"  # type: ignore[index]
    try:
        unpack(wanted, target)
        if package:  # cdnjs has it minified
            minify(target / "require.js", target / "require.min.js")
    except (OSError, subprocess.SubprocessError) as error:
        shutil.rmtree(target, ignore_errors=True)
        return f"left out, because npm could not get {wanted}: {address} ({error})"
    return None


def unpack(package: str, target: Path) -> None:
    """Put an npm package's files into a folder."""
    npm = tool("npm")
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, "pack", package, "--pack-destination", folder]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
        archive = next(Path(folder).glob("*.tgz"))
        with tarfile.open(archive) as files:
            files.extractall(folder, filter="data")
        shutil.copytree(Path(folder) / "package", target)


def minify(source: Path, target: Path) -> None:
    """Minify a script with the book's own esbuild."""
    program = ROOT / "node_modules/esbuild/bin/esbuild"
    command = [tool("node"), str(program), str(source), "--minify", f"--outfile={target}"]
    subprocess.run(command, check=True, capture_output=True, timeout=60)


def tool(name: str) -> str:
    """Return the path of Node or npm, this environment's first."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    found = shutil.which(name, path=path)
    if found is None:
        raise OSError(f"there is no {name}")
    return found
