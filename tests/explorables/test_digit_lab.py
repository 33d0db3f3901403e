"""DigitLab: its networks are torch's, and what is said of them holds."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from matplotlib import pyplot as plt
from traitlets import TraitError

from tests.explorables.front_end import FrontEnd
from unrolled import DigitLab, bank
from unrolled.explorables.digit_lab import train
from unrolled.explorables.digit_lab.networks import ACCURACY, DIGITS, NETWORKS, layers
from unrolled.explorables.digit_lab.strategy import states

FOUND = json.loads(train.WEIGHTS.read_text(encoding="utf-8"))
EMPTY = [[0] * 8] * 8


def by_torch(name: str, wrap: bool = False) -> torch.nn.Module:
    """The network with the shipped weights, as a module of torch."""
    net = train.filled(name, FOUND["weights"][name])
    for layer in net.modules():
        if wrap and isinstance(layer, torch.nn.Conv2d):
            layer.padding_mode = "circular"
            layer._reversed_padding_repeated_twice = [1, 1, 1, 1]
    return net


def scores(s: dict[str, Any], field: Any) -> Any:
    """What torch makes of a field."""
    net = by_torch(s["network"], s["edges"] == "wrap")
    with torch.no_grad():
        return net(torch.tensor(np.array(field, float))[None, None])[0].numpy()


def moved(box: Any, right: int, down: int) -> Any:
    """The box in the middle of a large field of zeros, moved, and the field cut out of it."""
    large = np.zeros((48, 48))
    large[20 + down : 28 + down, 20 + right : 28 + right] = np.array(box) / 16
    return large[16:32, 16:32]


# --- the networks


@settings(max_examples=40)
@given(state=states())
def test_scores_and_maps_are_torchs(front_end: FrontEnd, state: dict[str, Any]):
    lab = DigitLab(**state)
    s, found = lab.state(), lab.compute()
    theirs = front_end("compute", "digit-lab", state)
    expected = scores(s, found["field"])
    for ours in (found["scores"], theirs["scores"]):
        np.testing.assert_allclose(ours, expected, atol=1e-9)
    if s["network"] == "perceptron":
        return
    first = by_torch(s["network"], s["edges"] == "wrap")[:2]
    with torch.no_grad():
        maps = first(torch.tensor(found["field"])[None, None])[0].numpy()
    np.testing.assert_allclose(theirs["map1"], maps, atol=1e-9)


def test_the_accuracy_in_the_file_is_that_of_the_weights_in_the_file():
    x, y = train.data()
    images, classes = x[train.TRAINED_ON :, 0], y[train.TRAINED_ON :]
    for i, name in enumerate(NETWORKS):
        for shift in (0, 1):
            moves = ((shift, 0), (-shift, 0), (0, shift), (0, -shift))
            right = [
                layers(name, np.roll(images, move, (1, 2)), wrap=False)["scores"].argmax(1)
                == classes
                for move in moves[: 4 if shift else 1]
            ]
            assert ACCURACY[i, shift] == pytest.approx(np.mean(right), abs=1e-12)
    assert ACCURACY[:, 0].min() > 0.85


@pytest.mark.slow
def test_training_again_gives_networks_as_good_that_say_the_same():
    again = train.results()
    x, _ = train.data()
    new = torch.tensor(x[train.TRAINED_ON :])
    assert again["tested"] == FOUND["tested"]
    for name in NETWORKS:
        counts = np.subtract(again["right"][name], FOUND["right"][name]) / again["tested"]
        assert abs(counts[0]) < 0.06, name
        answers = [
            train.filled(name, weights[name])(new).argmax(1)
            for weights in (again["weights"], FOUND["weights"])
        ]
        assert (answers[0] == answers[1]).double().mean() > 0.75, name


def test_the_digits_are_those_that_the_script_writes():
    assert json.loads(train.DIGITS.read_text(encoding="utf-8")) == train.digits()
    x, y = train.data()
    held_out = [image[0, 4:12, 4:12] * 16 for image in x[train.TRAINED_ON :]]
    for digit in range(10):
        place = next(i for i, label in enumerate(y[train.TRAINED_ON :]) if label == digit)
        np.testing.assert_array_equal(DIGITS[f"digit_{digit}"], held_out[place])


# --- equivariant, invariant


@pytest.mark.parametrize(("right", "down"), [(1, 0), (-3, 5), (8, -8)])
def test_where_the_field_goes_round_the_first_maps_move_along_exactly(right: int, down: int):
    lab = DigitLab(digit="digit_4", network="lenet", edges="wrap")
    before = lab.compute()["map1"]
    lab.update(right=right, down=down)
    found = lab.compute()
    np.testing.assert_array_equal(found["map1"], np.roll(before, (down, right), axis=(1, 2)))
    assert found["apart_map1"] == 0
    assert (found["apart_map2"] is None) == bool(right % 2 or down % 2)


@pytest.mark.parametrize("digit", ["digit_0", "digit_5", "digit_8"])
def test_a_maximum_forgets_even_moves_and_minds_odd_ones(digit: str):
    lab = DigitLab(digit=digit, network="maximum", edges="wrap")
    before = lab.compute()["scores"]
    for right, down in ((2, 0), (-4, 6), (8, 8)):
        lab.update(right=right, down=down)
        found = lab.compute()
        np.testing.assert_allclose(found["scores"], before, atol=1e-12)
        assert found["apart_scores"] == found["apart_pool2"] == 0
    lab.update(right=1, down=0)
    assert lab.compute()["apart_scores"] > 0.1


def test_weights_for_each_place_mind_a_move_that_loses_nothing():
    found = DigitLab(digit="digit_0", network="lenet", edges="wrap", right=4).compute()
    assert found["apart_map1"] == found["apart_map2"] == found["apart_pool2"] == 0
    assert found["apart_scores"] > 5
    assert found["answers"][1] != 0 == found["answers"][2]


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("digit", DIGITS)
def test_in_the_middle_the_edges_do_not_matter(digit: str, network: str):
    ends, wraps = (
        DigitLab(digit=digit, network=network, edges=edges).compute() for edges in ("end", "wrap")
    )
    np.testing.assert_allclose(ends["scores"], wraps["scores"], atol=1e-12)


def test_what_leaves_the_field_is_lost():
    lab = DigitLab(digit="digit_7", right=8, down=-8)
    np.testing.assert_array_equal(lab.compute()["field"], moved(DIGITS["digit_7"], 8, -8))
    assert lab.compute()["field"].sum() < np.sum(DIGITS["digit_7"]) / 16
    lab.edges = "wrap"
    assert lab.compute()["field"].sum() == np.sum(DIGITS["digit_7"]) / 16


# --- occlusion


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize(("patch", "cover", "right"), [(2, 0, 0), (3, 9.5, -5), (4, 16, 1)])
def test_the_heat_map_is_the_network_run_again(
    front_end: FrontEnd, network: str, patch: int, cover: float, right: int
):
    state = {"digit": "digit_9", "network": network, "watch": 9, "patch": patch, "cover": cover,
             "right": right, "measure": "score"}  # fmt: skip
    box = np.array(DIGITS["digit_9"], float)
    s = DigitLab(**state).state()
    whole = scores(s, moved(box, right, 0))[9]
    side = 9 - patch
    expected = np.empty((side, side))
    for i, j in np.ndindex(side, side):
        hidden = box.copy()
        hidden[i : i + patch, j : j + patch] = cover
        expected[i, j] = whole - scores(s, moved(hidden, right, 0))[9]
    for found in (DigitLab(**state).compute(), front_end("compute", "digit-lab", state)):
        np.testing.assert_allclose(found["heat"], expected, atol=1e-9)


def test_the_question_opens_on_the_patch_that_costs_most():
    lab = DigitLab(**bank.load("design/occlusion_map").exam.state)
    found = lab.compute()
    assert found["drop"] == found["heat_highest"] > 0.9
    assert found["left"] == pytest.approx(found["whole"] - found["drop"])
    lab.shown = "covered"
    assert lab.compute()["watched"][1] == pytest.approx(found["left"])
    assert found["heat"][6, 0] == 0  # nothing is drawn in that corner


def test_a_patch_that_would_stick_out_is_moved_in():
    lab = DigitLab(patch=4, row=8, column=8)
    assert lab.compute()["drop"] == lab.compute()["heat"][4, 4]


# --- one unit


@pytest.mark.parametrize("unit", [[1, 1, 1, 1], [1, 9 - 1, 16, 8], [2, 3, 4, 5], [2, 8, 16, 16]])
@pytest.mark.parametrize("edges", ["end", "wrap"])
def test_a_unit_is_the_sum_of_its_products(unit: list[int], edges: str):
    lab = DigitLab(digit="digit_2", network="lenet", edges=edges, right=6, unit=unit)
    found = lab.compute()
    channel, row, column = (at - 1 for at in found["unit_place"])
    value = found[f"map{unit[0]}"][channel, row, column]
    assert found["unit_value"] == pytest.approx(value, abs=1e-12)
    assert found["unit_products"].shape == (1 if unit[0] == 1 else 4, 3, 3)
    np.testing.assert_allclose(found["unit_products"].sum(axis=(1, 2)), found["unit_sums"])
    assert found["unit_z"] == pytest.approx(found["unit_sums"].sum() + found["unit_bias"])
    assert DigitLab(network="perceptron", unit=unit).compute()["unit_z"] is None


BAD: list[tuple[dict[str, Any], str]] = [
    ({"digit": [[0] * 8] * 7}, "digit is .*; it must be of 8 rows and 8 columns"),
    ({"digit": "digit_10"}, "digit is .*; it must be one of digit_0, "),
    ({"digit": [[17] + [0] * 7, *[[0] * 8] * 7]}, r"digit\[0\]\[0\] is 17; .* from 0 to 16"),
    ({"right": 9}, "right is 9; it must be a whole number from -8 to 8"),
    ({"unit": [1, 1]}, r"unit is \[1, ?1\]; it must be a list of 4 numbers: the layer"),
    ({"unit": [3, 1, 1, 1]}, r"unit\[0\] is 3; it must be a whole number from 1 to 2"),
    ({"patch": 5}, "patch is 5; it must be a whole number from 1 to 4"),
]


@pytest.mark.parametrize(("state", "message"), BAD, ids=lambda value: str(value)[:30])
def test_what_does_not_fit_is_named_on_both_sides(
    front_end: FrontEnd, state: dict[str, Any], message: str
):
    with pytest.raises(ValueError, match=message):
        front_end("check", "digit-lab", state)
    with pytest.raises(TraitError, match=message):
        DigitLab(**state)


@pytest.mark.parametrize("state", [{}, {"network": "perceptron", "digit": EMPTY}, {"patch": 4}])
def test_the_figure_says_what_it_shows(state: dict[str, Any]):
    lab = DigitLab(**state)
    figure = lab.figure()
    assert len(figure.axes) == 3
    assert "the small LeNet says" in lab.alt()
    plt.close(figure)
