"""The parts that need no build."""

from __future__ import annotations

import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from docutils.utils import new_document
from sphinx.errors import ExtensionError

from unrolled import bank
from unrolled.site import (
    assets,
    execute,
    fingerprint,
    listing,
    maths,
    measured,
    mime,
    page,
    variants,
)
from unrolled.site.progress import Progress


@pytest.mark.parametrize(
    ("bad", "complaint"),
    [
        (r"a < \nope{b}", r"Undefined control sequence: \nope"),
        (r"\frac{1}", "Unexpected end of input in a macro argument, expected '}'"),
        ("a &= b", "Expected 'EOF', got '&'"),
    ],
)
def test_bad_tex_is_found_with_the_complaint(bad: str, complaint: str) -> None:
    good = maths.prerender(r"\frac{1}{2} < \color{red}{x}")
    assert list(maths.find_errors(good)) == []
    ((tex, said),) = maths.find_errors(f"<p>{good}{maths.prerender(bad)}</p>")
    assert tex == bad
    assert said.startswith(complaint)


def test_a_script_of_variants_is_one_line_of_strict_json() -> None:
    text = variants.script("a/b", [{"prompt": "<p>α\u2028</p>", "values": [1.5, True]}])
    assert text.startswith('window.unrolled.bank("a/b",[') and text.endswith("]);\n")
    with pytest.raises(ValueError, match="not JSON compliant"):
        variants.script("a/b", [{"values": [float("nan")]}])


def test_a_listing_is_made_once_and_only_if_the_page_is_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[str] = []
    monkeypatch.setitem(
        listing.RENDERERS, "map", lambda app, page, name: made.append(page) or f"<p>{page}</p>"
    )

    def written(env: SimpleNamespace) -> tuple[list[str], str]:
        """Let a build read, then write the page."""
        app = SimpleNamespace(env=env)
        changed = listing.env_updated(app, env)
        doctree = new_document("find")
        doctree += listing.Listing(kind="map", name="")
        listing.resolved(app, doctree, "find")
        return changed, doctree[0].astext()

    env = SimpleNamespace(all_docs={}, unrolled_listings={"find": {("map", ""): ""}})
    assert written(env) == (["find"], "<p>find</p>")
    assert made == ["find"]
    assert written(env) == ([], "<p>find</p>")  # nothing has changed but the page's own text
    assert made == ["find", "find"]


def test_other_outputs_are_left_to_myst_nb() -> None:
    data = SimpleNamespace(mime_type="text/html", content="x", line=1)
    assert mime.QuestionPlugin.handle_mime(None, data, False) is None
    data.mime_type = mime.MIME
    assert mime.QuestionPlugin.handle_mime(None, data, True) is None


def test_a_page_loads_an_explorable_once() -> None:
    html = '<unrolled-explorable state="{}" name="rnn-unroller"></unrolled-explorable>' * 2
    assert page.explorables(html) == ["rnn-unroller"]
    styles, scripts = page.own_assets(html)
    assert styles.count("rnn-unroller.site.css") == 1
    assert scripts == ["site.js", "kit.js", "rnn-unroller.js"], "the kit before what uses it"
    assert page.own_assets("<p>text alone</p>")[1] == ["site.js"]


def test_a_notebook_is_keyed_by_the_chapters_it_names() -> None:
    assert fingerprint.notebook('ask("recurrent/x")') != fingerprint.notebook("nothing")
    assert fingerprint.notebook("bank.questions()") == fingerprint.notebook('"recurrent/" ids()')


def test_the_key_is_part_of_what_the_cache_hashes() -> None:
    source = json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    spec = json.loads(execute.keyed(source))["metadata"]["kernelspec"]
    assert spec["name"] == "python3"
    assert spec["unrolled"] == fingerprint.notebook(source)


def test_missing_bundles_are_named_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ExtensionError, match=r"lacks unrolled.css.*hatch_build"):
        assets.publish(tmp_path, tmp_path / "out")


def test_what_is_no_longer_wanted_is_removed(tmp_path: Path) -> None:
    target = tmp_path / "out"
    assets.publish(fingerprint.BUNDLES, target)
    (target / "gone.js").write_text("")
    (target / "bank").mkdir()
    (target / "bank/kept.js").write_text("")
    assets.publish(fingerprint.BUNDLES, target)
    assert not (target / "gone.js").exists()
    assert (target / "bank/kept.js").exists()
    assert not list(target.glob("*.esm.js"))


def test_progress_keeps_what_one_wants_to_see() -> None:
    out = io.StringIO()
    progress = Progress(out)
    progress.write("\x1b[01mreading sources... \x1b[39;49;00m[ 50%] \x1b[35mindex\x1b[39;49;00m\r")
    progress.write("\x1b[01mreading sources... \x1b[39;49;00m[100%] book/errata\nloading pickled\n")
    progress.write("running 1 of the chapters: 11_recurrent\n  11_recurrent ran in 2.0 s\n")
    progress.write("writing output... [100%] index\n")
    assert "loading" not in out.getvalue()
    assert out.getvalue().count("reading") == 1
    assert "11_recurrent ran in 2.0 s" in out.getvalue()
    assert progress.summary() == "2 pages read, 1 written"


def test_an_experiment_runs_again_only_for_new_code(monkeypatch: pytest.MonkeyPatch) -> None:
    env, runs = SimpleNamespace(), []

    def measure() -> dict[str, float]:
        runs.append(len(runs))
        return {"bytes": 7.0 + len(runs)}

    def build() -> dict[str, float]:
        question = bank.load("recurrent/sequence_batch_memory")
        monkeypatch.setattr(question.module, "experiment", measure)
        measured.recall(env, question)
        return question.measured

    assert build() == build() == {"bytes": 8.0}
    assert runs == [0]
    monkeypatch.setattr(fingerprint, "chapter", lambda name: f"{name}, edited")
    assert build() == {"bytes": 9.0}
    assert runs == [0, 1]
