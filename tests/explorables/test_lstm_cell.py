"""LstmCell against torch and the exams' own answers; its gates taken by hand in the browser."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from playwright.sync_api import expect
from traitlets import TraitError

from tests.browser.explorables import Explorable
from tests.browser.watch import PHONE
from tests.explorables.conftest import Visit
from tests.explorables.front_end import FrontEnd
from unrolled import bank
from unrolled.explorables.lstm_cell import LstmCell
from unrolled.explorables.lstm_cell.state import GATES
from unrolled.explorables.lstm_cell.strategy import states

FUNCTIONS = {"tanh": torch.tanh, "sigmoid": torch.sigmoid, "identity": lambda z: 1 * z}


def leaf(value: Any) -> torch.Tensor:
    return torch.tensor(value, dtype=torch.float64, requires_grad=True)


def unrolled(s: dict[str, Any]) -> dict[str, Any]:
    """The same by torch: values, and the gradient of every node."""
    x, h, c = leaf(s["x"]), [leaf(s["h0"])], [leaf(s["c0"])]
    weights = {gate: leaf(s[gate]) for gate in GATES}
    bias = leaf([s[f"{gate}_bias"] for gate in GATES])
    found: dict[str, list[torch.Tensor]] = {name: [] for name in "figozaedy"}
    for t in range(len(s["x"])):
        rows = torch.stack([w if w.dim() == 1 else w[t] for w in weights.values()])
        z = rows[:, 0] * x[t] + rows[:, 1] * h[-1] + bias
        f, i, o = torch.sigmoid(z[0]), torch.sigmoid(z[1]), torch.sigmoid(z[3])
        g = FUNCTIONS[s["candidate_activation"]](z[2])
        a = f * c[-1] + i * g
        e = FUNCTIONS[s["cell_activation"]](a)
        d = o * e
        for name, value in zip("figozaed", (f, i, g, o, z, a, e, d), strict=True):
            found[name].append(value)
        c.append(a.clone())
        h.append(d.clone())
        if s["V"] is not None:
            found["y"].append(torch.sigmoid(np.ravel(s["V"])[-1 if np.ndim(s["V"]) == 0 else t]
                                            * (d if s["read"] == "h" else a)))  # fmt: skip
    loss = s["grad_h"] * h[-1] + s["grad_c"] * c[-1]
    if found["y"]:
        loss = loss + s["grad_y"] * found["y"][-1]
    nodes = {**found, "c": c, "h": h, "x": [x], "bias": [bias],
             **{gate: [weight] for gate, weight in weights.items()}}  # fmt: skip
    flat = [value for values in nodes.values() for value in values]
    back = iter(torch.autograd.grad(loss, flat, materialize_grads=True, retain_graph=True))
    result = {f"dL_d{name}": [next(back).numpy() for _ in values] for name, values in nodes.items()}
    result |= {name: [v.detach().numpy() for v in nodes[name]] for name in "figozeych"}
    ways = torch.autograd.grad(found["a"][-1], [c[0], *found["a"]])
    return result | {"reach_cell": [abs(way.item()) for way in ways]}


@settings(max_examples=100, deadline=None)
@given(state=states())
def test_every_value_and_every_gradient_is_torch_s(state: dict[str, Any]) -> None:
    cell = LstmCell(**state)
    ours, theirs = cell.compute(), unrolled(cell.state())
    for key, value in theirs.items():
        if ours[key] is None:
            assert value == []
            continue
        right = np.ravel(np.array(value))
        scale = max(1.0, float(np.max(np.abs(right))))
        np.testing.assert_allclose(
            np.ravel(ours[key]), right, rtol=1e-9, atol=1e-11 * scale, err_msg=key
        )


def test_the_cell_of_the_textbooks_is_torch_s_own() -> None:
    weights = dict(zip(GATES, np.round(np.linspace(-0.9, 0.8, 8), 2).reshape(4, 2), strict=True))
    x = [1.0, -0.5, 2.0, 0.25]
    found = LstmCell(x=x, h0=0.1, c0=0.4, forget_bias=1, input_bias=0, **weights).compute()
    cell = torch.nn.LSTM(1, 1, dtype=torch.float64)
    order = [weights[gate] for gate in ("input", "forget", "candidate", "output")]
    values = (np.array(order)[:, :1], np.array(order)[:, 1:], [0, 1, 0, 0], [0, 0, 0, 0])
    for parameter, value in zip(cell.parameters(), values, strict=True):
        parameter.data = torch.tensor(np.array(value, dtype=float))
    start = [torch.tensor([[v]], dtype=torch.float64, requires_grad=True) for v in (0.1, 0.4)]
    output, (_, c) = cell(torch.tensor(x, dtype=torch.float64)[:, None], tuple(start))
    np.testing.assert_allclose(found["h"][1:], output.detach().ravel())
    c.backward()
    assert found["c"][-1] == pytest.approx(c.item())
    assert found["dL_dc"][0] == pytest.approx(start[1].grad.item())
    by_input = cell.weight_ih_l0.grad.ravel()
    assert found["dL_dforget"][0] == pytest.approx(by_input[1].item())


def test_the_plain_cell_is_torch_s() -> None:
    found = LstmCell(x=[1, 0.5, -1], h0=0.2, candidate=[0.7, -0.9], candidate_bias=0.1).compute()
    h = start = leaf(0.2)
    for x in (1, 0.5, -1):
        h = torch.tanh(0.7 * x - 0.9 * h + 0.1)
    (slope,) = torch.autograd.grad(h, start)
    assert found["plain"][-1] == pytest.approx(h.item())
    assert found["reach_plain"][0] == pytest.approx(abs(slope.item()))


# Where the explorable shows a question's answers.
ANSWERS: dict[str, tuple[tuple[str, int], ...]] = {
    "lstm_three_steps": (*(("c", 1), ("h", 1)), *(("y", t) for t in range(3)), ("c", 3), ("h", 3)),
    "lstm_formulas": (("c", 1), ("h", 1), ("y", 0)),
    "lstm_backprop_cell": (("dL_dd", 0), ("dL_de", 0), ("dL_do", 0), ("dL_da", 0)),
    "lstm_backprop_gates": (
        *(("dL_dc", 0), ("dL_dg", 0), ("dL_di", 0), ("dL_df", 0), ("dL_dh", 0), ("dL_dx", 0)),
    ),
}


@pytest.mark.parametrize("slug", ANSWERS)
def test_it_opens_on_a_question_s_numbers_and_shows_its_answers(slug: str) -> None:
    question = bank.load(f"lstm/{slug}")
    for instance in (question.exam, *question.variants()):
        found = LstmCell(**(instance.state or {})).compute()
        shown = [found[key][i] for key, i in ANSWERS[slug]]
        np.testing.assert_allclose(shown, instance.values[: len(shown)], rtol=1e-9)


def test_gates_that_are_shut_come_near_the_question_s() -> None:
    question = bank.load("lstm/name_the_gates")
    for instance in (question.exam, *question.variants()):
        found = LstmCell(**(instance.state or {})).compute()
        shown = [found["c"][1], found["h"][1]]
        np.testing.assert_allclose(shown, instance.values[3:], atol=1e-4)


BAD: list[tuple[dict[str, Any], str]] = [
    ({"x": []}, r"x is \[\]; it must be a list of numbers"),
    ({"x": [0] * 11}, "x has 11 steps; it must have from 1 to 10"),
    ({"forget": [1]}, r"forget has shape \(1\); it must be \(weight of x, weight of h\)"),
    ({"output": [[1, 2]] * 3}, r"output has shape \(3, 2\); .* a list of 6 such, one for each"),
    ({"V": [1, 2]}, r"V has shape \(2\); it must be a number, or a list of 6 such"),
    ({"step": 7}, "step is 7; it must be a whole number from 1 to 6"),
    ({"c0": 101}, "c0 is 101; it must be a number from -100 to 100"),
    ({"read": "s"}, "read is .s.; it must be one of h, c"),
]


@pytest.mark.parametrize(("state", "message"), BAD, ids=lambda value: str(value)[:30])
def test_what_does_not_fit_is_named_on_both_sides(
    front_end: FrontEnd, state: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        front_end("check", "lstm-cell", state)
    with pytest.raises(TraitError, match=f"LstmCell: {message}"):
        LstmCell(**state)


def test_what_is_one_per_step_follows_x() -> None:
    w = LstmCell(x=[1, 2, 3], forget=[[1, 2], [3, 4], [5, 6]], V=[1, 2, 3], step=3)
    w.x = [1, 2]
    assert (w.forget, w.V, w.step) == ([[1, 2], [3, 4]], [1, 2], 2)
    w.update(x=np.array([1.0, 2.0, 3.0]), V=None)
    assert (w.x, w.forget[2], w.V) == ([1, 2, 3], [3, 4], None)
    with pytest.raises(TraitError, match="forget has shape"):
        w.update(x=[1], forget=[[1, 2], [3, 4]])
    assert len(w.x) == 3


@pytest.fixture
def opened(visit: Visit) -> Explorable:
    return visit("lstm-cell", viewport=PHONE, has_touch=True)


@pytest.mark.browser
def test_a_gate_is_opened_by_hand_and_the_memory_stays(opened: Explorable) -> None:
    before = opened.value("c[6]")
    handle = opened.root.locator(".lstm-picture .u-grab").first
    opened.drag(handle, 0, -400)  # it stops at the top
    assert opened.value("c[6]") > 3 * before
    bias = float(opened.slider("forget_bias").input_value())
    assert bias == pytest.approx(np.log(0.9975 / 0.0025), abs=0.05)
    assert opened.value("c[6]") == pytest.approx(
        LstmCell(forget_bias=bias).compute()["c"][6], abs=1e-12
    )


@pytest.mark.browser
def test_a_step_and_its_gradients_come_into_view(opened: Explorable) -> None:
    opened.root.get_by_role("button", name=re.compile("^Step 5")).click()
    picture = opened.root.locator(".lstm-picture")
    expect(picture).to_have_attribute("aria-label", re.compile("^Step 5 of the cell"))
    expect(picture.locator(".lstm-grad").first).to_have_text("")
    opened.root.get_by_role("button", name="Gradients").click()
    found = LstmCell().compute()
    shown = picture.locator(".lstm-grad").all_text_contents()
    assert f"{found['dL_dc'][4]:.3g}" in shown
    lines = opened.root.locator(".lstm-stage .lstm-lines")
    expect(lines).to_contain_text("∂L/∂c₄ = ∂L/∂a · f")
    expect(lines).to_contain_text(f"= {found['dL_dc'][4]:.4g}")


@pytest.mark.browser
def test_weights_of_one_step_alone(opened: Explorable) -> None:
    opened.root.locator("summary").first.click()
    opened.root.get_by_label("Weights").select_option("own")
    box = opened.box("forget[1,0]")  # step 2 is in view
    opened.root.get_by_role("button", name=re.compile("^Step 1")).click()
    expect(box).to_have_count(0)
    box = opened.box("forget[0,0]")
    box.fill("-1/2")
    expect(opened.root.locator('[data-output="f[0]"]')).to_have_attribute(
        "data-value", str(float(LstmCell(forget=[[-0.5, 0]] + [[0, 0]] * 5).compute()["f"][0]))
    )
