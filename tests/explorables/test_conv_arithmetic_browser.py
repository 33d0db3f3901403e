"""ConvArithmetic in a browser: units dragged, layers added, changed and removed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.explorables.conftest import Visit

pytestmark = pytest.mark.browser


def test_a_unit_can_be_dragged_to_the_border(visit: Visit):
    opened = visit("conv-arithmetic", {"kind": ["conv"] * 3, "padding": 1, "size": 20})
    said = opened.root.locator(".arithmetic-said")
    expect(said).to_contain_text("Unit (10, 10) of layer 3 sees 7\u00a0×\u00a07 pixels")
    box = opened.root.locator(".arithmetic-tower").bounding_box()
    assert box
    middle, second = box["x"] + box["width"] / 2, box["y"] + 75  # 50 px a layer, from the last
    opened.page.mouse.move(middle, second)
    opened.page.mouse.down()
    assert opened.value("seen[1,2]") == 5
    opened.page.mouse.move(box["x"] - 30, second + 60, steps=6)  # it stays with its layer
    opened.page.mouse.up()
    assert [opened.value(f"seen[1,{k}]") for k in range(3)] == [0, 2, 3]
    assert opened.value("span[1,0]") == -2
    expect(said).to_contain_text("The border cuts it off: elsewhere it is 5\u00a0×\u00a05")
    expect(opened.root.get_by_role("button", name="2 conv 3 × 3")).to_have_attribute(
        "aria-pressed", "true"
    )


def test_the_image_can_be_pointed_at(visit: Visit):
    opened = visit("conv-arithmetic")
    box = opened.root.locator(".arithmetic-plane").bounding_box()
    assert box
    top = box["y"] + 0.14 * box["height"]
    opened.page.mouse.click(box["x"] + 0.52 * box["width"], top)
    assert [opened.value(f"unit[{axis}]") for axis in (0, 1)] == [0, 5]
    assert opened.value("seen[0,0]") == 0


def test_layers_are_added_changed_and_removed(visit: Visit):
    opened = visit("conv-arithmetic")
    opened.root.get_by_role("button", name="Repeat layer").click()
    assert [opened.value(f"sizes[{i},0]") for i in range(5)] == [16, 14, 12, 10, 8]
    opened.choice("kind[3]").select_option("pool")
    assert opened.value("sizes[4,0]") == 5
    assert opened.root.locator('input[data-input="filters[3]"]:visible').count() == 0
    opened.choice("kind[3]").select_option("linear")
    assert opened.value("parameters[3]") == 8 * (10 * 10 * 8 + 1)
    opened.root.get_by_role("button", name="1 conv 3 × 3").click()
    opened.root.get_by_role("button", name="Remove layer").click()
    assert opened.value("parameters[2]") == 8 * (12 * 12 * 8 + 1)
    remove = opened.root.get_by_role("button", name="Remove layer")
    remove.click()
    remove.click()
    expect(remove).to_be_disabled()


def test_a_size_runs_out_and_comes_back(visit: Visit):
    opened = visit("conv-arithmetic")
    box = opened.box("size")
    box.fill("7")
    expect(opened.root.locator(".arithmetic-said")).to_contain_text("sees 7\u00a0×\u00a07")
    box.fill("6")
    said = "Layer 3 does not fit: a window that covers 3 does not fit into 2."
    expect(opened.root.locator(".arithmetic-said")).to_have_text(said)
    opened.root.get_by_role("button", name="2 conv 3 × 3").click()  # those below still work
    assert opened.value("seen[0,2]") == 5
    box.fill("16")
    assert opened.value("sizes[3,0]") == 10
    expect(opened.root.locator(".arithmetic-off")).to_have_count(0)
