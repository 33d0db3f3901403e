"""GraphStepper against torch and the exams' answers; expressions typed, graphs walked by hand."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect
from traitlets import TraitError

from tests.browser.explorables import Explorable
from tests.explorables.conftest import Visit
from tests.explorables.front_end import FrontEnd
from unrolled import bank
from unrolled.explorables.graph_stepper import GraphStepper
from unrolled.explorables.graph_stepper.parse import parse
from unrolled.explorables.graph_stepper.strategy import expressions, states

NAMES: dict[str, Any] = {
    **{name: getattr(torch, name) for name in ("exp", "log", "sqrt", "sin", "cos", "tanh")},
    "relu": torch.relu,
    "sigmoid": torch.sigmoid,
    "σ": torch.sigmoid,
    "ln": torch.log,
}


def largest(*values: Any) -> torch.Tensor:
    tensors = [torch.as_tensor(v, dtype=torch.float64) for v in values]
    return torch.stack(tensors).amax()


def by_torch(state: dict[str, Any]) -> tuple[float, np.ndarray, np.ndarray]:
    """Python itself reads the text, torch computes and differentiates: another parser, too."""
    text = state["expression"].replace("^", "**").replace("·", "*").replace("−", "-")
    text = re.sub(r"(?<![A-Za-z\d.])(\d*\.?\d+(?:e\d+)?)", r"number(\1)", text)
    *definitions, result = text.split(";")
    variables = parse(state["expression"]).variables

    def f(values: torch.Tensor) -> torch.Tensor:
        known = dict(zip(variables, values, strict=True))
        known |= {name: function for name, function in NAMES.items() if name not in known}
        known |= {"max": largest, "number": lambda v: torch.tensor(v, dtype=torch.float64)}
        for definition in definitions:
            name, _, body = definition.partition("=")
            known[name.strip()] = eval(body, {"__builtins__": {}}, known)
        return eval(result, {"__builtins__": {}}, known)

    at = torch.tensor(state["values"], dtype=torch.float64, requires_grad=True)
    (slopes,) = torch.autograd.grad(f(at), at)
    return f(at).item(), slopes.numpy(), torch.autograd.functional.hessian(f, at).numpy()


@settings(max_examples=80, deadline=None)
@given(state=states())
def test_value_gradient_and_hessian_are_torch_s(state: dict[str, Any]) -> None:
    found = GraphStepper(**state).compute()
    value, slopes, hessian = by_torch(state)
    scale = float(np.max(np.abs(found["value"])))
    np.testing.assert_allclose(found["f"], value, rtol=1e-9, atol=1e-11 * scale)
    np.testing.assert_allclose(found["partial"], slopes, rtol=1e-8, atol=1e-9)
    if "x)^x" in state["expression"] or "^x" in state["expression"]:
        return  # torch's second derivative of 0^x is not a number where ours is 0
    size = max(1.0, float(np.max(np.abs(hessian))))
    np.testing.assert_allclose(found["hessian"], hessian, rtol=1e-8, atol=1e-9 * size)


def test_the_sums_at_a_node_are_what_its_edges_pass_back() -> None:
    found = GraphStepper(expression="p = x^2; p*p - 32*p + sin(p)", values=[2], step=0).compute()
    sums = np.zeros_like(found["value"])
    np.add.at(sums, found["source"], found["passed"])
    sums[-1] = 1
    np.testing.assert_allclose(found["gradient"], sums)
    # By hand: f = p² − 32 p + sin p at p = 4, so ∂f/∂p = 8 − 32 + cos 4 and ∂f/∂x = 4 of that.
    assert found["f"] == pytest.approx(16 - 128 + np.sin(4))
    assert found["partial"][0] == pytest.approx(4 * (8 - 32 + np.cos(4)))
    assert found["hessian"][0, 0] == pytest.approx(16 * (2 - np.sin(4)) + 2 * (-24 + np.cos(4)))


def test_it_opens_on_a_question_s_numbers_and_shows_its_answers() -> None:
    question = bank.load("backprop/quartic_graph_gradient")
    for instance in (question.exam, *question.variants()):
        found = GraphStepper(**(instance.state or {})).compute()
        np.testing.assert_allclose([found["f"], *found["partial"]], instance.values)
    assert question.exam.values == (-168, -96, -40)
    question = bank.load("backprop/quartic_hessian")
    for instance in (question.exam, *question.variants()):
        at_point = GraphStepper(**(instance.state or {})).compute()
        origin = GraphStepper(**{**(instance.state or {}), "values": [0, 0]}).compute()
        shown = [*np.diag(origin["hessian"]), *np.diag(at_point["hessian"])]
        xx_0, yy_0, _, xx, yy, xy, kind = instance.values
        np.testing.assert_allclose(shown, [float(v) for v in (xx_0, yy_0, xx, yy)])
        assert at_point["hessian"][0, 1] == xy == 0
        low, high = at_point["eigenvalues"]
        assert {"local minimum": low > 0, "saddle point": low < 0 < high}[str(kind)]
    tape = bank.load("backprop/gradient_tape").exam.state
    assert GraphStepper(**(tape or {})).compute()["f"] == (1 - 3) ** 2  # relu(2 · 1 − 1) is 1


WRONG = {
    "": "is empty; it must be something like",
    "x" * 161: "has 161 characters; it may have 160",
    "2x": "has “x” at place 2 right after another value; write * between them",
    "(x + 1)(x - 1)": "has “(” at place 8 right after another value; write * between them",
    "x + ": "ends at place 5; a number, a variable, a function or ( is due there",
    "x + * y": "has “*” at place 5; a number, a variable, a function or ( is due there",
    "(x + y": "has no ) for the ( at place 1; close it",
    "x + y)": "has “)” at place 6; an operation or the end is due there",
    "sin x": "has “sin” at place 1 without a bracket; write sin(…)",
    "exp(x, y)": "gives exp at place 1 2 values; it takes one",
    "max(x)": "gives max at place 1 1 values; it takes from 2 to 4",
    "loss + x": "has “loss” at place 1; a variable is one letter, with a number behind it",
    "e^x": "has “e” at place 1; for a power of e write exp(…)",
    "x $ y": "has “$” at place 3; it may have numbers, variables, functions and",
    "😀 + 😀": "has “😀” at place 1; it may have numbers",
    "x + 😀 + x": "has “😀” at place 5; it may have numbers",
    "p = x*y": "ends at place 8; after a definition ; and a result are due",
    "p = x; x": "defines p at place 1 and never uses it; use it, or leave it out",
    "p = p + 1; p": "defines p at place 1 by itself; choose another letter",
    "y = x + z; z = 2; y": "defines z at place 12, but z is there already; choose another",
    "1e7 * x": "has “1e7” at place 1; a number may be up to 1000000",
    "1 + 2": "has 0 variables; it may have from 1 to 5",
    "a + b + c + d + g + h": "has 6 variables; it may have from 1 to 5",
    "+".join("x" * 26): "has 25 operations; it may have 24",
    "(" * 40 + "x": "is nested too deeply at place 25; give its parts names",
    "x.y": "has “.” at place 2; it may have numbers",
}


@pytest.mark.parametrize("text", WRONG, ids=lambda text: text[:12].strip() or "empty")
def test_a_wrong_expression_is_explained_in_the_same_words(front_end: FrontEnd, text: str) -> None:
    state = {"expression": text, "values": [1], "step": 0}
    with pytest.raises(ValueError, match=r"^expression") as theirs:
        front_end("check", "graph-stepper", state)
    with pytest.raises(TraitError) as ours:
        GraphStepper(**state)
    assert str(ours.value) == f"GraphStepper: {theirs.value}"
    assert str(theirs.value).startswith(f"expression {WRONG[text]}")


PIECES = [*"xyp123.()+-*/^=;, e·σ", "exp(", "max(", "sin", "**", "w1"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@settings(max_examples=250, deadline=None)
@given(text=st.one_of(TEXTS, expressions(), st.text()))
def test_both_parsers_say_the_same_about_any_text(front_end: FrontEnd, text: str) -> None:
    state = {"expression": text, "values": [1], "step": 0}
    outcomes = []
    for check in (GraphStepper.check, lambda state: front_end("check", "graph-stepper", state)):
        try:
            outcomes.append(str(sorted(check(state).items())))
        except ValueError as error:
            outcomes.append(str(error))
    assert outcomes[0] == outcomes[1]


@pytest.mark.parametrize(
    ("expression", "slope", "bend"),
    [("sqrt(relu(x))", 0.0, 0.0), ("sqrt(max(x, 0)) + x*x", -2.0, 2.0)],
)
def test_through_a_gate_that_is_shut_nothing_comes(
    front_end: FrontEnd, expression: str, slope: float, bend: float
) -> None:
    state = {"expression": expression, "values": [-1.0], "step": 0}
    for found in (
        GraphStepper(**state).compute(),
        front_end("compute", "graph-stepper", state),
    ):
        np.testing.assert_array_equal(found["partial"], [slope])
        np.testing.assert_array_equal(found["hessian"], [[bend]])


def test_powers_and_signs_bind_as_in_mathematics() -> None:
    def value(expression: str, *values: float) -> float:
        found: float = GraphStepper(expression=expression, values=values, step=0).compute()["f"]
        return found

    assert value("-x^2", 3) == -9
    assert value("2^-x", 1) == 0.5
    assert value("x^3^2", 2) == 2**9
    assert value("x / 2 * 4", 3) == 6
    assert value("8 - x - 1", 2) == 5
    assert value("p = 2; x - -p * x", 3) == 9


def test_values_and_step_follow_a_new_expression() -> None:
    w = GraphStepper()
    w.expression = "x + y + z"
    assert (w.values, w.step) == ([2, 1, 1], 5)
    w.update(expression="x^2", values=[3])
    assert (w.values, w.step) == ([3], 3)
    with pytest.raises(TraitError, match="values has 2 numbers; it must have 1, for x"):
        w.values = [1, 2]
    with pytest.raises(TraitError, match="step is 4; it must be a whole number from 0 to 3"):
        w.step = 4
    with pytest.raises(TraitError, match="expression ends at place 3"):
        w.expression = "x^"
    assert w.expression == "x^2"


@pytest.fixture
def opened(visit: Visit) -> Explorable:
    return visit("graph-stepper")


@pytest.mark.browser
def test_an_expression_is_typed_and_its_variables_keep_their_values(opened: Explorable) -> None:
    box = opened.root.get_by_label("Expression")
    box.fill("q = y^2; q + 3*q*t")
    assert opened.value("f") == 1 + 3  # y is 1 as before, t is new and 1
    box.fill("q = y^2; q + 3*q*")
    box.press("Enter")
    expect(opened.root.get_by_role("alert").first).to_have_text(
        "The expression ends at place 18; a number, a variable, a function or ( is due there."
    )
    assert opened.value("f") == 4  # nothing is lost
    box.fill("q = y^2; q + 3*q*y")
    expect(opened.root.get_by_role("alert").first).to_be_hidden()
    assert opened.value("partial[0]") == 2 + 9


@pytest.mark.browser
def test_where_paths_meet_the_sum_grows_step_by_step(opened: Explorable) -> None:
    slider = opened.root.get_by_label("Step of the pass")
    slider.focus()
    opened.page.keyboard.press("Home")
    picture = opened.root.locator(".graph-picture")
    expect(picture).to_have_attribute("aria-label", "Graph of 5 operations. x 2; y 1.")
    seen = []
    for _ in range(11):
        opened.page.keyboard.press("ArrowRight")
        seen.append(opened.root.locator(".graph-said").inner_text().replace("\n", " "))
    assert "p = x · y = 2 · 1 = 2" in seen[0]
    assert "∂f/∂f = 1" in seen[5]
    # v₃ = 3 p is first: −3 comes back to p, and through v₁ = p + 1 comes 6.
    assert "∂f/∂p = −1 · 3 = −3" in seen[7]
    assert "∂f/∂p = −3 + 6 · 1 = 3" in seen[9]
    assert "∂f/∂y = 3 · 2 = 6" in seen[10]
    opened.page.keyboard.press("ArrowLeft")
    opened.page.keyboard.press("ArrowLeft")
    opened.page.keyboard.press("ArrowLeft")
    expect(opened.root.locator(".graph-part:visible").filter(has_text="−3 + …")).to_have_count(1)


@pytest.mark.browser
def test_a_value_is_dragged_in_the_graph(opened: Explorable) -> None:
    box = opened.root.locator(".graph-leaf .u-scrub").first.bounding_box()
    assert box
    opened.page.mouse.move(box["x"] + 4, box["y"] + 8)
    opened.page.mouse.down()
    opened.page.mouse.move(box["x"] + 4 + 40, box["y"] + 8, steps=4)
    opened.page.mouse.up()
    found = GraphStepper(values=[3, 1]).compute()
    assert opened.value("f") == pytest.approx(found["f"])
    assert opened.value("partial[1]") == pytest.approx(found["partial"][1])
