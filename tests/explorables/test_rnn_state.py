"""Which states RnnUnroller takes, and how its traits follow each other."""

from __future__ import annotations

from typing import Any

import pytest
from traitlets import TraitError

from tests.explorables.front_end import FrontEnd
from unrolled import RnnUnroller

BAD: list[tuple[dict[str, Any], str]] = [
    ({"V": [1, 2]}, r"V has shape \(2\); for H = 1, D = 1 and T = 3 it must be a number or \(3\)"),
    ({"V": [[1, 2]]}, r"V has shape \(1, 2\); for H = 2.* it must be \(2, 2\) or \(3, 2, 2\)"),
    ({"W": [[1]]}, r"W has shape \(1, 1\); .* it must be a number or \(3\)"),
    ({"V": [[1]], "W": 2}, r"W has shape a number; .* it must be \(1, 1\) or \(3, 1, 1\)"),
    ({"h0": [1, 2]}, r"h0 has shape \(2\); .* it must be a number"),
    ({"x": [[1, 2]]}, r"x has shape \(1, 2\); .* it must be \(1\)"),
    ({"x": []}, r"x is \[\]; it must be a list of numbers or a list of rows, with rows of equal"),
    ({"x": [0] * 21}, "x has 21 steps; it must have from 1 to 20"),
    ({"V": [[1] * 4] * 4}, r"V has shape \(4, 4\); a step has at most 3 of each"),
    ({"length": 0}, "length is 0; it must be a whole number from 1 to 20"),
    ({"length": 2.5}, "length is 2.5; it must be a whole number"),
    ({"unit": 1}, "unit is 1; it must be a whole number from 0 to 0"),
    ({"slope_at_zero": 2}, "slope_at_zero is 2; it must be a number from 0 to 1"),
    ({"b": 1e308}, r"b is 1e\+?308; it must be a number from"),
]


@pytest.mark.parametrize(("state", "message"), BAD, ids=lambda value: str(value)[:30])
def test_what_does_not_fit_is_named_on_both_sides(
    front_end: FrontEnd, state: dict[str, Any], message: str
):
    with pytest.raises(ValueError, match=message):
        front_end("check", "rnn-unroller", state)
    with pytest.raises(TraitError, match=f"RnnUnroller: {message}"):
        RnnUnroller(**state)
    with pytest.raises(ValueError, match=f"RnnUnroller: {message}"):
        RnnUnroller().update(**state)


@pytest.mark.parametrize(
    "link", ["V=abc", "V=", "V", "V=1e999", "x=[1,,2]", "V=%", "__proto__=1", "V=" + "9" * 9000]
)
def test_a_link_that_is_no_state_is_refused(front_end: FrontEnd, link: str):
    with pytest.raises(ValueError, match=r"^(V|x|“|there is no field|it) ?"):
        front_end("link", "rnn-unroller", f"#rnn-unroller?{link}")


def test_a_link_is_readable(front_end: FrontEnd):
    link = "#rnn-unroller?V=2&h0=-3&x=[1,2]&activation=tanh"
    found = front_end("link", "rnn-unroller", link)
    assert found == RnnUnroller.check({"V": 2, "x": [1, 2], "activation": "tanh"})


def test_length_follows_x_and_x_follows_length():
    w = RnnUnroller(V=[0.2, 0.3, 0.8], x=[1, 2, 3])
    w.length = 5
    assert (w.x, w.V, w.length) == ([1, 2, 3, 0, 0], [0.2, 0.3, 0.8, 0.8, 0.8], 5)
    w.length = 2
    assert (w.x, w.V) == ([1, 2], [0.2, 0.3])
    w.update(x=[1], V=0.5)
    assert (w.x, w.length) == ([1], 1)
    w.x = [4, 5, 6, 7]
    assert w.length == 4


def test_a_wrong_value_changes_nothing():
    w = RnnUnroller()
    before = w.state()
    with pytest.raises(TraitError, match="V is 'abc'"):
        w.V = "abc"
    with pytest.raises(TraitError, match="activation"):
        w.activation = "cosh"
    with pytest.raises(TraitError, match="W has shape"):
        w.update(x=[1], V=[[1]])
    assert w.state() == before


def test_several_traits_change_together_as_the_front_end_sends_them():
    w = RnnUnroller()
    w.set_state({"V": [[1, 0], [0, 1]], "W": [[1], [2]], "x": [1, 0], "length": 2, "unit": 1})
    assert w.compute()["h"].shape == (3, 2)
    w.length = 1
    assert w.x == [1]


def test_numpy_arrays_are_taken_and_kept_as_lists():
    np = pytest.importorskip("numpy")
    w = RnnUnroller(V=np.float64(0.5), x=np.array([1.0, 2.0]))
    assert (w.V, w.x) == (0.5, [1.0, 2.0])
    assert isinstance(w.V, float)


def test_presets_are_checked():
    w = RnnUnroller(presets={"short": {"x": [1]}})
    assert w.presets["short"]["length"] == 1
    with pytest.raises(TraitError, match="V is 'abc'"):
        RnnUnroller(presets={"broken": {"V": "abc"}})
