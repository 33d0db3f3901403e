"""What ``pip install .`` installs."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_a_wheel_has_a_bundle_for_every_explorable_and_katex(wheel):
    names = set(wheel.namelist())
    views = (ROOT / "src/unrolled/explorables").glob("*/view.ts")
    wanted = [view.parent.name.replace("_", "-") for view in views]
    for name in [*wanted, "katex"]:
        assert {f"unrolled/_bundles/{name}.esm.js", f"unrolled/_bundles/{name}.js"} <= names
    assert any(name.endswith(".woff2") for name in names)


def test_a_wheel_has_data_and_licences_and_no_sources_of_bundles(wheel):
    names = wheel.namelist()
    assert "unrolled/bank/exams/tum19.yaml" in names
    assert "unrolled/questions/recurrent/relu_rnn_unroll/question.md" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    unwanted = (".ts", ".map", ".pyc", ".stamp")
    assert not [name for name in names if name.endswith(unwanted) or "node_modules" in name]


def test_the_book_finds_the_renderer_of_cards(wheel):
    name = next(name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    text = wheel.read(name).decode()
    assert "[myst_nb.mime_renderers]" in text
    assert "unrolled.site.mime:QuestionPlugin" in text
