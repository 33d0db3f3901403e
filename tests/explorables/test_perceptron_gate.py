"""The gate: the rule by hand and by torch, circles and dead ends, a mouse on the line."""

from __future__ import annotations

import re
from functools import reduce
from itertools import permutations, product

import numpy as np
import pytest
import torch
from playwright.sync_api import Locator, expect

from tests.browser.explorables import Explorable
from tests.explorables.conftest import Visit
from unrolled import bank
from unrolled.explorables.perceptron_gate import PerceptronGate

XOR, XNOR = [0, 1, 1, 0], [1, 0, 0, 1]


def test_the_exam_becomes_an_and_gate_and_stands_still():
    """By hand: each epoch is wrong at (0, 0); (1, 1) adds 0.02 to both until they reach 0.2."""
    state = bank.presets("perceptron-gate")["BITS mid-semester 2022–23, 3a"]
    found = PerceptronGate(**state).compute()
    ends = found["path"][4::4][:6].tolist()
    assert ends == [[w, w, -0.2] for w in (0.02, 0.04, 0.06, 0.08, 0.1, 0.1)]
    assert found["errors"][:7] == [2, 2, 2, 2, 2, 1, 1]
    assert (found["loop_start"], found["loop_updates"], found["loop_errors"]) == (5, 0, 1)
    assert found["now_output"] == [0, 0, 0, 1]
    assert found["now_net"][3] == 0  # 0.1 + 0.1 - 0.2, a tie that binary fractions would miss


@pytest.mark.parametrize("inputs", ["binary", "bipolar"])
@pytest.mark.parametrize("bias_rule", ["learned", "fixed"])
def test_each_update_is_a_gradient_step_of_torch(inputs: str, bias_rule: str):
    """The perceptron's loss is max(0, -(2t - 1) z); in quarters nothing is rounded."""
    gate = PerceptronGate(
        targets=XOR, weights=[0.25, -0.5], bias=0.125, learning_rate=0.25, order=[2, 0, 3, 1],
        inputs=inputs, bias_rule=bias_rule, steps=200,
    )  # fmt: skip
    found = gate.compute()
    low = 0 if inputs == "binary" else -1
    corners = list(product((low, 1), repeat=2))
    w = torch.tensor([0.25, -0.5, 0.125], dtype=torch.float64, requires_grad=True)
    for i in range(200):
        place = [2, 0, 3, 1][i % 4]
        x = torch.tensor([*corners[place], 1], dtype=torch.float64)
        loss = torch.relu((1 - 2 * XOR[place]) * (w @ x))
        assert found["example"][i] == place
        assert found["net"][i] == (w @ x).item() != 0
        (gradient,) = torch.autograd.grad(loss, w)
        if bias_rule == "fixed":
            gradient[2] = 0
        w.data -= 0.25 * gradient
        assert found["path"][i + 1].tolist() == w.tolist()


@pytest.mark.parametrize("targets", list(product((0, 1), repeat=4)))
@pytest.mark.parametrize("inputs", ["binary", "bipolar"])
def test_fourteen_gates_settle_and_two_never_do(targets: tuple[int, ...], inputs: str):
    found = PerceptronGate(targets=list(targets), inputs=inputs).compute()
    if list(targets) in (XOR, XNOR):
        assert found["loop_errors"] > 0 < found["loop_updates"]
    else:
        assert found["loop_errors"] == found["loop_updates"] == 0


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_no_order_helps_xor_and_the_circle_is_one(order: tuple[int, ...]):
    found = PerceptronGate(targets=XOR, order=list(order), steps=200).compute()
    start, loop = 4 * found["loop_start"], found["loop"]
    assert found["path"][start].tolist() == loop[-1].tolist()
    again = found["path"][start + 1 : 200 // len(loop) * len(loop) + 1]
    for i, weights in enumerate(again.tolist()):
        assert weights == loop[i % len(loop)].tolist()
    assert found["loop_updates"] == found["loop_errors"]


def test_a_tie_goes_as_one_wishes():
    on = {"weights": [0.1, 0.2], "bias": -0.3, "targets": [0, 0, 0, 1]}
    assert PerceptronGate(**on, at_zero=1).compute()["wrong"] == 0
    assert PerceptronGate(**on, at_zero=0).compute()["wrong"] == 1


def test_no_step_no_movement():
    found = PerceptronGate(targets=XOR, learning_rate=0).compute()
    assert (found["loop_start"], found["loop_updates"]) == (0, 0)
    assert found["loop_errors"] > 0


def test_a_small_rate_against_large_weights_is_not_decided():
    found = PerceptronGate(weights=[-10, -10], learning_rate=0.01).compute()
    assert found["loop_start"] is found["loop"] is None
    assert len(found["errors"]) == 50
    assert found["path"].shape == (201, 3)


@pytest.mark.parametrize("chain", ["XNOR", "XOR"])
@pytest.mark.parametrize("n", [2, 3, 4, 5])
def test_the_network_is_the_chain_for_all_patterns(n: int, chain: str):
    for bits in product((0, 1), repeat=n):
        found = PerceptronGate(show="network", bits=list(bits), chain=chain).compute()
        by_hand = reduce(lambda a, b: int((a == b) == (chain == "XNOR")), bits)
        assert found["top"] == found["chained"][-1] == by_hand
        assert found["misses"] == 0
        assert found["patterns"] == 2**n


@pytest.mark.parametrize("cut", range(5))
def test_a_hidden_unit_that_is_cut_off_is_missed(cut: int):
    units = [int(k != cut) for k in range(5)]
    wrong = 0
    for bits in product((0, 1), repeat=5):
        hidden = np.array([sum(bits) > k for k in range(5)]) * units
        wrong += int(hidden @ [1, -1, 1, -1, 1] >= 0.5) != sum(bits) % 2
    found = PerceptronGate(bits=[0] * 5, units=units).compute()
    assert found["misses"] == wrong > 0


def test_the_exams_tree():
    state = bank.presets("perceptron-gate")["BITS mid-semester 2022–23, 3b"]
    found = PerceptronGate(**state).compute()
    assert (found["top"], len(found["hidden"])) == (1, 5)
    assert (found["tree_layers"], found["tree_units"]) == (6, 12)


def test_the_alternatives_say_what_is_seen():
    assert "gets 2 of 4 right" in PerceptronGate().alt()
    assert "Wrong patterns: 0 of 4" in PerceptronGate(show="network").alt()
    for state in ({}, {"show": "network", "bits": [1, 0, 1]}, {"weights": [0, 0]}):
        PerceptronGate(**state).html()


@pytest.fixture
def opened(visit: Visit) -> Explorable:
    return visit("perceptron-gate")


def handle(opened: Explorable, nth: int) -> Locator:
    """What the line is taken by: its middle (0) or its arrow (1)."""
    return opened.root.locator(".u-grab").nth(nth).locator("circle").nth(1)


@pytest.mark.browser
def test_the_line_is_pushed_and_turned(opened: Explorable):
    opened.root.get_by_role("button", name="Next example").click()
    assert opened.held("steps") == 1
    moved = [-0.4, 0.6, -0.1]  # (0, 0) fired and should not: b falls by 0.2
    opened.drag(handle(opened, 0), 0, -40)
    assert opened.held("steps") == 0, "a line that is dragged is a new start"
    assert [opened.held(f"weights[{i}]") for i in (0, 1)] == pytest.approx(moved[:2])
    assert opened.held("bias") < moved[2]
    length = np.hypot(*moved[:2])
    opened.drag(handle(opened, 1), 80, 20)
    turned = [opened.held(f"weights[{i}]") for i in (0, 1)]
    assert turned[0] > moved[0] + 0.2
    assert np.hypot(*turned) == pytest.approx(length, abs=0.01)


@pytest.mark.browser
def test_targets_are_turned_by_a_press_and_name_the_gate(opened: Explorable):
    gate = opened.choice("gate")
    expect(gate).to_have_value("AND")
    opened.root.get_by_role("button", name=re.compile(r"target of \(0, 0\)")).click()
    expect(gate).to_have_value("XNOR")
    expect(opened.root.locator(".gate-verdict")).to_contain_text("It never settles.")
    expect(opened.root.locator("[data-output='loop[3,2]']")).to_be_visible()
    gate.select_option("OR")
    expect(opened.root.locator(".gate-verdict")).to_contain_text("It settles.")


@pytest.mark.browser
def test_play_goes_on_until_nothing_moves(opened: Explorable):
    opened.box("learning_rate").fill("0.5")
    end = 4 * PerceptronGate(learning_rate=0.5).compute()["loop_start"]
    opened.box("steps").fill(str(end - 2))
    opened.root.get_by_role("button", name="Play").click()
    expect(opened.root.get_by_role("button", name="Stop")).to_be_visible()
    expect(opened.root.get_by_role("button", name="Play")).to_be_visible()
    assert opened.held("steps") == end
    expect(opened.root.locator("[data-output=wrong]")).to_have_text("0")


@pytest.mark.browser
def test_cutting_a_unit_off_makes_patterns_wrong(opened: Explorable):
    opened.choice("show").select_option("network")
    opened.choice("n").select_option("5")
    opened.root.get_by_role("button", name="bit C").click()
    expect(opened.root.locator("[data-output=ones]")).to_have_text("2")
    opened.root.get_by_role("button", name=re.compile("hidden unit from 2 on")).click()
    expect(opened.root.locator("[data-output=misses]")).not_to_have_text("0")
    expect(opened.root.locator("[data-output='outputs[2]']")).to_have_class(
        re.compile("gate-wrong")
    )
