"""DropoutMask: its numbers against torch, all masks and the questions; a reader's hands."""

from __future__ import annotations

import itertools
import math
import re
from typing import Any

import numpy as np
import pytest
import torch
from playwright.sync_api import expect
from traitlets import TraitError

from tests.browser.explorables import Explorable
from tests.explorables.conftest import Visit
from tests.explorables.front_end import FrontEnd
from unrolled import DropoutMask, bank
from unrolled.explorables.dropout_mask.state import WHATS, maps

SMALL = {"values": [1.5, -0.5, 2], "out": [1, 2, -0.25], "inputs": 2, "channels": 2, "size": 2}


def exam(slug: str) -> dict[str, Any]:
    """The state in which the question opens it."""
    return dict(bank.load(f"regularisation/{slug}").exam.state or {})


# --- numbers


@pytest.mark.parametrize("scaling", ["train", "test"])
@pytest.mark.parametrize("what", WHATS)
def test_mean_and_spread_over_all_masks_by_brute_force(what: str, scaling: str) -> None:
    widget = DropoutMask(**SMALL, what=what, rate=0.3, scaling=scaling)
    many = len(widget.compute()["mask"])
    ys, chances = [], []
    for mask in itertools.product((0, 1), repeat=many):
        widget.mask = list(mask)
        ys.append(widget.compute()["y"])
        chances.append(0.7 ** sum(mask) * 0.3 ** (many - sum(mask)))
    found = widget.compute()
    assert sum(chances) == pytest.approx(1)
    mean = np.dot(chances, ys)
    assert found["expected"] == pytest.approx(mean)
    assert found["ensemble"] == pytest.approx(mean)
    assert found["deviation"] == pytest.approx(math.sqrt(np.dot(chances, (ys - mean) ** 2)))
    assert found["test_y"] == pytest.approx(mean)  # both scalings keep the mean


def test_a_mask_acts_as_torchs_dropout_does():
    torch.manual_seed(3)
    layer = torch.tensor(SMALL["values"], dtype=torch.float64)
    left = torch.nn.functional.dropout(layer, 0.4)
    found = DropoutMask(**SMALL, rate=0.4, mask=(left != 0).long().tolist()).compute()
    np.testing.assert_allclose(found["train_values"], left.numpy())
    assert found["y"] == pytest.approx(
        float(left @ torch.tensor(SMALL["out"], dtype=torch.float64))
    )
    whole = torch.tensor(maps(5, 3))[None]
    left = torch.nn.functional.dropout2d(whole, 0.5)
    kept = (left.amax(dim=(0, 2, 3)) > 0).long().tolist()
    assert 0 < sum(kept) < 5
    found = DropoutMask(what="maps", channels=5, size=3, mask=kept).compute()
    np.testing.assert_allclose(found["train_values"], left.flatten().numpy())


def test_dropped_weights_leave_a_part_of_a_unit():
    widget = DropoutMask(**SMALL, what="weights", rate=0.5, mask=[1, 0, 1, 1, 0, 0])
    # 1.5 halved and doubled again, -0.5 whole and doubled, 2 gone
    np.testing.assert_allclose(widget.compute()["train_values"], [1.5, -1, 0])
    # as many weights as there are spread a half as much, in squares
    units = DropoutMask(**SMALL, rate=0.5).compute()["deviation"]
    assert widget.compute()["deviation"] == pytest.approx(units / math.sqrt(2))


def test_behind_another_non_linearity_the_average_is_approximate():
    found = DropoutMask(activation="sigmoid", values=[4], out=[1], rate=0.5).compute()
    either = [1 / (1 + math.exp(-8)), 0.5]
    assert found["ensemble"] == pytest.approx(sum(either) / 2)
    assert found["test_y"] == pytest.approx(1 / (1 + math.exp(-4)))


def test_many_masks_come_near_what_is_expected():
    found = DropoutMask(**exam("dropout_purpose"), masks=500).compute()
    assert (found["coins_units"], found["test_y"]) == (20, pytest.approx(3))
    assert found["deviation"] == pytest.approx(3 / math.sqrt(20))
    assert abs(found["mean"] - 3) < 4 * found["deviation"] / math.sqrt(500)
    assert found["sd"] == pytest.approx(found["deviation"], rel=0.15)
    assert set(found["train_values"]) == {0, 6}


def test_the_ensemble_of_the_questions_256_networks():
    found = DropoutMask(**exam("dropout_properties")).compute()
    assert 2 ** len(found["mask"]) == 256
    # 0.9 - 0.25 - 0.4 + 0.6 + 0.35 + 0.2 + 0.15 + 0.45
    assert found["ensemble"] == pytest.approx(2.0)
    assert found["test_y"] == pytest.approx(2.0)


def test_tosses_are_the_questions_and_of_its_variants():
    question = bank.load("regularisation/dropout_in_convolutions")
    for instance in (question.exam, *question.variants()):
        found = DropoutMask(**(instance.state or {})).compute()
        names = ("coins_entries", "coins_maps", "coins_units", "coins_weights")
        assert tuple(found[n] for n in names) == tuple(instance.values)
        assert len(found["mask"]) == found["coins_maps"]


def test_behind_a_softmax_the_question_and_its_variants():
    question = bank.load("regularisation/dropout_after_softmax")
    for instance in (question.exam, *question.variants()):
        found = DropoutMask(**(instance.state or {})).compute()
        shown = [found["sum"], found["loss"], found["chance"]]
        np.testing.assert_allclose(shown, instance.values[1:])
    state = exam("dropout_after_softmax")
    gone = DropoutMask(**{**state, "mask": [0, 1, 1, 1]}).compute()
    assert gone["loss"] is None
    assert gone["loss_plain"] == pytest.approx(math.log(2))


def test_neighbours_give_a_dropped_entry_away_and_whole_maps_none():
    found = [DropoutMask(what="entries", seed=s).compute()["guess"] for s in range(10)]
    assert min(found) > 0.5
    assert DropoutMask(what="maps").compute()["guess"] is None
    assert DropoutMask(what="entries", rate=0).compute()["guess"] is None
    # by hand: three corners of the first map are dropped, each has one neighbour on two sides
    values = maps(1, 3)[0]
    mask = [0, 1, 0, 1, 1, 1, 0, 1, 1]
    found = DropoutMask(what="entries", channels=1, size=3, mask=mask).compute()["guess"]
    truth = [values[0, 0], values[0, 2], values[2, 0]]
    guesses = [
        values[0, 1] + values[1, 0],
        values[0, 1] + values[1, 2],
        values[1, 0] + values[2, 1],
    ]
    assert found == pytest.approx(np.corrcoef(truth, guesses)[0, 1])


def test_maps_are_the_same_on_both_sides(front_end: FrontEnd):
    for channels, size in itertools.product((1, 12), range(1, 7)):
        state = {"what": "entries", "channels": channels, "size": size, "rate": 0, "masks": 1}
        theirs = front_end("compute", "dropout-mask", state)["train_values"]
        assert theirs == maps(channels, size).ravel().tolist()


def test_the_first_mask_drawn_is_in_view():
    widget = DropoutMask(masks=1, seed=7)
    found = widget.compute()
    assert found["mean"] == found["y"]
    widget.masks = 50
    assert widget.compute()["mask"].tolist() == found["mask"].tolist()


# --- states


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ({"values": [0] * 21}, "values is .*; it must be 1 to 20 numbers"),
        ({"out": [1, 2]}, r"out is \[1, ?2\]; it must be one number for each of the 8 units"),
        ({"mask": [1, 0]}, r"mask is \[1, ?0\]; it must be nothing, or 8 numbers that are 0 or 1"),
        ({"mask": [1, 0, 1, 0, 1, 0, 1, 2]}, "mask is .*; it must be nothing, or 8 numbers"),
        ({"rate": 1}, "rate is 1; it must be a number from 0 to 0.95"),
        ({"label": 5}, "label is 5; it must be a whole number from 1 to 4"),
        ({"probs": [1.5]}, r"probs\[0\] is 1.5; it must be a number from 0 to 1"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_does_not_fit_is_named_on_both_sides(
    front_end: FrontEnd, state: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        front_end("check", "dropout-mask", state)
    with pytest.raises(TraitError, match=message):
        DropoutMask(**state)


def test_a_mask_that_does_not_fit_any_more_is_drawn_anew():
    widget = DropoutMask(mask=[1] * 8)
    widget.what = "weights"
    assert widget.mask is None
    widget.values = [1, 2]
    assert widget.out == [0.5, 0.5]


# --- hands


@pytest.fixture
def opened(visit: Visit) -> Explorable:
    return visit("dropout-mask")


@pytest.mark.browser
def test_a_unit_is_dropped_with_all_its_weights(opened: Explorable) -> None:
    before = DropoutMask().compute()
    first = int(np.argmax(before["mask"]))
    cells = opened.root.locator(f'[data-coin="{first}"]')
    expect(cells).to_have_count(6)  # five weights and the unit
    cells.last.click()
    assert opened.value("kept") == before["kept"] - 1
    expect(cells.first).to_have_class("drop-weight drop-off")
    term = np.multiply(DropoutMask().values, DropoutMask().out)[first]
    assert opened.value("y") == pytest.approx(before["y"] - 2 * term)
    expect(opened.page).to_have_url(re.compile(r"#.*mask=\["))
    opened.root.get_by_role("button", name="New mask").click()
    assert opened.value("y") == pytest.approx(DropoutMask(seed=2).compute()["y"])


@pytest.mark.browser
def test_the_keyboard_keeps_and_drops(opened: Explorable) -> None:
    board = opened.root.get_by_role("group", name="Mask; the arrow keys")
    board.focus()
    expect(opened.root.locator(".drop-cursor")).to_be_visible()
    kept = opened.value("kept")
    opened.page.keyboard.press("Space")
    opened.page.keyboard.press("Space")
    assert opened.value("kept") == kept
    for _ in range(20):
        opened.page.keyboard.press("ArrowRight")  # it stops at the last
    opened.page.keyboard.press("Enter")
    mask = DropoutMask().compute()["mask"]
    assert opened.value("kept") == kept + (-1 if mask[7] else 1)


@pytest.mark.browser
def test_test_time_drops_nothing_and_cannot_be_changed_by_a_press(opened: Explorable) -> None:
    opened.root.get_by_role("button", name="Test time").click()
    expect(opened.root.locator(".drop-off")).to_have_count(0)
    expect(opened.root.locator(".drop-said")).to_contain_text("Nothing is dropped now")
    y = opened.value("y")
    opened.root.locator('[data-coin="0"]').last.click()
    assert opened.value("y") == y


@pytest.mark.browser
def test_maps_and_softmax_come_into_view(opened: Explorable) -> None:
    opened.root.get_by_role("button", name="feature maps").click()
    expect(opened.root.locator(".drop-entry")).to_have_count(128)
    dropped = 8 - opened.value("kept")
    expect(opened.root.locator(".drop-off")).to_have_count(int(16 * dropped))
    opened.root.get_by_role("button", name="softmax outputs").click()
    opened.choice("preset").select_option("BITS mid-semester 2022–23, 1c")
    more = opened.root.locator(".drop-more")
    expect(more).to_contain_text("The outputs add up to 1.333: they are no probabilities any more.")
    expect(more).to_contain_text("The loss of the right class is 0.1823, without dropout 0.6931")
    opened.root.locator('[data-coin="0"]').click()
    expect(more).to_contain_text("∞ (Keras clips the probability at 10⁻⁷ and reads 16.12)")
    rate = opened.slider("rate")
    rate.focus()
    opened.page.keyboard.press("ArrowRight")
    assert opened.value("chance") == pytest.approx(1 - 0.55**4)


@pytest.mark.browser
def test_values_are_changed_in_the_table(opened: Explorable) -> None:
    opened.root.get_by_text("Every number of this mask").click()
    opened.box("values[0]").fill("1/2")
    opened.box("out[0]").fill("3")
    assert opened.value("test_values[0]") == 0.5
    assert opened.value("test_y") == pytest.approx(2.0 - 0.9 + 1.5)
