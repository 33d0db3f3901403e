"""Bundles are made from what is found, fail with a clear message, and call no other host."""

import re
import shutil
from pathlib import Path

import pytest

import hatch_build

ROOT = Path(__file__).parents[2]
VIEW = "export function mount(root: HTMLElement): void { root.title = '−π'; }\n"
MODEL = "export const check = (state: unknown): unknown => state;\n"
FILES = {
    "explorables/_kit/theme.css": ":root { --u-bg: white; }",
    "explorables/_kit/kit.css": ".u-kit { color: red; }",
    "explorables/_kit/anywidget.ts": "export const widget = (...all: unknown[]) => ({ all });",
    "explorables/_kit/site.ts": "export const register = (...all: unknown[]) => all.at(0);",
    "explorables/first_one/view.ts": VIEW,
    "explorables/first_one/model.ts": MODEL,
    "explorables/first_one/style.css": ".u-first { color: blue; }",
    "explorables/second/view.ts": VIEW,
    "explorables/second/model.ts": MODEL,
    "card/view.ts": "export const widget = {}; export const register = () => undefined;",
    "card/style.css": ".u-card { color: green; }",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a checkout with two tiny explorables and a card."""
    shutil.copy(ROOT / "package-lock.json", tmp_path)
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    for name, text in FILES.items():
        path = tmp_path / hatch_build.PACKAGE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf8")
    return tmp_path


def made(root: Path) -> set[str]:
    return {path.name for path in (root / hatch_build.BUNDLES).iterdir()}


def read(root: Path, name: str) -> str:
    return (root / hatch_build.BUNDLES / name).read_text(encoding="utf8")


def test_every_explorable_and_the_card_are_discovered(root):
    assert hatch_build.bundle(root)
    for name in ("first-one", "second", "card"):
        assert {f"{name}.esm.js", f"{name}.js", f"{name}.css"} <= made(root)
    assert "−π" in read(root, "first-one.js"), "typeset characters stay as they are"
    assert re.search(r"export\s*\{", read(root, "first-one.esm.js"))
    assert not re.search(r"^\s*(import|export)\b", read(root, "first-one.js"), re.MULTILINE)


def test_the_site_has_the_kit_once_and_a_notebook_has_it_inside(root):
    hatch_build.bundle(root)
    assert "unrolledKit" in read(root, "kit.js")
    assert "all.at(0)" not in read(root, "first-one.js")
    assert "register" in read(root, "first-one.js").split("unrolledKit.site")[0]
    assert "unrolledKit" not in read(root, "first-one.esm.js")


def test_a_name_that_the_kit_does_not_have_is_an_error(root):
    view = root / hatch_build.PACKAGE / "explorables/second/view.ts"
    view.write_text('import { none } from "../_kit/site.ts"; export const mount = none;')
    with pytest.raises(hatch_build.BundleError, match="none"):
        hatch_build.bundle(root)


def test_style_sheets_join_theme_kit_and_their_own(root):
    hatch_build.bundle(root)
    live, own, shared = (
        read(root, n) for n in ("first-one.css", "first-one.site.css", "unrolled.css")
    )
    assert "--u-bg" in live and ".u-kit" in live and ".u-first" in live
    assert ".u-first" in own and "--u-bg" not in own
    assert "--u-bg" in shared and ".u-card" in shared and ".u-first" not in shared


def test_unchanged_input_is_not_bundled_again(root):
    assert hatch_build.bundle(root)
    assert not hatch_build.bundle(root)
    (root / hatch_build.PACKAGE / "explorables/second/style.css").write_text(".u-new { top: 0; }")
    assert hatch_build.bundle(root)
    assert ".u-new" in read(root, "second.css")


def test_bundles_of_a_removed_explorable_go_away(root):
    hatch_build.bundle(root)
    shutil.rmtree(root / hatch_build.PACKAGE / "explorables/second")
    hatch_build.bundle(root)
    assert not any(name.startswith("second") for name in made(root))


def test_a_view_without_its_export_is_named_and_the_others_are_made(root):
    view = root / hatch_build.PACKAGE / "explorables/second/view.ts"
    view.write_text("export const mont = 1;\n")
    with pytest.raises(hatch_build.BundleError, match=r'second/view\.ts" for import "mount"'):
        hatch_build.bundle(root)
    assert "first-one.esm.js" in made(root)
    view.write_text(VIEW)
    assert hatch_build.bundle(root), "after a failure nothing counts as up to date"


def test_a_view_without_a_model_is_named(root):
    (root / hatch_build.PACKAGE / "explorables/second/model.ts").unlink()
    with pytest.raises(hatch_build.BundleError, match=r"second/model\.ts is missing"):
        hatch_build.bundle(root)


def test_katex_brings_its_fonts_and_asks_nobody(root):
    hatch_build.bundle(root)
    fonts = {p.name for p in (root / hatch_build.BUNDLES / "fonts").iterdir()}
    assert set(re.findall(r"url\(fonts/([^)]+)\)", read(root, "katex.css"))) == fonts
    assert all(name.endswith(".woff2") for name in fonts)
    assert set(re.findall(r"url\((.{5})", read(root, "katex.inline.css"))) == {"data:"}


def test_the_real_bundles_name_no_other_host():
    hatch_build.bundle(ROOT)
    for path in (ROOT / hatch_build.BUNDLES).glob("*.*s"):
        hosts = set(re.findall(r"https?://([\w.-]+)", path.read_text(encoding="utf8")))
        assert hosts <= {"www.w3.org", "katex.org"}, f"{path.name}: names, never addresses to load"
