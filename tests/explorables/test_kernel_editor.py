"""KernelEditor: its numbers against torch and the exams, its pictures, and a reader's hands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from matplotlib import pyplot as plt
from playwright.sync_api import Locator, expect
from traitlets import TraitError

from tests.browser.explorables import Explorable
from tests.explorables.conftest import Visit
from tests.explorables.front_end import FrontEnd
from unrolled import KernelEditor, bank
from unrolled.explorables.kernel_editor import draw
from unrolled.explorables.kernel_editor.pictures import PICTURES, pixels

ITEMS = ("recognise_edge_filter", "template_filter", "classic_kernels", "hidden_filter_row")


def exam(slug: str) -> Any:
    """The explorable as the question opens it."""
    return KernelEditor(**bank.load(f"convolution/{slug}").exam.state)


# --- numbers


@pytest.mark.parametrize(("stride", "padding"), [(1, 0), (2, 1), (3, 3)])
@pytest.mark.parametrize("picture", ["digit_3", "disc", [[1, -2, 3, 0.5]]])
def test_every_output_is_torchs(picture: Any, stride: int, padding: int):
    kernel = np.random.default_rng(0).normal(size=(1, 3))
    editor = KernelEditor(
        picture=picture, kernel=kernel, stride=stride, padding=padding, bias=0.5, activation="relu"
    )
    x, w = (torch.tensor(np.array(a, float))[None, None] for a in (pixels(picture), kernel))
    z = torch.conv2d(x, w, torch.tensor([0.5], dtype=torch.float64), stride, padding)
    np.testing.assert_allclose(editor.compute()["y"], z.relu()[0, 0].numpy(), atol=1e-12)


@pytest.mark.parametrize(("row", "column"), [(1, 1), (2, 3), (70, 70)])
def test_the_products_add_up_to_the_output(row: int, column: int):
    kernel = [[1, 2, 0], [0, -1, 3]]
    found = KernelEditor(
        picture="digit_7", kernel=kernel, stride=2, padding=1, bias=-4, row=row, column=column
    ).compute()
    assert found["z"] == found["y"][found["row"] - 1, found["column"] - 1] == found["total"] - 4
    np.testing.assert_array_equal(found["products"], np.multiply(kernel, found["window"]))
    assert found["row_totals"].sum() == found["products"].sum() == found["total"]


def test_the_edge_filter_gives_the_papers_output():
    question = bank.load("convolution/recognise_edge_filter")
    for instance in question.variants():
        found = KernelEditor(**instance.state).compute()
        np.testing.assert_array_equal(found["y"], instance.params["output"])
        assert abs(found["value"]) == np.abs(found["y"]).max()


def test_the_template_wins_in_one_place_only():
    found = exam("template_filter").compute()
    assert found["value"] == found["highest"] == 4
    assert (found["y"] == 4).sum() == 1
    assert found["y"][1, 5] == -1  # the patch that is bright all over


def test_the_box_filter_is_a_local_mean():
    editor = exam("classic_kernels")
    shapes = pixels(editor.picture)
    mean = np.lib.stride_tricks.sliding_window_view(shapes, (3, 3)).mean(axis=(2, 3))
    np.testing.assert_allclose(editor.compute()["y"], mean)


def test_the_hidden_row_is_solved_for_and_the_printed_one_gives_25():
    editor = exam("hidden_filter_row")
    found = editor.compute()
    np.testing.assert_array_equal(found["equations"], [[3, 0, 3], [0, 3, -3], [3, -3, 0]])
    np.testing.assert_array_equal(found["right"], [2, -11, 6])
    np.testing.assert_allclose(found["solution"], [-1 / 2, -5 / 2, 7 / 6])
    known = editor.kernel[1:]
    editor.kernel = [found["solution"].tolist(), *known]
    np.testing.assert_allclose(editor.compute()["y"], [[4, 0, -3]], atol=1e-12)
    editor.kernel = [[3, 1, 14 / 3], *known]  # as the key has it
    np.testing.assert_allclose(editor.compute()["y"], [[25, 0, -3]], atol=1e-12)


def test_where_nothing_can_be_solved_there_is_no_solution():
    dark = KernelEditor(picture="square").compute()  # zeros under x, y and z
    assert dark["solution"] is None and dark["equations"] is not None
    assert KernelEditor(kernel=[[1, 2]]).compute()["equations"] is None
    narrow = KernelEditor(picture=[[1, 2, 3, 4]], kernel=[[1, 0, 1]]).compute()
    assert narrow["equations"] is narrow["solution"] is None


@pytest.mark.parametrize("kernel", [[[1, 0, -1]] * 3, [[1, 2], [-1, -2]], np.eye(5)])
def test_sums_of_rows_and_columns_say_what_an_edge_becomes(kernel: Any):
    wide = np.shape(kernel)[1]
    wall = np.repeat([0.0], 3 * wide)
    wall[:wide] = 1
    upright = np.tile(wall, (2 * wide, 1))
    w = torch.tensor(np.array(kernel, float))[None, None]
    found = KernelEditor(kernel=kernel).compute()
    for name, picture in (("upright", upright), ("lying", upright.T)):
        answers = torch.conv2d(torch.tensor(picture.copy())[None, None], w)[0, 0].numpy()
        line = answers[0] if name == "upright" else answers[:, 0]
        np.testing.assert_allclose(line[: wide + 1], found[name][::-1], atol=1e-12)


@pytest.mark.parametrize("slug", ITEMS)
def test_every_variant_opens(slug: str):
    for instance in bank.load(f"convolution/{slug}").variants():
        KernelEditor(**KernelEditor.check(instance.state)).compute()


# --- pictures and states


def test_the_pictures_are_those_that_the_script_draws():
    assert draw.FILE.read_text(encoding="utf-8") == draw.text()
    sizes = {max(len(p), len(p[0])) for p in PICTURES.values()}
    assert (min(sizes), max(sizes)) == (5, 28)
    assert max(map(max, PICTURES["digit_3"])) == 15


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ({"kernel": np.ones((7, 7))}, "kernel is .*; it must be no larger than .*, 6 by 6"),
        ({"kernel": np.ones((8, 1))}, "kernel is .*; it must be of 1 to 7 rows and columns"),
        ({"kernel": [[1, 2], [3]]}, "kernel is .*; it must be a list of rows, with rows of equal"),
        ({"kernel": [[1e4]]}, r"kernel\[0\]\[0\] is 10000(\.0)?; it must be a number from -1000"),
        ({"picture": "own"}, "picture is .*; it must be one of square, cross, edge"),
        ({"picture": np.ones((17, 3))}, "picture is .*; it must be of 1 to 16 rows and columns"),
        ({"wanted": [1, 2]}, r"wanted is \[1, ?2\]; it must be a list of 3 numbers"),
        ({"padding": 4}, "padding is 4; it must be a whole number from 0 to 3"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_does_not_fit_is_named_on_both_sides(
    front_end: FrontEnd, state: dict[str, Any], message: str
):
    plain = {k: v.tolist() if isinstance(v, np.ndarray) else v for k, v in state.items()}
    with pytest.raises(ValueError, match=message):
        front_end("check", "kernel-editor", plain)
    with pytest.raises(TraitError, match=message):
        KernelEditor(**state)


def test_picture_kernel_and_padding_change_together():
    editor = KernelEditor()
    editor.update(kernel=np.ones((7, 7)), padding=1)
    assert editor.compute()["y"].shape == (2, 2)
    with pytest.raises(TraitError, match="kernel"):
        editor.padding = 0
    assert editor.padding == 1


@pytest.mark.parametrize("state", [{}, {"picture": "disc"}, {"kernel": [[0]], "padding": 3}])
def test_the_figure_says_what_it_shows(state: dict[str, Any]):
    editor = KernelEditor(**state)
    figure = editor.figure()
    assert len(figure.axes) == 3
    assert "the result is" in editor.alt()
    plt.close(figure)


# --- in the browser


def result(opened: Explorable) -> Locator:
    return opened.root.get_by_role("group", name="Result")


def point(opened: Explorable, at: Locator, row: float, column: float, press: bool = False) -> None:
    """Put the mouse on a place of a raster, in parts of its height and width."""
    box = at.bounding_box()
    assert box
    opened.page.mouse.move(box["x"] + column * box["width"], box["y"] + row * box["height"])
    if press:
        opened.page.mouse.down()
        opened.page.mouse.up()


@pytest.mark.browser
def test_a_weight_can_be_dragged_typed_and_stepped(visit: Visit):
    opened = visit("kernel-editor")
    box = opened.box("kernel[2,0]")
    at = box.bounding_box()
    assert at and opened.value("value") == -2
    middle = at["x"] + at["width"] / 2, at["y"] + at["height"] / 2
    opened.drag(box, 40)
    expect(box).to_have_value("2")
    slider = opened.slider("kernel[2,0]")
    expect(slider).to_have_value("2")
    slider.focus()
    opened.page.keyboard.press("ArrowLeft")
    expect(box).to_have_value("1.9")
    opened.page.mouse.click(*middle)
    opened.page.keyboard.type("14/3")
    opened.box("kernel[2,2]").fill("-3")
    assert opened.value("products[2,2]") == -3
    opened.page.keyboard.press("ArrowUp")
    assert opened.value("products[2,2]") == -2
    assert opened.value("highest") == pytest.approx(20 / 3)  # 1 + 1 + 14/3, all bright
    expect(box).to_have_value("14/3")


@pytest.mark.browser
def test_a_mouse_looks_a_press_stays_and_arrow_keys_move(visit: Visit):
    opened = visit("kernel-editor")
    opened.page.clock.install()
    point(opened, result(opened), 0.4, 0.9)
    assert opened.value("value") == 3
    opened.page.clock.fast_forward(1000)  # by then the address has followed a change
    assert opened.page.evaluate("location.hash") == ""
    opened.page.mouse.move(2, 2)
    assert opened.value("value") == -2  # as before
    point(opened, result(opened), 0.4, 0.9, press=True)
    opened.page.mouse.move(2, 2)
    assert opened.value("value") == 3
    result(opened).focus()
    opened.page.keyboard.press("ArrowDown")
    assert opened.value("value") == 2
    opened.page.keyboard.press("ArrowLeft")
    opened.page.keyboard.press("ArrowLeft")
    assert opened.value("value") == 0
    picture = opened.root.locator(".kernel-area").first
    point(opened, picture, 0.99, 0.99)  # the window goes as far as it can
    assert opened.value("value") == 1
    expect(opened.root.locator(".kernel-said")).to_contain_text("Row 4, column 4 of the result")


@pytest.mark.browser
def test_a_kernel_that_is_larger_than_the_picture_gets_padding(visit: Visit):
    opened = visit("kernel-editor")
    opened.root.get_by_text("Size, stride").click()
    rows = opened.box("kernel_rows")
    rows.fill("7")
    expect(opened.box("padding")).to_have_value("1")
    assert opened.root.locator('input.u-box[data-input^="kernel["]').count() == 21
    assert opened.value("weight_sum") == 0  # the middle of the kernel is kept
    rows.fill("1")
    assert opened.root.locator('input.u-box[data-input^="kernel["]').count() == 3


@pytest.mark.browser
def test_the_row_is_solved_for_and_put_in(visit: Visit):
    opened = visit("kernel-editor")
    opened.choice("preset").select_option("BITS end-semester 2022–23, 1e")
    opened.root.get_by_text("Solve for the kernel’s top row").click()
    expect(opened.root.locator(".kernel-equations")).to_contain_text("3x + 0y + 3z = 4 − 2 = 2")
    for cell, typed in zip(range(3), ("3", "1", "14/3"), strict=True):  # the printed key
        opened.box(f"kernel[0,{cell}]").fill(typed)
    expect(opened.root.locator(".kernel-equations")).to_contain_text("it is 25 ✗")
    opened.root.get_by_role("button", name="Put them into the kernel").click()
    found = [opened.value(f"y[0,{k}]") for k in range(3)]
    np.testing.assert_allclose(found, [4, 0, -3], atol=1e-12)
    expect(opened.box("kernel[0,2]")).to_have_value("7/6")


def picture_file(folder: Path, name: str, width: int, height: int) -> Path:
    path = folder / name
    image = np.full((height, width, 3), 255, np.uint8)
    image[: height // 2] = 0
    plt.imsave(path, image)
    return path


@pytest.mark.browser
def test_a_readers_own_picture_is_used_and_stays_here(visit: Visit, tmp_path: Path):
    opened = visit("kernel-editor")
    chooser = opened.root.locator("input[type=file]")
    chooser.set_input_files(picture_file(tmp_path, "wall.png", 320, 160))
    told = opened.root.locator(".kernel-told")
    expect(told).to_contain_text("stays on this page")
    expect(opened.root.locator(".kernel-caption").first).to_contain_text("32 × 64")
    expect(opened.choice("picture")).to_have_value("own")
    opened.choice("start").select_option("horizontal edges")
    assert (opened.value("highest"), opened.value("lowest")) == (0, -765)
    expect(opened.page).to_have_url(re.compile("#.*kernel="))
    assert "own" not in opened.page.url
    opened.choice("picture").select_option("square")
    assert opened.value("highest") == 3
    expect(opened.choice("picture").locator("option[value=own]")).to_have_count(0)


@pytest.mark.browser
def test_a_file_that_is_no_picture_is_explained(visit: Visit, tmp_path: Path):
    opened = visit("kernel-editor")
    chooser, told = opened.root.locator("input[type=file]"), opened.root.locator(".kernel-told")
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\nnonsense")
    huge = tmp_path / "huge.jpg"
    with huge.open("wb") as file:
        file.truncate(50_000_000)
    for path, words in (
        (broken, "broken.png cannot be read as a picture"),
        (huge, "huge.jpg has 50 MB; a picture here may have up to 20 MB"),
        (picture_file(tmp_path, "strip.png", 600, 4), "strip.png has 600 by 4 pixels"),
    ):
        chooser.set_input_files(path)
        expect(told).to_contain_text(words)
        assert opened.value("value") == -2  # the picture is as before
