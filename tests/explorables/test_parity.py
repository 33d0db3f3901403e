"""Python and the browser say the same, for every explorable there is."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.explorables.conftest import states
from tests.explorables.front_end import FrontEnd
from unrolled.explorables import get, names


@pytest.mark.parametrize("name", names())
@settings(max_examples=150)
@given(data=st.data())
def test_compute_agrees_with_the_browser(name: str, front_end: FrontEnd, data: st.DataObject):
    state = data.draw(states(name))
    ours = get(name)(**state).compute()
    theirs = front_end("compute", name, state)
    assert set(ours) <= set(theirs)
    assume(determined(name, state, ours))
    for key, value in ours.items():
        agree(key, value, theirs[key])


def determined(name: str, state: dict[str, Any], ours: dict[str, Any]) -> bool:
    """Whether other roundings give the same results, where the folder says that they may not."""
    strategy = import_module(f"unrolled.explorables.{name.replace('-', '_')}.strategy")
    if not hasattr(strategy, "rounded_otherwise"):
        return True
    with strategy.rounded_otherwise():
        again = get(name)(**state).compute()
    try:
        for key, value in ours.items():
            agree(key, value, again[key], 1e-11)
    except AssertionError:
        return False
    return True


def agree(key: str, ours: Any, theirs: Any, rtol: float = 1e-9) -> None:
    """Fail unless the numbers are the same in the same order, however they are nested."""
    if ours is None or theirs is None:
        assert ours is theirs, key
        return
    left, right = np.ravel(ours), np.ravel(np.asarray(theirs, dtype=np.float64))
    scale = float(np.max(np.abs(left), initial=0.0))
    np.testing.assert_allclose(right, left, rtol=rtol, atol=1e-4 * rtol * scale, err_msg=key)


@pytest.mark.parametrize("name", names())
@settings(max_examples=100)
@given(data=st.data())
def test_check_agrees_with_the_browser(name: str, front_end: FrontEnd, data: st.DataObject):
    state = data.draw(states(name))
    assert front_end("check", name, state) == get(name).check(state)


@pytest.mark.parametrize("name", names())
def test_the_default_state_is_the_same(name: str, front_end: FrontEnd):
    assert front_end("check", name, {}) == get(name)().state()


@pytest.mark.parametrize("name", names())
@settings(max_examples=100)
@given(data=st.data())
def test_a_link_brings_the_state_back(name: str, front_end: FrontEnd, data: st.DataObject):
    state = data.draw(states(name))
    assert front_end("link", name, state) == get(name).check(state)


@pytest.mark.parametrize("name", names())
@settings(max_examples=60)
@given(data=st.data())
def test_nonsense_is_refused_on_both_sides(name: str, front_end: FrontEnd, data: st.DataObject):
    state = data.draw(states(name))
    field = data.draw(st.sampled_from(get(name).fields))
    value = data.draw(st.sampled_from(["nonsense", True, {}, 1e9, -1e9, [], [[]], [None], "∞"]))
    broken = {**state, field: value}
    with pytest.raises(ValueError, match=f"^{field}") as theirs:
        front_end("check", name, broken)
    with pytest.raises(ValueError, match=field) as ours:
        get(name)(**broken)
    assert str(ours.value).split("; ")[1:] == str(theirs.value).split("; ")[1:]  # the remedy


@pytest.mark.parametrize("name", names())
def test_a_field_that_does_not_exist_is_refused(name: str, front_end: FrontEnd):
    for kind in (lambda: front_end("check", name, {"nobody": 1}), lambda: get(name)(nobody=1)):
        with pytest.raises((ValueError, TypeError), match="nobody"):
            kind()
