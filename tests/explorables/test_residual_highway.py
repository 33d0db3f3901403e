"""The row of blocks: against torch, layer by layer, the exams' numbers, and by hand."""

from __future__ import annotations

from itertools import combinations
from math import comb, prod
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from playwright.sync_api import expect
from traitlets import TraitError

from tests.browser.explorables import Explorable
from tests.explorables.conftest import Visit
from unrolled import bank
from unrolled.explorables.residual_highway import FEW, ResidualHighway
from unrolled.explorables.residual_highway.strategy import states


def by_torch(found: dict[str, Any], x: float, relu: str, *, skip: bool) -> dict[str, Any]:
    """The same row, layer by layer, from the weights l1 and l2."""

    def leaf(value: Any) -> torch.Tensor:
        return torch.tensor(value, dtype=torch.float64, requires_grad=True)

    bend = torch.relu if relu != "none" else lambda z: 1 * z
    l1, l2 = leaf(found["l1"]), leaf(found["l2"])
    ys, hs, outs = [leaf(x)], [], []
    for k, s in enumerate(found["s"]):
        hs.append(bend(l1[k] * ys[-1]))
        out = l2[k] * hs[-1]
        outs.append(bend(out) if relu == "before_sum" or not skip else out)
        total = s * ys[-1] + outs[-1] if skip else outs[-1]
        ys.append(bend(total) if relu == "after_sum" else 1 * total)
    back = torch.autograd.grad(ys[-1], [l1, l2, *ys, *outs], materialize_grads=True)
    count = len(ys)
    result = {
        "y": [y.item() for y in ys],
        "h": [h.item() for h in hs],
        "grad_l1": back[0].numpy(),
        "grad_l2": back[1].numpy(),
        "gradient": [g.item() for g in back[2 : 2 + count]],
    }
    if skip:
        result["gradient_F"] = [g.item() for g in back[2 + count :]]
    return result


@settings(max_examples=100, deadline=None)
@given(state=states())
def test_every_value_and_gradient_is_torch_s(state: dict[str, Any]) -> None:
    highway = ResidualHighway(**state)
    found = highway.compute()
    # Where s and r cancel, l1 · (r / l1) leaves a rounding whose sign the ReLU sees.
    assume(highway.relu != "after_sum" or (np.abs(found["s"] + found["r"]) > 1e-9).all())
    for skip, prefix in ((True, ""), (False, "plain_")):
        theirs = by_torch(found, highway.x, highway.relu, skip=skip)
        for key, right in theirs.items():
            scale = max(1.0, float(np.max(np.abs(right))))
            np.testing.assert_allclose(
                found[prefix + key], right, rtol=1e-9, atol=1e-11 * scale, err_msg=prefix + key
            )


@settings(max_examples=60, deadline=None)
@given(state=states())
def test_gradients_are_products_and_sums_of_paths(state: dict[str, Any]) -> None:
    found = ResidualHighway(**state).compute()
    blocks = len(found["r"])
    for name, factor in (("gradient", "factor"), ("plain_gradient", "plain_factor")):
        products = [prod(found[factor][k:].tolist()) for k in range(blocks + 1)]
        scale = max(1.0, max(map(abs, products)))
        np.testing.assert_allclose(found[name], products, rtol=1e-9, atol=1e-12 * scale)
    size = float(np.abs(found["path_sum"]).sum())
    assert found["path_sum"].sum() == pytest.approx(found["gradient"][0], abs=1e-9 * size)
    assert found["paths"].sum() == 2.0**blocks
    assert found["path_sum"][0] == pytest.approx(found["skip_alone"][0], rel=1e-9)
    if blocks <= FEW:
        assert sum(found["path_term"]) == pytest.approx(found["gradient"][0], abs=1e-9 * size)
    else:
        assert found["path_term"] is None


def test_the_paths_of_three_blocks_by_hand() -> None:
    r, s = [0.5, -2.0, 3.0], [1.0, 0.5, 0.25]
    found = ResidualHighway(blocks=3, slopes=r, skip=s).compute()
    for path in range(8):
        taken = [k for k in range(3) if path >> k & 1]
        by_hand = prod(r[k] if k in taken else s[k] for k in range(3))
        assert found["path_term"][path] == pytest.approx(by_hand)
    for m in range(4):
        sums = [
            prod(r[k] if k in some else s[k] for k in range(3))
            for some in combinations(range(3), m)
        ]
        assert found["paths"][m] == len(sums) == comb(3, m)
        assert found["path_sum"][m] == pytest.approx(sum(sums))
    assert found["gradient"][0] == pytest.approx(1.5 * -1.5 * 3.25)


def test_the_cnn_sheet_s_block_and_row() -> None:
    """H(x) = x + R(x) has slope 1 + r; five in a row, 1.1 to the fifth."""
    found = ResidualHighway(**bank.presets("residual-highway")[_place("CNN sheet, 4f")]).compute()
    assert found["factor"].tolist() == pytest.approx([1.1] * 5)
    assert found["gradient"][0] == pytest.approx(1.61051)
    assert found["plain_gradient"][0] == pytest.approx(0.00001)


def test_the_digits_sheet_s_segment() -> None:
    """z = ReLU(w3 ReLU(w2 y) + y): (w3 w2 + 1) w1 x = 1.06 · 0.4 · 2, and 0.06 · 0.4 · 2."""
    state = bank.presets("residual-highway")[_place("digits sheet, 7e")]
    found = ResidualHighway(**state).compute()
    assert found["y"].tolist() == pytest.approx([2, 2.48, 2.6288])
    assert found["grad_l1"][0] == pytest.approx(0.848)
    assert found["plain_grad_l1"][0] == pytest.approx(0.048)
    first_only = ResidualHighway(**{**state, "skip": [1, 0]}).compute()
    assert first_only["grad_l1"][0] == pytest.approx(0.048)


@pytest.mark.parametrize(
    ("slug", "shown"),
    [
        ("cnn/residual_block_gradient", ("factor", "gradient", "plain_gradient")),
        ("cnn/skip_connection_gradient", ("grad_l1", "plain_grad_l1")),
        ("lstm/additive_shortcuts", ("plain_gradient", "gradient")),
    ],
)
def test_it_opens_on_a_question_s_numbers_and_shows_its_answers(
    slug: str, shown: tuple[str, ...]
) -> None:
    question = bank.load(slug)
    for instance in (question.exam, *question.variants()):
        found = ResidualHighway(**(instance.state or {})).compute()
        values = [found[key][0] for key in shown]
        np.testing.assert_allclose(values, instance.values[: len(shown)], rtol=1e-9)


def test_what_the_other_presets_are_chosen_for() -> None:
    presets = bank.presets("residual-highway")
    deep = ResidualHighway(**presets[_place("digits sheet, 7d")]).compute()
    measured = bank.load("cnn/very_deep_problems").module.experiment()
    assert deep["plain_gradient"][1] == pytest.approx(measured["deep"], rel=0.05)
    block = ResidualHighway(**presets[_place("TUM 2019, 4f")]).compute()
    measured = bank.load("cnn/residual_block").module.experiment()
    assert block["plain_gradient"][0] == pytest.approx(measured["plain"], rel=0.05)
    lowered = presets[_place("Osnabrück 2023/24, 9")]
    assert ResidualHighway(**lowered).compute()["y"].tolist() == [1, 0.5]
    early = ResidualHighway(**{**lowered, "relu": "before_sum"}).compute()
    assert early["y"].tolist() == [1, 1]  # its own ReLU keeps the branch from lowering anything


def test_the_cell_state_of_an_lstm_is_a_skip_connection_with_another_weight() -> None:
    found = ResidualHighway(blocks=10, slopes=0, skip=0.95).compute()
    assert found["gradient"][0] == pytest.approx(0.598736939238)


def test_it_is_no_guarantee() -> None:
    found = ResidualHighway(blocks=7, slopes=[0.1, 0.1, -1, 0.1, 0.1, 0.1, 0.1]).compute()
    assert found["gradient"][:3].tolist() == [0, 0, 0]
    assert found["gradient"][3] == pytest.approx(1.1**4)
    assert found["skip_alone"].tolist() == [1] * 8


def test_drawn_slopes_have_the_mean_and_the_spread() -> None:
    drawn = np.concatenate(
        [
            ResidualHighway(blocks=60, slopes=0.2, spread=0.5, seed=i).compute()["r"]
            for i in range(40)
        ]
    )
    assert drawn.mean() == pytest.approx(0.2, abs=0.04)
    assert drawn.std() == pytest.approx(0.5, abs=0.03)


def _place(name: str) -> str:
    return next(key for key in bank.presets("residual-highway") if name in key)


BAD: list[tuple[dict[str, Any], str]] = [
    ({"blocks": 61}, "blocks is 61; it must be a whole number from 1 to 60"),
    ({"blocks": 3, "slopes": [1, 2]}, "slopes has length 2; it must be a number, or a list of 3"),
    ({"skip": 1.5}, "skip is 1.5; it must be a number from 0 to 1"),
    ({"inner": 0}, "inner is 0; it must be a number from 0.01 to 100"),
    ({"blocks": 3, "block": 4}, "block is 4; it must be a whole number from 1 to 3"),
    ({"slopes": [[1]]}, "slopes is .*; it must be a number or a list of numbers"),
    ({"relu": "first"}, "relu is 'first'; it must be one of none, after_sum, before_sum"),
]


@pytest.mark.parametrize(("state", "message"), BAD, ids=lambda value: str(value)[:30])
def test_what_is_not_possible_is_refused(state: dict[str, Any], message: str) -> None:
    with pytest.raises(TraitError, match=message):
        ResidualHighway(**state)


def test_lists_follow_the_number_of_blocks() -> None:
    highway = ResidualHighway(blocks=3, slopes=[0.1, 0.2, 0.3], block=3)
    highway.blocks = 5
    assert highway.slopes == [0.1, 0.2, 0.3, 0.3, 0.3]
    highway.blocks = 2
    assert highway.slopes == [0.1, 0.2]
    assert highway.block == 2


@pytest.fixture
def opened(visit: Visit) -> Explorable:
    return visit("residual-highway")


@pytest.mark.browser
def test_the_slope_can_be_dragged_in_the_picture(opened: Explorable) -> None:
    before = opened.value("gradient[0]")
    opened.drag(opened.root.locator(".residual-hand", has_text="r = "), 40)  # ten steps of 0.05
    assert before == pytest.approx(1.1**20)
    assert opened.value("gradient[0]") == pytest.approx(1.6**20)
    assert opened.value("plain_gradient[0]") == pytest.approx(0.6**20)


@pytest.mark.browser
def test_a_block_can_have_numbers_of_its_own(opened: Explorable) -> None:
    opened.box("blocks").fill("3")
    opened.root.get_by_role("button", name="Own numbers").click()
    opened.box("block").fill("2")
    opened.box("slopes[1]").fill("-1")
    assert opened.value("gradient[0]") == 0
    opened.box("skip[1]").fill("0")
    assert opened.value("gradient[0]") == pytest.approx(-1.1 * 1.1)
    assert opened.value("skip_alone[0]") == 0
    opened.root.get_by_role("button", name="Own numbers").click()  # and all like this one
    assert opened.value("gradient[0]") == -1
    expect(opened.box("skip")).to_have_value("0")


@pytest.mark.browser
def test_the_dot_on_the_curve_chooses_the_block(opened: Explorable) -> None:
    opened.drag(opened.root.locator(".u-grab circle").first, 300)
    chosen = int(opened.held("block"))
    assert 8 <= chosen <= 12
    expect(opened.root.locator(".residual-factor")).to_contain_text(f"Block {chosen} ")
