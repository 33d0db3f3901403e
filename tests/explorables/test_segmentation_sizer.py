"""SegmentationSizer: its numbers against torch, the exams' numbers, and a reader's hands."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from matplotlib import pyplot as plt
from playwright.sync_api import expect
from torch.nn.functional import conv_transpose2d, interpolate, pad
from traitlets import TraitError

from tests.explorables.conftest import Visit
from tests.explorables.front_end import FrontEnd
from unrolled import SegmentationSizer, bank
from unrolled.explorables.segmentation_sizer.network import Network
from unrolled.explorables.segmentation_sizer.strategy import states

EXAM = {
    "kind": ["conv", "pool", "conv", "pool"],
    "kernel": [4, 2, 4, 2],
    "padding": [1, 0, 1, 0],
    "filters": [50, 50, 100, 100],
}


def exam(slug: str) -> dict[str, Any]:
    """What the explorable computes as the question opens it."""
    state = bank.load(f"cnn/{slug}").exam.state
    assert state is not None
    return SegmentationSizer(**state).compute()


# --- numbers


class Torch:
    """The same network in torch, mended as the state says; it raises what torch raises."""

    def __init__(self, sizer: SegmentationSizer) -> None:
        self.s, self.found = sizer.state(), sizer.compute()
        self.parameters = 0

    def apply(self, layer: torch.nn.Module, x: torch.Tensor) -> torch.Tensor:
        """Run a layer, and count what it holds."""
        y = layer.to("meta")(x)
        self.parameters += sum(p.numel() for p in layer.parameters())
        return y

    def run(self) -> torch.Tensor:
        """Send an image through that stores nothing."""
        nn, s = torch.nn, self.s
        x = torch.empty(1, s["channels"], *self.found["padded"], device="meta")
        features = [x]
        for i, kind in enumerate(s["kind"]):
            window = s["kernel"][i], s["stride"][i], s["padding"][i]
            layer = nn.MaxPool2d(*window) if kind == "pool" else nn.Conv2d(
                x.shape[1], s["filters"][i], *window
            )  # fmt: skip
            x = self.apply(layer, x)
            features.append(x)
        x = self.bend(x)
        order = Network(s).mirrored
        for k, i in enumerate(order):
            x = self.grow(x, i, features[0 if k == len(order) - 1 else i], final=i == order[-1])
        if s["decoder"] == "scale" or not order:
            x = self.apply(nn.Conv2d(x.shape[1], s["classes"], 1), x)
        if s["fine"]:
            kernel = s["fine_kernel"]
            x = self.apply(nn.Conv2d(x.shape[1], s["fine"], kernel, padding=kernel // 2), x)
        return x

    def bend(self, x: torch.Tensor) -> torch.Tensor:
        """From the encoder to the decoder."""
        nn, s = torch.nn, self.s
        if s["middle"] == "conv":
            return self.apply(nn.Conv2d(x.shape[1], s["code"], 1), x)
        if s["middle"] == "none":
            return x
        side = self.found["built_side"]
        if not side:
            raise RuntimeError("there is no such layer")
        if s["middle"] == "adaptive":
            x = torch.empty(1, x.shape[1], side, side, device="meta")
        after = 1 if s["decoder"] == "none" else side
        dense = nn.Linear(x.shape[1] * side * side, s["code"] * after * after)
        return self.apply(dense, x.flatten(1)).unflatten(1, (s["code"], after, after))

    def grow(self, x: torch.Tensor, i: int, feature: torch.Tensor, *, final: bool) -> torch.Tensor:
        """One layer of the decoder, and what it meets."""
        s, wanted = self.s, feature.shape[2:]
        maps = s["classes"] if final else s["up_filters"]
        joins = s["skip"] == "concat"
        step = s["stride"][i]
        if s["decoder"] == "scale":
            x = interpolate(x, scale_factor=s["scale"])
        elif s["decoder"] == "resize":
            x = interpolate(x, scale_factor=step)
            x = self.apply(torch.nn.Conv2d(x.shape[1], maps, 3, padding=1), x)
        else:
            window = (2 * step - step % 2, step, (step - step % 2) // 2)
            if s["decoder"] == "mirror":
                window = s["kernel"][i], step, s["padding"][i]
            weight = torch.empty(x.shape[1], maps, window[0], window[0], device="meta")
            self.parameters += weight.numel() + maps
            extra = [0, 0]
            if s["mend"] == "output_padding":
                made = [(n - 1) * step - 2 * window[2] + window[0] for n in x.shape[2:]]
                gaps = [want - got for want, got in zip(wanted, made, strict=True)]
                extra = [gap if 0 < gap < step else 0 for gap in gaps]
            x = conv_transpose2d(x, weight, None, *window[1:], output_padding=extra)
        if not x.numel():
            raise RuntimeError("nothing is left")  # as torch says of an image with memory
        gaps = [want - got for want, got in zip(wanted, x.shape[2:], strict=True)]
        if s["mend"] == "pad" and (joins or final):
            x = pad(x, (0, gaps[1], 0, gaps[0]))
        if s["mend"] == "crop" and (joins or final):
            high, wide = (min(pair) for pair in zip(wanted, x.shape[2:], strict=True))
            x, feature = x[:, :, :high, :wide], feature[:, :, :high, :wide]
        return torch.cat([x, feature], dim=1) if joins and not final else x


@settings(max_examples=100, deadline=None)
@given(state=states())
def test_what_torch_does_with_the_image(state: dict[str, Any]):
    sizer = SegmentationSizer(**state)
    found, network = sizer.compute(), Torch(sizer)
    if found["stop"]:
        with pytest.raises((RuntimeError, ValueError, IndexError)):
            network.run()
        return
    y = network.run()
    assert y.shape[1] == found["out_maps"]
    sides = list(y.shape[2:])
    if sizer.mend == "input" and len(found["up"]):  # the image was padded, the result is cut
        sides = [min(sides[0], sizer.height), min(sides[1], sizer.width)]
    assert sides == found["out"]
    assert network.parameters == found["total_parameters"]


def test_the_exams_sizes_and_counts():
    assert exam("any_input_size")["out"] == [96, 192]
    assert exam("any_input_size")["down"][-1].tolist() == [6, 12]
    box = exam("black_box_more_classes")
    assert (box["fine_parameters"], box["out"], box["out_maps"]) == (180, [64, 64], 30)
    fixed = exam("fully_connected_fixes_size")
    assert (fixed["stop"], fixed["down"][-1].tolist()) == (2, [38, 38])
    assert [n for n, code in enumerate(fixed["works"], 1) if code] == list(range(249, 257))
    larger = exam("larger_input")
    assert (larger["stop"], larger["dense_expected"], larger["dense_inputs"]) == (2, 400, 3136)
    assert exam("growing_layers")["out"] == [253, 253]


def test_more_classes_change_the_last_layer_only():
    state = bank.load("cnn/more_classes").exam.state
    assert state is not None
    few, many = (SegmentationSizer(**{**state, "classes": n}).compute() for n in (5, 30))
    assert few["out_maps"] == 5
    differ = [key for key in few if not np.array_equal(few[key], many[key])]
    assert differ == ["up_maps", "out_maps", "up_parameters", "total_parameters"]
    assert np.subtract(many["up_parameters"], few["up_parameters"])[:-1].tolist() == [0, 0, 0]
    assert many["up_parameters"][-1] == 30 * (20 * 4 * 4 + 1)


def test_output_padding_brings_the_lost_rows_back():
    state = bank.load("cnn/growing_layers").exam.state
    assert state is not None
    found = SegmentationSizer(**{**state, "mend": "output_padding"}).compute()
    assert (found["extra"].tolist(), found["out"]) == ([[3, 3]], [256, 256])


def test_the_gaps_of_the_constructor():
    state = bank.load("cnn/segmentation_layer_gaps").exam.state
    assert state is not None
    gaps = SegmentationSizer(**state)
    assert gaps.compute()["out"] != [64, 64]
    gaps.update(kernel=[3, 3, 5, 7, 1, 3], padding=[1, 1, 2, 3, 0, 1], stride=[2, 2, 1, 1, 1, 1])
    assert gaps.compute()["out"] == [64, 64]
    assert all(gaps.compute()["works"][n - 1] == 2 for n in range(4, 321, 4))
    assert gaps.compute()["works"][65 - 1] == 1


def test_a_skip_connection_needs_sizes_that_meet():
    odd = {**EXAM, "height": 100, "width": 200, "skip": "concat"}
    found = SegmentationSizer(**odd).compute()
    assert (found["stop"], found["steps"]) == (4, 1)
    assert found["target"][0].tolist() == [12, 25]
    assert found["up"][0].tolist() == [12, 24]
    results = {
        mend: SegmentationSizer(**odd, mend=mend).compute()["out"]
        for mend in ("crop", "pad", "output_padding", "input")
    }
    exact = [100, 200]
    assert results == {"crop": [96, 192], "pad": exact, "output_padding": exact, "input": exact}
    assert SegmentationSizer(**odd, mend="input").compute()["padded"] == [112, 208]


def test_a_fully_connected_layer_counts_and_does_not_look():
    """2 x 8 places are as many as 4 x 4: torch lets them pass, and so do we."""
    found = SegmentationSizer(**EXAM, middle="dense", height=32, width=128).compute()
    assert (found["stop"], found["out"]) == (0, [64, 64])
    found = SegmentationSizer(**EXAM, middle="adaptive", height=100, width=200).compute()
    assert (found["stop"], found["out"]) == (0, [64, 64])
    assert SegmentationSizer(**EXAM, middle="dense", built_for=8).compute()["stop"] == 2


def test_every_variant_opens():
    for question in bank.questions():
        if question.explorable == "segmentation-sizer":
            for instance in question.variants():
                SegmentationSizer(**SegmentationSizer.check(instance.state)).compute()


# --- states


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ({"kernel": [3, 3]}, r"kernel is \[3, ?3\]; it must be a number for all layers, or a list"),
        ({"kind": ["dense"]}, r"kind\[0\] is .dense.; it must be one of conv, pool"),
        ({"height": 513}, "height is 513; it must be a whole number from 1 to 512"),
        ({"mend": "glue"}, "mend is .glue.; it must be one of none, crop, pad, output_padding"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_not_possible_is_named_on_both_sides(
    front_end: FrontEnd, state: dict[str, Any], message: str
):
    with pytest.raises(ValueError, match=message):
        front_end("check", "segmentation-sizer", state)
    with pytest.raises(TraitError, match=message):
        SegmentationSizer(**state)


@pytest.mark.parametrize(
    "state",
    [{}, {"decoder": "none"}, {"middle": "dense"}, {"skip": "concat"}, {"height": 1}],
    ids=str,
)
def test_the_figure_says_what_it_shows(state: dict[str, Any]):
    sizer = SegmentationSizer(**state)
    figure = sizer.figure()
    assert len(figure.axes) == 2
    assert ("stops" in sizer.alt()) == bool(sizer.compute()["stop"])
    plt.close(figure)


# --- in the browser


@pytest.mark.browser
def test_the_image_is_resized_along_the_strip(visit: Visit):
    opened = visit("segmentation-sizer")
    box = opened.root.locator(".size-strip").bounding_box()
    assert box

    def x(side: float) -> float:
        return box["x"] + 12 + (side - 0.5) / 320 * (box["width"] - 24)

    said = opened.root.locator(".size-said")
    expect(said).to_contain_text("4 rows and 4 columns of the image get no label")
    opened.page.mouse.move(x(100), box["y"] + 50)
    opened.page.mouse.down()
    opened.page.mouse.move(x(112), box["y"] + 50, steps=4)
    opened.page.mouse.up()
    expect(said).to_contain_text("Every pixel gets 5 scores")
    assert (opened.value("out[0]"), opened.value("out[1]")) == (112, 112)
    opened.page.mouse.move(x(112), box["y"] + 10)  # the upper handle is the height
    opened.page.mouse.down()
    opened.page.mouse.move(x(200), box["y"] + 10, steps=4)
    opened.page.mouse.up()
    assert (opened.value("down[0,0]"), opened.value("down[0,1]")) == (200, 112)
    expect(said).to_contain_text("8 rows of the image get no label")


@pytest.mark.browser
def test_what_does_not_meet_is_shown_and_mended(visit: Visit):
    opened = visit("segmentation-sizer")
    opened.choice("skip").select_option("concat")
    said = opened.root.locator(".size-said")
    stopped = "The skip connection stops the image: 25 × 25 from the encoder, 24 × 24"
    expect(said).to_contain_text(stopped)
    expect(opened.root.locator(".size-out")).to_be_hidden()
    opened.choice("mend").select_option("output_padding")
    expect(said).to_contain_text("Every pixel gets 5 scores")
    assert opened.value("extra[1,0]") == 1
    opened.choice("mend").select_option("crop")
    expect(opened.root.locator(".size-ladder")).to_contain_text("cropped by 1 × 1")
    opened.choice("middle").select_option("dense")
    expect(said).to_contain_text("it has weights for 512 inputs, and 1\u202f152 arrive")


@pytest.mark.browser
def test_layers_are_edited_in_their_boxes(visit: Visit):
    opened = visit("segmentation-sizer")
    opened.root.get_by_text("The encoder’s layers").click()
    opened.root.locator('input[data-input="stride[3]"]').fill("1")
    opened.root.locator('input[data-input="kernel[3]"]').fill("3")
    assert (opened.value("down[4,0]"), opened.value("out[0]")) == (12, 96)
    opened.choice("kind[3]").select_option("pool")
    expect(opened.root.locator('input[data-input="filters[3]"]')).to_be_hidden()
    opened.root.get_by_role("button", name="One layer less").click()
    assert opened.root.locator('input[data-input^="kernel["]').count() == 3
    opened.root.get_by_role("button", name="One more layer").click()
    assert opened.value("down[4,0]") == 6
