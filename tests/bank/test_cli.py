"""The command line: what it prints, and what it returns."""

from __future__ import annotations

import json
import sys

import pytest

from tests.bank.folders import ANSWER, FRONT, write
from unrolled import bank
from unrolled.bank import cli
from unrolled.bank.walk import walk

ONE, OTHER = "recurrent/relu_rnn_unroll", "recurrent/zero_input_state"


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """A bank of its own, below a temporary folder."""
    module = sys.modules["unrolled.bank.load"]  # bank.load is its function
    monkeypatch.setattr(module, "root", lambda: tmp_path)
    bank.questions.cache_clear()
    yield tmp_path
    bank.questions.cache_clear()


def test_check_of_one_question(capsys):
    assert cli.main(["bank", "check", ONE, "--seeds", "5"]) == 0
    out = capsys.readouterr().out
    assert f"[1/1] {ONE}: 5 variants, ok" in out
    assert "1 questions, 5 variants, 0 problems in" in out


def test_several_processes_find_what_one_does():
    found = list(walk([ONE, OTHER], seeds=3))
    assert found == [bank.check(bank.load(name), 3) for name in (ONE, OTHER)]


def test_check_of_all_names_routes_that_disagree_and_items_without_a_home(folders, capsys):
    write(folders, answer=ANSWER.replace("x + x", "x + x + 1"))
    assert cli.main(["bank", "check", "--seeds", "2"]) == 1
    out, err = capsys.readouterr()
    assert "recurrent              1     1        0" in out
    assert "solve gives (6,), verify gives (7,)" in err
    assert "exam item tum19-6a has no home" in err


def test_every_malformed_folder_is_named_in_one_run(folders, capsys):
    write(folders, "one", front=FRONT.replace("numeric", "numerical"))
    write(folders, "two", answer="EXAM = {")
    assert cli.main(["bank", "check"]) == 1
    err = capsys.readouterr().err
    assert f"error: {folders / 'recurrent/one/question.md'}: kind is 'numerical'" in err
    assert f"error: {folders / 'recurrent/two/answer.py'}: cannot be imported" in err


def test_an_unknown_id_is_an_error_with_close_ones(capsys):
    assert cli.main(["bank", "show", "recurrent/relu_rnn_unrol"]) == 1
    assert "did you mean recurrent/relu_rnn_unroll" in capsys.readouterr().err


def test_show_has_what_a_student_reads(capsys):
    assert cli.main(["bank", "show", "training/training_error_stuck"]) == 0
    out = capsys.readouterr().out
    assert "B. The network has too many weights." in out
    assert "Answer: choices = (A, C, D)" in out
    assert "tum19-1c (2 credits)" in out
    assert cli.main(["bank", "show", "metrics/imbalanced_pictures"]) == 0
    assert "tum19-2j\n" in capsys.readouterr().out  # the paper does not say how many


def test_export_has_the_fields_that_scripts_rely_on(folders, capsys, tmp_path):
    write(folders)
    assert cli.main(["bank", "export"]) == 0
    (record,) = json.loads(capsys.readouterr().out)
    fields = "id title kind chapter items answers expected key erratum variants explorable"
    assert set(fields.split()) <= set(record)
    assert (record["id"], record["expected"], record["key"]) == ("recurrent/double", [6], None)
    assert record["variants"] == 18
    path = tmp_path / "bank.json"
    assert cli.main(["bank", "export", "--output", str(path)]) == 0
    assert json.loads(path.read_text(encoding="utf-8")) == [record]
