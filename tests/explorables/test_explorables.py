"""What every explorable has: a name, a static face, a view for notebooks."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from unrolled import explorables
from unrolled.explorables import _base


@pytest.fixture(params=explorables.names())
def kind(request: pytest.FixtureRequest) -> Any:
    """Each explorable's class."""
    return explorables.get(request.param)


def test_it_is_found_by_its_folder(kind: Any):
    assert explorables.get(kind.name) is kind
    assert explorables.by_class_name(kind.__name__) is kind


def test_unknown_names_are_refused_with_those_that_exist():
    with pytest.raises(ValueError, match=r"name is 'nobody'; it may be one of .*rnn-unroller"):
        explorables.get("nobody")
    assert explorables.by_class_name("Nobody") is None


def test_the_static_face_holds_state_and_figure(kind: Any):
    widget = kind()
    html = widget.html()
    tag = re.match(rf'<unrolled-explorable name="{kind.name}" state="([^"]*)"', html)
    assert tag
    assert json.loads(unescape(tag[1])) == widget.state()
    assert html.count("<svg") == 1
    assert re.search(r'<svg[^>]* role="img" aria-label="[^"]{20,}"|<svg role="img"', html)
    assert all(len(line) < 10_000 for line in html.splitlines())


def test_a_notebook_gets_the_widget_and_the_static_face(kind: Any):
    data, _ = kind()._repr_mimebundle_()
    assert {"application/vnd.jupyter.widget-view+json", "text/html"} <= set(data)


def test_the_view_is_bundled(kind: Any):
    widget = kind()
    assert "export" in widget._esm
    assert ".u-explorable" in widget._css


def test_a_missing_bundle_says_what_to_do(
    kind: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
):
    monkeypatch.setattr(_base, "_BUNDLES", tmp_path)
    with pytest.raises(FileNotFoundError, match=r"has not been bundled.*pip install -e \."):
        kind()


def test_the_readme_has_a_word_on_every_shared_module():
    folder = Path(_base.__file__).parent
    readme = (folder / "README.md").read_text(encoding="utf-8")
    shared = [*(folder / "_kit").iterdir(), *folder.glob("_[a-z]*.py")]
    missing = [path.name for path in shared if f"{path.name}`" not in readme]
    assert len(shared) > 15
    assert missing == []


def test_nothing_heavy_is_imported_before_it_is_asked_for():
    code = (
        "import sys, unrolled; unrolled.explorables.names(); "
        "assert not {'anywidget', 'ipywidgets', 'torch', 'matplotlib'} & set(sys.modules); "
        "unrolled.RnnUnroller; assert not {'torch', 'matplotlib'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
