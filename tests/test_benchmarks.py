"""The benchmarks of the reference: that both sides compute the same, and how it is measured."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from itertools import pairwise

import numpy as np
import pytest
import torch

from benchmarks import growth, operations
from benchmarks.case import Pair, differentiable, first, flat, pairs
from benchmarks.cases import CASES, GROWING
from benchmarks.duel import Figures, Sample, duel, middle, waiting
from benchmarks.peak import peak


def _same(found, expected):
    found = [array for array in flat(found) if array is not None]
    expected = [tensor.detach().numpy() for tensor in flat(expected) if tensor is not None]
    assert len(found) == len(expected)
    for ours, theirs in zip(found, expected, strict=True):
        assert ours.dtype == theirs.dtype
        np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-12)


def test_every_differentiable_operation_is_measured():
    assert sorted(CASES) == differentiable()
    assert set(growth.NAMES) == set(GROWING) <= set(CASES)


# What dropout draws is each library's own.
@pytest.mark.parametrize("name", [name for name in CASES if "dropout" not in name])
def test_both_sides_compute_the_same(name):
    forward, backward = pairs(name, CASES[name], 0, "float64").values()
    _same(first(forward.ours()), first(forward.torch()))
    _same(backward.ours(), backward.torch())


@pytest.mark.parametrize("name", GROWING)
def test_every_size_is_four_times_the_one_before(name):
    shapes = [draw.shape for draw in GROWING[name].arguments[0].values]
    assert len(shapes) == growth.STEPS
    numbers = [int(np.prod(shape)) for shape in shapes]
    assert [b / a for a, b in pairwise(numbers)] == [growth.FACTOR] * (growth.STEPS - 1)
    forward, backward = pairs(name, GROWING[name], 0, "float64").values()
    assert first(forward.ours()).shape == first(forward.torch()).shape
    _same(backward.ours(), backward.torch())


@pytest.mark.parametrize("library", [np, torch])
def test_the_peak_counts_what_is_freed_again_and_what_is_returned(library):
    def temporary():
        return library.ones(3_000_000, dtype=library.float64).sum()

    def returned():
        return library.ones(3_000_000, dtype=library.float64)

    if peak(returned) is None:
        pytest.skip("only Linux resets a process's peak")
    # Pages of two megabytes, where the system gives such.
    assert peak(temporary) == pytest.approx(24, abs=2.5)
    assert peak(returned) == pytest.approx(24, abs=2.5)
    assert peak(lambda: None) < 1


def test_a_duel_says_how_many_times_slower():
    slow, fast = (lambda: time.sleep(0.02)), (lambda: time.sleep(0.001))
    one, other = duel([Pair(slow, fast), Pair(fast, slow)], [False, False])
    assert one.ours >= 0.02
    assert one.slower > 3
    assert other.slower < 1 / 3
    assert one.larger is None


def test_disturbed_samples_count_only_where_there_are_no_calm_ones():
    calm = [Sample(n, 0.01) for n in (1.0, 2.0, 3.0)]
    disturbed = [Sample(5.0, 0.7), Sample(4.0, 0.6), Sample(9.0, 0.8), Sample(0.1, 0.9)]
    assert middle([*disturbed, *calm]) == (2.0, True)
    assert middle(disturbed) == (4.0, False)
    found = Figures(1.0, 1.0, False)
    assert operations.unsure(exam=found, stage=found._replace(calm=True)) == {"exam"}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")
def test_who_shares_a_processor_waits():
    mine = os.sched_getaffinity(0)
    one = {min(mine)}
    other = subprocess.Popen(
        [sys.executable, "-c", f"import os; os.sched_setaffinity(0, {one})\nwhile True: pass"]
    )
    os.sched_setaffinity(0, one)
    try:
        time.sleep(0.3)  # until it runs
        before, end = waiting(), time.perf_counter() + 0.5
        while time.perf_counter() < end:
            pass
        assert waiting() - before > 0.1
    finally:
        os.sched_setaffinity(0, mine)
        other.kill()
        other.wait()


def test_memory_is_compared_only_where_there_is_some():
    assert Figures(1.0, 1.0, True, 8.0, 2.0).larger == 4
    assert Figures(1.0, 1.0, True, 8.0, 0.0).larger == 32  # torch's counts as a quarter
    assert Figures(1.0, 1.0, True, 0.2, 0.0).larger is None


@pytest.mark.parametrize(
    ("name", "ratio", "mark"),
    [
        ("conv2d", 3.1, "▲ time"),
        ("conv2d", 2.9, ""),
        ("avg_pool1d", 10.1, "▲▲ time"),
        ("gelu", 9.9, ""),
        ("gelu", 10.1, "▲▲ time"),
        ("lstm_cell", 9.9, ""),
    ],
)
def test_marks(name, ratio, mark):
    assert operations.marks(name, {"time": ratio, "peak": None}) == mark


def test_marks_say_what_is_in_doubt():
    ratios = {"exam": 11.0, "stage": 1.0, "peak": 12.0}
    assert operations.marks("gelu", ratios, {"exam", "stage"}) == "▲▲? exam, ? stage, ▲▲ peak"


def test_the_table_has_a_row_for_each_pass_and_dtype(monkeypatch, capsys):
    monkeypatch.setattr(operations, "differentiable", lambda: ["tanh"])
    table = operations.measure()
    keys = [row[:2] for row in table.rows]
    passes = ("tanh", "tanh_backward")
    assert keys == [(name, dtype) for name in passes for dtype in ("float32", "float64")]
    for row in table.rows:
        assert row[4] == pytest.approx(row[2] / row[3])
    assert "tanh_backward" in str(table)
    assert "1 of 1: tanh" in capsys.readouterr().err


def test_a_number_in_a_state_is_replaced_by_its_path():
    from benchmarks.interact import put

    state = {"V": [[1, 2], [3, 4]], "b": 5}
    assert put(state, ["V", 1, 0], 9) == {"V": [[1, 2], [9, 4]], "b": 5}
    assert put(state, ["b"], 6) == {"V": [[1, 2], [3, 4]], "b": 6}
    assert state == {"V": [[1, 2], [3, 4]], "b": 5}
