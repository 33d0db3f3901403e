"""What every chapter notebook promises: sources only, short functions, all questions, cold runs."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import nbformat
import pytest

from unrolled import bank

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def cells(path: Path, kind: str) -> list[nbformat.NotebookNode]:
    notebook = nbformat.read(path, as_version=4)
    return [cell for cell in notebook.cells if cell.cell_type == kind]


@every_notebook
def test_is_stripped_and_valid(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert set(notebook.metadata.kernelspec) == {"display_name", "language", "name"}
    for cell in cells(path, "code"):
        assert cell.outputs == []
        assert cell.execution_count is None


@every_notebook
def test_functions_are_short_and_nothing_is_downloaded(path: Path) -> None:
    for cell in cells(path, "code"):
        assert not re.search(r"^\s*[!%]|urllib|requests|download", cell.source, re.MULTILINE)
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.FunctionDef):
                assert node.end_lineno is not None
                assert node.end_lineno - node.lineno < 10, node.name


@every_notebook
def test_asks_each_question_of_its_chapter_once(path: Path) -> None:
    source = "\n".join(cell.source for cell in cells(path, "code"))
    asked = re.findall(r'\bask\("(.+?)"\)', source)
    chapter = path.stem.split("_", 1)[1]
    assert sorted(asked) == sorted(i for i in bank.ids() if i.startswith(f"{chapter}/"))


@every_notebook
def test_first_code_cell_only_imports(path: Path) -> None:
    setup = ast.parse(cells(path, "code")[0].source)
    assert all(isinstance(node, ast.Import | ast.ImportFrom) for node in setup.body)


@every_notebook
def test_code_that_is_not_the_point_is_folded(path: Path) -> None:
    _imports, *others = cells(path, "code")
    for cell in others:
        last = cell.source.rstrip().splitlines()[-1]
        shown = re.search(r"^ask\(|presets=", last)
        folded = {"hide-input", "hide-cell", "remove-input"} & set(cell.metadata.get("tags", []))
        assert shown or folded, cell.source


def test_each_key_that_fails_has_a_cell_that_shows_it() -> None:
    tags = {
        tag for p in NOTEBOOKS for cell in cells(p, "code") for tag in cell.metadata.get("tags", [])
    }
    proved = {tag.removeprefix("proof:") for tag in tags if tag.startswith("proof:")}
    failing = {q.id: q.verdict for q in bank.questions() if q.verdict}
    assert proved <= set(failing)
    assert {i for i, verdict in failing.items() if verdict != "incomplete"} <= proved


@every_notebook
@pytest.mark.slow
def test_runs_cold_without_an_error(path: Path) -> None:
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": path.parent}}).execute()
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            assert output.get("name") != "stderr", output.get("text")
