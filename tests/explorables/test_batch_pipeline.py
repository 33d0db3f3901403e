"""The pipeline: against a clock that ticks, torch's loader, the exams' numbers, and by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect
from traitlets import TraitError

from tests.browser.explorables import Explorable
from tests.explorables.conftest import Visit, states
from unrolled import bank
from unrolled.explorables.batch_pipeline import BatchPipeline
from unrolled.explorables.batch_pipeline.run import Run, run
from unrolled.explorables.batch_pipeline.state import STAGES


def ran(**state: Any) -> Run:
    """All batches of a run, not only those that are shown."""
    return run(BatchPipeline(**state).state())


def ticking(loads: list[int], train: int, ahead: int) -> int:
    """The time of loader and loop, millisecond by millisecond; `ahead` batches may stand ready."""
    time = loading = training = loaded = taken = trained = 0
    while trained < len(loads):
        loading += loaded < len(loads) and loaded - taken < ahead
        training += trained < taken
        time += 1
        if loaded < len(loads) and loading == loads[loaded]:
            loaded, loading = loaded + 1, 0
        if training == train:
            trained, training = trained + 1, 0
        if trained == taken < loaded:
            taken += 1
    return time


@settings(max_examples=200, deadline=None)
@given(state=states("batch-pipeline"))
def test_one_run_tells_how_long_other_orders_take(state: dict[str, Any]) -> None:
    found = BatchPipeline(**state).compute()
    without = [stage for stage in state["order"] if stage != "prefetch"]
    serial = ran(**{**state, "order": without})
    last = ran(**{**state, "order": [*without, "prefetch"]})
    assert found["total_without"] == pytest.approx(serial.total, rel=1e-9)
    assert found["total_last"] == pytest.approx(last.total, rel=1e-9)


@settings(max_examples=100, deadline=None)
@given(
    work=st.integers(1, 9),
    train=st.integers(1, 9),
    examples=st.integers(1, 30),
    batch=st.integers(1, 6),
    ahead=st.integers(1, 4),
)
def test_prefetch_against_a_ticking_clock(
    work: int, train: int, examples: int, batch: int, ahead: int
) -> None:
    sizes = [len(range(i, min(i + batch, examples))) for i in range(0, examples, batch)]
    order = ["map", "batch", "prefetch"]
    found = BatchPipeline(
        examples=examples, batch=batch, order=order, epochs=1, read=0, work=work, train=train,
        ahead=ahead,
    ).compute()  # fmt: skip
    assert found["total"] == ticking([work * size for size in sizes], train, ahead)
    assert found["total_without"] == work * examples + train * len(sizes)
    assert found["wait"] == found["total"] - train * len(sizes)


def test_prefetch_in_front_of_batch_keeps_single_examples_ready() -> None:
    """By hand: one example waits while training works, the other of the batch is made after it."""
    found = BatchPipeline(
        examples=4, batch=2, epochs=1, read=0, work=3, train=5, order=["map", "prefetch", "batch"]
    ).compute()
    assert found["ready"].tolist() == [6, 14]
    assert found["end"].tolist() == [11, 19]
    assert found["ahead_start"].tolist() == [0, 3, 6, 11]
    assert (found["total_last"], found["total_without"]) == (17, 22)


def test_what_stands_behind_prefetch_is_done_while_training_waits() -> None:
    state = {"examples": 8, "batch": 2, "epochs": 1, "read": 0, "work": 3, "train": 5}
    behind = BatchPipeline(**state, order=["batch", "prefetch", "map"]).compute()
    assert behind["total"] == behind["total_without"] == 4 * (3 + 5)
    assert behind["total_last"] == 3 + 3 * 5 + 5


def test_a_full_buffer_of_shuffle_reads_everything_before_the_first_batch() -> None:
    state = {"examples": 20, "batch": 5, "epochs": 1, "read": 1, "train": 5}
    found = BatchPipeline(**state, buffer=20, order=["shuffle", "batch", "prefetch"]).compute()
    assert found["ready"].tolist() == [20, 25, 30, 35]
    assert found["total"] == found["total_without"] == 40
    small = BatchPipeline(**state, buffer=2, order=["shuffle", "batch", "prefetch"]).compute()
    assert small["ready"][0] == 6  # two to fill it, four to refill it
    assert small["total"] < 40


def test_repeat_in_front_of_prefetch_hides_the_next_epochs_start() -> None:
    state = {"examples": 8, "batch": 2, "epochs": 3, "read": 1, "train": 5}
    each = BatchPipeline(**state, order=["batch", "prefetch"]).compute()
    through = BatchPipeline(**state, order=["batch", "repeat", "prefetch"]).compute()
    assert each["wait"] == 3 * 2
    assert through["wait"] == 2


@settings(max_examples=80, deadline=None)
@given(
    examples=st.integers(1, 60),
    batch=st.integers(1, 20),
    epochs=st.integers(1, 4),
    buffer=st.integers(1, 70),
    dropped=st.booleans(),
    seed=st.integers(0, 9999),
)
def test_epoch_by_epoch_as_torch_s_loader_deals(
    examples: int, batch: int, epochs: int, buffer: int, dropped: bool, seed: int
) -> None:
    found = ran(
        examples=examples, batch=batch, epochs=epochs, buffer=buffer, seed=seed,
        remainder="dropped" if dropped else "kept", order=["shuffle", "batch"],
    )  # fmt: skip
    loader = torch.utils.data.DataLoader(range(examples), batch, shuffle=True, drop_last=dropped)
    assert [len(b) for b in found.batches] == [len(b) for _ in range(epochs) for b in loader]
    for epoch in range(epochs):
        mine = [i for b in found.batches for i, e in b if e == epoch]
        assert len(set(mine)) == len(mine)
        if not dropped:
            assert sorted(mine) == list(range(examples))
        for place, i in enumerate(mine):
            assert i < place + buffer  # it can only draw from what it holds


def test_batch_first_shuffles_whole_batches() -> None:
    state = {"examples": 40, "batch": 4, "epochs": 1, "classes": 10, "buffer": 40}
    wrong = ran(**state, order=["batch", "shuffle"])
    stored = [list(range(i, i + 4)) for i in range(0, 40, 4)]
    assert sorted([i for i, _ in b] for b in wrong.batches) == stored
    assert [[i for i, _ in b] for b in wrong.batches] != stored
    right = BatchPipeline(**state, order=["shuffle", "batch"]).compute()
    assert BatchPipeline(**state, order=["batch", "shuffle"]).compute()["classes_mean"] == 1
    assert right["classes_mean"] > 3


def test_where_repeat_stands_decides_on_the_end_of_an_epoch() -> None:
    state = {"examples": 10, "batch": 4, "epochs": 3, "buffer": 10}
    behind = BatchPipeline(**state, order=["shuffle", "batch", "repeat"]).compute()
    assert behind["size"].tolist() == [4, 4, 2] * 3
    assert behind["straddling"] == 0
    between = BatchPipeline(**state, order=["shuffle", "repeat", "batch"]).compute()
    assert between["size"].tolist() == [4] * 7 + [2]
    assert between["straddling"] == 1  # at 10; 20 is a multiple of 4
    assert between["updates_per_epoch"] == pytest.approx(8 / 3)
    mixed = ran(**{**state, "buffer": 30}, order=["repeat", "shuffle", "batch"])
    first = [i for b in mixed.batches for i, _ in b][:10]
    assert len(set(first)) < 10  # an example comes again before all have come once


def test_shuffling_with_a_full_buffer_is_fair() -> None:
    places = np.zeros((6, 6))
    for seed in range(1200):
        found = ran(examples=6, batch=6, epochs=1, buffer=6, seed=seed, order=["shuffle", "batch"])
        for place, (i, _) in enumerate(found.batches[0]):
            places[i, place] += 1
    assert np.abs(places / 1200 - 1 / 6).max() < 0.045  # four standard deviations


def test_the_counts_of_the_pipeline_question() -> None:
    measured = bank.load("training/pipeline_order").module.experiment()
    state = {"examples": 1000, "classes": 10, "batch": 20, "epochs": 1}
    for order, buffer, key in (
        (["shuffle", "batch"], 1000, "classes_right"),
        (["batch", "shuffle"], 50, "classes_wrong"),
        (["shuffle", "batch"], 50, "classes_small"),
    ):
        found = BatchPipeline(**state, order=order, buffer=buffer).compute()
        assert found["classes_mean"] == pytest.approx(measured[key], abs=0.4)


def instances(slug: str) -> Iterator[tuple[dict[str, Any], Any]]:
    """What the explorable computes, and the answers, for the exam and all variants."""
    question = bank.load(slug)
    for instance in (question.exam, *question.variants()):
        yield BatchPipeline(**(instance.state or {})).compute(), instance.values


def test_it_opens_on_the_pipeline_question_and_shows_its_times() -> None:
    for found, (*_, without, overlapped) in instances("training/pipeline_order"):
        assert (found["total_without"], found["total"]) == (without, overlapped)
    exam = next(instances("training/pipeline_order"))[0]
    assert (exam["total_without"], exam["total"]) == (32, 23)


def test_it_opens_on_the_padding_question_and_shows_its_filler() -> None:
    for found, (_, *longest, filler, filler_sorted) in instances("training/padded_batches"):
        assert found["longest"].tolist() == longest
        assert (found["filler_total"], found["filler_sorted"]) == (filler, filler_sorted)
    exam = next(instances("training/padded_batches"))[0]
    assert exam["longest"].tolist() == [5, 7, 4]
    assert exam["filler_share"] == 7 / 32


def test_it_opens_on_the_epoch_question_and_shows_its_updates() -> None:
    for found, values in instances("training/epoch_updates"):
        assert (found["updates_per_epoch"], found["last"], found["updates"]) == tuple(values)
    exam = next(instances("training/epoch_updates"))[0]
    assert (exam["updates_per_epoch"], exam["last"], exam["updates"]) == (32, 8, 320)


def test_a_batch_that_never_fills_trains_nothing() -> None:
    found = BatchPipeline(examples=3, batch=4, epochs=2, remainder="dropped").compute()
    assert (found["updates"], found["unused"], found["total"], found["busy"]) == (0, 6, 0, 0)


BAD: list[tuple[dict[str, Any], str]] = [
    ({"order": ["shuffle"]}, "order is .*; it must be a list of some of .* with batch among them"),
    ({"order": ["batch", "batch"]}, "order is .*; it must be .*each once"),
    ({"order": ["batch", "cache"]}, "order is .*; it must be a list of some of shuffle, map"),
    ({"lengths": [1, 2]}, "lengths has length 2; it must be a number, or a list of 22"),
    ({"examples": 61, "lengths": [1] * 61}, "lengths has length 61; it must have up to 60"),
    ({"lengths": 1.5}, "lengths is 1.5; it must be a whole number from 1 to 200"),
    ({"examples": 2, "lengths": [1, 2.5]}, r"lengths\[1\] is 2.5; it must be a whole number"),
    ({"remainder": "padded"}, "remainder is 'padded'; it must be one of kept, dropped"),
    ({"buffer": 0}, "buffer is 0; it must be a whole number from 1 to 2000"),
    ({"train": -1}, "train is -1; it must be a number from 0 to 1000"),
]


@pytest.mark.parametrize(("state", "message"), BAD, ids=lambda value: str(value)[:30])
def test_what_is_not_possible_is_refused(state: dict[str, Any], message: str) -> None:
    with pytest.raises(TraitError, match=message):
        BatchPipeline(**state)


def test_lengths_follow_the_number_of_examples() -> None:
    pipeline = BatchPipeline(examples=3, lengths=[4, 5, 6])
    pipeline.examples = 5
    assert pipeline.lengths == [4, 5, 6, 6, 6]
    pipeline.examples = 2
    assert pipeline.lengths == [4, 5]
    pipeline.examples = 100  # too many for a list
    assert pipeline.lengths == 5


@pytest.fixture
def opened(visit: Visit) -> Explorable:
    return visit("batch-pipeline")


def order_of(opened: Explorable) -> list[str]:
    chips = opened.root.locator(".pipe-chip:not(.pipe-out) b").all_inner_texts()
    assert set(chips) <= set(STAGES)
    return chips


@pytest.mark.browser
def test_a_stage_can_be_dragged_past_its_neighbour(opened: Explorable) -> None:
    before = opened.value("total")
    box = opened.root.get_by_role("button", name="prefetch", exact=False).first.bounding_box()
    goal = opened.root.locator(".pipe-chip", has_text="shuffle").bounding_box()
    assert box
    assert goal
    opened.page.mouse.move(box["x"] + 20, box["y"] + 20)
    opened.page.mouse.down()
    opened.page.mouse.move(goal["x"] - 5, goal["y"] + 20, steps=12)
    opened.page.mouse.up()
    assert order_of(opened) == ["prefetch", "shuffle", "map", "batch"]
    assert opened.value("total") > before
    opened.page.mouse.move(box["x"] + 200, box["y"] + 20)  # nothing is held any more
    assert order_of(opened) == ["prefetch", "shuffle", "map", "batch"]


@pytest.mark.browser
def test_stages_move_by_arrow_keys_and_buttons(opened: Explorable) -> None:
    opened.root.locator(".pipe-chip", has_text="batch").press("ArrowLeft")
    assert order_of(opened) == ["shuffle", "batch", "map", "prefetch"]
    expect(opened.root.locator(".pipe-chip", has_text="batch")).to_be_focused()
    opened.root.get_by_role("button", name="earlier").click()
    assert order_of(opened) == ["batch", "shuffle", "map", "prefetch"]
    expect(opened.root.get_by_role("button", name="earlier")).to_be_disabled()
    opened.root.locator(".pipe-chip", has_text="prefetch").click()
    opened.root.get_by_role("button", name="take out prefetch").click()
    assert order_of(opened) == ["batch", "shuffle", "map"]
    assert opened.value("total") == opened.value("total_without")
    opened.root.locator(".pipe-chip", has_text="repeat").click()
    opened.root.get_by_role("button", name="put in repeat").click()
    assert order_of(opened) == ["batch", "shuffle", "map", "repeat"]


@pytest.mark.browser
def test_lengths_can_be_drawn_and_written(opened: Explorable) -> None:
    opened.root.get_by_text("Sequences of different lengths").click()
    assert opened.value("filler_total") == 0
    opened.root.get_by_role("button", name="Draw lengths").click()
    expect(opened.box("lengths[21]")).to_be_visible()
    drawn = opened.value("filler_total")
    assert drawn > opened.value("filler_sorted") > 0
    opened.box("lengths[0]").fill("90")
    assert opened.value("filler_total") > drawn
    opened.root.get_by_role("button", name="Make all equally long").click()
    assert opened.value("filler_total") == 0
