"""MlpStepper against torch and the exams' own answers; weights dragged and updates made by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from playwright.sync_api import Locator, expect
from traitlets import TraitError

from tests.browser.explorables import Explorable
from tests.explorables.conftest import Visit
from tests.explorables.front_end import FrontEnd
from unrolled import bank
from unrolled.explorables.mlp_stepper import MlpStepper
from unrolled.explorables.mlp_stepper.strategy import states

FUNCTIONS: dict[str, torch.nn.Module] = {
    "identity": torch.nn.Identity(),
    "relu": torch.nn.ReLU(),
    "tanh": torch.nn.Tanh(),
    "sigmoid": torch.nn.Sigmoid(),
}


def torch_loss(name: str, y: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
    """The seven losses as torch has them."""
    f = torch.nn.functional
    mean: dict[str, Any] = {"reduction": "mean" if "mean" in name else "sum"}
    if name == "categorical":
        return f.cross_entropy(y, t)
    if name.endswith("binary"):
        return f.binary_cross_entropy(y, t, **mean)
    return f.mse_loss(y, t, **mean) * (0.5 if name.startswith("half") else 1)


def trained(s: dict[str, Any]) -> dict[str, Any]:
    """The same network of torch's layers, trained by torch's optimiser."""
    x, t = (torch.tensor(s[name], dtype=torch.float64) for name in ("x", "target"))
    layers = []
    for i, w in enumerate(s["weights"]):
        layer = torch.nn.Linear(len(w), len(w[0]), bias=s["biases"] is not None).double()
        layer.weight.data = torch.tensor(w, dtype=torch.float64).T.clone()
        if s["biases"] is not None:
            layer.bias.data = torch.tensor(s["biases"][i], dtype=torch.float64)
        layers.append(layer)
    parameters = [p for layer in layers for p in layer.parameters()]
    sgd = torch.optim.SGD(parameters, lr=s["learning_rate"], momentum=s["momentum"])
    losses = []

    def forward() -> tuple[list[torch.Tensor], torch.Tensor]:
        values, a = [], x
        for layer, name in zip(layers, s["activations"], strict=True):
            values += [layer(a)]
            a = FUNCTIONS[name](values[-1])
            values += [a]
        norm = sum(layer.weight.square().sum() for layer in layers)
        return values, torch_loss(s["loss"], a, t) + s["penalty"] * norm

    found: dict[str, Any] = {}
    for _ in range(s["updates"] + 1):
        sgd.zero_grad()
        values, loss = forward()
        for value in values:
            value.retain_grad()
        loss.backward()
        losses.append(loss.item())
        found = {"total": loss.item()}
        for i, layer in enumerate(layers, start=1):
            d, a = values[2 * i - 2 : 2 * i]
            grad = layer.weight.grad
            assert grad is not None
            found |= {f"d{i}": d.tolist(), f"a{i}": a.tolist(), f"dL_dW{i}": grad.T.tolist()}
            if d is not a:  # torch.nn.Identity hands on the same tensor
                found |= {f"dL_dd{i}": d.grad.tolist(), f"dL_da{i}": a.grad.tolist()}
            found[f"W{i}"] = layer.weight.T.tolist()
        sgd.step()
    found |= {f"new_W{i}": layer.weight.T.tolist() for i, layer in enumerate(layers, start=1)}
    if s["momentum"]:
        for i, layer in enumerate(layers, start=1):
            found[f"velocity_W{i}"] = sgd.state[layer.weight]["momentum_buffer"].T.tolist()
    return found | {"losses": [*losses, forward()[1].item()]}


@settings(max_examples=120, deadline=None)
@given(state=states())
def test_every_value_gradient_and_update_is_torch_s(state: dict[str, Any]) -> None:
    net = MlpStepper(**state)
    ours = net.compute()
    if ours["taken"] < net.updates:
        return  # it has stopped; torch has not
    for key, value in trained(net.state()).items():
        scale = max(1.0, float(np.max(np.abs(value))))
        np.testing.assert_allclose(ours[key], value, rtol=1e-7, atol=1e-10 * scale, err_msg=key)


# By hand, from the papers' numbers. Osnabrück, task 4: d = Wᵀx + b, layer by layer.
TASK_4: dict[str, Any] = {
    "x": [3, -0.5],
    "weights": [[[0.5, -1], [1, 2]], [[-0.5, 1], [2, 0.5]], [[-2], [0.5]]],
    "biases": [[3, 3], [1, 2], [-1]],
    "activations": ["relu", "relu", "relu"],
    "target": [3],
}


def test_task_4_of_osnabrueck_forwards() -> None:
    found = MlpStepper(**TASK_4, stage=4).compute()
    values = [found[name].tolist() for name in ("d1", "a1", "d2", "a2", "d3", "a3")]
    assert values == [[4, -1], [4, 0], [-1, 6], [0, 6], [2], [2]]
    assert found["loss"] == found["total"] == 0.5


def test_task_5_of_osnabrueck_backwards() -> None:
    found = MlpStepper().compute()
    assert found["dL_da2"].tolist() == found["dL_dd2"].tolist() == [-1]
    assert found["dL_dW2"].tolist() == [[-4], [0]]
    assert found["dL_da1"].tolist() == [-0.5, -7]
    assert found["slope1"].tolist() == [1, 0]
    assert found["dL_dd1"].tolist() == [-0.5, 0]
    assert found["dL_dW1"].tolist() == [[-1, 0], [-0.5, 0]]
    # One update with 0.05: w11 = 1.05, w21 = 2.025, v1 = 0.7; the output is 0.7 · 4.125 = 2.8875.
    assert found["loss_after"] == pytest.approx((2.8875 - 3) ** 2 / 2)


# Where the explorable shows a question's answers.
ANSWERS: dict[str, tuple[str, ...]] = {
    "perceptron/relu_mlp_hidden_layers": ("d1", "a1", "d2", "a2"),
    "perceptron/relu_mlp_output_and_loss": ("d1", "a1", "loss"),
    "backprop/softmax_net_forward": ("a1", "a2", "p", "loss"),
    "backprop/softmax_net_sgd_step": (
        *("dL_dW2[1,0]", "dL_dW1[0,1]", "dL_dW1[1,1]"),
        *("new_W2[1,0]", "new_W1[0,1]", "new_W1[1,1]"),
    ),
    "backprop/softmax_net_momentum_step": (
        *("velocity_W2[1,0]", "velocity_W1[0,1]", "velocity_W1[1,1]"),
        *("new_W2[1,0]", "new_W1[0,1]", "new_W1[1,1]"),
    ),
    "backprop/relu_output_layer_backprop": (
        *("dL_da2", "slope2", "dL_dd2"),
        *("a1[0]", "dL_dW2[0,0]", "a1[1]", "dL_dW2[1,0]"),
    ),
    "backprop/relu_hidden_layer_backprop": (
        *("W2[0,0]", "dL_da1[0]", "W2[1,0]", "dL_da1[1]"),
        *("slope1[0]", "dL_dd1[0]", "slope1[1]", "dL_dd1[1]"),
    ),
}


def read(found: dict[str, Any], name: str) -> list[float]:
    key, _, index = name.rstrip("]").partition("[")
    place = tuple(int(i) for i in index.split(",")) if index else ()
    return np.ravel(np.asarray(found[key])[place]).tolist()


@pytest.mark.parametrize("question_id", ANSWERS)
def test_it_opens_on_a_question_s_numbers_and_shows_its_answers(question_id: str) -> None:
    question = bank.load(question_id)
    for instance in (question.exam, *question.variants()):
        found = MlpStepper(**(instance.state or {})).compute()
        shown = [value for name in ANSWERS[question_id] for value in read(found, name)]
        np.testing.assert_allclose(shown, [float(v) for v in instance.values], rtol=1e-9)


def test_the_other_two_questions() -> None:
    question = bank.load("perceptron/mlp_squared_loss")
    for instance in (question.exam, *question.variants()):
        found = MlpStepper(**(instance.state or {})).compute()
        h_1, h_2, y, squared, half, norm = instance.values
        np.testing.assert_allclose([*found["a1"], *found["a2"]], [h_1, h_2, y])
        np.testing.assert_allclose([2 * found["loss"], found["loss"]], [squared, half])
        assert found["norm"] == pytest.approx(norm)
    question = bank.load("backprop/relu_first_weights_backprop")
    for instance in (question.exam, *question.variants()):
        net = MlpStepper(**(instance.state or {}))
        by_loss = net.compute()["dL_dW1"].T.ravel()  # w11, w21, w12, w22
        np.testing.assert_allclose(by_loss, instance.values[1::2])
        np.testing.assert_allclose([*net.x, *net.x], instance.values[::2])


BAD: list[tuple[dict[str, Any], str]] = [
    ({"x": [1, 2, 3, 4]}, "x has 4 numbers; it must have from 1 to 3"),
    ({"weights": []}, r"weights is \[\]; it must be a list of 1 to 3 matrices"),
    ({"x": [1]}, r"weights\[0\] has 2 rows; it must have 1, one for each value that"),
    (
        {"weights": [[[1] * 5, [2] * 5]]},
        r"weights\[0\] has 5 columns; it must have from 1 to 4, one for each unit",
    ),
    ({"biases": [[1, 2]]}, r"biases is .*; it must be nothing, or a list of 2 lists of numbers"),
    ({"biases": [[1, 2], [3, 4]]}, r"biases\[1\] has 2 numbers; it must have 1, one for each unit"),
    ({"activations": ["relu"]}, "activations is .*; it must be a list of 2 names, one for each"),
    ({"activations": ["relu", "selu"]}, r"activations\[1\] is .selu.; it must be one of identity"),
    ({"loss": "binary"}, "loss is .binary.; it must be another, or the last activation sigmoid"),
    ({"loss": "categorical"}, r"target\[0\] is 3; it must be a number from 0 to 1"),
    ({"target": [1, 2]}, "target has 2 numbers; it must have 1, one for each output"),
    ({"stage": 7}, "stage is 7; it must be a whole number from 0 to 6"),
    ({"updates": 101}, "updates is 101; it must be a whole number from 0 to 100"),
]


@pytest.mark.parametrize(("state", "message"), BAD, ids=lambda value: str(value)[:30])
def test_what_does_not_fit_is_named_on_both_sides(
    front_end: FrontEnd, state: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        front_end("check", "mlp-stepper", state)
    with pytest.raises(TraitError, match=f"MlpStepper: {message}"):
        MlpStepper(**state)


def test_what_there_is_one_of_per_unit_follows_new_weights() -> None:
    net = MlpStepper(biases=[[1, 2], [3]], activations=["tanh", "sigmoid"])
    net.weights = [[[1, 1, 1]], [[1, 1]] * 3, [[1, 1]] * 2]
    assert (net.x, net.target, net.stage) == ([2], [3, 0], 6)
    assert net.activations == ["tanh", "relu", "sigmoid"]
    assert net.biases == [[1, 2, 0], [3, 0], [0, 0]]
    net.weights = [[[1]]]
    assert (net.activations, net.biases, net.target) == (["sigmoid"], [[1]], [3])
    with pytest.raises(TraitError, match="x has 4 numbers"):
        net.update(weights=[[[1]]] * 4, x=[1, 2, 3, 4])
    assert net.weights == [[[1]]]


def test_training_that_diverges_stops_before_a_weight_gets_beyond_the_limit() -> None:
    found = MlpStepper(learning_rate=10, updates=50).compute()
    assert found["taken"] < 50
    assert len(found["losses"]) == found["taken"] + 2
    assert max(np.abs(found["W1"]).max(), np.abs(found["W2"]).max()) <= 100
    assert max(np.abs(found["new_W1"]).max(), np.abs(found["new_W2"]).max()) > 100


@pytest.fixture
def opened(visit: Visit) -> Explorable:
    return visit("mlp-stepper")


def weight(opened: Explorable, words: str) -> Locator:
    return opened.root.locator(f".mlp-weight:text-is('{words}')").first


@pytest.mark.browser
def test_a_weight_on_its_edge_brings_the_dead_unit_to_life(opened: Explorable) -> None:
    assert opened.value("a1[1]") == 0
    opened.drag(weight(opened, "−1"), 60)  # w22: 15 steps of 0.1, to 0.5
    found = MlpStepper(weights=[[[1, 0], [2, 0.5]], [[0.5], [7]]]).compute()
    assert opened.value("W1[1,1]") == 0.5
    assert opened.value("a1[1]") == found["a1"][1] == 0.5
    assert opened.value("total") == pytest.approx(found["total"])
    expect(opened.root.get_by_label("Number to change")).to_have_value("weights[0,1,1]")


@pytest.mark.browser
def test_the_pass_stage_by_stage_then_updates(opened: Explorable) -> None:
    for _ in range(6):
        opened.root.get_by_role("button", name="One stage back").click()
    picture = opened.root.locator(".mlp-picture")
    expect(picture).to_have_attribute("aria-label", "Network of 2 inputs and layers of 2, 1 units. "
                                      "What is given. Activations of no layer yet.")  # fmt: skip
    lines = opened.root.locator(".mlp-lines")
    step = opened.root.get_by_role("button", name="Step")
    seen = []
    for _ in range(5):
        step.click()
        seen.append(lines.inner_text().replace("\n", " "))
    assert "d⁽¹⁾₁ = 1 · 2 + 2 · 1 = 4" in seen[0]
    assert "a⁽¹⁾₂ = ReLU(−1) = 0" in seen[0]
    assert "L = ½ (2 − 3)² = 0.5" in seen[2]
    assert "∂L/∂w⁽²⁾₁₁ = 4 · (−1) = −4" in seen[3]
    assert "∂L/∂d⁽¹⁾₂ = −7 · ReLU′(−1) = −7 · 0 = 0" in seen[4]
    step.click()
    opened.root.get_by_role("button", name="Update").click()
    assert opened.value("W2[0,0]") == pytest.approx(0.7)
    assert opened.value("taken") == 1


@pytest.mark.browser
def test_a_learnt_weight_changed_by_hand_is_a_new_start(opened: Explorable) -> None:
    opened.root.get_by_role("button", name="Update").click()
    opened.drag(weight(opened, "0.7"), 4)
    assert opened.value("taken") == 0
    assert opened.value("W2[0,0]") == pytest.approx(0.8)
    assert opened.value("W1[0,0]") == pytest.approx(1.05)
