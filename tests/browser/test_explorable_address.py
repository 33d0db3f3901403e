"""The state of the RNN unroller in the address: written, followed, and refused."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import CHAPTER, Open
from tests.browser.explorables import Explorable, in_address, link
from tests.browser.reference import outputs, vector_outputs
from tests.browser.unroller import EXAM, STATES, VECTOR


def test_the_address_follows_after_a_change_and_brings_it_back(page: Page, unroller: Explorable):
    assert "#" not in page.url.removesuffix("/")[-30:]
    unroller.type("V", "0.5")
    page.wait_for_url(re.compile(r"#rnn-unroller\?"))
    expect(unroller.box("V")).to_have_value("0.5")
    assert in_address(page)["V"] == 0.5
    unroller.type("x[2]", "-1")
    page.wait_for_function("decodeURIComponent(location.hash).includes('x=[1,2,-1]')")
    page.reload()
    unroller.shows(outputs({**EXAM, "V": 0.5, "x": [1, 2, -1]}))


def test_the_address_of_a_state_is_readable(page: Page, unroller: Explorable):
    unroller.type("V", "2")
    page.wait_for_url(re.compile("#rnn-unroller"))
    assert "x=[1,2,0]" in unquote(page.url)
    assert "activation=relu" in page.url


def test_moving_about_the_page_leaves_no_history(page: Page, unroller: Explorable):
    length = page.evaluate("history.length")
    for text in ("2", "3", "4"):
        unroller.type("V", text)
    page.wait_for_function("location.hash.includes('V=4')")
    assert page.evaluate("history.length") == length


@pytest.mark.parametrize("state", STATES, ids=["tanh", "bias", "twenty", "per-step"])
def test_a_link_opens_its_state(http: str, visit: Open, state: dict[str, Any]):
    page = visit(http, CHAPTER + link(state))
    unroller = Explorable(page)
    expected = outputs(state)
    if isinstance(state["V"], list):  # one weight each: there is no sum over steps
        expected = {k: v for k, v in expected.items() if k not in ("dh_T/dV", "dh_T/dW")}
    unroller.shows(expected)
    expect(unroller.root).to_be_in_viewport()


def test_a_link_opens_a_vector_state(http: str, visit: Open):
    page = visit(http, CHAPTER + link(VECTOR))
    Explorable(page).shows(vector_outputs(VECTOR))
    page = visit(http, CHAPTER + link({**VECTOR, "unit": 1}))
    Explorable(page).shows(vector_outputs({**VECTOR, "unit": 1}))


def test_the_second_explorable_has_an_address_of_its_own(http: str, visit: Open):
    state = {"V": 0.9, "W": 1, "h0": 1, "x": [1, 0, 1], "activation": "relu"}
    page = visit(http, CHAPTER + link(state, "rnn-unroller-2"))
    Explorable(page, nth=1).shows(outputs(state))
    Explorable(page).shows(outputs(EXAM))


def test_a_link_followed_on_the_page_opens_its_state(page: Page, unroller: Explorable):
    page.evaluate("hash => { location.hash = hash; }", link({**EXAM, "V": -1}))
    unroller.shows(outputs({**EXAM, "V": -1}))


INVALID = [
    "V=abc",
    "V=",
    "V=1e999",
    "V=[[1,2]]",
    "x=[]",
    "x=[1,,2]",
    "x=" + str([0] * 21).replace(" ", ""),
    "activation=cosh",
    "length=99",
    "nobody=1",
    "V=%",
    "V",
    "x=[[1],[2,3]]",
    "__proto__=1",
    "V=" + "9" * 5000,
]


@pytest.mark.parametrize("fields", INVALID, ids=lambda text: text[:16])
def test_a_link_that_is_no_state_is_ignored_with_a_notice(http: str, visit: Open, fields: str):
    page = visit(http, f"{CHAPTER}#rnn-unroller?{fields}")
    unroller = Explorable(page)
    unroller.shows(outputs(EXAM))
    notice = unroller.root.locator(".u-notice").filter(visible=True)
    expect(notice).to_have_count(1)
    assert notice.inner_text().strip()
    unroller.type("V", "2")
    unroller.shows(outputs({**EXAM, "V": 2}))
    expect(notice).to_have_count(0)


@pytest.mark.parametrize("place", ["#rnn-unroller", "#take-hold-of-it", "#nobody?V=1", "#%", "#?"])
def test_other_places_of_the_page_are_none_of_its_business(http: str, visit: Open, place: str):
    page = visit(http, CHAPTER + place)
    unroller = Explorable(page)
    unroller.shows(outputs(EXAM))
    expect(unroller.root.locator(".u-notice").filter(visible=True)).to_have_count(0)
