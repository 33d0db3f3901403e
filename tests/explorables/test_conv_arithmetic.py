"""ConvArithmetic: its numbers against torch and the exams' numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from traitlets import TraitError

from tests.explorables.front_end import FrontEnd
from unrolled import ConvArithmetic, bank
from unrolled.explorables.conv_arithmetic.stack import Stack
from unrolled.explorables.conv_arithmetic.strategy import states


def exam(slug: str) -> dict[str, Any]:
    """What the explorable computes as the question opens it."""
    state = bank.load(slug).exam.state
    assert state is not None
    return ConvArithmetic(**state).compute()


# --- numbers


def modules(s: dict[str, Any], maps: list[int], sizes: Any) -> Iterator[torch.nn.Module]:
    """The stack in torch, layer by layer."""
    nn, two = torch.nn, s["axes"] == 2
    for i, kind in enumerate(s["kind"]):
        kernel = [s["kernel"][i], s["kernel_width"][i] or s["kernel"][i]][: s["axes"]]
        one = {name: value[i] for name, value in s.items() if isinstance(value, list)}
        moves = {name: one[name] for name in ("stride", "padding", "dilation")}
        shared = {"groups": one["groups"], "bias": bool(one["bias"])}
        inputs = maps[i] * int(np.prod(sizes[i]))
        match kind:
            case "conv":
                layer = nn.Conv2d if two else nn.Conv1d
                yield layer(maps[i], one["filters"], kernel, **moves, **shared)
            case "transposed":
                up = nn.ConvTranspose2d if two else nn.ConvTranspose1d
                extra = {"output_padding": one["output_padding"]}
                yield up(maps[i], one["filters"], kernel, **moves, **shared, **extra)
            case "pool":
                yield (nn.MaxPool2d if two else nn.MaxPool1d)(kernel, **moves)
            case "linear":
                yield nn.Sequential(
                    nn.Flatten(), nn.Linear(inputs, one["filters"], bool(one["bias"]))
                )
            case "global":
                pool = nn.AdaptiveAvgPool2d if two else nn.AdaptiveAvgPool1d
                yield nn.Sequential(pool(1), nn.Flatten())
            case _:
                yield (nn.BatchNorm2d if two else nn.BatchNorm1d)(maps[i])


@settings(max_examples=120, deadline=None)
@given(state=states())
def test_shapes_and_counts_are_torchs(state: dict[str, Any]):
    s = ConvArithmetic.check(state)
    found = ConvArithmetic(**s).compute()
    with torch.device("meta"):
        x = torch.empty(2, s["channels"], *found["sizes"][0])
        layers = modules(s, found["maps"], found["sizes"])
        for i in range(found["fits"]):
            if s["kind"][i] == "norm" and x.ndim == 2:
                layer: torch.nn.Module = torch.nn.BatchNorm1d(found["maps"][i])
                next(layers)
            else:
                layer = next(layers)
            if s["kind"][i] != "pool":  # torch runs no pooling without memory in one dimension
                x = layer.eval()(x)
                shape = (found["maps"][i + 1], *found["sizes"][i + 1])[: x.ndim - 1]
                assert tuple(x.shape[1:]) == shape
            else:
                x = torch.empty(2, found["maps"][i + 1], *found["sizes"][i + 1])
            held = list(layer.parameters())
            assert sum(p.numel() for p in held) == found["parameters"][i]
            if s["kind"][i] != "norm" and held:
                weight = [n for n in found["weights"][i] if n]
                assert tuple(held[0].shape) == tuple(weight)


@pytest.mark.parametrize(
    "state",
    [
        {"size": 9, "kind": ["pool"], "kernel": 2, "stride": 2, "padding": 0},
        {"size": 9, "kind": ["pool"], "kernel": 3, "stride": 2, "padding": 1, "dilation": 2},
        {"size": 10, "width": 7, "kind": ["pool"], "kernel": 4, "stride": 3, "padding": 2},
    ],
)
def test_pooled_sizes_are_torchs(state: dict[str, Any]):
    editor = ConvArithmetic(**state)
    s, found = editor.state(), editor.compute()
    pool = torch.nn.MaxPool2d(s["kernel"][0], s["stride"][0], s["padding"][0], s["dilation"][0])
    assert pool(torch.zeros(1, 3, *found["sizes"][0])).shape[2:] == tuple(found["sizes"][1])


@settings(max_examples=60, deadline=None)
@given(state=states(), data=st.data())
def test_a_unit_sees_the_pixels_that_have_a_gradient(state: dict[str, Any], data: st.DataObject):
    """Weights of 1, averages in place of maxima, which would hide all pixels but one."""
    s = ConvArithmetic.check({**state, "axes": 1, "groups": 1, "filters": 1, "channels": 1})
    stack = Stack(s)
    fits = len(stack.rows) - 1
    if stack.problem or max(stack.sizes(i)[0] for i in range(fits + 1)) > 400:
        return
    unit = data.draw(st.integers(0, stack.sizes(fits)[0] - 1))
    x = torch.ones(1, 1, s["size"], dtype=torch.float64, requires_grad=True)
    y = x
    for i, kind in enumerate(s["kind"]):
        k, move = s["kernel"][i], (s["stride"][i], s["padding"][i])
        ones = torch.ones(1, 1, k, dtype=torch.float64)
        if kind in ("conv", "pool"):
            y = torch.conv1d(y, ones, None, *move, s["dilation"][i])
        elif kind == "transposed":
            extra = s["output_padding"][i]
            y = torch.conv_transpose1d(y, ones, None, *move, extra, 1, s["dilation"][i])
        elif kind != "norm":
            y = y.sum(dim=2, keepdim=True)
    (grad,) = torch.autograd.grad(y[0, 0, unit], x, allow_unused=True)
    pixels = np.flatnonzero(grad[0, 0].numpy()).tolist() if grad is not None else []
    assert stack.seen(fits, 0, unit)[0] == pixels


def test_the_exams_sizes_and_counts():
    found = exam("convolution/conv_output_size")
    assert found["sizes"][-1].tolist() == [8, 8]
    assert found["maps"][-1] == 5
    found = exam("convolution/conv_layer_sizes")
    assert found["sizes"][1:, 0].tolist() == [252, 248, 124]
    assert exam("convolution/conv_parameter_count")["parameters"][1] == 204928
    assert exam("convolution/conv_parameters_no_bias")["total_parameters"] == 378
    assert exam("convolution/conv_weight_axes")["weights"].tolist() == [[4, 3, 5, 5]]
    assert exam("convolution/conv_weight_shape")["weights"].tolist() == [[5, 3, 3, 3]]
    assert exam("convolution/stacked_conv_size")["sizes"][-1].tolist() == [218, 218]
    found = exam("convolution/conv1d_parameters")
    assert (found["total_parameters"], found["total_running"]) == (819712, 128)
    assert exam("convolution/channel_bottleneck")["total_multiply_adds"] == 560_000_000
    assert exam("cnn/bottleneck_weight_shape")["weights"][-1].tolist() == [640, 1600, 0, 0]
    assert exam("cnn/first_layer_size_and_parameters")["total_parameters"] == 34944
    assert exam("cnn/keras_cnn_code")["parameters"][3] == 125960256
    block = 256 * 64 + 9 * 64 * 64 + 64 * 256 + 2 * (64 + 64 + 256)
    assert exam("cnn/resnet_parameter_count")["total_parameters"] == block


def test_the_exams_receptive_fields():
    assert exam("convolution/receptive_field")["field"][-1].tolist() == [7, 7]
    assert exam("cnn/strided_receptive_field")["field"][2:, 0].tolist() == [19, 51]
    found = exam("cnn/lenet_receptive_field")
    assert found["seen"][0][2] == 6  # it opens on maxpool1
    assert found["field"][-1].tolist() == [32, 32]
    state = bank.load("cnn/encoder_receptive_field").exam.state
    assert state is not None
    last = ConvArithmetic(**{**state, "layer": 5}).compute()
    assert last["seen"] == [(0, 63, 64)] * 2
    assert last["span"] == [(-5, 68)] * 2
    wide = ConvArithmetic(**{**bank.load("convolution/one_layer_receptive_field").exam.state,
                             "kernel": 224}).compute()  # fmt: skip
    assert wide["sizes"][-1].tolist() == [1, 1]
    assert wide["seen"] == [(0, 223, 224)] * 2


def test_every_variant_opens_and_fits():
    for question in bank.questions():
        if question.explorable != "conv-arithmetic":
            continue
        for instance in question.variants():
            state = ConvArithmetic.check(instance.state)
            assert ConvArithmetic(**state).compute()["fits"] == len(state["kind"]), question.id


def test_the_border_cuts_a_field_off():
    """Three 3 x 3 windows with padding 1: the corner sees 4 of 7, by hand."""
    corner = ConvArithmetic(size=20, padding=1, row=0, column=0).compute()
    assert corner["seen"] == [(0, 3, 4)] * 2
    assert corner["span"] == [(-3, 3)] * 2
    alone = ConvArithmetic(kind=["conv"], kernel=1, padding=2, row=0, column=0).compute()
    assert alone["seen"] == [(-1, -1, 0)] * 2  # a window of one pixel, out in the padding


def test_a_layer_that_does_not_fit_ends_the_stack():
    stack = ConvArithmetic(size=6, kernel=[5, 3, 1])
    found = stack.compute()
    assert found["fits"] == 1
    assert found["sizes"].tolist() == [[6, 6], [2, 2], [0, 0], [0, 0]]
    assert found["unit"] is found["seen"] is None
    assert "Layer 2 does not fit" in stack.alt()
    assert ConvArithmetic(groups=2).compute()["fits"] == 0  # three channels
    assert ConvArithmetic(kind=["linear", "conv"]).compute()["fits"] == 1
    huge = ConvArithmetic(kind=["transposed"] * 4, stride=16, size=512).compute()
    assert huge["fits"] == 0


# --- states


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ({"kernel": [3, 3]}, r"kernel is \[3, ?3\]; it must be a number for all layers, or a list"),
        ({"kernel": 0}, "kernel is 0; it must be a whole number from 1 to 256"),
        ({"kind": ["conv"] * 9}, "kind is .*; it must be a list of 1 to 8 of conv, pool"),
        ({"kind": ["dense"]}, r"kind\[0\] is .dense.; it must be one of conv, pool"),
        ({"bias": [1, 0, 2]}, r"bias\[2\] is 2; it must be a whole number from 0 to 1"),
        ({"size": 513}, "size is 513; it must be a whole number from 1 to 512"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_not_possible_is_named_on_both_sides(
    front_end: FrontEnd, state: dict[str, Any], message: str
):
    with pytest.raises(ValueError, match=message):
        front_end("check", "conv-arithmetic", state)
    with pytest.raises(TraitError, match=message):
        ConvArithmetic(**state)


def test_lists_follow_the_number_of_layers():
    stack = ConvArithmetic(kernel=[3, 5, 7])
    stack.kind = ["conv", "pool", "conv", "linear"]
    assert stack.kernel == [3, 5, 7, 7]
    stack.update(kind=["conv"], filters=2)
    assert (stack.kernel, stack.filters) == ([3], [2])
    stack.kernel = np.array([5])
    assert stack.kernel == [5]


@pytest.mark.parametrize(
    "state", [{}, {"axes": 1, "padding": 1}, {"size": 1}, {"kind": ["transposed", "linear"]}]
)
def test_the_figure_says_what_it_shows(state: dict[str, Any]):
    stack = ConvArithmetic(**state)
    figure = stack.figure()
    assert len(figure.axes) == 1
    assert "parameters" in stack.alt()
    plt.close(figure)
