"""States for property tests. Only tests import this."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from hypothesis import strategies as st

from unrolled.explorables.graph_stepper import GraphStepper
from unrolled.explorables.graph_stepper.evaluate import steps
from unrolled.explorables.graph_stepper.parse import parse

NAMES = ("x", "y", "w1", "t")
FUNCTIONS = ("exp", "log", "sqrt", "sin", "cos", "tanh", "sigmoid", "relu", "ln", "σ")
ROUNDED = re.compile("exp|log|ln|sqrt|sin|cos|tanh|sigmoid|σ|/|\\^")


def expressions() -> st.SearchStrategy[str]:
    """Draw a text that mostly is an expression: every operation, brackets, parts used twice."""
    numbers = st.sampled_from(["1", "2", "3", "0.5", ".25", "1e1", "-2"])
    leaves = st.one_of(st.sampled_from(NAMES), st.sampled_from(NAMES), numbers)

    def larger(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.one_of(
            st.builds("({} {} {})".format, parts, st.sampled_from([*"+-*/", "·", "−"]), parts),
            st.builds("{}({})".format, st.sampled_from(FUNCTIONS), parts),
            st.builds("max({}, {})".format, parts, parts),
            st.builds("({})^{}".format, parts, st.sampled_from(["2", "3", "-1", "0.5", "x"])),
            st.builds("-{}".format, parts),
        )

    bodies = st.recursive(leaves, larger, max_leaves=6)
    twice = st.builds("p = {}; p*x + {}*p".format, bodies, bodies)
    return st.one_of(bodies, bodies, twice)


@st.composite
def _drawn(draw: st.DrawFn) -> dict[str, Any]:
    expression = draw(expressions().filter(_readable))
    count = len(parse(expression).variables)
    value = st.one_of(st.sampled_from([0, 1, 2, -1]), st.integers(-24, 24).map(lambda n: n / 8))
    return {
        "expression": expression,
        "values": draw(st.lists(value, min_size=count, max_size=count)),
        "step": draw(st.integers(0, sum(steps(expression)))),
    }


def states() -> st.SearchStrategy[dict[str, Any]]:
    """Draw a valid state whose numbers are finite, and not what cancelling has left."""
    return _drawn().filter(_plain)


def _readable(expression: str) -> bool:
    try:
        return bool(parse(expression))
    except ValueError:
        return False


def _plain(state: dict[str, Any]) -> bool:
    found = GraphStepper(**state).compute()
    rounded = bool(ROUNDED.search(state["expression"]))
    for values in found.values():
        size = np.max(np.abs(values), initial=0.0)
        if not np.isfinite(size) or size > 1e5 or (rounded and size < 1e-4):
            return False
    return True
