"""KernelEditor: its numbers against torch and the exams, its pictures, and a reader's hands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from matplotlib import pyplot as plt
from playwright.sync_api import Browser, Locator, Page, expect
from traitlets import TraitError

from tests.explorables import page as pages
from tests.explorables.front_end import FrontEnd
from unrolled import KernelEditor, bank
from unrolled.explorables.kernel_editor import draw
from unrolled.explorables.kernel_editor.pictures import PICTURES, pixels

ITEMS = ("recognise_edge_filter", "template_filter", "classic_kernels", "hidden_filter_row")
Open = Callable[..., Page]


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


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return pages.write(tmp_path_factory.mktemp("kernel"), "kernel-editor").as_uri()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Open]:
    """`visit(hash)` opens the page; in the end it may have said nothing and asked for nothing."""
    heard: list[str] = []
    contexts = []

    def open_page(fragment: str = "", **options: Any) -> Page:
        context = browser.new_context(viewport={"width": 1100, "height": 900}, **options)
        context.set_default_timeout(5000)
        context.on("console", lambda message: heard.append(message.text))
        context.on("weberror", lambda error: heard.append(str(error.error)))
        contexts.append(context)
        page = context.new_page()
        page.goto(address + fragment)
        page.wait_for_selector(".u-mounted")
        page.on("request", lambda request: heard.append(request.url))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [text for text in heard if not text.startswith("blob:")] == []


def value(page: Page, name: str) -> float:
    return float(page.locator(f'[data-output="{name}"]').get_attribute("data-value") or "nan")


def result(page: Page) -> Locator:
    return page.get_by_role("group", name="Result")


def point(page: Page, at: Locator, row: float, column: float, press: bool = False) -> None:
    """Put the mouse on a place of a raster, in parts of its height and width."""
    box = at.bounding_box()
    assert box
    page.mouse.move(box["x"] + column * box["width"], box["y"] + row * box["height"])
    if press:
        page.mouse.down()
        page.mouse.up()


@pytest.mark.browser
def test_a_weight_can_be_dragged_typed_and_stepped(visit: Open):
    page = visit()
    box = page.locator('input[data-input="kernel[2,0]"].u-box')
    at = box.bounding_box()
    assert at and value(page, "value") == -2
    middle = at["x"] + at["width"] / 2, at["y"] + at["height"] / 2
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 40, middle[1], steps=5)
    page.mouse.up()
    expect(box).to_have_value("2")
    slider = page.locator('input[type=range][data-input="kernel[2,0]"]')
    expect(slider).to_have_value("2")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    expect(box).to_have_value("1.9")
    page.mouse.click(*middle)
    page.keyboard.type("14/3")
    page.locator('input[data-input="kernel[2,2]"].u-box').fill("-3")
    assert value(page, "products[2,2]") == -3
    page.keyboard.press("ArrowUp")
    assert value(page, "products[2,2]") == -2
    assert value(page, "highest") == pytest.approx(20 / 3)  # 1 + 1 + 14/3, all bright
    expect(box).to_have_value("14/3")


@pytest.mark.browser
def test_a_mouse_looks_a_press_stays_and_arrow_keys_move(visit: Open):
    page = visit()
    point(page, result(page), 0.4, 0.9)
    assert value(page, "value") == 3
    assert page.evaluate("location.hash") == ""
    page.mouse.move(2, 2)
    assert value(page, "value") == -2  # as before
    point(page, result(page), 0.4, 0.9, press=True)
    page.mouse.move(2, 2)
    assert value(page, "value") == 3
    result(page).focus()
    page.keyboard.press("ArrowDown")
    assert value(page, "value") == 2
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert value(page, "value") == 0
    picture = page.locator(".kernel-area").first
    point(page, picture, 0.99, 0.99)  # the window goes as far as it can
    assert value(page, "value") == 1
    expect(page.locator(".kernel-said")).to_contain_text("Row 4, column 4 of the result")


@pytest.mark.browser
def test_a_kernel_that_is_larger_than_the_picture_gets_padding(visit: Open):
    page = visit()
    page.get_by_text("Size, stride").click()
    rows = page.locator('input.u-box[data-input="kernel_rows"]')
    rows.fill("7")
    expect(page.locator('input.u-box[data-input="padding"]')).to_have_value("1")
    assert page.locator('input.u-box[data-input^="kernel["]').count() == 21
    assert value(page, "weight_sum") == 0  # the middle of the kernel is kept
    rows.fill("1")
    assert page.locator('input.u-box[data-input^="kernel["]').count() == 3


@pytest.mark.browser
def test_the_row_is_solved_for_and_put_in(visit: Open):
    page = visit()
    page.locator("select[data-input=preset]").select_option("BITS end-semester 2022–23, 1e")
    page.get_by_text("Solve for the kernel’s top row").click()
    expect(page.locator(".kernel-equations")).to_contain_text("3x + 0y + 3z = 4 − 2 = 2")
    for cell, typed in zip(range(3), ("3", "1", "14/3"), strict=True):  # the printed key
        page.locator(f'input.u-box[data-input="kernel[0,{cell}]"]').fill(typed)
    expect(page.locator(".kernel-equations")).to_contain_text("it is 25 ✗")
    page.get_by_role("button", name="Put them into the kernel").click()
    found = [value(page, f"y[0,{k}]") for k in range(3)]
    np.testing.assert_allclose(found, [4, 0, -3], atol=1e-12)
    expect(page.locator('input.u-box[data-input="kernel[0,2]"]')).to_have_value("7/6")


def picture_file(folder: Path, name: str, width: int, height: int) -> Path:
    path = folder / name
    image = np.full((height, width, 3), 255, np.uint8)
    image[: height // 2] = 0
    plt.imsave(path, image)
    return path


@pytest.mark.browser
def test_a_readers_own_picture_is_used_and_stays_here(visit: Open, tmp_path: Path):
    page = visit()
    chooser = page.locator("input[type=file]")
    chooser.set_input_files(picture_file(tmp_path, "wall.png", 320, 160))
    told = page.locator(".kernel-told")
    expect(told).to_contain_text("stays on this page")
    expect(page.locator(".kernel-caption").first).to_contain_text("32 × 64")
    expect(page.locator("select[data-input=picture]")).to_have_value("own")
    page.locator("select[data-input=start]").select_option("horizontal edges")
    assert (value(page, "highest"), value(page, "lowest")) == (0, -765)
    page.wait_for_timeout(400)
    assert "own" not in page.evaluate("location.hash")
    page.locator("select[data-input=picture]").select_option("square")
    assert value(page, "highest") == 3
    expect(page.locator("select[data-input=picture] option[value=own]")).to_have_count(0)


@pytest.mark.browser
def test_a_file_that_is_no_picture_is_explained(visit: Open, tmp_path: Path):
    page = visit()
    chooser, told = page.locator("input[type=file]"), page.locator(".kernel-told")
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
        assert value(page, "value") == -2  # the picture is as before
